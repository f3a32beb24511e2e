"""Chats through the whole pipeline: linked on hard evidence, else open with proposals."""

import json

import pytest

from sdc_core.layers import stale_months
from sdc_core.pipeline import run_pipeline
from sdc_core.settings import Settings, Technician
from sdc_core.workspace import open_workspace

CUSTOMERS = [
    {"id": 11, "business_name": "Alderman Plumbing", "contacts": []},
    {
        "id": 22,
        "business_name": "Brightling Electric",
        "contacts": [{"id": 2, "name": "Marcus Quarles", "email": "marcus@brightling.com"}],
    },
]
REPORT = (
    "SessionSessionID,ProcessType,SessionSessionType,SessionName,ParticipantName,ConnectedTime,"
    "DisconnectedTime,DurationSeconds,ConnectionID,SessionCustomProperty1,SessionCustomProperty5\n"
)


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setenv("SDC_NOW", "2025-06-30T12:00:00+00:00")


@pytest.fixture
def root(tmp_path):
    write(tmp_path, "customers.json", json.dumps(CUSTOMERS))
    ticket = {
        "id": 70002222, "number": 2222, "subject": "Till", "status": "New", "customer_id": 11,
        "customer_business_then_name": "Alderman Plumbing",
        "created_at": "2025-01-02T10:00:00Z", "updated_at": "2025-01-02T10:00:00Z", "comments": [],
    }  # fmt: skip
    write(tmp_path, "input/syncro/tickets.json", json.dumps({"tickets": [ticket]}))
    return tmp_path


def write(root, name, content):
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8", newline="\n")


def connection(root, company, email="", *, technician="AnnAdmin", day=3):
    times = f"2025-01-{day:02}T10:00:00Z,2025-01-{day:02}T11:00:00Z,3600"
    row = f"m,Host,Access,TILL-07X,{technician},{times},c{day},{company},{email}\n"
    write(root, "input/screenconnect/report.csv", REPORT + row)


def chat(root, *texts, day=3, folder="input/sillytavern"):
    lines = [{"user_name": "Ann", "character_name": "Log", "chat_metadata": {}}]
    for minute, text in enumerate(texts):
        moment = f"2025-01-{day:02}T10:{10 + minute:02}:00.000Z"
        lines.append({"name": "Ann", "is_user": True, "send_date": moment, "mes": text})
    write(root, f"{folder}/Log/a.jsonl", "\n".join(map(json.dumps, lines)))


def settings_for(root, **paths):
    return Settings(
        project_paths={"data_folder": root, **paths},
        syncro_api={"customers_file": root / "customers.json"},
        processing_defaults={"first_month": "2025-01", "business_time_zone": "UTC"},
        technicians=[Technician(id="ann", name="Ann", names=["AnnAdmin"])],
    )


def run(root, **paths):
    report = run_pipeline(open_workspace(settings_for(root, **paths)))
    assert not report.failures
    finished = (root / "output/sessions").rglob("*_*_*.json")
    return [json.loads(path.read_bytes()) for path in sorted(finished)]


def of(sessions, system):
    [found] = [s for s in sessions if s["meta"]["source_system"] == system]
    return found


def linking(session):
    steps = session["meta"]["processing_log"]
    [found] = [step for step in steps if step["processor_name"] == "customer_linking"]
    return found


def test_a_ticket_in_the_text_links_the_chat(root):
    chat(root, "Ticket #2222: the till is stuck", "done")
    found = of(run(root), "SillyTavern")
    assert found["meta"]["processing_status"] == "Linked"
    assert found["context"]["customer_name"] == "Alderman Plumbing"
    assert linking(found)["outcome"] == (
        "linked to Alderman Plumbing: the text names its ticket 2222"
    )


def test_a_contacts_address_links_the_chat(root):
    chat(root, "mail from marcus@brightling.com", "done")
    assert of(run(root), "SillyTavern")["context"]["customer_id"] == 22


def test_work_at_the_same_time_is_proposed_and_links_nothing(root):
    connection(root, "Brightling Electric")
    chat(root, "the till is stuck", "done")
    sessions = run(root)
    found = of(sessions, "SillyTavern")
    assert found["meta"]["processing_status"] == "Complete"
    assert found["context"]["customer_id"] is None
    [proposal] = linking(found)["details"]["proposals"]
    assert proposal["customer_name"] == "Brightling Electric"
    assert proposal["kind"] == "overlap"
    assert proposal["rests_on"] == [of(sessions, "ScreenConnect")["meta"]["session_id"]]


@pytest.mark.parametrize("change", [{"technician": "BobAdmin"}, {"day": 4}])
def test_work_of_another_technician_or_day_is_not(root, change):
    connection(root, "Brightling Electric", **change)
    chat(root, "the till is stuck", "done")
    assert linking(of(run(root), "SillyTavern"))["details"]["proposals"] == []


def test_what_a_person_decides_on_a_chat_stands_and_is_not_proposed_again(root):
    chat(root, "Ticket #2222: the till is stuck", "done")
    run(root)
    [path] = (root / "output/sessions").rglob("*_sillytavern_*.json")
    edited = json.loads(path.read_bytes())
    edited["context"] |= {"customer_id": 22, "customer_name": "Brightling Electric"}
    path.write_text(json.dumps(edited), encoding="utf-8")
    found = of(run(root), "SillyTavern")
    assert found["context"]["customer_id"] == 22
    assert found["meta"]["processing_status"] == "Reviewed"


def test_nothing_is_stale_after_a_run_and_a_second_one_writes_nothing(root):
    connection(root, "Brightling Electric")
    chat(root, "the till is stuck, Alderman Plumbing", "done")
    first = run(root)
    workspace = open_workspace(settings_for(root))
    assert stale_months(workspace) == {}
    assert run(root) == first


def test_an_address_that_becomes_a_technicians_own_is_no_evidence_any_more(root):
    chat(root, "mail from marcus@brightling.com", "done")
    assert of(run(root), "SillyTavern")["context"]["customer_id"] == 22
    names = ["AnnAdmin", "marcus@brightling.com"]
    settings = settings_for(root).model_copy(
        update={"technicians": [Technician(id="ann", name="Ann", names=names)]}
    )
    run_pipeline(open_workspace(settings))
    [path] = (root / "output/sessions").rglob("*_sillytavern_*.json")
    assert json.loads(path.read_bytes())["context"]["customer_id"] is None


def test_evidence_that_contradicts_the_company_is_seen_in_the_finished_session(root):
    connection(root, "Alderman Plumbing", "marcus@brightling.com")
    found = of(run(root), "ScreenConnect")
    assert "evidence_contradicts" in found["meta"]["flags"]
    assert "Brightling Electric" in linking(found)["outcome"]


def test_a_chat_that_waits_for_a_word_has_no_text_to_propose_by(root):
    chats = root / "SillyTavern"
    chat(root, "Ticket #2222 of Alderman Plumbing", "done", folder="SillyTavern")
    sessions = run(root, sillytavern_chat_input_folder=[chats])
    assert [s["meta"]["source_system"] for s in sessions] == ["SyncroTicket"]
    stored = [p.read_bytes() for p in (root / "store").rglob("*") if p.is_file()]
    assert not any(b"2222 of Alderman" in content for content in stored)
