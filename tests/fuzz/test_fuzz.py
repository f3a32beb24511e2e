"""What the hunt found once stays mended; a short hunt finds nothing; a broken source is found."""

import random
from dataclasses import replace

import pytest

from sdc_core.records import Record
from sdc_core.sources import SOURCES
from sdc_core.sources.screenconnect.source import SOURCE as SCREENCONNECT
from tests.fuzz import judge as judging
from tests.fuzz.findings import kept, samples
from tests.fuzz.hunt import hunt, kind_of
from tests.fuzz.judge import judge
from tests.fuzz.mutate import mutant
from tests.fuzz.shrink import shrunk

KEPT = kept()
MUTANTS = 120


@pytest.mark.parametrize(
    ("source", "path"), KEPT, ids=[f"{source.name}-{path.stem}" for source, path in KEPT]
)
def test_what_was_found_once_is_mended(source, path, tmp_path):
    assert judge(source, path.read_bytes(), tmp_path) is None, path.with_suffix(".txt").read_text()


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_a_short_hunt_finds_nothing(source, tmp_path):
    rng, good = random.Random(5), samples(source)
    for _ in range(MUTANTS):
        content = mutant(rng, good)
        assert judge(source, content, tmp_path) is None, content


# The twins: what a hunt must find.


def _crashes(file, settings):
    for unit in SCREENCONNECT.read(file, settings):
        yield unit
        assert b"Keystone" not in file.path.read_bytes()


def _loses(file, settings):
    yield from list(SCREENCONNECT.read(file, settings))[:-2]


def _forgets_bytes(file, settings):
    for unit in SCREENCONNECT.read(file, settings):
        yield unit if isinstance(unit, Record) else unit.model_copy(update={"raw": b""})


_reads = iter(range(10**9))


def _counts_reads(file, settings):
    for unit in SCREENCONNECT.read(file, settings):
        yield unit.model_copy(update={"ref": unit.ref.model_copy(update={"row": next(_reads)})})


def _never_ends(file, settings):
    while file:
        pass
    yield


TWINS = {
    "AssertionError": _crashes,
    "left no trace": _loses,
    "no bytes": _forgets_bytes,
    "differ": _counts_reads,
    "HangError": _never_ends,
}
CSV = (
    b"SessionName,ConnectedTime,ParticipantName,ProcessType\n"
    b"PC1,2025-01-03T10:00:00Z,Ann,Host\n"
    b"broken\n"
    b"Keystone,2025-01-03T11:00:00Z,Ann,Host\n"
)


@pytest.mark.parametrize("says", TWINS)
def test_a_broken_source_is_found(says, tmp_path, monkeypatch):
    if says == "HangError":
        signal = pytest.importorskip("signal")
        if not hasattr(signal, "setitimer"):
            pytest.skip("this platform has no timer that ends a call")
        monkeypatch.setattr(judging, "LIMIT_SECONDS", 0.1)
    assert judge(SCREENCONNECT, CSV, tmp_path) is None
    assert says in judge(replace(SCREENCONNECT, read=TWINS[says]), CSV, tmp_path)


def test_a_hunt_gives_each_kind_of_fault_once_and_small(tmp_path):
    broken = replace(SCREENCONNECT, read=_forgets_bytes)
    found = hunt(broken, tmp_path, seconds=1, seed=3)
    assert found
    assert len({kind_of(what) for what in found.values()}) == len(found)
    assert all("no bytes" in what for what in found.values())


def test_an_input_is_shrunk_to_what_matters():
    assert shrunk(b"a\nbcXde\nf" * 9, lambda content: b"X" in content) == b"X"


def test_one_seed_gives_one_hunt():
    good = samples(SCREENCONNECT)
    one, other = random.Random(9), random.Random(9)
    assert all(mutant(one, good) == mutant(other, good) for _ in range(50))
