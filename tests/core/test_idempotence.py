"""The same work exported again is the same finished Sessions: none doubled, no id moved."""

import json
import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sdc_core.pipeline import run_pipeline
from sdc_core.settings import Settings
from sdc_core.sources import SOURCES
from sdc_core.workspace import open_workspace
from tests.core.exported import COMPANIES, first_world, write
from tests.core.re_export import AGAIN, Again

NOW = "2025-06-30T12:00:00+00:00"
PLACE = frozenset({"source_ref", "connections"})
CIRCUMSTANCES = frozenset(
    {"last_updated_timestamp_utc", "input_hash", "timestamp_utc", "customers_fingerprint"}
)


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setenv("SDC_NOW", NOW)


def opened(root: Path):
    rows = [{"id": n, "business_name": c, "contacts": []} for n, c in enumerate(COMPANIES, 1)]
    customers = root / "customers.json"
    customers.write_text(json.dumps(rows), encoding="utf-8")
    return open_workspace(
        Settings(
            project_paths={"data_folder": root},
            syncro_api={"customers_file": customers},
            processing_defaults={"first_month": "2025-01", "business_time_zone": "UTC"},
        )
    )


def finished(root: Path, files) -> list[dict]:
    """The finished Session files after one more run over these inputs."""
    write(files, root)
    workspace = opened(root)
    report = run_pipeline(workspace)
    assert not report.failures
    store = workspace.layers["session_insights"].store
    made = [s.model_dump(mode="json") for m in store.months() for s in store.load(m)]
    return sorted(made, key=lambda s: s["meta"]["session_id"])


def without(value, names: frozenset[str]):
    """A JSON value without the fields of these names."""
    if isinstance(value, dict):
        return {key: without(item, names) for key, item in value.items() if key not in names}
    return [without(item, names) for item in value] if isinstance(value, list) else value


def differences(one, other, at: str = "") -> list[str]:
    """Where two JSON values differ, for a person."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        return [line for key in one for line in differences(one[key], other[key], f"{at}.{key}")]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        pairs = enumerate(zip(one, other, strict=True))
        return [line for n, (a, b) in pairs for line in differences(a, b, f"{at}[{n}]")]
    return [] if one == other else [f"{at}: {one!r} -> {other!r}"]


def ids(sessions: list[dict]) -> list[tuple[str, list[str], list[str]]]:
    """Of every Session its id, its segments, and the ids that it had before."""
    return [
        (s["meta"]["session_id"], [g["segment_id"] for g in s["segments"]], s["meta"]["supersedes"])
        for s in sessions
    ]


def apply(files, chosen: list[Again], seed: int):
    rng = random.Random(seed)
    files = dict(files)
    for again in chosen:
        files[again.source] = again.change(files[again.source], rng)
    return files


@pytest.fixture(scope="module")
def before(tmp_path_factory):
    """The world as it was exported first; every source has several Sessions."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SDC_NOW", NOW)
        sessions = finished(tmp_path_factory.mktemp("first"), first_world())
    assert {s["meta"]["source_system"] for s in sessions} == {source.system for source in SOURCES}
    assert len(sessions) > 15
    return sessions


def same(before: list[dict], after: list[dict], chosen: list[Again]) -> None:
    assert ids(after) == ids(before)
    names = PLACE | CIRCUMSTANCES | frozenset().union(*(again.may_change for again in chosen))
    assert differences(without(before, names), without(after, names)) == []


def check(before: list[dict], chosen: list[Again], seed: int) -> None:
    """Written again from the start, and written again over what was known."""
    files = apply(first_world(), chosen, seed)
    with tempfile.TemporaryDirectory() as fresh, tempfile.TemporaryDirectory() as known:
        same(before, finished(Path(fresh), files), chosen)
        finished(Path(known), first_world())
        same(before, finished(Path(known), files), chosen)


@pytest.mark.parametrize("again", AGAIN, ids=lambda again: again.name)
def test_each_re_export_gives_the_sessions_that_were_there(before, again):
    check(before, [again], seed=1)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    chosen=st.lists(st.sampled_from(AGAIN), min_size=2, max_size=6, unique=True),
    seed=st.integers(0, 999),
)
def test_no_re_export_doubles_a_session_or_moves_an_id(before, chosen, seed):
    check(before, chosen, seed)


# The twins: what the comparison must see.


def test_a_moved_row_is_another_session(before, tmp_path):
    files = first_world()
    files["screenconnect"][0].rows[0][4] = "2025-01-03T08:55:00.000Z"
    with pytest.raises(AssertionError):
        assert ids(finished(tmp_path, files)) == ids(before)


def test_a_message_more_is_seen(before, tmp_path):
    files = first_world()
    messages = files["sillytavern"][0].messages
    messages.append({**messages[-2], "mes": "one more"})
    with pytest.raises(AssertionError):
        same(before, finished(tmp_path, files), [])


def test_another_text_in_a_field_that_may_not_change_is_seen(before):
    other = json.loads(json.dumps(before))
    other[0]["insights"]["source_title"] = "another"
    with pytest.raises(AssertionError):
        same(before, other, [])
