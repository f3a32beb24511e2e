"""Copies of a chat in every way that the program and its users make them: no Session is doubled,
no id moves, and what comes out differs in source names only."""

import json
import random
import tempfile
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdc_core.settings import Settings
from sdc_core.sources.base import InputFile
from sdc_core.sources.sillytavern.source import SOURCE
from tests.core.sources.play import merged, sessions
from tests.core.sources.test_sillytavern import _look

CHECKED = Settings.model_validate(
    {"sillytavern": {"zone": "America/New_York", "include_backups": True}}
)
FOLDER = "data/default-user/chats/WorkLog"
MAIN = f"{FOLDER}/WorkLog - 2025-08-06@18h39m35s.jsonl"
BEGIN = datetime(2025, 8, 6, 22, 40, tzinfo=UTC)
MANY = settings(max_examples=15, deadline=None)

# Text, minutes since the message before, whether a model answers: with repeats on purpose.
TURNS = st.lists(
    st.tuples(
        st.sampled_from(["ok", "done", "Replaced the fan.", "25 minutes", "\u00e9t\u00e9"]),
        st.sampled_from([0, 1, 20, 59, 61, 200]),
        st.booleans(),
    ),
    min_size=1,
    max_size=8,
)


def iso(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def local(moment):
    there = moment - timedelta(hours=4)
    half = "am" if there.hour < 12 else "pm"
    return f"August {there.day}, 2025 {there.hour % 12 or 12}:{there.minute:02d}{half}"


def messages(turns):
    """A chat as the program writes it: dates to the minute, answers with their UTC times."""
    moment = BEGIN
    for number, (text, minutes, is_answered) in enumerate(turns):
        moment += timedelta(minutes=minutes, milliseconds=7)
        yield {"name": "Nick", "is_user": True, "is_system": False, "send_date": local(moment),
               "mes": text, "extra": {}}  # fmt: skip
        if is_answered:
            begun, done = (moment + timedelta(seconds=number + s) for s in (2, 4))
            times = {"gen_started": iso(begun), "gen_finished": iso(done)}
            date = local(done)
            yield {"name": "WorkLog", "is_user": False, "send_date": date, "mes": f"{text}!",
                   **times, "swipe_id": 0, "swipes": [f"{text}!"],
                   "swipe_info": [{"send_date": date, **times, "extra": {}}], "extra": {}}  # fmt: skip


def line_0(**metadata):
    return {"user_name": "Nick", "character_name": "WorkLog", "create_date": "2025-08-06@18h39m35s",
            "chat_metadata": {"chat_id_hash": 77, "integrity": "a-b", **metadata}}  # fmt: skip


def chat(turns):
    return [line_0(), *messages(turns)]


def write(folder, files):
    """Files by name: lines, or bytes."""
    made = []
    for name, lines in files.items():
        path = Path(folder) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(lines if isinstance(lines, bytes) else text_of(lines))
        made.append(InputFile(path=path, name=name))
    return made


def text_of(lines, newline="\n", encoding="utf-8"):
    return newline.join(json.dumps(line, ensure_ascii=False) for line in lines).encode(encoding)


def made_from(files, order=None):
    with tempfile.TemporaryDirectory() as folder:
        found = write(folder, files)
        if order is not None:
            random.Random(order).shuffle(found)
        units = [unit for file in found for unit in SOURCE.read(file, CHECKED)]
    return sessions(SOURCE, merged(SOURCE, units, CHECKED), CHECKED)


def without_names(made):
    """Everything but the names of files, chats and people."""
    plain = [session.model_dump(mode="json") for session in made]
    for session in plain:
        session["meta"]["source_identifiers"] = session["insights"]["source_title"] = None
        for segment in session["segments"]:
            segment["author"] = segment["metadata"]["source_ref"] = None
            segment["metadata"]["chat"] = None
    return plain


def named(lines, name):
    """The same chat after its character was renamed: the program rewrites all its messages."""
    changed = deepcopy(lines)
    for line in changed[1:]:
        line["name"] = name if line["name"] == "WorkLog" else line["name"]
    return changed


def converted(lines):
    """As "convert to group" writes it, without line 0."""
    changed = named(lines, "Log Book")[1:]
    for line in changed:
        if not line["is_user"]:
            line |= {"force_avatar": "x.png", "original_avatar": "x.png"}
            line["extra"] = {"gen_id": 1}
    return changed


def cut(lines, share):
    """Line 0 with the name of the parent, and the first messages."""
    count = 1 + round((len(lines) - 1) * share)
    return [line_0(main_chat=Path(MAIN).stem), *lines[1 : max(2, count)]]


COPIES = {
    "branch": lambda lines: {f"{MAIN[:-6]} - Branch #1.jsonl": cut(lines, 0.5)},
    "old branch": lambda lines: {f"{FOLDER}/Branch #3 - 2024-01-01@10h00m00s.jsonl": cut(lines, 1)},
    "checkpoint": lambda lines: {f"{MAIN[:-6]} - Checkpoint #1.jsonl": cut(lines, 0.7)},
    "backups": lambda lines: {
        f"data/default-user/backups/chat_worklog_2025080{n}-184500.jsonl": lines[: n + 2]
        for n in range(1, 6)
    },
    "group": lambda lines: {
        "data/default-user/group chats/2025-09-03@10h00m00s.jsonl": converted(lines)
    },
    "imported": lambda lines: {f"{MAIN[:-6]} imported.jsonl": lines},
    "copies": lambda lines: {f"kept/copy {n}.jsonl": lines for n in range(4)},
    "windows": lambda lines: {"kept/w.jsonl": text_of(lines, "\r\n", "utf-8-sig")},
    "utf-16": lambda lines: {"kept/u.jsonl": text_of(lines, "\r\n", "utf-16")},
    "renamed character": lambda lines: {
        f"data/default-user/chats/Log Book/{Path(MAIN).name}": named(lines, "Log Book")
    },
}


@pytest.mark.parametrize("kind", COPIES)
@MANY
@given(turns=TURNS, order=st.integers(0, 5))
def test_a_copy_beside_the_chat_changes_nothing(kind, turns, order):
    lines = chat(turns)
    alone = made_from({MAIN: lines})
    beside = made_from({MAIN: lines, **COPIES[kind](lines)}, order)
    if kind == "renamed character":  # of two main chats the first by name stands
        assert without_names(beside) == without_names(alone)
    else:
        assert [s.model_dump() for s in beside] == [s.model_dump() for s in alone]


@MANY
@given(turns=TURNS, kinds=st.sets(st.sampled_from(sorted(COPIES))), order=st.integers(0, 5))
def test_all_kinds_of_copies_together_change_nothing(turns, kinds, order):
    lines = chat(turns)
    files = {MAIN: lines}
    for kind in kinds:
        files |= COPIES[kind](lines)
    want = without_names(made_from({MAIN: lines}))
    assert without_names(made_from(files, order)) == want


@pytest.mark.parametrize("kind", ["copies", "windows", "utf-16", "renamed character", "imported"])
@MANY
@given(turns=TURNS)
def test_a_copy_in_place_of_the_chat_differs_in_names_only(kind, turns):
    lines = chat(turns)
    name, copy = next(iter(COPIES[kind](lines).items()))
    assert without_names(made_from({name: copy})) == without_names(made_from({MAIN: lines}))


@pytest.mark.parametrize("kind", ["copies", "windows", "renamed character"])
@MANY
@given(turns=TURNS)
def test_a_chat_that_is_renamed_between_two_looks_keeps_its_ids(kind, turns):
    lines = chat(turns)
    with tempfile.TemporaryDirectory() as folder:
        before = _look([], write(folder, {MAIN: lines}), day=0)
        copy = dict([next(iter(COPIES[kind](lines).items()))])
        after = _look(before, write(folder, copy), day=1)
    ids = [[s.meta.session_id for s in sessions(SOURCE, r, CHECKED)] for r in (before, after)]
    assert ids[0] == ids[1]
    assert {record.key for record in after} == {record.key for record in before}


@MANY
@given(turns=TURNS, more=TURNS, order=st.integers(0, 5))
def test_a_chat_that_grows_recomputes_its_sessions(turns, more, order):
    whole = chat([*turns, *more])
    part = whole[: 1 + len(list(messages(turns)))]
    with tempfile.TemporaryDirectory() as folder:
        before = _look([], write(folder, {MAIN: part, **COPIES["branch"](part)}), day=0)
        after = _look(before, write(folder, {MAIN: whole, **COPIES["branch"](part)}), day=1)
    old, new = ([s.meta.session_id for s in sessions(SOURCE, r, CHECKED)] for r in (before, after))
    assert set(old) <= set(new)
    assert without_names(sessions(SOURCE, after, CHECKED)) == _as_read_once(whole, part, after)


def _as_read_once(whole, part, after):
    """The Sessions of a store that never saw the shorter chat, with the times of this one."""
    made = made_from({MAIN: whole, **COPIES["branch"](part)})
    times = {s.meta.session_id: s.meta for s in sessions(SOURCE, after, CHECKED)}
    for session in made:
        seen = times[session.meta.session_id]
        session.meta.ingestion_timestamp_utc = seen.ingestion_timestamp_utc
        session.meta.last_updated_timestamp_utc = seen.last_updated_timestamp_utc
    return without_names(made)


@MANY
@given(turns=TURNS, own=st.sampled_from([1, 90, 600]))
def test_a_branch_adds_its_own_tail_and_nothing_else(turns, own):
    lines = chat(turns)
    last = BEGIN + timedelta(days=2, minutes=own)
    tail = {
        "name": "Nick",
        "is_user": True,
        "send_date": local(last),
        "mes": "its own",
        "extra": {},
    }
    branch = {f"{MAIN[:-6]} - Branch #1.jsonl": [*cut(lines, 1), tail]}
    alone, both = made_from({MAIN: lines}), made_from({MAIN: lines, **branch})
    assert [s.meta.session_id for s in both[:-1]] == [s.meta.session_id for s in alone]
    assert [segment.content for segment in both[-1].segments] == ["its own"]


@MANY
@given(turns=TURNS, lost=st.integers(0, 3))
def test_a_backup_gives_only_what_stands_nowhere_else(turns, lost):
    lines = chat(turns)
    left = [lines[0], *lines[1 + lost :]]
    backup = {"data/default-user/backups/chat_worklog_20250806-184500.jsonl": lines}
    made = made_from({MAIN: left, **backup})
    texts = [g for session in made for g in session.segments]
    deleted = [g.content for g in texts if "deleted_in_chat" in g.metadata.flags]
    assert len(texts) == len(lines) - 1
    assert len(deleted) == min(lost, len(lines) - 1)
