"""The figures are those of the scorer of the linking sets, at any threshold."""

import csv
import json
import random
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdc_core.linking.base import Decision
from sdc_core.linking.evaluation.calibration import calibration
from sdc_core.linking.evaluation.figures import figures_of
from sdc_core.linking.evaluation.gold import Truth
from sdc_core.linking.evaluation.predictions import COLUMNS, Prediction, write_predictions
from sdc_core.linking.evaluation.sweep import Knobs, at_threshold, reaches, sweep
from tests.core.linking.evaluation.folder import write_csv

OWN = Knobs(threshold=95, margin=10)
LISTED = [f"C{number}" for number in range(8)]


def prediction(number, decision=Decision.LINKED, best="C1", score=99.0, **changes):
    values = {
        "query_id": f"Q{number}",
        "decision": decision,
        "predicted_id": best if decision is Decision.LINKED else "",
        "candidates": (best,),
        "best_id": best,
        "score": score,
        "margin": None,
        "probability": score / 100,
        "method": "score",
        "reason": "because",
    }
    return Prediction(**{**values, **changes})


def truth(number, true_id="C1", *, is_linkable=True):
    return Truth(f"Q{number}", true_id, "variant", is_linkable=bool(true_id) and is_linkable)


def drawn(seed, count=400):
    chance = random.Random(seed)
    judged = []
    for number in range(count):
        best = chance.choice(LISTED)
        decision = chance.choice(list(Decision))
        score = chance.uniform(95, 100) if decision is Decision.LINKED else chance.uniform(0, 95)
        others = tuple(dict.fromkeys([best, *chance.choices(LISTED, k=3)]))
        true_id = chance.choice([best, best, best, chance.choice(LISTED), ""])
        judged.append(
            (
                prediction(number, decision, best, score, candidates=others),
                truth(number, true_id, is_linkable=chance.random() < 0.7),
            )
        )
    return judged


def scored(shared, folder, judged):
    """What the scorer says of the file that we write."""
    write_predictions(folder / "p.csv", [p for p, _ in judged])
    rows = [(t.query_id, t.true_id, t.kind, int(t.is_linkable)) for _, t in judged]
    write_csv(folder / "gold.csv", "query_id,true_id,kind,linkable", rows)
    script = str(shared / "linking" / "score.py")
    done = subprocess.run(
        [sys.executable, script, str(folder / "p.csv"), str(folder), "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


SAME = {
    "n": "queries", "in_list": "in_list", "linkable": "linkable", "linked": "linked",
    "correct": "correct", "correct_linkable": "correct_linkable", "wrong": "wrong",
    "wrong_customer": "wrong_customer", "ool_linked": "ool_linked", "ambiguous": "ambiguous",
    "assisted": "assisted", "precision": "precision", "recall": "recall",
    "recall_linkable": "recall_linkable", "wrong_link_rate": "wrong_link_rate",
    "ambiguous_rate": "open_rate", "assisted_recall": "assisted_recall", "utility": "utility",
}  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_the_scorer_finds_the_same(shared, tmp_path, seed):
    judged = drawn(seed)
    own = figures_of(judged)
    theirs = scored(shared, tmp_path, judged)
    assert {name: theirs[name] for name in SAME} == {
        name: pytest.approx(getattr(own, mine), abs=1e-5) for name, mine in SAME.items()
    }


def test_rates_over_nothing_are_unknown():
    figures = figures_of([])
    assert {getattr(figures, name) for name in set(SAME.values()) - {"queries"}} == {None, 0}
    assert figures.precision is None


def test_the_file_keeps_scores_as_they_are(tmp_path):
    exact = 93.123456789
    write_predictions(tmp_path / "p.csv", [prediction(1, Decision.AMBIGUOUS, score=exact)])
    with (tmp_path / "p.csv").open(encoding="utf-8", newline="") as lines:
        (row,) = csv.DictReader(lines)
    assert tuple(row) == COLUMNS
    assert float(row["score"]) == exact
    assert (row["predicted_id"], row["best_id"], row["candidates"]) == ("", "C1", "C1")


def test_a_lower_threshold_links_what_was_open_and_a_higher_one_opens_what_was_linked():
    judged = [
        (prediction(1, score=97), truth(1)),
        (prediction(2, Decision.AMBIGUOUS, score=90), truth(2)),
        (prediction(3, Decision.UNLINKED, score=60), truth(3, "")),
    ]
    assert at_threshold(judged, 95, own=OWN) == figures_of(judged)
    lower = at_threshold(judged, 85, own=OWN)
    assert (lower.linked, lower.correct, lower.ambiguous) == (2, 2, 0)
    lowest = at_threshold(judged, 50, own=OWN)
    assert (lowest.linked, lowest.ool_linked) == (3, 1)
    higher = at_threshold(judged, 98, own=OWN)
    assert (higher.linked, higher.ambiguous) == (0, 2)


def test_what_stays_open_above_the_threshold_stays_open_at_any():
    barred = [
        (prediction(1, Decision.AMBIGUOUS, score=99), truth(1)),
        (prediction(2, Decision.AMBIGUOUS, score=80, margin=9.9), truth(2)),
    ]
    assert all(at.figures.linked == 0 for at in sweep(barred, own=OWN))
    assert all(reach.best is None for reach in reaches(barred, own=OWN))


@given(st.integers(0, 200))
def test_the_best_threshold_holds_its_precision_and_none_links_more(seed):
    judged = drawn(seed, 60)
    for reach in reaches(judged, own=OWN):
        tried = [at_threshold(judged, p.score, own=OWN) for p, _ in judged]
        good = [f for f in tried if f.precision is not None and f.precision >= reach.precision]
        if reach.best is None:
            assert good == []
        else:
            assert reach.best.figures.precision >= reach.precision
            assert reach.best.figures.correct_linkable == max(f.correct_linkable for f in good)


def test_calibration_says_how_far_probabilities_are_from_the_truth():
    judged = [(prediction(n, score=95), truth(n, "C1" if n < 9 else "")) for n in range(10)]
    judged += [(prediction(99, Decision.UNLINKED, score=1, probability=None), truth(99))]
    judged += [(prediction(98, Decision.UNLINKED, score=5), truth(98, "C2"))]
    high, low = calibration(judged)
    assert (high.low, high.queries, high.predicted, high.observed) == (
        0.9, 10, pytest.approx(0.95), 0.9,
    )  # fmt: skip
    assert high.error == pytest.approx(0.05)
    assert (low.low, low.queries, low.observed) == (0.0, 1, 0.0)
