"""Bad units planted among good ones: all of them are kept, and the good ones do not notice.

"Clean" is the same file without the planted units. Where a unit stands moves, all else is equal.
"""

import json
from pathlib import PurePosixPath

import pytest

from sdc_assets.cli.exits import Exit
from sdc_core.demo.fake_syncro import DEFAULT_TOKEN, FakeSyncro
from tests.badinput.place import SOURCES, Place, chat, line, note, report, row, ticket

# The file of each source, without its folder and suffix.
NAMES = {"screenconnect": "report", "sillytavern": "chat", "notes": "notes", "syncro": "tickets"}
# One in a thousand, every second, every one.
SHARES = {
    "0.1%": (1000, range(500, 501)),
    "50%": (100, range(0, 100, 2)),
    "100%": (50, range(50)),
}


def bad_row(number: int) -> bytes:
    return row(number, ConnectedTime=f"never {number}")


def bad_line(number: int) -> bytes:
    return b'{"mes": "torn %d' % number


def bad_note(number: int) -> str:
    return f"no note {number}"


def bad_ticket(number: int) -> dict:
    return ticket(number, created_at=f"never {number}", comments=[])


def bad_row_of_api(number: int) -> dict:
    """The fake account sorts by `created_at`, so that stays."""
    return {**ticket(number, subject=f"bad {number}", comments=[]), "number": "none"}


def files(units: int, bad: range, *, planted: bool) -> dict[str, bytes]:
    """One file of each source; `planted` says whether the bad units are in it."""
    numbers = [n for n in range(units) if planted or n not in bad]
    made = {
        "screenconnect/report.csv": report(bad_row(n) if n in bad else row(n) for n in numbers),
        "sillytavern/WorkLog/chat.jsonl": chat(
            bad_line(n) if n in bad else line(n) for n in numbers
        ),
        "notes/notes.json": _json([bad_note(n) if n in bad else note(n) for n in numbers]),
        "syncro/tickets.json": _json([bad_ticket(n) if n in bad else ticket(n) for n in numbers]),
    }
    return made if planted or numbers else {}


def _json(tickets: list) -> bytes:
    return json.dumps({"tickets": tickets}).encode()


def raw_of(source: str, number: int) -> bytes:
    """The bytes of a planted unit; of a part of a JSON file its value."""
    if source == "screenconnect":
        return bad_row(number)
    if source == "sillytavern":
        return bad_line(number)
    if source == "notes":
        return json.dumps(bad_note(number)).encode()
    own = {k: v for k, v in bad_ticket(number).items() if k != "comments"}  # units of their own
    return json.dumps(own).encode()


def ingested(place: Place, inputs: dict[str, bytes]) -> tuple[Place, int]:
    for name, content in inputs.items():
        place.put(name, content)
    run = place.sdc_here("ingest", "--json")
    return place, run.exit_code


def plain(place: Place, source: str) -> dict[str, dict]:
    """Sessions by id, without the place of each unit in its file."""
    found = {}
    for session in place.stored(source):
        values = session.model_dump(mode="json")
        for segment in values["segments"]:
            segment["metadata"].pop("source_ref")
        found[session.meta.session_id] = values
    return found


@pytest.mark.parametrize("share", SHARES)
def test_in_a_file_of_each_source(make_place, share):
    units, bad = SHARES[share]
    planted, code = ingested(make_place("planted"), files(units, bad, planted=True))
    clean, _ = ingested(make_place("clean"), files(units, bad, planted=False))
    history = planted.data / ".dagster"  # what was rejected is not shown where it stays for ever
    said = b"".join(path.read_bytes() for path in history.rglob("*") if path.is_file())
    assert b"never 500" not in said
    assert b"never 0" not in said
    assert code == (Exit.NOTHING_DONE if share == "100%" else Exit.FINE)
    for source in SOURCES:
        entries = planted.rejected(source)
        assert len(entries) == len(bad), source
        assert {PurePosixPath(e.source_ref.file).stem for e in entries} == {NAMES[source]}
        assert all(e.source_ref.row or e.source_ref.line or e.source_ref.path for e in entries)
        assert len({e.source_ref.model_dump_json() for e in entries}) == len(bad)
        kept = sorted(_comparable(source, e.raw) for e in entries)
        assert kept == sorted(_comparable(source, raw_of(source, n)) for n in bad), source
        assert len({e.reason for e in entries}) == 1
        assert plain(planted, source) == plain(clean, source), source
        assert clean.rejected(source) == []


def _comparable(source: str, raw: bytes) -> bytes:
    """A part of a JSON file is kept as its value, a line as its bytes."""
    if source in {"notes", "syncro"}:
        return json.dumps(json.loads(raw), sort_keys=True).encode()
    return raw.rstrip(b"\r\n")


@pytest.mark.parametrize("share", ["50%", "one"])
def test_in_the_api_of_syncro(make_place, share):
    count = 60
    bad = range(0, count, 2) if share == "50%" else range(7, 8)
    good = [ticket(n) for n in range(count) if n not in bad]
    places = []
    for name, rows in (("clean", good), ("planted", good + [bad_row_of_api(n) for n in bad])):
        world = {"customers": [], "contacts": [], "tickets": rows, "users": [[1, "Ana"]]}
        with FakeSyncro(world).serve() as url:
            place = make_place(name)
            place.configure(
                processing_defaults={"first_month": "2024-12"},
                syncro_api={"base_url": url, "max_tries": 1, "requests_per_minute": 100_000},
            )
            place.variables["SYNCRO_API_KEY"] = DEFAULT_TOKEN
            run = place.sdc_here("ingest", "--source", "syncro", "--json")
            assert run.exit_code == Exit.FINE, run.output
        places.append(place)
    clean, planted = places
    entries = planted.rejected("syncro")
    assert {(e.source_ref.path, e.source_ref.id) for e in entries} == {
        (f"/tickets/{10_000 + n}", str(10_000 + n)) for n in bad
    }
    assert {json.loads(e.raw)["subject"] for e in entries} == {f"bad {n}" for n in bad}
    assert planted.tree("store") == clean.tree("store")


def test_schema_drift_is_told_on_the_asset_and_in_the_run(place):
    """A new field is ignored and counted, a missing one rejected; the run goes on, a check warns."""
    broken = {k: v for k, v in ticket(2, subject="PRIVATE").items() if k != "number"}
    place.put("syncro/tickets.json", _json([ticket(1, brand_new="PRIVATE"), broken, ticket(3)]))
    place.put("notes/notes.json", _json([note(1)]))
    run = place.sdc_here("run", "--json")
    assert run.exit_code == Exit.FINE, run.output
    assert len(place.stored("syncro")) == 2
    assert [entry.reason for entry in place.rejected("syncro")] == ["schema_missing"]
    kept = b"".join(path.read_bytes() for path in (place.data / "records").rglob("*.jsonl"))
    assert b"brand_new" in kept
    assert place.check("intake/notes", "schema_drift") == (True, "every field is known")
    told = "tickets.json: the field 'brand_new' of a ticket (1)"
    assert place.check("intake/syncro", "schema_drift") == (False, told)
