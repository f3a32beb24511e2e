"""A file that is too large to be held gives the units of one that is held, in bounded memory."""

import json
import os
import tracemalloc
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdc_core.errors import InputUnreadableError, WrongInputError
from sdc_core.ids import digest_json
from sdc_core.records import Reason, Record
from sdc_core.sources.base import InputFile
from sdc_core.sources.notes.identity import identity
from sdc_core.sources.notes.source import SOURCE
from tests.core.sources.golden import FIXTURES
from tests.core.sources.notes.files import NEW_YORK, nothing_held, ticket, units_of, write

WORDS = st.sampled_from(["", "a", "b", None, 7, "\u00fc", [], {"x": 1}])
PARTS = st.lists(st.one_of(WORDS, st.fixed_dictionaries({"note": WORDS, "order": WORDS})))
ITEMS = st.one_of(
    WORDS,
    st.fixed_dictionaries(
        {},
        optional={
            "ticketNumber": WORDS, "date": st.sampled_from(["1/2/25", "", None]),
            "customer": WORDS, "subject": WORDS, "task": WORDS, "status": WORDS,
            "notes": st.one_of(PARTS, WORDS), "to-do": PARTS, "description": WORDS,
        },
    ),
)  # fmt: skip
ROOT_KEYS = st.sampled_from(["tickets", "toDoItems", "to-do", "notes", "version", "ticketNumber"])
ROOTS = st.lists(ITEMS, max_size=6) | st.lists(
    st.tuples(ROOT_KEYS, st.one_of(st.lists(ITEMS, max_size=5), WORDS)), max_size=4
)


def as_text(root):
    """Pairs are written as an object, so that a key may stand there twice."""
    if any(isinstance(part, tuple) for part in root):
        pairs = (f"{json.dumps(key)}: {json.dumps(part)}" for key, part in root)
        return "{" + ", ".join(pairs) + "}"
    return json.dumps(root)


def outcome(path):
    try:
        return units_of(path)
    except WrongInputError as error:
        return str(error)


# Equal units


@settings(deadline=None, max_examples=80)
@given(ROOTS, st.integers(1, 60), st.integers(0, 8), st.sampled_from(["utf-8", "utf-16"]))
def test_held_or_not_the_units_are_equal(root, piece, cut, encoding):
    text = as_text(root)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "notes.json"
        path.write_bytes(text[: len(text) - (cut if cut > 6 else 0)].encode(encoding))
        held = outcome(path)
        with nothing_held(piece):
            assert outcome(path) == held


@pytest.mark.parametrize("path", sorted((FIXTURES / "notes").glob("*[!d].json")), ids=str)
def test_every_fixture_is_read_the_same_in_small_pieces(path):
    held = units_of(path)
    for piece in (5, 64):
        with nothing_held(piece):
            assert units_of(path) == held


# Occurrence numbers


def test_equal_keys_are_numbered_in_the_order_of_content_and_stay_in_file_order(tmp_path):
    """The ids that the first reader gave, which held all records and sorted them."""
    twins = [ticket(status=status) for status in ("Open", "Closed", "Open", "New")]
    alone = ticket(ticketNumber="2")
    path = write(tmp_path, [twins[0], alone, *twins[1:]])
    for reading in (units_of(path), _in_pieces(path)):
        assert [unit.raw for unit in reading] == [twins[0], alone, *twins[1:]]
        rank = {digest_json(raw): None for raw in sorted(twins, key=digest_json)}
        order = sorted([digest_json(raw) for raw in twins])
        assert set(rank) == set(order)
        places = {unit.key: digest_json(unit.raw) for unit in reading if unit.raw != alone}
        fields = reading[0].fields
        numbered = [identity("ticket", fields, place) for place in range(4)]
        assert [places[key] for key in numbered] == order
        assert all(unit.fields["identity"] == unit.key for unit in reading)


def _in_pieces(path):
    with nothing_held(16):
        return units_of(path)


def test_an_item_more_of_equal_content_takes_the_next_number(tmp_path):
    one = {unit.key for unit in units_of(write(tmp_path, [ticket()]))}
    two = {unit.key for unit in units_of(write(tmp_path, [ticket(), ticket()]))}
    assert len(two) == 2
    assert one < two


# Torn and foreign files


def test_a_torn_file_is_rejected_whole_at_every_size(tmp_path):
    content = json.dumps([ticket(ticketNumber=str(n)) for n in range(50)]).encode()
    path = tmp_path / "torn.json"
    path.write_bytes(content[:-30])
    with nothing_held(64):
        (error,) = units_of(path)
    assert (error.reason, error.raw, error.raw_truncated) == (Reason.SYNTAX, content[:-30], False)
    assert units_of(path) == [error]


def test_a_broken_item_in_the_middle_tears_the_file_before_a_record_is_given(tmp_path):
    path = tmp_path / "broken.json"
    path.write_text('{"tickets": [{"ticketNumber": 1}, {"ticketNumber" 2}]}', encoding="utf-8")
    with nothing_held(8):
        (error,) = units_of(path)
    assert "line 1 column 51" in error.detail


def test_a_file_that_another_program_writes_to_is_left_for_the_next_run(tmp_path):
    path = write(tmp_path, [ticket(ticketNumber=str(n)) for n in range(50)])
    with nothing_held(64):
        units = SOURCE.read(InputFile(path=path, name=path.name), NEW_YORK)
        next(units)
        with path.open("ab") as file:
            file.write(b" ")
        os.utime(path, (1, 1))
        with pytest.raises(InputUnreadableError, match=r"notes\.json: it changed while"):
            list(units)


def test_a_large_file_of_another_program_is_refused_by_name(tmp_path):
    path = write(tmp_path, {"Items": [{"ConnectedTime": "x"}] * 100})
    with nothing_held(64), pytest.raises(WrongInputError, match="ScreenConnect"):
        units_of(path)


# Memory


def test_memory_does_not_grow_with_the_file(tmp_path):
    peaks = [_peak(write(tmp_path, [ticket(ticketNumber=n) for n in range(count)], f"{count}"))
             for count in (1_000, 4_000)]  # fmt: skip
    assert max(peaks) < 400_000
    assert (tmp_path / "4000").stat().st_size > 600_000


def test_the_measure_sees_records_that_are_held(tmp_path):
    """The twin of the test above: a list of the records does grow."""
    path = write(tmp_path, [ticket(ticketNumber=n) for n in range(1_000)])
    assert _peak(path, keep=list) > 1_500_000


def _peak(path, keep=lambda units: sum(1 for _ in units)):
    with nothing_held(16 * 1024):
        list(SOURCE.read(InputFile(path=write(path.parent, [ticket()], "warm"), name=""), NEW_YORK))
        tracemalloc.start()
        try:
            kept = keep(SOURCE.read(InputFile(path=path, name=path.name), NEW_YORK))
            assert kept
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()


def test_records_come_one_by_one(tmp_path):
    path = write(tmp_path, [ticket(), 7, ticket(ticketNumber="2")])
    with nothing_held(16):
        units = SOURCE.read(InputFile(path=path, name=path.name), NEW_YORK)
        assert [isinstance(unit, Record) for unit in units] == [True, False, True]
