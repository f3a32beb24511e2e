"""Every string of the Big List of Naughty Strings in every text field of every source.

Through `sdc run` to the finished files: exact round trips, no crash, no path outside the data root.
A source that cuts space around a value says so here: `SPACE`.
"""

import json
from pathlib import Path

import pytest

from sdc_assets.cli.exits import Exit
from tests.badinput.place import chat, line, note, report, row, strings, ticket

SOURCES = ("screenconnect", "sillytavern", "notes", "syncro")


@pytest.fixture(scope="session")
def naughty(shared) -> list[str]:
    texts = json.loads((shared / "badinput" / "blns" / "blns.json").read_text("utf-8"))
    assert len(texts) >= 500
    return texts


def comment_of(number: int, text: str) -> dict:
    made = ticket(number)["comments"][0]
    return {**made, "subject": text, "body": f"<{text}>", "tech": text}


def fill(place, texts: list[str]) -> None:
    """One unit per string, with the string in each field that is free text."""
    numbered = list(enumerate(texts))
    place.put(
        "screenconnect/report.csv",
        report(
            row(n, SessionName=f"<{t}>", ParticipantName=f"<{t}>", SessionCustomProperty1=f"<{t}>")
            for n, t in numbered
        ),
    )
    place.put(
        "sillytavern/WorkLog/chat.jsonl",
        chat(line(n, f"<{t}>", name=f"<{t}>", extra={"model": t}) for n, t in numbered),
    )
    tickets = [
        note(
            n,
            customer=f"<{t}>",
            contact=f"<{t}>",
            subject=f"<{t}>",
            initialIssue=f"<{t}>",
            notes=[f"note <{t}>"],
        )
        for n, t in numbered
    ]
    place.put("notes/notes.json", json.dumps({"tickets": tickets}).encode())
    rows = [
        ticket(
            n,
            subject=f"<{t}>",
            customer_business_then_name=f"<{t}>",
            contact_fullname=f"<{t}>",
            status=t or "New",
            comments=[comment_of(n, t)],
        )
        for n, t in numbered
    ]
    place.put("syncro/tickets.json", json.dumps({"tickets": rows}).encode())


def outside(place) -> set[str]:
    """Everything beside the data root and its settings."""
    folder = place.root.parent
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if not path.is_relative_to(place.data) and path.name != "basetemp"
    }


def test_round_trip(place, naughty):
    fill(place, naughty)
    before = outside(place)
    run = place.sdc_here("run")
    assert run.exit_code == Exit.FINE, run.output
    assert outside(place) == before
    assert [place.rejected(source) for source in SOURCES] == [[], [], [], []]
    sessions = {source: place.stored(source) for source in SOURCES}
    assert {source: len(found) for source, found in sessions.items()} == dict.fromkeys(
        SOURCES, len(naughty)
    )
    expected = sorted(f"<{text}>" for text in naughty)
    for source, found in sessions.items():
        first = [session.segments[0] for session in found]
        assert sorted(segment.content for segment in first) == expected, source
    assert sorted(s.segments[0].author for s in sessions["screenconnect"]) == expected
    assert sorted(s.segments[0].author for s in sessions["sillytavern"]) == expected
    for source in ("screenconnect", "notes", "syncro"):
        names = sorted(s.context.source_customer_name for s in sessions[source])
        assert names == expected, source
    for source in ("notes", "syncro"):
        titles = [s.insights.source_title for s in sessions[source]]
        assert sorted(titles) == expected, source
        assert sorted(s.context.source_contact_name for s in sessions[source]) == expected, source
    bodies = sorted(segment.content for s in sessions["syncro"] for segment in s.segments[1:])
    assert bodies == expected
    check_finished(place, naughty)


def check_finished(place, texts: list[str]) -> None:
    """The finished files hold the strings too, under names that no string has a say in."""
    files = place.finished()
    assert len(files) == len(SOURCES) * len(texts)
    said = {text for path in files for text in strings(json.loads(path.read_text("utf-8")))}
    assert [text for text in texts if f"<{text}>" not in said] == []
    for path in files:
        assert path.resolve().is_relative_to(place.data.resolve())
        assert set(Path(path.name).stem) <= set("0123456789abcdefghijklmnopqrstuvwxyz_-")
