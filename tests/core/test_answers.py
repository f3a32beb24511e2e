"""A changed customer list runs what it changes and no less: compared with a full recompute."""

import json
import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sdc_core.layers import FINISHED, LINKED, stale_months
from sdc_core.layers.answers import AnswerCache, answer_of
from sdc_core.pipeline import run_pipeline
from tests.core.toy import World, line

MONTHS = ("2025-01", "2025-02", "2025-03")
TEXTS = ("Harbor Dental Group", "Harbor Dentall Group", "Oak Street Clinic", "Elm", "The Old Mill")
NAMES = (
    "Harbor Dental Group", "Harbor Dental", "Oak Street Clinic", "Oak Street Clinic 2", "Elm",
    "Elm Road Bakery", "Old Mill", "The Old Mill Inn", "Fir Lane Garage",
)  # fmt: skip
CUSTOMERS = st.lists(
    st.tuples(st.integers(1, 6), st.sampled_from(NAMES), st.booleans()),
    min_size=1,
    max_size=6,
    unique_by=lambda row: row[0],
)
LIST = [(1, "Harbor Dental Group", False), (2, "Oak Street Clinic", False), (3, "Elm", False)]


class Root(World):
    """Five texts, spread over three months."""

    def listed(self, rows):
        found = [
            {"id": i, "business_name": name, "contacts": [], "disabled": off}
            for i, name, off in rows
        ]
        (self.root / "customers.json").write_text(json.dumps(found), encoding="utf-8")

    def linked(self, month):
        return self.open().layers[LINKED].store.load(month)

    def outcomes(self):
        """What a person, or an invoice, rests on."""
        return {month: [outcome(session) for session in self.linked(month)] for month in MONTHS}

    def run(self):
        report = run_pipeline(self.open())
        assert report.failures == {}
        return [commit.month for commit in report.commits.get(LINKED, [])]


def outcome(session):
    [evidence] = [entry.details for entry in session.meta.processing_log]
    meant = evidence["candidates"][:1] if evidence["decision"] == "ambiguous" else []
    return (
        session.context,
        session.meta.processing_status,
        session.meta.flags,
        evidence["decision"],
        evidence["method"],
        [candidate["customer_id"] for candidate in meant],
        "disabled" in evidence["reason"],
    )


def make(path):
    world = Root(path)
    world.listed(LIST)
    days = [f"{month}-{day:02d}T10:00:00+00:00" for month in MONTHS for day in (3, 4)]
    world.write(*(line(n, day, TEXTS[n % len(TEXTS)]) for n, day in enumerate(days)))
    world.run()
    return world


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setenv("SDC_NOW", "2025-06-30T12:00:00+00:00")


@pytest.fixture
def world(tmp_path):
    return make(tmp_path / "root")


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    return make(tmp_path_factory.mktemp("answers") / "root").root


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(lists=st.lists(CUSTOMERS, min_size=1, max_size=3))
def test_any_changes_of_the_list_end_as_a_full_recompute(template, tmp_path_factory, lists):
    folder = tmp_path_factory.mktemp("changes")
    shutil.copytree(template, folder / "one")
    world = Root(folder / "one")
    for rows in lists:
        world.listed(rows)
        world.run()
        assert stale_months(world.open()) == {}
    shutil.copytree(world.root, folder / "full")
    for name in ("store", "output", "cache"):
        shutil.rmtree(folder / "full" / name)
    full = Root(folder / "full")
    full.listed(lists[-1])
    full.run()
    assert world.outcomes() == full.outcomes()
    shutil.rmtree(folder)


def test_only_the_month_of_a_changed_answer_runs(world):
    world.listed([*LIST, (4, "The Old Mill", False)])
    months = {m for m in MONTHS if "The Old Mill" in _texts(world, m)}
    assert world.run() == sorted(months)
    assert 0 < len(months) < len(MONTHS)


def test_a_list_that_changes_nothing_is_looked_at_once(world, monkeypatch):
    before = world.tree("store", "output")
    world.listed([*LIST, (4, "Fir Lane Garage", False)])
    assert world.run() == []
    assert world.tree("store", "output") == before
    monkeypatch.setattr("sdc_core.layers.linked.link_session", None)  # nothing is linked again
    assert world.run() == []


def test_and_again_when_it_returns(world):
    for rows in ([*LIST, (4, "Fir Lane Garage", False)], LIST, [*LIST, (5, "Fir Two", False)]):
        world.listed(rows)
        assert world.run() == []


@pytest.mark.parametrize("how", ["gone", "torn"])
def test_without_the_cache_the_next_change_computes(world, how):
    before = world.outcomes()
    for path in (world.root / "cache/linked").iterdir():
        path.write_bytes(path.read_bytes()[:30])
        if how == "gone":
            path.unlink()
    assert world.run() == []
    world.listed([*LIST, (4, "Fir Lane Garage", False)])
    assert world.run() == list(MONTHS)
    assert world.outcomes() == before


def test_a_customer_that_is_disabled_is_said(world):
    world.listed([(i, name, i == 3) for i, name, _ in LIST])
    assert world.run() == [m for m in MONTHS if "Elm" in _texts(world, m)]
    reasons = [
        entry.details["reason"]
        for month in MONTHS
        for session in world.linked(month)
        for entry in session.meta.processing_log
        if session.context.customer_id == 3
    ]
    assert reasons
    assert all("disabled in Syncro" in reason for reason in reasons)


def test_a_damaged_month_above_is_no_error_of_the_look(world):
    [path] = (world.root / "store/sessions/toy/2025-01").glob("sessions-*.jsonl")
    path.write_bytes(path.read_bytes()[:40])
    world.listed([*LIST, (4, "Fir Lane Garage", False)])
    assert set(stale_months(world.open())) == {"2025-01"}
    assert world.run() == ["2025-01"]


def test_scores_of_proposals_move_with_every_customer_and_are_no_answer(world):
    [session, *_] = world.linked("2025-01")
    [entry] = session.meta.processing_log
    answers = []
    for customer_id, score in ((1, 80), (1, 70), (2, 80)):
        proposal = {"customer_id": customer_id, "customer_name": "x", "kind": "overlap"}
        entry.details["proposals"] = [{**proposal, "score": score, "reason": f"{score}"}]
        answers.append(answer_of(session))
    assert answers[0] == answers[1] != answers[2]


def test_no_text_lies_in_the_cache_of_answers(world):
    contents = [path.read_text("utf-8") for path in (world.root / "cache/linked").iterdir()]
    assert len(contents) == len(MONTHS)
    assert not any(text.split()[0] in content for text in TEXTS for content in contents)


def test_of_several_lists_the_two_that_matter_are_kept(tmp_path):
    cache = AnswerCache(tmp_path / "linked", root=tmp_path)
    cache.put("2025-01", "one", "a")
    cache.put("2025-01", "two", "b", beside="one")
    cache.put("2025-01", "three", "c", beside="one")
    found = [cache.get("2025-01", key) for key in ("one", "two", "three")]
    assert found == ["a", None, "c"]
    cache.put("2025-01", "three", "c")
    assert cache.get("2025-01", "one") is None


def _texts(world, month):
    store = world.open().layers[FINISHED].store
    return {session.context.source_customer_name for session in store.load(month)}
