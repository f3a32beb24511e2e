"""The evaluation links as a run does: the same queries through `linked_sessions`."""

import csv
import json
from pathlib import Path

import pytest

from sdc_core.layers import LINKED
from sdc_core.linking.evaluation.report import ListOptions, evaluate
from sdc_core.linking.evaluation.sets import read_set
from sdc_core.linking.sessions import PROCESSOR
from sdc_core.pipeline import run_pipeline
from sdc_core.settings import Settings, load_settings
from sdc_core.syncro.lean import lean_bytes
from sdc_core.workspace import Workspace, open_workspace
from tests.assets.cli.conftest import HEADER
from tests.core.linking.evaluation.folder import CUSTOMERS, QUERIES, write_jsonl, write_set

MONTH = "2025-01"


def data_root(root: Path, folder: Path) -> Workspace:
    """A data root with the customers of the folder, opened; the inputs are the test's business."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "customers.json").write_bytes(lean_bytes(read_set(folder).customers))
    environment = {
        "SDC_DATA_FOLDER": str(root),
        "SDC_SYNCRO_API__CUSTOMERS_FILE": str(root / "customers.json"),
        "SDC_PROCESSING_DEFAULTS__FIRST_MONTH": MONTH,
    }
    return open_workspace(load_settings(environment=environment))


def screenconnect_file(workspace: Workspace, texts: list[str]) -> None:
    """One connection per text, on a machine of its own whose name says nothing."""
    path = workspace.settings.input_root / "screenconnect" / "report.csv"
    path.parent.mkdir(parents=True)
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines)
        writer.writerow(HEADER.split(","))
        for number, text in enumerate(texts):
            machine = f"{number:08d}-1111-4111-8111-111111111111"
            connection = f"{number:08d}-0000-4000-8000-000000000001"
            at = "2025-01-03T10:{}:00.0000000Z"
            times = (at.format("00"), at.format("30"), 1800)
            writer.writerow(
                [machine, "Host", "Access", "DESKTOP-7XQ2K9B", "Ana", *times, connection, text]
            )


def notes_file(workspace: Workspace, queries: list[dict]) -> None:
    """One note per query, found again by its number."""
    path = workspace.settings.input_root / "notes" / "notes.json"
    path.parent.mkdir(parents=True)
    tickets = [
        {
            "date": "01/03/25",
            "ticketNumber": str(number),
            "customer": query["company"],
            "contact": query["contact"],
            "subject": f"work {number}",
            "notes": [{"order": 1, "note": query["text"], "date": ""}],
        }
        for number, query in enumerate(queries)
    ]
    content = json.dumps({"tickets": tickets, "toDoItems": []})
    path.write_text(content, encoding="utf-8")


def linked(workspace: Workspace) -> list:
    assert run_pipeline(workspace).failures == {}
    return workspace.layers[LINKED].store.load(MONTH)


def answer_of(session) -> tuple:
    (entry,) = [e for e in session.meta.processing_log if e.processor_name == PROCESSOR]
    return entry.details["decision"], session.context.customer_id


def answers_of(folder: Path, settings: Settings) -> list[tuple]:
    """Decision and customer per query, in the numbers that the linker works with."""
    numbers = {key: number for number, key in read_set(folder).ids.items()}
    (answers,) = evaluate(folder, settings, ListOptions()).answers
    return [
        (p.decision.value, numbers[p.predicted_id] if p.predicted_id else None)
        for p in answers.predictions
    ]


def through_screenconnect(workspace: Workspace, texts: list[str]) -> list[tuple]:
    screenconnect_file(workspace, texts)
    by_machine = {
        segment.metadata.machine_id: answer_of(session)
        for session in linked(workspace)
        for segment in session.segments
    }
    assert len(by_machine) == len(texts)
    return [by_machine[machine] for machine in sorted(by_machine)]


def test_queries_of_a_small_folder(tmp_path):
    folder = write_set(tmp_path / "set")
    workspace = data_root(tmp_path / "data", folder)
    found = through_screenconnect(workspace, [text for _, text in QUERIES])
    assert found == answers_of(folder, workspace.settings)
    assert {decision for decision, _ in found} >= {"linked", "ambiguous", "unlinked"}


@pytest.mark.parametrize("name", ["chicago_smb", "securities"])
def test_queries_of_a_real_list(shared, tmp_path, name):
    given = read_set(shared / "linking" / "dev" / name)
    customers = [
        (given.ids[c.id], c.name or "", next(iter(c.aliases), "")) for c in given.customers[:400]
    ]
    queries = [(key, query.company) for key, query in given.queries[:300]]
    folder = write_set(tmp_path / "set", customers=customers, queries=queries)
    workspace = data_root(tmp_path / "data", folder)
    found = through_screenconnect(workspace, [text for _, text in queries])
    assert found == answers_of(folder, workspace.settings)


QUERIES_WITH_EVIDENCE = [
    {"company": "Harbor Dental", "contact": "Ana Weir", "text": "printer"},
    {"company": "", "contact": "Ana Weir", "text": "call ana.weir@harbor-dental.example"},
    {"company": "Marrowby Wellness", "contact": "", "text": "reach me at (312) 555-0142"},
    {"company": "Tarnbrook Insurance", "contact": "", "text": "router"},
    {"company": "Nobody We Know", "contact": "", "text": "scanner"},
]


def test_queries_with_evidence(tmp_path):
    folder = tmp_path / "set"
    ana = {"contact_id": "P1", "name": "Ana Weir", "email": "ana.weir@harbor-dental.example"}
    rows = [{"customer_id": key, "name": name, "alias": alias} for key, name, alias in CUSTOMERS]
    rows[0] |= {"contacts": [ana]}
    rows[3] |= {"phone": "+1 312 555 0142"}
    write_jsonl(folder / "customers.jsonl", rows)
    queries = [
        {"query_id": f"Q{n}", "source": "notes", **query}
        for n, query in enumerate(QUERIES_WITH_EVIDENCE)
    ]
    write_jsonl(folder / "queries.jsonl", queries)
    workspace = data_root(tmp_path / "data", folder)
    notes_file(workspace, QUERIES_WITH_EVIDENCE)
    by_title = {s.insights.source_title: answer_of(s) for s in linked(workspace)}
    found = [by_title[f"work {number}"] for number in range(len(queries))]
    assert found == answers_of(folder, workspace.settings)
