"""What a person writes into a finished Session file holds, whatever else happens."""

import base64
import json

import pytest

from sdc_core.errors import MovedInputError
from sdc_core.linking.lessons.lesson import LINK
from sdc_core.pipeline import run_month, run_pipeline
from sdc_core.workspace import open_workspace
from tests.faults import world

NOTES = "*_notesjson_*.json"
REMOTE = "*_screenconnect_*.json"


class Root:
    """A data root whose pipeline has run once."""

    def __init__(self, path):
        self.path = path

    def run(self):
        """A process of its own would open it anew; so do we."""
        return run_pipeline(self.open())

    def open(self):
        return open_workspace(world.settings_for(self.path))

    def file(self, pattern=NOTES):
        return min((self.path / "output/sessions").rglob(pattern))

    def session(self, pattern=NOTES):
        return json.loads(self.file(pattern).read_bytes())

    def edit(self, change, pattern=NOTES):
        session = self.session(pattern)
        change(session)
        self.file(pattern).write_text(json.dumps(session, indent=2), encoding="utf-8")

    def ledger(self):
        """What was decided on fields; what that taught of texts is `test_corrections`."""
        return [d for d in self.open().ledger.read() if d.kind != LINK]


@pytest.fixture
def root(tmp_path, monkeypatch):
    monkeypatch.setenv("SDC_NOW", world.NOW)
    world.write_first(tmp_path)
    ready = Root(tmp_path)
    ready.run()
    return ready


def _set(part, key, value):
    return lambda session: session[part].__setitem__(key, value)


FIELDS = {
    "user_notes": ("insights", "user_notes", "charged by phone"),
    "links": ("context", "links", ["Project: Firewall"]),
    "customer": ("context", "customer_id", 2),
    "contact": ("context", "contact_name", "Jane Roe"),
    "processing_status": ("meta", "processing_status", "Reviewed"),
}


@pytest.mark.parametrize("field", FIELDS)
def test_an_allowed_field_alone_is_a_decision_and_stays(root, field):
    part, key, value = FIELDS[field]
    root.edit(_set(part, key, value))
    root.run()
    assert root.session()[part][key] == value
    assert [d.field for d in root.ledger()] == [field]
    again = root.run()
    assert again.written("session_insights") == 0
    assert root.session()[part][key] == value
    assert len(root.ledger()) == 1


def test_all_allowed_fields_together(root):
    def change(session):
        for part, key, value in FIELDS.values():
            session[part][key] = value

    root.edit(change)
    root.run()
    session = root.session()
    assert {name: session[p][k] for name, (p, k, _) in FIELDS.items()} == {
        name: value for name, (_, _, value) in FIELDS.items()
    }
    assert session["context"]["customer_name"] == "HealthGroup Beta"
    assert {d.field for d in root.ledger()} == set(FIELDS)


def test_an_edit_holds_while_its_source_changes_in_the_same_run(root):
    root.edit(_set("insights", "user_notes", "charged by phone"))
    notes = root.path / "input/notes/notes.json"
    content = json.loads(notes.read_text(encoding="utf-8"))
    content["tickets"][0]["notes"].append({"order": 2, "note": "Tested with the user"})
    notes.write_text(json.dumps(content), encoding="utf-8")
    root.run()
    session = root.session()
    assert session["insights"]["user_notes"] == "charged by phone"
    assert "Tested with the user" in [segment["content"] for segment in session["segments"]]


def test_notepad_writes_a_bom_and_crlf(root):
    session = root.session()
    session["insights"]["user_notes"] = "charged by phone"
    text = json.dumps(session, indent=2).replace("\n", "\r\n")
    root.file().write_bytes(b"\xef\xbb\xbf" + text.encode())
    root.run()
    assert root.session()["insights"]["user_notes"] == "charged by phone"
    assert b"\r" not in root.file().read_bytes()


def test_a_customer_by_name_alone_is_found_when_one_is_called_that(root):
    root.edit(lambda s: s["context"].update(customer_id=None, customer_name="healthgroup beta"))
    root.run()
    context = root.session()["context"]
    assert (context["customer_id"], context["customer_name"]) == (2, "HealthGroup Beta")
    assert root.session()["meta"]["processing_status"] == "Reviewed"


@pytest.mark.parametrize(
    ("name", "said"), [("Nobody Ltd", "not in the customer cache"), ("Twins", "more than one")]
)
def test_a_customer_name_without_one_owner_is_refused_and_kept(root, name, said):
    cache = root.path / "customers.json"
    customers = json.loads(cache.read_text(encoding="utf-8"))
    customers += [{"id": n, "business_name": "Twins", "contacts": []} for n in (8, 9)]
    cache.write_text(json.dumps(customers), encoding="utf-8")
    root.run()
    before = root.file().read_bytes()
    root.edit(lambda s: s["context"].update(customer_id=None, customer_name=name))
    edited = root.file().read_bytes()
    root.run()
    assert root.file().read_bytes() == before
    kept = root.open().quarantine.entries("output")
    assert [base64.b64decode(entry.raw_base64) for entry in kept] == [edited]
    assert said in kept[0].detail


def test_a_later_return_to_the_old_value_is_a_new_decision(root):
    original = root.file().read_bytes()
    root.edit(_set("context", "customer_id", 2))
    root.run()
    assert root.session()["context"]["customer_id"] == 2
    root.file().write_bytes(original)
    root.run()
    assert root.session()["context"]["customer_id"] == 3
    root.edit(_set("context", "customer_id", 2))
    root.run()
    assert root.session()["context"]["customer_id"] == 2
    assert [d.value["id"] for d in root.ledger() if d.field == "customer"] == [2, 3, 2]


def test_a_deleted_finished_file_comes_back_with_the_same_bytes(root):
    before = root.file().read_bytes()
    root.file().unlink()
    month = root.path / "output/sessions/2025-03"
    store = root.open().layers["session_insights"].store
    assert list(store.damage("2025-03").values()) == ["missing"]
    root.run()
    assert [p.read_bytes() for p in month.glob(NOTES)] == [before]
    assert root.ledger() == []


def test_a_file_that_no_longer_parses_is_kept_in_quarantine(root):
    before = root.file().read_bytes()
    root.file().write_bytes(before[:100])
    root.run()
    assert root.file().read_bytes() == before
    kept = root.open().quarantine.entries("output")
    assert [base64.b64decode(entry.raw_base64) for entry in kept] == [before[:100]]


def test_any_other_field_is_put_back_and_reported(root):
    before = root.file().read_bytes()
    root.edit(_set("insights", "llm_generated_title", "My own title"))
    workspace = root.open()
    run_pipeline(workspace)
    assert root.file().read_bytes() == before
    problems = workspace.layers["linked_sessions"].last_edits["2025-03"].problems
    assert "a field was changed that SDC computes" in problems[0]


def test_an_edit_beside_another_change_keeps_the_edit_and_undoes_the_other(root):
    def change(session):
        session["insights"]["user_notes"] = "charged by phone"
        session["insights"]["llm_generated_title"] = "My own title"

    title = root.session()["insights"]["llm_generated_title"]
    root.edit(change)
    root.run()
    insights = root.session()["insights"]
    assert (insights["user_notes"], insights["llm_generated_title"]) == ("charged by phone", title)


def test_an_edit_made_while_a_run_is_under_way_is_not_overwritten(root):
    root.edit(_set("insights", "user_notes", "first"))
    workspace = root.open()
    run_month(workspace, "linked_sessions", "2025-03")
    layer = workspace.layers["session_insights"]
    batch = layer.compute("2025-03", {"linked_sessions": _linked(workspace)})
    root.edit(_set("insights", "user_notes", "second"))
    with pytest.raises(MovedInputError):
        layer.commit(batch)
    root.run()
    assert root.session()["insights"]["user_notes"] == "second"
    assert [d.value for d in root.ledger()] == ["first", "second"]


def test_a_decision_finds_its_session_again_when_the_id_moves(root):
    root.edit(
        _set("insights", "user_notes", "charged by phone"), pattern="2025-01-03_" + REMOTE[2:]
    )
    name = root.file("2025-01-03_" + REMOTE[2:]).name
    root.run()
    world.write_update(root.path)
    root.run()
    notes = {
        path.name: json.loads(path.read_bytes())["insights"]["user_notes"]
        for path in (root.path / "output/sessions/2025-01").glob(REMOTE)
    }
    assert "charged by phone" in notes.values(), (name, notes)


def _linked(workspace):
    return workspace.layers["linked_sessions"].store.load("2025-03")
