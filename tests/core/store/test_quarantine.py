"""The quarantine keeps every rejected unit, byte for byte, once."""

import json
from base64 import b64encode
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdc_core.errors import PathError, TornError
from sdc_core.ids import digest_bytes
from sdc_core.models import SourceRef
from sdc_core.records import Reason, RecordError
from sdc_core.store.quarantine import Quarantine
from sdc_core.store.quarantine_entry import QuarantineStatus
from tests.core.store.stops import disturbed_trees, steps_of, tree
from tests.factory import MOMENT

HOUR = timedelta(hours=1)


def open_quarantine(root: Path) -> Quarantine:
    return Quarantine(root / "quarantine", root=root)


def error(row: int = 2, raw: bytes = b"a;b", reason: Reason = Reason.BAD_WIDTH) -> RecordError:
    return RecordError(
        reason=reason,
        detail="2 cells, expected 9",
        ref=SourceRef(file="report.csv", row=row),
        raw=raw,
    )


def put(
    root: Path, *errors: RecordError, now=MOMENT, parser_version="1", source="screenconnect"
) -> int:
    return open_quarantine(root).put(source, errors, now=now, parser_version=parser_version)


@given(raw=st.binary(max_size=300))
def test_the_bytes_are_those_that_came_in(tmp_path_factory, raw):
    root = tmp_path_factory.mktemp("quarantine")
    put(root, error(raw=raw))
    (entry,) = open_quarantine(root).entries("screenconnect")
    assert entry.raw == raw


def test_an_entry_says_what_where_and_why(tmp_path):
    assert put(tmp_path, error()) == 1
    line = (tmp_path / "quarantine" / "screenconnect" / "2025-01-03.jsonl").read_text(
        encoding="utf-8"
    )
    entry = json.loads(line)
    assert entry.pop("id")
    assert entry.pop("source_ref") == {
        "file": "report.csv",
        "line": None,
        "row": 2,
        "path": None,
        "id": None,
    }
    assert entry == {
        "source": "screenconnect",
        "reason": "bad_width",
        "detail": "2 cells, expected 9",
        "raw_base64": "YTti",
        "raw_truncated": False,
        "first_seen_utc": "2025-01-03T17:43:00Z",
        "last_seen_utc": "2025-01-03T17:43:00Z",
        "attempts": 1,
        "parser_version": "1",
        "status": "open",
        "note": None,
        "raw_sha256": None,
        "input_sha256": None,
        "input_folder": None,
        "context": {},
    }


def test_each_place_and_each_content_is_a_unit_of_its_own(tmp_path):
    assert put(tmp_path, error(2), error(3), error(2, b"other"), error(2)) == 3
    assert put(tmp_path, error(2), source="notes") == 1
    assert open_quarantine(tmp_path).counts("screenconnect") == {"bad_width": 3}


def test_a_repeat_counts_an_attempt_and_stays_in_its_day(tmp_path):
    put(tmp_path, error())
    assert put(tmp_path, error(), error(3), now=MOMENT + 24 * HOUR, parser_version="2") == 1
    old, new = open_quarantine(tmp_path).entries("screenconnect")
    assert (old.attempts, old.parser_version) == (2, "2")
    assert (old.first_seen_utc, old.last_seen_utc) == (MOMENT, MOMENT + 24 * HOUR)
    assert (new.attempts, new.first_seen_utc) == (1, MOMENT + 24 * HOUR)
    assert sorted(tree(tmp_path)) == [
        f"quarantine/screenconnect/2025-01-0{day}.jsonl" for day in (3, 4)
    ]


def test_one_moment_counts_once(tmp_path):
    put(tmp_path, error())
    before = tree(tmp_path)
    assert steps_of(lambda: put(tmp_path, error(), error())) == []
    assert tree(tmp_path) == before


def test_the_order_of_lines_does_not_depend_on_the_order_of_finding(tmp_path):
    errors = [error(row) for row in (5, 2, 9)]
    put(tmp_path / "a", *errors)
    put(tmp_path / "b", *reversed(errors))
    assert tree(tmp_path / "a") == tree(tmp_path / "b")
    assert [e.source_ref.row for e in open_quarantine(tmp_path / "a").entries("screenconnect")] == [
        2,
        5,
        9,
    ]


def test_counts_are_of_open_units_by_reason(tmp_path):
    put(tmp_path, error(2), error(3), error(4, reason=Reason.BAD_TIME))
    quarantine = open_quarantine(tmp_path)
    assert quarantine.counts("screenconnect") == {"bad_time": 1, "bad_width": 2}
    first = quarantine.entries("screenconnect")[0]
    assert (
        quarantine.resolve(
            "screenconnect", [first.id, "unknown"], QuarantineStatus.DISCARDED, "test row"
        )
        == 1
    )
    assert quarantine.counts("screenconnect") == {"bad_time": 1, "bad_width": 1}
    assert quarantine.counts("notes") == {}
    assert len(quarantine.entries("screenconnect")) == 3


@pytest.mark.parametrize(("status", "after"), [("discarded", "discarded"), ("replayed", "open")])
def test_met_again_a_discarded_unit_stays_so_and_a_replayed_one_is_open(tmp_path, status, after):
    put(tmp_path, error())
    quarantine = open_quarantine(tmp_path)
    quarantine.resolve("screenconnect", [quarantine.entries("screenconnect")[0].id], status, "seen")
    put(tmp_path, error(), now=MOMENT + HOUR)
    (entry,) = quarantine.entries("screenconnect")
    assert (entry.status, entry.note, entry.attempts) == (after, "seen", 2)


def test_a_forgotten_unit_keeps_place_and_digest_and_no_text(tmp_path):
    put(tmp_path, error(2, b"secret text"), error(3, b"other"))
    quarantine = open_quarantine(tmp_path)
    first, _ = quarantine.entries("screenconnect")
    assert quarantine.forget("screenconnect", [first.id, "unknown"], "private chat") == 1
    put(tmp_path, error(3, b"other"), now=MOMENT + HOUR)
    entry, other = quarantine.entries("screenconnect")
    assert (entry.id, entry.source_ref, entry.reason) == (
        first.id,
        first.source_ref,
        first.reason,
    )
    assert (entry.status, entry.note) == ("forgotten", "private chat")
    assert (entry.raw, entry.raw_sha256) == (b"", digest_bytes(b"secret text"))
    assert (other.status, other.raw) == ("open", b"other")
    assert quarantine.counts("screenconnect") == {"bad_width": 1}
    stored = b"".join(tree(tmp_path).values())
    assert b64encode(b"secret text")[:-4] not in stored
    assert b"2 cells" in stored  # of the other unit; that of the forgotten one may quote it
    assert stored.count(b"2 cells") == 1


def test_a_forgotten_unit_that_is_met_with_its_bytes_is_open_again(tmp_path):
    put(tmp_path, error(2, b"secret text"))
    quarantine = open_quarantine(tmp_path)
    (known,) = quarantine.entries("screenconnect")
    quarantine.forget("screenconnect", [known.id], "private chat", kept_name=lambda _: "hidden")
    put(tmp_path, error(2, b"secret text"), now=MOMENT + HOUR)
    (entry,) = quarantine.entries("screenconnect")
    assert entry == known.model_copy(update={"attempts": 2, "last_seen_utc": MOMENT + HOUR})


def test_a_broken_line_is_named(tmp_path):
    put(tmp_path, error(2), error(3))
    (file,) = (tmp_path / "quarantine" / "screenconnect").glob("*.jsonl")
    file.write_bytes(file.read_bytes()[:-20])
    with pytest.raises(TornError, match=r"2025-01-03\.jsonl\[2\]"):
        put(tmp_path, error(4))


def test_a_source_that_is_no_file_name_is_refused(tmp_path):
    with pytest.raises(PathError):
        put(tmp_path, error(), source="../x")


def test_stopped_at_any_step_and_run_again_it_is_as_if_undisturbed(tmp_path):
    later = MOMENT + 24 * HOUR
    trees = disturbed_trees(
        tmp_path,
        lambda root: put(root, error(2), error(3)),
        lambda root: put(root, error(2), error(5), now=later),
    )
    compared = [(step, disturbed == undisturbed) for step, undisturbed, disturbed in trees]
    assert compared == [("quarantine", True), ("rename", True)] * 2
