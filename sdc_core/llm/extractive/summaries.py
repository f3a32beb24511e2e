"""A summary: the sentence that tells the problem, then the one that tells what was done."""

import re
from collections.abc import Iterator, Sequence

from sdc_core.llm.extractive.asides import PROJECT, SMALL_TALK
from sdc_core.llm.extractive.clauses import clauses_of
from sdc_core.llm.extractive.cues import IN_VAIN, NOISE
from sdc_core.llm.extractive.ranking import Ranked, content_words
from sdc_core.llm.extractive.sentences import Role, Sentence
from sdc_core.llm.extractive.title_features import starts_with_pronoun
from sdc_core.llm.extractive.titles import strip_greetings

MAX_SUMMARY = 600
# An act of fewer words ("Turned off.") is understood only with the sentence before it.
_CLEAR_ACT = 3
_CLEAR_FINDING = 3
_CLEAR_FAULT = 1.0
# A longer sentence keeps the clauses that fit; people say the fact first.
_LONG_SENTENCE = 170
_SHORTEST_REST = 40
_FOR_CUSTOMER = 0.4
_LESS_SMALL_TALK = 0.8
# "Merged it with the VM off": what, the sentence before says.
_HANGING = re.compile(r"^(?:\w+\s){1,2}(?:it|that|this|them|those|all)\b", re.IGNORECASE)
# What helped says so at its end; a question put to somebody helped nobody.
_HELPED = re.compile(
    r"\b(?:(?:is|are|all|test\w*|selftest|check-in|sync) (?:\w+ )?(?:ok|okay|fine|good|"
    r"cleared|green)|no more|(?:works?|connects?|prints?|opens?|runs?|starts?|boots?|flows?) "
    r"(?:\w+ )?(?:again|now)|back (?:online|up)|passed|gone|finished)\b",
    re.IGNORECASE,
)
_ASKED = re.compile(r"(?:i |we )?(?:asked|called|told|talked)\b", re.IGNORECASE)
_MORE_HELPED = 0.4
# How a job ended where nothing had to be done.
_NO_FAULT = re.compile(
    r"\b(?:no (?:fault|error|issue|problem)s? found|could(?: not|n'?t) reproduce|works as "
    r"designed)\b",
    re.IGNORECASE,
)


def best_problem(ranked: Sequence[Ranked]) -> Ranked | None:
    """The sentence that tells the problem best; what is to do only where nothing else is said."""
    told = [one for one in ranked if one.sentence.role is not Role.TODO] or ranked
    return max(told, key=lambda one: one.problem, default=None)


def best_action(ranked: Sequence[Ranked], problem: Ranked | None) -> Ranked | None:
    """The sentence that tells best what was done, other than the problem."""
    acts = [
        one
        for one in ranked
        if one.is_action and one is not problem and one.action > 0
        and not (one.sentence.role is Role.TODO and problem)
    ]  # fmt: skip
    return max(acts, key=_work_worth, default=None)


def summary_of(ranked: Sequence[Ranked], told: Ranked | None = None) -> str | None:
    """Problem and work as written; neither is the subject. None where nobody wrote anything.

    `told` is the sentence that the title is cut from, where it is one of these.
    """
    problem = _problem(ranked, told)
    if problem is None:
        return None
    work = _work(ranked, problem)
    is_problem = problem.cue or _is_worth(problem) or not work
    parts = [problem, *work] if is_problem else work
    return _bounded([_as_sentence(part.sentence) for part in parts])


def _problem(ranked: Sequence[Ranked], told: Ranked | None) -> Ranked | None:
    """The sentence of the title; where that tells work, a clear fault that was told as well."""
    if told is None or not told.is_action or PROJECT.match(strip_greetings(told.sentence.text)):
        return told or best_problem(ranked)
    best = max((one for one in ranked if not one.is_action), key=lambda o: o.problem, default=told)
    is_fault = best.cue >= _CLEAR_FAULT and best.problem > told.problem
    return best if is_fault and _is_worth(best) else told


def _work(ranked: Sequence[Ranked], problem: Ranked) -> list[Ranked]:
    """What was done, with what was found before where the act alone tells too little."""
    ended = next((one for one in ranked if _is_no_fault(one) and one is not problem), None)
    action = ended or best_action(ranked, problem)
    place = ranked.index(action or problem)
    if action is None:
        found = next((one for one in ranked[place + 1 :] if _is_finding(one)), None)
        return [found] if found else []
    before = ranked[place - 1] if place else problem
    if _is_clear(action) or before is problem or not _is_finding(before):
        return [action]
    return [before, action]


def _is_no_fault(ranked: Ranked) -> bool:
    sentence = ranked.sentence
    return sentence.role is Role.WORK and bool(_NO_FAULT.search(sentence.text))


def _is_clear(action: Ranked) -> bool:
    text = strip_greetings(action.sentence.text)
    is_hanging = bool(_HANGING.match(text)) or starts_with_pronoun(text)
    return len(content_words(text)) >= _CLEAR_ACT and not is_hanging


def _work_worth(ranked: Ranked) -> float:
    """What is written for the customer tells best; a joke tells worst."""
    is_joke = bool(SMALL_TALK.search(ranked.sentence.text))
    is_public = ranked.sentence.is_public and not IN_VAIN.search(ranked.sentence.text)
    text = ranked.sentence.text
    helped = _MORE_HELPED * (bool(_HELPED.search(text)) - bool(_ASKED.match(text)))
    return ranked.action + helped + _FOR_CUSTOMER * is_public - _LESS_SMALL_TALK * is_joke


def _is_finding(ranked: Ranked) -> bool:
    is_told = len(content_words(ranked.sentence.text)) >= _CLEAR_FINDING
    is_joke = bool(SMALL_TALK.search(ranked.sentence.text))
    return ranked.sentence.role is Role.WORK and is_told and _is_worth(ranked) and not is_joke


def _is_worth(ranked: Ranked) -> bool:
    return not (NOISE.search(ranked.sentence.text) or ranked.sentence.is_question)


def _as_sentence(sentence: Sentence) -> str:
    text = _main_part(strip_greetings(sentence.text) or sentence.text)
    return text[:1].upper() + text[1:].rstrip(" .,;:!?-") + ("?" if sentence.is_question else ".")


def _main_part(text: str) -> str:
    """The clauses of a long sentence that fit, without the jokes at its end."""
    kept = ""
    for part, is_aside in _parts(text):
        is_enough = len(kept) >= _SHORTEST_REST
        if is_enough and (is_aside or len(kept) + len(part) > _LONG_SENTENCE):
            break
        kept += part
    return kept.rstrip(" ,;:-\u2013\u2014") or text


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """The clauses with what stands between them, each with whether it is beside the point."""
    between = ""
    for clause, after in clauses_of(text):
        yield between + clause, bool(SMALL_TALK.search(clause))
        between = after


def _bounded(parts: list[str]) -> str:
    limit = MAX_SUMMARY // len(parts) - 1
    return " ".join(part if len(part) <= limit else f"{_shortened(part, limit)}." for part in parts)


def _shortened(text: str, limit: int) -> str:
    cut = text[: limit - 1]
    return (cut.rsplit(" ", 1)[0] or cut).rstrip(" .,;:-")
