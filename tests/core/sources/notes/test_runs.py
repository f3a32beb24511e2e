"""notes.json over several runs of its intake: what was read once stays, and nothing is doubled."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from sdc_core.errors import SourceError
from sdc_core.intake import run_intake
from sdc_core.models import SourceRef
from sdc_core.records import Reason
from sdc_core.settings import Settings
from sdc_core.workspace import open_workspace
from tests.core.sources.notes.files import nothing_held, ticket, write

NOW = datetime(2025, 6, 30, 12, tzinfo=UTC)


class Drop:
    """A data root with one drop folder of notes."""

    def __init__(self, root):
        self.root = root
        self.folder = root / "input" / "notes"
        self.folder.mkdir(parents=True)
        self.settings = Settings.model_validate(
            {"project_paths": {"data_folder": root}, "notes": {"zone": "America/New_York"}}
        )
        self.runs = 0

    def put(self, value, name="notes.json"):
        return write(self.folder, value, name)

    def run(self):
        self.runs += 1
        now = NOW + timedelta(days=self.runs)
        return run_intake(open_workspace(self.settings), "notes", now=now)

    def records(self):
        stored = open_workspace(self.settings).records("notes").load_all()
        return {record.session_id: record for record in stored}

    def rejected(self):
        entries = open_workspace(self.settings).quarantine.entries("notes")
        return [entry for entry in entries if entry.status == "open"]

    def tree(self):
        files = (path for path in (self.root / "records").rglob("*") if path.is_file())
        return {path: path.read_bytes() for path in files if path.name != "_cursor.json"}


@pytest.fixture
def drop(tmp_path):
    return Drop(tmp_path)


def tickets(count):
    return [ticket(ticketNumber=str(n), notes=[f"a{n}", f"b{n}"]) for n in range(count)]


def test_a_second_run_writes_nothing(drop):
    drop.put({"tickets": tickets(4), "toDoItems": [{"task": "call"}]})
    assert drop.run().sessions == 5
    before = drop.tree()
    assert drop.run().is_unchanged
    assert drop.tree() == before


def test_swapped_items_and_a_renamed_file_keep_every_session(drop):
    path = drop.put(tickets(4))
    drop.run()
    before = set(drop.records())
    path.unlink()
    drop.put(tickets(4)[::-1], name="renamed.json")
    report = drop.run()
    assert (report.new, report.missing, set(drop.records())) == (0, 0, before)


def test_a_note_more_changes_one_session(drop):
    drop.put(tickets(4))
    drop.run()
    before = drop.records()
    changed = tickets(4)
    changed[2]["notes"].append("c")
    drop.put(changed)
    report = drop.run()
    assert (report.new, report.revised, set(drop.records())) == (0, 1, set(before))
    (grown,) = [r for r in drop.records().values() if len(r.fields["parts"]) == 3]
    assert grown.raw["ticketNumber"] == "2"


def test_a_corrected_customer_is_the_same_session_with_another_name(drop):
    drop.put(tickets(4))
    drop.run()
    before = set(drop.records())
    changed = tickets(4)
    changed[1]["customer"] = "Acme Incorporated"
    drop.put(changed)
    drop.run()
    assert set(drop.records()) == before
    names = {r.raw["ticketNumber"]: r.fields["customer_name"] for r in drop.records().values()}
    assert names == {"0": "Acme", "1": "Acme Incorporated", "2": "Acme", "3": "Acme"}


def test_a_corrected_item_keeps_its_session_at_every_later_look(drop):
    corrected = ticket(customer="Acme Corp.")
    for items in ([ticket()], [corrected], [corrected, *tickets(1)]):
        drop.put(items)
        report = drop.run()
        assert not report.warnings
    first = drop.records()
    assert len(first) == 2
    assert {record.fields["customer_name"]: record.superseded_ids for record in first.values()} == {
        "Acme Corp.": [],
        "Acme": [],
    }
    drop.put([ticket()])
    drop.run()
    assert drop.records().keys() == first.keys()


def test_an_item_that_left_the_file_is_kept_and_marked(drop):
    drop.put(tickets(3))
    drop.run()
    drop.put(tickets(2))
    assert drop.run().missing == 1
    assert len(drop.records()) == 3


@pytest.mark.parametrize("is_held", [True, False])
def test_a_torn_file_takes_nothing_away_and_names_itself(drop, is_held):
    path = drop.put({"tickets": tickets(4)})
    drop.run()
    before = drop.records()
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(SourceError, match=r"notes\.json: nothing in it could be read \(no JSON"):
        drop.run() if is_held else _run_unheld(drop)
    assert drop.records() == before
    (entry,) = drop.rejected()
    assert (entry.reason, entry.raw) == (Reason.SYNTAX, content[: len(content) // 2])
    assert entry.source_ref == SourceRef(file="notes.json")


def _run_unheld(drop):
    with nothing_held(32):
        drop.run()


def test_a_mended_file_closes_its_rejection(drop):
    path = drop.put(tickets(2))
    content = path.read_bytes()
    path.write_bytes(content[:-1])
    with pytest.raises(SourceError):
        drop.run()
    path.write_bytes(content)
    drop.run()
    assert (drop.rejected(), len(drop.records())) == ([], 2)


def test_while_an_item_is_rejected_no_item_counts_as_gone(drop):
    drop.put(tickets(3))
    drop.run()
    drop.put([*tickets(2), 7])
    assert drop.run().missing == 0
    drop.put(tickets(2))
    assert drop.run().missing == 1


@pytest.mark.parametrize("share", [0.001, 0.5, 1.0])
@pytest.mark.parametrize("bad", ["7", '{"mood": "calm"}', "[" * 70 + "]" * 70, '{"n": 1e999}'])
def test_planted_items_cost_themselves_and_no_other(drop, bad, share):
    good = [json.dumps(item) for item in tickets(300)] if share < 1 else []
    items = _planted(good, bad, count=max(1, round(300 * share)))
    path = drop.folder / "notes.json"
    path.write_text("[" + ", ".join(items) + "]", "utf-8")
    if good:
        drop.run()
    else:
        with pytest.raises(SourceError, match="nothing in it could be read"):
            drop.run()
    rejected = drop.rejected()
    places = [number for number, text in enumerate(items) if text == bad]
    assert {entry.raw.decode() for entry in rejected} == {bad}
    assert sorted(int(entry.source_ref.path[1:]) for entry in rejected) == places
    raws = [record.raw for record in drop.records().values()]
    assert sorted(map(json.dumps, raws)) == sorted(good)


def _planted(good, bad, count):
    """The good texts with bad ones spread among them."""
    items, step = list(good), max(1, len(good) // count)
    for number in range(count):
        items.insert(number * (step + 1), bad)
    return items
