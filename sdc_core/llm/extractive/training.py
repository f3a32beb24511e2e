"""Fit the weights of the title's choice: `python -m sdc_core.llm.extractive.training FILE...`.

A conditional logit: of the candidates of a Session one that names the problem shall win. There are
some hundred Sessions and sixty features, so the weights start from those chosen by hand and are
held near them. Needs the extra `train`; prints how an author is done who was left out.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from sdc_core.demo.insight_truth import cases_of_world
from sdc_core.insights.evaluation.cases import InsightCase, read_cases
from sdc_core.insights.evaluation.figures import is_named
from sdc_core.llm.extractive.candidates import candidates_of
from sdc_core.llm.extractive.choice import WEIGHTS_FILE
from sdc_core.llm.extractive.ranking import rank
from sdc_core.llm.extractive.sentences import sentences_of, subject_of

PRIOR = {
    "problem": 3.0, "title": 3.0, "best": 0.5, "title_short": -1.0, "opening_job": 2.0,
    "title_project": 0.5, "title_cut": -1.0, "title_denial": -2.0, "title_own": -1.0,
    "title_pronoun": -1.0, "title_person": -1.0, "title_lost": -0.5,
    "subject_empty": -3.0, "subject_many": 0.5, "subject_cue": 1.0, "subject_no_cue": -1.0,
}  # fmt: skip
# Accepted words do not tell whether a title reads well, so these are not learned from them.
FIXED = {
    "title_open": -2.5, "title_quoted": -2.0, "title_run_on": -1.0, "title_headless": -1.5,
    "title_vague": -2.2, "title_hearsay": -2.2, "title_still": -2.0, "title_time": -1.5,
    "title_consequence": -0.7, "title_dependent": -1.0, "title_small_talk": -2.5,
    "title_future": 0.0, "title_belief": -0.8, "title_points": -0.7, "title_squeezed": -0.3,
    "said_todo": -2.0, "said_future": -0.3, "topped": -0.9,
    "topped_pronoun": 1.5, "topped_verb": 1.0, "topped_vague": 1.2, "topped_sentence": 0.3,
    "topped_before": 0.3, "topped_subject": -0.5, "subject_planned": 4.0,
}  # fmt: skip
STRENGTH = 0.8
_WORLD, _SEED, _MOST_OF_WORLD = 500, 11, 160
_PLACES = 3
_START = {**PRIOR, **FIXED}


@dataclass(frozen=True)
class Choice:
    """The candidates of one Session as rows, and which of them name the problem."""

    rows: np.ndarray
    is_right: np.ndarray


def choices_of(cases: Sequence[InsightCase], names: list[str]) -> list[Choice]:
    """One per Session with something to choose; new features are added to the names."""
    found = []
    for case in cases:
        sentences, subject = sentences_of(case.session), subject_of(case.session)
        candidates = candidates_of(sentences, subject, rank(sentences, subject))
        if not candidates or not case.accepted:
            continue
        names += sorted({n for c in candidates for n in c.features} - set(names))
        rows = np.zeros((len(candidates), len(names)))
        for number, candidate in enumerate(candidates):
            for name, value in candidate.features.items():
                rows[number, names.index(name)] = value
        right = np.array([is_named(c.text, case.accepted) for c in candidates])
        found.append(Choice(rows, right))
    return [Choice(_widened(c.rows, len(names)), c.is_right) for c in found]


def fit(choices: Sequence[Choice], names: Sequence[str], strength: float = STRENGTH) -> np.ndarray:
    """The weights, held near the prior ones by so much."""
    prior = np.array([_START.get(name, 0.0) for name in names])
    is_free = np.array([name not in FIXED for name in names])
    told = [c for c in choices if c.is_right.any() and not c.is_right.all()]

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        total = strength * float(((weights - prior) ** 2).sum())
        slope = 2 * strength * (weights - prior)
        for choice in told:
            value, change = _surprise(choice, weights)
            total += value
            slope += change
        return total, slope * is_free

    found: np.ndarray = minimize(loss, prior, jac=True, method="L-BFGS-B").x
    return found


def share(choices: Sequence[Choice], weights: np.ndarray) -> float:
    """Of all Sessions, how many get a title that names the problem."""
    right = [
        choice.is_right[np.argmax(_widened(choice.rows, len(weights)) @ weights)]
        for choice in choices
    ]
    return float(np.mean(right))


def _surprise(choice: Choice, weights: np.ndarray) -> tuple[float, np.ndarray]:
    scores = choice.rows @ weights
    odds = np.exp(scores - scores.max())
    every = odds / odds.sum()
    right = odds * choice.is_right
    wanted = right / right.sum()
    return -float(np.log(right.sum() / odds.sum())), (every - wanted) @ choice.rows


def _widened(rows: np.ndarray, width: int) -> np.ndarray:
    return np.pad(rows, ((0, 0), (0, width - rows.shape[1])))


def main(paths: Sequence[str]) -> None:
    """Each author left out once, then all of them into the weights."""
    names = list(_START)
    if not WEIGHTS_FILE.exists():
        _keep(_START)  # a demo world is run with titles
    authors = {Path(path).stem: choices_of(list(read_cases(Path(path))), names) for path in paths}
    world = [case for case in cases_of_world(sessions=_WORLD, seed=_SEED) if case.accepted]
    authors["demo world"] = choices_of(world[:_MOST_OF_WORLD], names)
    authors = {
        author: [Choice(_widened(c.rows, len(names)), c.is_right) for c in choices]
        for author, choices in authors.items()
    }
    for author in authors:
        _report(author, authors, names)
    fitted = fit([c for choices in authors.values() for c in choices], names)
    weights = {n: round(float(w), _PLACES) for n, w in zip(names, fitted, strict=True)}
    _keep(weights)


def _keep(weights: Mapping[str, float]) -> None:
    content = {"weights": dict(sorted(weights.items()))}
    WEIGHTS_FILE.parent.mkdir(exist_ok=True)
    WEIGHTS_FILE.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8", newline="\n")


def _report(author: str, authors: Mapping[str, list[Choice]], names: Sequence[str]) -> None:
    prior = np.array([_START.get(name, 0.0) for name in names])
    others = [c for other, choices in authors.items() if other != author for c in choices]
    reach = np.mean([c.is_right.any() for c in authors[author]])
    print(  # noqa: T201 - a report for the person who trains
        f"{author}: by hand {share(authors[author], prior):.1%}, left out "
        f"{share(authors[author], fit(others, names)):.1%}, reachable {reach:.1%}"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
