"""Every string of the Big List of Naughty Strings in every text field of every source.

Through `sdc run` to the finished files: exact round trips, no crash, no path outside the data root.
Chats and Syncro keep the space around a value, as it is a text that somebody wrote or an answer of
an API. ScreenConnect cells and notes.json lose it: a person typed them, or Excel padded them; `raw`
keeps it (references screenconnect and notes_json). A value of nothing but space is none there.
"""

import json
from pathlib import Path

import pytest

from sdc_assets.cli.exits import Exit
from tests.badinput.place import SOURCES, chat, line, note, report, row, strings, ticket

ROW_FIELDS = (
    "SessionSessionID", "SessionSessionType", "SessionName", "ParticipantName", "ConnectionID",
    "SessionCustomProperty1", "SessionCustomProperty6", "ClientType",
)  # fmt: skip


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
        report(row(n, **dict.fromkeys(ROW_FIELDS, f"<{t}>")) for n, t in numbered),
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
    check_details(sessions, naughty)
    check_finished(place, naughty)


def check_details(sessions, texts: list[str]) -> None:
    """Fields that a segment carries beside its text; an empty one is left out."""
    bare, framed = sorted(texts), sorted(f"<{text}>" for text in texts)

    def said(source: str, name: str, place: int = 0) -> list[str]:
        details = (s.segments[place].metadata.model_dump(mode="json") for s in sessions[source])
        return sorted(found.get(name) or "" for found in details)

    for name in ("machine_id", "machine", "connection_id", "session_type", "custom_6"):
        assert said("screenconnect", name) == framed, name
    assert said("screenconnect", "client_type") == framed
    assert said("sillytavern", "model") == bare
    assert said("syncro", "status") == sorted(text or "New" for text in texts)
    assert said("syncro", "subject", 1) == bare
    authors = sorted(s.segments[1].author or "" for s in sessions["syncro"])
    assert authors == sorted(text if text.strip() else "" for text in texts)


# Beyond those in the list: what editors, phones and spreadsheets put around a text.
SPACES = (" ", "\t", "\n", "\r\n", "\u00a0", "\u2028", "\u3000", "\ufeff", "\u200b")


def test_space_around_a_value(place, naughty):
    texts = [f"{space}text {n}{space}" for n, space in enumerate(SPACES)]
    texts += [text for text in naughty if text != text.strip() and text.strip()]
    place.put(
        "screenconnect/report.csv",
        report(row(n, SessionName=t, ParticipantName=t) for n, t in enumerate(texts)),
    )
    lines = (line(n, t, name=t) for n, t in enumerate(texts))
    place.put("sillytavern/WorkLog/chat.jsonl", chat(lines))
    tickets = [note(n, subject=t, initialIssue=t) for n, t in enumerate(texts)]
    place.put("notes/notes.json", json.dumps({"tickets": tickets}).encode())
    rows = [ticket(n, subject=t, comments=[comment_of(n, t)]) for n, t in enumerate(texts)]
    place.put("syncro/tickets.json", json.dumps({"tickets": rows}).encode())
    assert place.sdc_here("run").exit_code == Exit.FINE
    first = {s: [session.segments[0] for session in place.stored(s)] for s in SOURCES}
    kept, cut = sorted(texts), sorted(text.strip() for text in texts)
    assert [sorted(segment.content for segment in first[s]) for s in SOURCES] == [
        cut, kept, cut, kept,
    ]  # fmt: skip
    assert sorted(segment.author for segment in first["sillytavern"]) == kept
    assert sorted(segment.author for segment in first["screenconnect"]) == cut
    assert sorted(s.segments[1].author for s in place.stored("syncro")) == kept


def check_finished(place, texts: list[str]) -> None:
    """The finished files hold the strings too, under names that no string has a say in."""
    files = place.finished()
    assert len(files) == len(SOURCES) * len(texts)
    said = {text for path in files for text in strings(json.loads(path.read_text("utf-8")))}
    assert [text for text in texts if f"<{text}>" not in said] == []
    for path in files:
        assert path.resolve().is_relative_to(place.data.resolve())
        assert set(Path(path.name).stem) <= set("0123456789abcdefghijklmnopqrstuvwxyz_-")
