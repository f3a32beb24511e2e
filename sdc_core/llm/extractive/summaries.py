"""A summary: the sentence that tells the problem, then the one that tells what was done."""

from collections.abc import Sequence

from sdc_core.llm.extractive.cues import NOISE
from sdc_core.llm.extractive.ranking import Ranked, content_words
from sdc_core.llm.extractive.sentences import Role, Sentence
from sdc_core.llm.extractive.titles import strip_greetings

MAX_SUMMARY = 600
# An act of fewer words ("Turned off.") is understood only with the sentence before it.
_CLEAR_ACT = 3
_CLEAR_FINDING = 3


def best_problem(ranked: Sequence[Ranked]) -> Ranked | None:
    """The sentence that tells the problem best."""
    return max(ranked, key=lambda one: one.problem, default=None)


def best_action(ranked: Sequence[Ranked], problem: Ranked | None) -> Ranked | None:
    """The sentence that tells best what was done, other than the problem."""
    acts = [one for one in ranked if one.is_action and one is not problem and one.action > 0]
    return max(acts, key=lambda one: one.action, default=None)


def summary_of(ranked: Sequence[Ranked]) -> str | None:
    """Problem and work as written; neither is the subject. None where nobody wrote anything."""
    problem = best_problem(ranked)
    if problem is None:
        return None
    work = _work(ranked, problem)
    is_problem = problem.cue or _is_worth(problem) or not work
    parts = [problem, *work] if is_problem else work
    return _bounded([_as_sentence(part.sentence) for part in parts])


def _work(ranked: Sequence[Ranked], problem: Ranked) -> list[Ranked]:
    """What was done, with what was found before where the act alone tells too little."""
    action = best_action(ranked, problem)
    place = ranked.index(action or problem)
    if action is None:
        found = next((one for one in ranked[place + 1 :] if _is_finding(one)), None)
        return [found] if found else []
    before = ranked[place - 1] if place else problem
    is_clear = len(content_words(action.sentence.text)) >= _CLEAR_ACT
    return (
        [action] if is_clear or before is problem or not _is_finding(before) else [before, action]
    )


def _is_finding(ranked: Ranked) -> bool:
    is_told = len(content_words(ranked.sentence.text)) >= _CLEAR_FINDING
    return ranked.sentence.role is Role.WORK and is_told and _is_worth(ranked)


def _is_worth(ranked: Ranked) -> bool:
    return not (NOISE.search(ranked.sentence.text) or ranked.sentence.is_question)


def _as_sentence(sentence: Sentence) -> str:
    text = strip_greetings(sentence.text) or sentence.text
    return text[:1].upper() + text[1:].rstrip(" .,;:!?-") + ("?" if sentence.is_question else ".")


def _bounded(parts: list[str]) -> str:
    limit = MAX_SUMMARY // len(parts) - 1
    return " ".join(part if len(part) <= limit else f"{_shortened(part, limit)}." for part in parts)


def _shortened(text: str, limit: int) -> str:
    cut = text[: limit - 1]
    return (cut.rsplit(" ", 1)[0] or cut).rstrip(" .,;:-")
