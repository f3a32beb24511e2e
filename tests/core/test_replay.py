"""A unit rejected by a faulty reader comes back as if the reader had never been faulty."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from sdc_core.errors import WrongInputError
from sdc_core.intake import run_intake
from sdc_core.records import Reason, RecordError
from sdc_core.sources.base import Pull
from sdc_core.store import kept
from sdc_core.store.quarantine_entry import QuarantineStatus
from tests.core import toy
from tests.factory import MOMENT

LATER = MOMENT + timedelta(days=2)
BAD = '{"id": 2, "start": "2025-01-03T11:00:00+00:00", "company": "Alpha Corp", "odd": 1}\n'
FOLDERS = ("records", "store")


def faulty(file, settings):
    """Rejects what the mended reader takes."""
    for unit in toy.read(file, settings):
        if isinstance(unit, RecordError) or "odd" not in unit.raw:
            yield unit
        else:
            raw = file.path.read_bytes().splitlines()[unit.ref.line - 1]
            yield RecordError(reason=Reason.INTERNAL, detail="a fault", ref=unit.ref, raw=raw)


def world(root, read, version="1"):
    return toy.World(root, toy.make_source(read=read, parser_version=version))


def content(place):
    """All records, without when they were seen last and whether their file is there."""
    return [
        record.model_copy(update={"last_seen_utc": None}).model_dump()
        for record in place.open().records(toy.NAME).load_all()
    ]


def entries(place):
    return place.open().quarantine.entries(toy.NAME)


def ingest(place, now=MOMENT, retry=()):
    return run_intake(place.open(), toy.NAME, now=now, retry=retry)


@pytest.fixture
def bad(tmp_path):
    """After an intake by the faulty reader; its input is `a.toy`."""
    place = world(tmp_path / "a", faulty)
    place.write(toy.line(1), BAD, toy.line(3), "no json\n")
    ingest(place)
    return place


@pytest.fixture
def clean(tmp_path):
    place = world(tmp_path / "clean", toy.read)
    place.write(toy.line(1), BAD, toy.line(3), "no json\n")
    ingest(place)
    return place


def mended(place, version="1"):
    return world(place.root, toy.read, version)


def test_the_file_is_still_there(bad, clean):
    place = mended(bad)
    odd, broken = entries(place)
    assert ingest(place, LATER).is_unchanged  # nobody said that the reader is another one
    ingest(place, LATER, retry=[odd.id])
    assert content(place) == content(clean)
    odd, broken = entries(place)
    assert (odd.status, odd.attempts) == (QuarantineStatus.REPLAYED, 1)
    assert (broken.status, broken.attempts) == (QuarantineStatus.OPEN, 2)


@pytest.mark.parametrize("asked", [True, False])
def test_the_file_is_gone(bad, clean, asked):
    """Asked for, or by itself because the mended reader has another version."""
    (bad.root / "input" / "toy" / "a.toy").unlink()
    (clean.root / "input" / "toy" / "a.toy").unlink()
    ingest(bad)
    ingest(clean)
    place = mended(bad, "1" if asked else "2")
    ingest(place, LATER, retry=[entries(place)[0].id] if asked else [])
    assert content(place) == content(clean)
    assert [(e.status, e.attempts) for e in entries(place)] == [("replayed", 1), ("open", 2)]
    assert all(record["source_missing"] for record in content(place))


def test_a_reader_that_is_still_faulty_counts_attempts_and_changes_nothing(bad):
    (bad.root / "input" / "toy" / "a.toy").unlink()
    ingest(bad)
    before = content(bad)
    ingest(bad, LATER, retry=[entries(bad)[0].id])
    assert content(bad) == before
    assert [(e.status, e.attempts) for e in entries(bad)] == [("open", 2), ("open", 2)]


def test_a_file_that_is_refused_as_a_whole_stays_rejected(bad):
    def refuse(file, settings):
        raise WrongInputError(file.name)

    (bad.root / "input" / "toy" / "a.toy").unlink()
    place = world(bad.root, refuse)
    report = ingest(place, LATER, retry=[entries(place)[0].id])
    assert any("its kept copy is refused" in line for line in report.warnings)
    assert [e.status for e in entries(place)] == ["open", "open"]
    assert len(content(place)) == 2


def test_what_another_file_says_meanwhile_stands(bad):
    """The copy speaks only of what nobody else told."""
    (bad.root / "input" / "toy" / "a.toy").unlink()
    place = mended(bad)
    place.write(toy.line(1, text="newer"), name="b.toy", at=9)
    ingest(place, LATER, retry=[entries(place)[0].id])
    by_id = {record["raw"]["id"]: record for record in content(place)}
    assert by_id[1]["raw"]["text"] == "newer"
    assert by_id[1]["ref"]["file"] == "b.toy"
    assert by_id[2]["ref"]["file"] == "a.toy"


def test_a_second_replay_is_nothing_new(bad):
    (bad.root / "input" / "toy" / "a.toy").unlink()
    place = mended(bad)
    wanted = [entries(place)[0].id]
    ingest(place, LATER, retry=wanted)
    before = content(place)
    report = ingest(place, LATER, retry=wanted)
    assert (report.new, report.revised, report.months_changed) == (0, 0, [])
    assert content(place) == before


class TestCopies:
    """The quarantine keeps a file while a unit of it waits, no longer."""

    def copies(self, place):
        return sorted((place.root / "quarantine" / "toy" / "files").glob("*"))

    def test_one_for_a_file_with_rejected_units_and_none_for_a_good_one(self, bad):
        bad.write(toy.line(7), name="good.toy", at=4)
        ingest(bad)
        assert len(self.copies(bad)) == 1
        first = entries(bad)[0]
        path = bad.root / "input" / "toy" / "a.toy"
        assert bad.open().quarantine.kept_input(first) == path.read_bytes()

    def test_the_newest_state_only(self, bad):
        (old,) = self.copies(bad)
        bad.write(toy.line(1), BAD, toy.line(3), "no json\n", toy.line(4))
        ingest(bad, LATER)
        (new,) = self.copies(bad)
        assert new != old

    @pytest.mark.parametrize("how", ["mended", "discarded", "forgotten"])
    def test_gone_with_the_last_open_unit(self, bad, how):
        quarantine = bad.open().quarantine
        ids = [entry.id for entry in entries(bad)]
        if how == "mended":
            bad.write(toy.line(1), toy.line(3))
            ingest(bad, LATER)
        elif how == "discarded":
            quarantine.resolve("toy", ids[:1], QuarantineStatus.DISCARDED, "noise")
            assert self.copies(bad)
            quarantine.resolve("toy", ids[1:], QuarantineStatus.DISCARDED, "noise")
        else:
            quarantine.forget("toy", ids, "private")
            assert b"Alpha" not in b"".join(bad.tree("quarantine").values())
        assert self.copies(bad) == []

    def test_none_of_a_file_that_is_too_large(self, bad, monkeypatch):
        monkeypatch.setattr("sdc_core.intake.replay.LARGEST_COPY_BYTES", 10)
        bad.write(toy.line(1), BAD)
        ingest(bad, LATER)
        assert self.copies(bad) == []
        (bad.root / "input" / "toy" / "a.toy").unlink()
        place = mended(bad)
        waiting = [entry for entry in entries(place) if entry.is_open]
        ingest(place, LATER, retry=[entry.id for entry in waiting])
        assert [entry.is_open for entry in entries(place)] == [True, False]

    def test_a_damaged_one_is_as_if_there_were_none(self, bad):
        (bad.root / "input" / "toy" / "a.toy").unlink()
        (copy,) = self.copies(bad)
        copy.write_bytes(copy.read_bytes()[:-9])
        place = mended(bad)
        report = ingest(place, LATER, retry=[entries(place)[0].id])
        assert [entry.is_open for entry in entries(place)] == [True, True]
        (told,) = [line for line in report.warnings if "a.toy" in line]
        assert "is gone and no copy of it was kept: put it back" in told

    def test_only_what_the_source_lets_it_keep(self, tmp_path):
        source = toy.make_source(
            read=faulty, keep_of=lambda content: content.replace(b"Alpha", b"*****")
        )
        place = toy.World(tmp_path, source)
        place.write(toy.line(1), BAD)
        ingest(place)
        (entry,) = entries(place)
        copy = kept.KeptInputs(tmp_path / "quarantine" / "toy", root=tmp_path)
        assert b"***** Corp" in copy.read(entry.input_sha256)
        assert b"Alpha" not in copy.read(entry.input_sha256)


def test_a_copy_is_read_with_what_the_source_said_of_the_place(tmp_path):
    def read(file, settings):
        beside = file.path.with_suffix(".zone")
        zone = file.context["zone"] if file.context else beside.read_text("utf-8")
        for unit in toy.read(file, settings):
            yield unit.model_copy(update={"fields": {"zone": zone}})

    def still_faulty(file, settings):
        zones = {unit.key: unit for unit in read(file, settings)}
        for unit in faulty(file, settings):
            yield unit if isinstance(unit, RecordError) else zones[unit.key]

    def context_of(file, settings):
        return {"zone": file.path.with_suffix(".zone").read_text("utf-8")}

    source = toy.make_source(read=still_faulty, context_of=context_of)
    place = toy.World(tmp_path, source)
    path = place.write(toy.line(1), BAD)
    path.with_suffix(".zone").write_text("UTC", "utf-8")
    ingest(place)
    path.unlink()
    path.with_suffix(".zone").unlink()
    place = toy.World(tmp_path, replace(source, read=read))
    ingest(place, LATER, retry=[entries(place)[0].id])
    assert [record["fields"] for record in content(place)] == [{"zone": "UTC"}] * 2


class TestUnitsOfAnApi:
    """They have no file: the bytes that were kept are all there is."""

    def source(self, error, reread):
        def pull(settings, cursor, now):
            return Pull(records=[], errors=[] if cursor else [error], cursor={"mark": "1"})

        return toy.make_source(pull=pull, is_api=lambda _settings: True, reread=reread)

    @pytest.fixture
    def error(self):
        ref = toy.SourceRef(path="/things/2", id="2")
        return RecordError(
            reason=Reason.SCHEMA_TYPE,
            detail="a fault",
            ref=ref,
            raw=BAD.encode(),
            context={"zone": "UTC"},
        )

    def test_read_again_with_their_context(self, tmp_path, error):
        def reread(unit, settings):
            assert unit.context == {"zone": "UTC"}
            yield toy.Record(key="k", kind="toy", raw=json.loads(unit.raw), ref=unit.ref)

        place = toy.World(tmp_path, self.source(error, None))
        ingest(place)
        ingest(place, LATER, retry=[entries(place)[0].id])
        assert [(e.status, e.attempts) for e in entries(place)] == [("open", 2)]
        place = toy.World(tmp_path, self.source(error, reread))
        ingest(place, LATER, retry=[entries(place)[0].id])
        assert [e.status for e in entries(place)] == ["replayed"]
        (record,) = content(place)
        assert (record["ref"]["path"], record["first_seen_utc"]) == ("/things/2", MOMENT)

    def test_nothing_is_passed_by_without_being_kept(self, tmp_path, error):
        place = toy.World(tmp_path, replace(self.source(error, None), parser_version="7"))
        ingest(place)
        (entry,) = entries(place)
        assert (entry.raw, entry.parser_version) == (BAD.encode(), "7")
