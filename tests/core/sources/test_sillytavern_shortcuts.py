"""What is not looked at for speed would have changed nothing."""

import random
from copy import deepcopy

import pytest

from sdc_core.models import Session
from sdc_core.sources.sillytavern import revisions
from sdc_core.sources.sillytavern.source import SOURCE
from tests.core.sources.test_sillytavern import (
    SETTINGS,
    Chats,
    answer,
    built,
    files_below,
    header,
    settled,
    units,
    user,
)


@pytest.fixture
def chats(tmp_path):
    return Chats(tmp_path)


@pytest.fixture
def all_rules(monkeypatch):
    """Let every record go through every rule."""

    def use():
        monkeypatch.setattr(revisions, "_apart", lambda records: ([], records))

    return use


def dumped(records):
    return [record.model_dump_json() for record in records]


def test_the_samples_settle_alike_with_all_rules(shared, all_rules):
    files = files_below(shared / "samples/sillytavern")
    want = dumped(settled(files))
    all_rules()
    assert dumped(settled(files)) == want


def conversation(number, length):
    lines = [header(chat_id_hash=number)]
    for place in range(length):
        minute = f"August {number + 1}, 2025 6:{place:02d}pm"
        lines.append(user(f"{number}/{place}", minute))
        lines.append(answer(f"{number}/{place} done", place, gen_started=None, send_date=minute))
    return lines


@pytest.mark.parametrize("seed", range(8))
def test_looks_at_changing_chats_settle_alike_with_all_rules(chats, all_rules, seed):
    """Some chats have a changed copy, some vanish, some are stored with older texts."""
    chance = random.Random(seed)
    known = [conversation(number, 6) for number in range(5)]
    stored = settled([chats.write(f"{n}.jsonl", lines) for n, lines in enumerate(known)])
    stored = [
        record.model_copy(update={"source_missing": record.ref.file == "0.jsonl"})
        for record in stored
    ]
    changed = deepcopy(known)
    for lines in changed[:3]:
        chance.choice(lines[1:])["mes"] += " and more"
    fresh = units([chats.write(f"copy {n}.jsonl", lines) for n, lines in enumerate(changed[:4])])
    by_key = {record.key: record for record in [*fresh, *stored]}
    records = chance.sample(list(by_key.values()), len(by_key))
    want = dumped(SOURCE.settle(records, SETTINGS))
    all_rules()
    assert dumped(SOURCE.settle(records, SETTINGS)) == want


def test_a_family_of_one_file_is_looked_at_where_another_record_bears_a_key_of_it(chats, all_rules):
    """A stored record under its oldest key, whose present text was read elsewhere by itself."""
    alone = settled([chats.write("alone.jsonl", [header(chat_id_hash=1), user("one")])])
    other = settled([chats.write("other.jsonl", [header(chat_id_hash=2), user("two")])])
    bearer = other[0].model_copy(
        update={"fields": {**other[0].fields, "message_key": alone[0].key}}
    )
    want = dumped(SOURCE.settle([*alone, bearer], SETTINGS))
    assert len(want) == 1
    all_rules()
    assert dumped(SOURCE.settle([*alone, bearer], SETTINGS)) == want


def test_built_sessions_are_what_their_files_say(shared):
    for session in built(files_below(shared / "samples/sillytavern")):
        again = Session.from_bytes(session.to_bytes())
        assert again.to_bytes() == session.to_bytes()
        assert again.segments == session.segments


@pytest.mark.parametrize(
    "odd",
    [{"send_date": [1]}, {"send_date": {}}, {"extra": {"type": ["comment"]}}, {"extra": []}],
    ids=str,
)
def test_an_odd_value_stops_no_file(chats, odd):
    file = chats.write("chat.jsonl", [header(), user("one", **odd), user("two")])
    assert [record.raw["mes"] for record in units([file])] == ["one", "two"]
