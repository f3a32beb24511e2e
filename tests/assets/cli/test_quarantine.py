"""`sdc quarantine`: what was rejected can be seen as it came in, read again, and given up."""

import base64
import json

import pytest

from sdc_assets.cli.exits import Exit
from sdc_assets.cli.quarantine_view import printable
from sdc_core.records import Reason, RecordError
from sdc_core.sources.screenconnect import source as reader
from sdc_core.store.quarantine import Quarantine
from tests.assets.cli.conftest import reading_with, row

BAD = row(7, "2025-01-21").replace("2025-01-21T10:00", "never \x1b[31m\u202e")
SHORT = "a,b,c"


@pytest.fixture
def bad(ran):
    """A second report with two rejected rows beside a good one."""
    ran.write_rows(row(5, "2025-01-22"), BAD, SHORT, name="second.csv")
    run = ran.sdc("ingest", "--source", "screenconnect")
    assert run.exit_code == Exit.FINE, run.output
    return ran


def units(place, *arguments) -> dict[str, dict]:
    found = place.json("quarantine", "inspect", *arguments)["units"]
    return {unit["reason"]: unit for unit in found}


def test_the_list_counts_by_source_and_reason(bad):
    assert bad.json("quarantine") == {"screenconnect": {"open": {"bad_time": 1, "bad_width": 1}}}
    text = bad.sdc("quarantine").stdout
    assert "bad_time" in text
    assert "sdc quarantine inspect" in text


def test_an_empty_quarantine(ran):
    assert ran.json("quarantine") == {}
    assert ran.json("quarantine", "inspect") == {"units": []}
    assert "Nothing waits" in ran.sdc("quarantine").stdout


def test_the_bytes_are_those_that_came_in(bad):
    found = units(bad)
    assert base64.b64decode(found["bad_time"]["raw_base64"]).rstrip() == BAD.encode()
    assert base64.b64decode(found["bad_width"]["raw_base64"]).rstrip() == SHORT.encode()
    assert found["bad_time"]["source_ref"]["file"] == "second.csv"
    assert found["bad_time"]["source_ref"]["row"] == 3


@pytest.mark.parametrize("arguments", [[], ["--json"]])
def test_nothing_in_it_reaches_the_terminal_as_a_command(bad, arguments):
    out = bad.sdc("quarantine", "inspect", *arguments).stdout
    assert [c for c in out if not c.isprintable() and c != "\n"] == []
    assert arguments or "\\x1b[31m\\u202e" in out


@pytest.mark.parametrize(
    "text", ["\x1b]0;x\x07", "\x9b31m", "a\rb", "\u2028", "\u200f", "\ud800", "\x7f", "\\x1b"]
)
def test_printable_hides_nothing_and_lets_nothing_through(text):
    shown = printable(text)
    assert shown.isprintable()
    assert shown.encode("ascii").decode("unicode_escape") == text


def test_a_choice_by_id_source_and_reason(bad):
    wanted = units(bad)["bad_width"]
    assert units(bad, wanted["id"][:10]) == {"bad_width": wanted}
    assert units(bad, "--reason", "bad_width") == {"bad_width": wanted}
    assert units(bad, "--source", "notes") == {}
    for arguments, says in [
        (["deadbeef"], "names no single unit (none is so)"),
        ([wanted["id"][:3]], "6 characters or more"),
        (["--reason", "ugly"], "there are decode, syntax"),
    ]:
        run = bad.sdc("quarantine", "inspect", *arguments)
        assert run.exit_code == Exit.USAGE
        assert says in run.stderr


def test_a_forgotten_unit_stays_forgotten(bad):
    """Discarded, it would no longer say that its text was removed, nor what it had been."""
    (unit, *_) = bad.json("quarantine", "inspect")["units"]
    quarantine = Quarantine(bad.data / "quarantine", root=bad.data)
    quarantine.forget(unit["source"], [unit["id"]], "private")
    assert bad.sdc("quarantine", "discard", unit["id"], "--note", "x").exit_code == Exit.USAGE
    found = {u["id"]: u for u in bad.json("quarantine", "inspect")["units"]}[unit["id"]]
    assert (found["status"], found["note"]) == ("forgotten", "private")


def test_discarded_stays_listed_with_its_note(bad):
    wanted = units(bad)["bad_width"]
    assert bad.sdc("quarantine", "discard", wanted["id"]).exit_code == Exit.USAGE
    assert bad.sdc("quarantine", "discard", wanted["id"], "--note", " ").exit_code == Exit.USAGE
    done = bad.json("quarantine", "discard", wanted["id"], "--note", "a test row")
    assert done == {"discarded": [wanted["id"]]}
    bad.write_rows(row(5, "2025-01-22"), BAD, SHORT, row(8, "2025-01-23"), name="second.csv")
    bad.sdc("ingest", "--source", "screenconnect")  # it is met again
    found = units(bad)["bad_width"]
    assert (found["status"], found["note"]) == ("discarded", "a test row")
    assert found["raw_base64"] == wanted["raw_base64"]
    counts = bad.json("quarantine")["screenconnect"]
    assert counts == {"open": {"bad_time": 1}, "discarded": 1}
    assert "a test row" in bad.sdc("quarantine", "inspect").stdout


def test_a_replay_must_be_told_what(bad):
    for arguments in ([], ["--all", "--source", "screenconnect"], ["--source", "teamviewer"]):
        assert bad.sdc("quarantine", "replay", *arguments).exit_code == Exit.USAGE


def test_a_replay_with_the_same_reader_counts_an_attempt(bad):
    run = bad.sdc("quarantine", "replay", "--all", "--json")
    assert run.exit_code == Exit.FAILED
    assert len(json.loads(run.stdout)["open"]) == 2
    # Counted once per moment, and the clock of the tests stands still.
    assert {u["attempts"] for u in units(bad).values()} == {1}


@pytest.mark.parametrize("is_gone", [False, True])
def test_replay_after_the_reader_was_mended_gives_what_a_clean_run_gives(ran, tmp_path, is_gone):
    """Byte for byte, with the same ids, also where the file is gone."""
    rows = [row(5, "2025-01-22"), row(6, "2025-01-22", who="Bo"), row(9, "2025-02-11")]
    good = reader.SOURCE.read

    def faulty(file, settings):
        for unit in good(file, settings):
            is_hit = not isinstance(unit, RecordError) and "WS-6" in unit.raw.values()
            raw = rows[1].encode() + b"\n"
            yield (
                RecordError(reason=Reason.INTERNAL, detail="fault", ref=unit.ref, raw=raw)
                if is_hit
                else unit
            )

    clean = ran.copy(tmp_path / "clean")
    for place, read in ((ran, faulty), (clean, good)):
        path = place.write_rows(*rows, name="second.csv")
        with reading_with(reader.SOURCE, read):
            place.sdc("run")
        if is_gone:
            path.unlink()
            place.sdc("run")
    assert len(ran.finished()) + 1 == len(clean.finished())
    (unit,) = ran.json("quarantine", "inspect")["units"]
    done = ran.json("quarantine", "replay", unit["id"])
    assert (done["replayed"], done["open"], done["problems"]) == ([unit["id"]], [], [])
    assert ran.tree("output") == clean.tree("output")
    assert ran.json("quarantine") == {"screenconnect": {"open": {}, "replayed": 1}}
    assert ran.json("quarantine", "replay", "--all")["replayed"] == []
