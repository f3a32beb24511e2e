"""Answers by key in one file: what comes back, what goes with its text, what damage does."""

import multiprocessing
import random
import re
import sqlite3
from datetime import UTC, datetime

import pytest

from sdc_core.llm.answer_cache import AnswerCache, KeptAnswer, Origin
from sdc_core.llm.base import Usage

NOW = datetime(2025, 6, 30, 12, tzinfo=UTC)
USAGE = Usage(1, 300, 20, 5, 2)


def an_answer(text="Printer offline", about="session-1", content="content-1"):
    return KeptAnswer(Origin("title", "openai:m", about, content), {"title": text}, USAGE, 0.002)


@pytest.fixture
def cache(tmp_path):
    with_file = AnswerCache(tmp_path / "cache", root=tmp_path)
    yield with_file
    with_file.flush()


def again(tmp_path):
    return AnswerCache(tmp_path / "cache", root=tmp_path)


def the_file(tmp_path):
    return tmp_path / "cache" / "answers.sqlite"


def test_an_answer_is_there_for_the_next_process(tmp_path, cache):
    cache.put("k", an_answer(), NOW)
    cache.flush()
    assert again(tmp_path).get("k") == an_answer()
    assert again(tmp_path).get("other") is None


def test_no_file_is_made_before_it_is_used(tmp_path, cache):
    cache.flush()
    assert not the_file(tmp_path).exists()


def test_what_costs_nothing_waits_for_flush(tmp_path, cache):
    cache.put_later("k", an_answer(), NOW)
    assert cache.get("k") == an_answer()
    assert again(tmp_path).get("k") is None
    cache.flush()
    assert again(tmp_path).get("k") == an_answer()


def test_many_held_answers_are_written_before_they_fill_the_memory(tmp_path, cache):
    for number in range(2_001):
        cache.put_later(f"k{number}", an_answer(), NOW)
    assert again(tmp_path).get("k0") == an_answer()


@pytest.mark.parametrize("seed", [4, 21])
def test_what_was_made_from_a_text_that_is_gone_goes_to_the_last_byte(tmp_path, cache, seed):
    """Rows move between pages while a file grows, and SQLite leaves copies where they were.

    With these seeds `secure_delete` alone would leave a text of an answer that was dropped.
    """
    chance, alive = random.Random(seed), {}
    for number in range(400):
        if number % 100 == 0 and number:
            gone = chance.sample(sorted(alive), len(alive) * 2 // 5)
            assert cache.keep_only({f"s{each}" for each in gone}, set()) == len(gone)
            alive = {each: key for each, key in alive.items() if each not in gone}
        text = f"MARK{number:04}" + "10 of 20 " * chance.choice([1, 10, 60, 330])
        alive[number] = f"{chance.getrandbits(128):032x}"
        cache.put_later(alive[number], an_answer(text, f"s{number}", f"c{number}"), NOW)
    gone = chance.sample(sorted(alive), len(alive) * 2 // 5)
    cache.keep_only({f"s{each}" for each in gone}, set())
    left = {int(mark[4:]) for mark in re.findall(rb"MARK\d{4}", the_file(tmp_path).read_bytes())}
    assert left == alive.keys() - set(gone)
    assert [path.name for path in (tmp_path / "cache").iterdir()] == ["answers.sqlite"]


def test_what_was_made_for_others_stays(cache):
    cache.put("mine", an_answer(about="s1", content="old"), NOW)
    cache.put("theirs", an_answer(about="s2", content="old"), NOW)
    assert cache.keep_only({"s1"}, set()) == 1
    assert cache.get("mine") is None
    assert cache.get("theirs") is not None


def test_held_answers_go_with_their_text_too(cache):
    cache.put_later("k", an_answer(content="old"), NOW)
    assert cache.keep_only({"session-1"}, {"new"}) == 1
    cache.flush()
    assert cache.get("k") is None


def test_no_credential_is_kept_whoever_wrote_it(tmp_path, cache):
    cache.put("k", an_answer("Reset, the password is Hunter2secret!"), NOW)
    cache.put_failure("f", an_answer().origin, "says password: Hunter2secret!", NOW)
    cache.flush()
    assert b"Hunter2secret" not in the_file(tmp_path).read_bytes()
    assert "[SECRET]" in cache.get("k").answer["title"]


def test_failures_are_remembered_until_they_are_forgotten(tmp_path, cache):
    cache.put_failure("k1", an_answer().origin, "not of the schema", NOW)
    cache.put_failure("k2", Origin("summary", "g", "s", "c"), "cut", NOW)
    assert again(tmp_path).failure("k1") == "not of the schema"
    assert cache.forget_failures({"title"}) == 1
    assert (cache.failure("k1"), cache.failure("k2")) == (None, "cut")
    assert cache.forget_failures() == 1


def test_an_answer_takes_the_place_of_a_failure(cache):
    cache.put_failure("k", an_answer().origin, "cut", NOW)
    cache.put("k", an_answer(), NOW)
    assert cache.failure("k") is None


DAMAGES = {
    "no database": lambda path: path.write_bytes(b"<html>not a database at all</html>" * 40),
    "a torn page": lambda path: _overwrite(path, 4096, b"\xff" * 8192),
    "a header": lambda path: _overwrite(path, 0, b"\x00" * 100),
    "cut short": lambda path: path.write_bytes(path.read_bytes()[:5000]),
    "another form": lambda path: _set_form(path, 99),
}


def _overwrite(path, at, content):
    whole = path.read_bytes()
    path.write_bytes(whole[:at] + content + whole[at + len(content) :])


def _set_form(path, form):
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version={form}")
    connection.close()


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_file_is_set_aside_and_begun_anew(tmp_path, cache, damage):
    for number in range(200):
        cache.put_later(f"k{number}", an_answer("x" * 300), NOW)
    cache.flush()
    damage(the_file(tmp_path))
    assert all(cache.get(f"k{number}") is None for number in range(200))
    cache.put("new", an_answer(), NOW)
    cache.flush()
    assert again(tmp_path).get("new") == an_answer()
    assert the_file(tmp_path).with_name("answers.sqlite.damaged").exists()


def test_what_was_set_aside_goes_when_texts_are_forgotten(tmp_path, cache):
    the_file(tmp_path).parent.mkdir()
    the_file(tmp_path).write_bytes(b"SENSITIVE, not a database" * 100)
    assert cache.get("k") is None
    cache.keep_only({"s"}, set())
    assert [p.name for p in (tmp_path / "cache").iterdir() if b"SENSITIVE" in p.read_bytes()] == []


def test_a_row_that_no_longer_reads_is_no_answer(tmp_path, cache):
    cache.put("k", an_answer(), NOW)
    cache.flush()
    with sqlite3.connect(the_file(tmp_path)) as connection:
        connection.execute("UPDATE answers SET answer = '{\"title'")
    connection.close()
    assert cache.get("k") is None


def test_a_file_deleted_under_us_is_made_again(tmp_path, cache):
    cache.put("k", an_answer(), NOW)
    the_file(tmp_path).unlink()
    cache.put("k2", an_answer(), NOW)
    assert cache.get("k2") == an_answer()
    assert again(tmp_path).get("k2") == an_answer()


def test_where_no_file_can_be_made_answers_last_as_long_as_the_process(tmp_path, cache):
    (tmp_path / "cache").write_text("a file where the folder should be", encoding="utf-8")
    cache.put("k", an_answer(), NOW)
    assert cache.get("k") == an_answer()


def _put_many(folder, root, first):
    cache = AnswerCache(folder, root=root)
    for number in range(first, first + 40):
        cache.put(f"k{number}", an_answer(str(number)), NOW)
    cache.flush()


def test_two_processes_share_the_file(tmp_path, cache):
    context = multiprocessing.get_context("spawn")
    runs = [
        context.Process(target=_put_many, args=(tmp_path / "cache", tmp_path, first))
        for first in (0, 40)
    ]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert [run.exitcode for run in runs] == [0, 0]
    assert all(cache.get(f"k{n}").answer == {"title": str(n)} for n in range(80))
