"""What a faulty reader rejected comes back byte for byte as a clean run makes it, for every source.

Through the command line, with the file still there and with the file (and all beside it) gone.
"""

import json
from dataclasses import dataclass, field

import pytest

from sdc_assets.cli.exits import Exit
from sdc_core.ids import digest_json
from sdc_core.records import Reason, RecordError
from sdc_core.sources import SOURCES
from tests.assets.cli.conftest import HEADER, reading_with, row
from tests.badinput.place import chat, line, note, ticket

HIT = "planted"
CHAT = "2025-01-03@08h00m00s"
GROUP = {
    "id": "17",
    "name": "Night shift",
    "members": ["WorkLog.png", "Dispatch.png"],
    "chats": [CHAT],
    "chat_id": CHAT,
    "chat_metadata": {"chat_id_hash": 11},
}


@dataclass(frozen=True)
class Case:
    """Inputs below `input/` of the data root, the first of which holds the unit."""

    source: str
    files: dict[str, bytes]
    settings: dict = field(default_factory=dict)


def _json(value) -> bytes:
    return json.dumps(value).encode()


def _lines(*messages: bytes) -> bytes:
    return b"".join(message + b"\n" for message in messages)


def _report(*rows: str) -> bytes:
    cells = [row.split(",") for row in rows]
    return _json({"FieldNames": HEADER.split(","), "Items": cells})


CASES = {
    "chat": Case(
        "sillytavern",
        # Equal messages are told apart by how many stand before; a local time by its neighbours.
        {"sillytavern/WorkLog/a.jsonl": chat([
            line(0, "again"), line(0, "again", extra={"x": HIT}), line(0, "again"),
            line(40, "local", send_date="January 5, 2025 8:40am"),
        ])},
    ),
    "group chat of a linked folder": Case(
        "sillytavern",
        {
            f"linked/data/ann/group chats/{CHAT}.jsonl": _lines(
                line(0, "one"), line(1, "two", extra={"x": HIT}), line(2, "three", name="WorkLog",
                                                                      is_user=False),
            ),
            "linked/data/ann/groups/17.json": _json(GROUP),
        },
        {
            "project_paths": {"sillytavern_chat_input_folder": ["data/input/linked/data/ann"]},
            "sillytavern": {"work": {"include": {"users": ["ann"]}}},
        },
    ),
    "notes": Case(
        "notes",
        {"notes/notes.json": _json({"tickets": [
            note(1), note(1, status=HIT), note(1), note(2, date="1/5/25"),
        ]})},
    ),
    "syncro": Case(
        "syncro",
        {"syncro/tickets.json": _json({"tickets": [
            ticket(1, user_token="s3cr3t"), ticket(2, status=HIT),
            {**ticket(3), "comments": [{**ticket(3)["comments"][0], "email_sender": HIT}]},
        ]})},
    ),
    "report as JSON": Case(
        "screenconnect",
        {"screenconnect/second.json": _report(
            row(5, "2025-01-22"), row(6, "2025-01-22", who="Bo").replace("WS-6", HIT),
            row(9, "2025-02-11"),
        )},
    ),
    "report as CSV": Case(
        "screenconnect",
        {"screenconnect/second.csv": "\n".join([
            HEADER, "m1,Host,Access,A,Ana,1/13/2025 8:00,1/13/2025 9:00,3600,c1,Alpha",
            f"m2,Host,Access,{HIT},Ana,2/3/2025 8:00,2/3/2025 9:00,3600,c2,Alpha", "",
        ]).encode()},
    ),
}  # fmt: skip


def planted(good):
    """A reader with a bug: what holds the word cannot be read."""

    def faulty(file, settings):
        for unit in good(file, settings):
            if isinstance(unit, RecordError) or HIT not in json.dumps(unit.raw):
                yield unit
            else:
                raw = digest_json(unit.raw).encode()
                yield RecordError(reason=Reason.INTERNAL, detail="a bug", ref=unit.ref, raw=raw)

    return faulty


def configure(place, settings: dict) -> None:
    values = json.loads(place.config.read_text("utf-8"))
    place.config.write_text(json.dumps({**values, **settings}), encoding="utf-8")


def put(place, case: Case) -> None:
    for name, content in case.files.items():
        path = place.data / "input" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def ran_with(place, source, read) -> None:
    with reading_with(source, read):
        assert place.sdc("run").exit_code == Exit.FINE


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_replay_gives_what_a_clean_run_gives(place, tmp_path, case):
    source = next(source for source in SOURCES if source.name == case.source)
    configure(place, case.settings)
    put(place, case)
    clean = place.copy(tmp_path / "clean")
    ran_with(place, source, planted(source.read))
    ran_with(clean, source, source.read)
    assert place.tree("output") != clean.tree("output")
    gone = place.copy(tmp_path / "gone")
    for mended in (place, gone):
        if mended is gone:
            for name in case.files:
                (gone.data / "input" / name).unlink()
                (clean.data / "input" / name).unlink()
            assert clean.sdc("run").exit_code == Exit.FINE
        waiting = [unit["id"] for unit in mended.json("quarantine", "inspect")["units"]]
        done = mended.json("quarantine", "replay", "--all")
        assert (sorted(done["replayed"]), done["open"]) == (sorted(waiting), [])
        assert waiting
        assert mended.tree("output") == clean.tree("output")
        assert not list((mended.data / "quarantine" / case.source / "files").glob("*"))
