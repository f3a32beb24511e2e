"""Records as values: what goes to a file comes back, and what comes from a file is checked."""

from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from sdc_core.models import SourceRef
from sdc_core.records import Record, Revision

MOMENT = datetime(2026, 1, 2, tzinfo=UTC)
REF = SourceRef(file="chat.jsonl", line=3)


def record(**changes):
    values = {"key": "k", "kind": "message", "raw": {"mes": "a"}, "fields": {"n": [1]}, "ref": REF}
    return Record(**{**values, **changes})


def full():
    past = Revision(raw={"mes": "b"}, fields={}, ref=REF, seen_utc=MOMENT)
    return record(
        first_seen_utc=MOMENT, last_seen_utc=MOMENT, revisions=[past], source_missing=True,
        session_id="s", position=2, month="2026-01", superseded_ids=["t"],
    )  # fmt: skip


@pytest.mark.parametrize("one", [record(), full()], ids=["new", "stored"])
def test_a_record_comes_back_from_its_line(one):
    assert Record.model_validate_json(one.model_dump_json()) == one
    assert Record.model_validate(one.model_dump()) == one
    assert Record.model_validate(one.model_dump(mode="json")) == one


def test_a_line_names_its_fields_in_one_order():
    names = list(record().model_dump())
    assert names[:5] == ["key", "kind", "raw", "fields", "ref"]
    assert list(full().model_dump(mode="json")) == names


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": 1},
        {"raw": []},
        {"ref": None},
        {"first_seen_utc": "2026-01-02T00:00:00"},
        {"kind": None},
    ],
    ids=str,
)
def test_a_line_that_is_no_record_is_refused(wrong):
    with pytest.raises(ValidationError):
        Record.model_validate({**record().model_dump(), **wrong})


def test_a_copy_leaves_the_record_as_it_is():
    one = record()
    other = one.model_copy(update={"month": "2026-01"})
    assert (one.month, other.month) == (None, "2026-01")
    assert other.raw is one.raw


def test_a_deep_copy_shares_nothing():
    one = record()
    other = one.model_copy(deep=True)
    other.fields["n"].append(2)
    assert one.fields == {"n": [1]}


def test_a_copy_knows_no_other_fields():
    with pytest.raises(TypeError):
        record().model_copy(update={"mont": "2026-01"})


def test_lists_of_records_are_their_own():
    one, other = record(), record()
    one.superseded_ids.append("a")
    assert other.superseded_ids == []
