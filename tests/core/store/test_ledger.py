"""The ledger: append-only, durable, each decision once, nothing silently lost."""

from datetime import timedelta
from pathlib import Path

import pytest

from sdc_core.errors import TornError
from sdc_core.store.ledger import Decision, Ledger
from tests.core.store.stops import disturbed_trees, steps_of, tree
from tests.factory import MOMENT


def open_ledger(root: Path) -> Ledger:
    return Ledger(root / "decisions" / "ledger.jsonl", root=root)


def decide(value="call back", **changes) -> Decision:
    values = {
        "when_utc": MOMENT,
        "who": "ann",
        "kind": "edit",
        "session_id": "s1",
        "month": "2025-01",
        "segment_keys": ["k1"],
        "field": "user_notes",
        "value": value,
        "base_digest": "b0",
    }
    return Decision.make(**{**values, **changes})


def test_decisions_come_back_in_order(tmp_path):
    ledger = open_ledger(tmp_path)
    assert ledger.read() == []
    decisions = [decide(), decide({"id": 7, "name": "Alpha"}, field="customer")]
    assert ledger.append(decisions) == 2
    assert ledger.append([decide("later")]) == 1
    assert open_ledger(tmp_path).read() == [*decisions, decide("later")]


def test_the_id_says_what_was_decided_not_who_when_or_why():
    same = decide(who="bob", why="because", when_utc=MOMENT + timedelta(days=1))
    assert same.decision_id == decide().decision_id
    for change in (
        {"field": "links"},
        {"session_id": "s2"},
        {"base_digest": "b1"},
        {"kind": "undone"},
    ):
        assert decide(**change).decision_id != decide().decision_id
    assert decide("other").decision_id != decide().decision_id


def test_one_append_is_one_durable_step_and_nothing_new_is_none(tmp_path):
    ledger = open_ledger(tmp_path)
    assert steps_of(lambda: ledger.append([decide(), decide(field="links")])) == ["ledger"]
    assert steps_of(lambda: ledger.append([decide(), decide(field="links")])) == []
    assert steps_of(lambda: ledger.append([])) == []


def test_what_stands_is_not_added_again_but_a_return_to_it_is(tmp_path):
    ledger = open_ledger(tmp_path)
    assert ledger.append([decide("a"), decide("a")]) == 1
    assert ledger.append([decide("b")]) == 1
    assert ledger.append([decide("a")]) == 1
    assert [decision.value for decision in ledger.read()] == ["a", "b", "a"]


def test_lines_are_only_ever_added(tmp_path):
    ledger = open_ledger(tmp_path)
    ledger.append([decide("a")])
    before = ledger.path.read_bytes()
    ledger.append([decide("b")])
    assert ledger.path.read_bytes().startswith(before)


@pytest.mark.parametrize("kept", [1, 40, -2])
def test_a_torn_last_line_is_saved_aside_and_the_rest_stands(tmp_path, kept):
    ledger = open_ledger(tmp_path)
    ledger.append([decide("a"), decide("b")])
    first, second, _ = ledger.path.read_bytes().split(b"\n")
    torn = second[:kept]
    ledger.path.write_bytes(first + b"\n" + torn)
    assert ledger.read() == [decide("a")]
    assert ledger.append([decide("b")]) == 1
    assert ledger.read() == [decide("a"), decide("b")]
    assert [aside.read_bytes() for aside in ledger.path.parent.glob("*.torn-*")] == [torn]


def test_a_last_line_that_only_lacks_its_newline_counts(tmp_path):
    ledger = open_ledger(tmp_path)
    ledger.append([decide("a")])
    ledger.path.write_bytes(ledger.path.read_bytes().rstrip(b"\n"))
    assert ledger.read() == [decide("a")]
    assert ledger.append([decide("a")]) == 0
    assert ledger.append([decide("b")]) == 1
    assert ledger.read() == [decide("a"), decide("b")]


def test_a_ledger_saved_by_notepad_is_read(tmp_path):
    ledger = open_ledger(tmp_path)
    ledger.append([decide("a"), decide("b")])
    ledger.path.write_bytes(b"\xef\xbb\xbf" + ledger.path.read_bytes().replace(b"\n", b"\r\n"))
    assert ledger.read() == [decide("a"), decide("b")]
    assert ledger.append([decide("c")]) == 1
    assert ledger.read() == [decide("a"), decide("b"), decide("c")]


def test_a_broken_line_is_named_with_its_number(tmp_path):
    ledger = open_ledger(tmp_path)
    ledger.append([decide("a"), decide("b")])
    ledger.path.write_bytes(ledger.path.read_bytes().replace(b"decision_id", b"decision-id", 1))
    before = tree(tmp_path)
    for act in (ledger.read, lambda: ledger.append([decide("c")])):
        with pytest.raises(TornError, match=r"ledger\.jsonl\[1\]"):
            act()
    assert tree(tmp_path) == before


def test_stopped_at_any_step_and_run_again_it_is_as_if_undisturbed(tmp_path):
    def prepare(root):
        open_ledger(root).append([decide("a")])
        with (root / "decisions" / "ledger.jsonl").open("ab") as stream:
            stream.write(b'{"decision_id": "to')

    trees = disturbed_trees(tmp_path, prepare, lambda root: open_ledger(root).append([decide("b")]))
    compared = [(step, disturbed == undisturbed) for step, undisturbed, disturbed in trees]
    assert compared == [("file_write", True), ("rename", True), ("ledger", True)]
