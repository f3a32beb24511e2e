"""Schema drift, fault by fault: what is new is counted, what is needed and missing is rejected."""

import csv
import io
import json

import pytest

from sdc_core.intake import run_intake
from sdc_core.settings import Settings
from sdc_core.sources import SOURCES
from sdc_core.workspace import open_workspace
from tests.badinput.place import COLUMNS, chat, line, note, report, row, ticket
from tests.factory import MOMENT

PLACES = {
    "screenconnect": "report.csv",
    "sillytavern": "WorkLog/chat.jsonl",
    "notes": "notes.json",
    "syncro": "tickets.json",
}


def without(values: dict, name: str) -> dict:
    return {key: value for key, value in values.items() if key != name}


def _tickets(*rows) -> bytes:
    return json.dumps({"tickets": rows}).encode()


def _message(number: int, **changes) -> bytes:
    values = {**json.loads(line(number)), **changes}
    return json.dumps({k: v for k, v in values.items() if v is not ...}).encode()


def _with_column(name: str) -> bytes:
    header = ",".join((*COLUMNS, name)) + "\n"
    return header.encode() + b"".join(row(n).rstrip(b"\n") + b",x\n" for n in (1, 2))


def _without_column(name: str) -> bytes:
    rows = list(csv.DictReader(io.StringIO(report([row(1), row(2)]).decode())))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, [c for c in COLUMNS if c != name], extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


# Source, what its file holds; then records, rejected by reason, what is told as new.
CASES = {
    "a new field of a ticket": (
        "syncro", _tickets(ticket(1, brand_new=1), ticket(2)), 4, {},
        {"the field 'brand_new' of a ticket": 1}),
    "an id as text": (
        "syncro", _tickets(ticket(1, id="10001"), ticket(2)), 4, {},
        {"the 'id' of a ticket as text": 1}),
    "a ticket without its number": (
        "syncro", _tickets(without(ticket(1), "number"), ticket(2)), 3, {"schema_missing": 1}, {}),
    "a ticket with null for its number": (
        "syncro", _tickets({**ticket(1), "number": None}, ticket(2)), 3, {"schema_type": 1}, {}),
    "a ticket with null for its contact": (
        "syncro", _tickets(ticket(1, contact_fullname=None), ticket(2)), 4, {}, {}),
    "a status of the account's own": (
        "syncro", _tickets(ticket(1, status="Waiting for the moon"), ticket(2)), 4, {}, {}),
    "a subject as a list": (
        "syncro", _tickets(ticket(1, subject=["a"]), ticket(2)), 3, {"schema_type": 1}, {}),
    "a new column": (
        "screenconnect", _with_column("BrandNew"), 2, {}, {"the column 'BrandNew'": 2}),
    "a column less": ("screenconnect", _without_column("DurationSeconds"), 2, {}, {}),
    "an empty start": (
        "screenconnect", report([row(1, ConnectedTime=""), row(2)]), 1, {"bad_time": 1}, {}),
    "an unknown process and session type": (
        "screenconnect", report([row(1, ProcessType="Robot", SessionSessionType="9"), row(2)]),
        2, {}, {"a ProcessType of its own": 1, "a SessionSessionType of its own": 1}),
    "a new key of a note": (
        "notes", _tickets(note(1, brandNew=[1]), note(2)), 2, {},
        {"the field 'brandNew' of a ticket": 1}),
    "a number as text": ("notes", _tickets(note(1, ticketNumber="7001"), note(2)), 2, {}, {}),
    "a subject as an object": (
        "notes", _tickets(note(1, subject={"a": 1}), note(2)), 2, {},
        {"another type or form of 'subject' of a ticket": 1}),
    "nulls in a note": (
        "notes", _tickets(note(1, subject=None, customer=None, notes=None), note(2)), 2, {}, {}),
    "a note without anything": ("notes", _tickets({"status": "x"}, note(2)), 1,
                                {"schema_missing": 1}, {}),
    "a word that is neither yes nor no": (
        "notes", _tickets(note(1, toDo=[{"task": "a", "completed": "soon"}]), note(2)), 2, {},
        {"a 'completed' of a todo that is neither yes nor no": 1}),
    "a new key of a message": (
        "sillytavern", chat([_message(1, brand_new=1), line(2)]), 2, {},
        {"the field 'brand_new'": 1}),
    "a message without its text": (
        "sillytavern", chat([_message(1, mes=...), line(2)]), 1, {"schema_missing": 1}, {}),
    "null for a text": (
        "sillytavern", chat([_message(1, mes=None), line(2)]), 1, {"schema_type": 1}, {}),
    "a yes as text": (
        "sillytavern", chat([_message(1, is_user="true"), line(2)]), 2, {}, {"'is_user' as str": 1}),
    "an unknown kind of message": (
        "sillytavern", chat([_message(1, extra={"type": "hologram"}), line(2)]), 2, {},
        {"an 'extra.type' of its own": 1}),
    "a name that is missing": (
        "sillytavern", chat([_message(1, name=...), line(2)]), 2, {}, {}),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_of_each_source(tmp_path, case):
    name, content, records, rejected, new = CASES[case]
    settings = Settings(
        project_paths={"data_folder": tmp_path}, processing_defaults={"first_month": "2024-12"}
    )
    path = tmp_path / "input" / name / PLACES[name]
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    workspace = open_workspace(settings, SOURCES)
    told = run_intake(workspace, name, now=MOMENT)
    assert (told.records, told.rejected, told.failures) == (records, rejected, [])
    assert list(told.new_forms.values()) == ([new] if new else [])
    again = run_intake(workspace, name, now=MOMENT)
    assert again.is_unchanged
    assert again.new_forms == told.new_forms
    path.unlink()
    assert run_intake(workspace, name, now=MOMENT).new_forms == {}
