"""What speaks for and against a title, as far as its own words tell."""

import re
from typing import NamedTuple

from sdc_core.llm.extractive.clauses import clauses_of
from sdc_core.llm.extractive.cues import BELIEFS, FUTURE, STOP_WORDS
from sdc_core.llm.extractive.cutting import EDGES
from sdc_core.llm.extractive.problem_cues import cue_weight
from sdc_core.llm.extractive.topics import topics_of
from sdc_core.llm.extractive.whole import is_left_open, is_subordinate
from sdc_core.privacy.credentials import SECRET

_MIN_WORDS = 2
_LATE = 2
# A clause that starts so is only half of what is said.
_DEPENDENT = re.compile(
    r"(?:when|while|after|before|since|if|whenever|although|though|as|until|once|where|who|whose|"
    r"which|that|than|to|for|with|in|on|at|from|by|of|not in|not)\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(
    r"(?:it|its|they|he|she|this|that|these|those|i|we|you|him|her|them|there|i'?m|we'?re|it'?s|"
    r"(?:the\s)?(?:old|new|other|first|second|last|same|only)\sones?)\b",
    re.IGNORECASE,
)
# A clause that starts so has left its subject in the clause before.
_VERB_START = re.compile(
    r"(?:needs?|wants?|keeps?|shows?|says|asks?|gets?|got|gives?|is|are|was|were|has|have|had|can'?t|"
    r"cannot|won'?t|will|does|doesn'?t|did|didn'?t|stops?|fails?|told|then|went|comes?|sits?)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"^\W*[\"\u201c'][^\"\u201d]+[\"\u201d']\W*$")
_OWN = re.compile(r"(?:i|we|i'?ve|we'?ve)\s", re.IGNORECASE)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|do|does|did|can|could|will|would|\w+n'?t|cannot|wont|cant|"
    r"dont|[a-z]{2,}(?:ed|[^s]s))\b|"
    r"^(?:i|we|they|he|she)\s\w+|"
    # What is to do stands without a verb in its form.
    r"^(?:get|order|call|fix|check|chk|swap|send|ask|buy|renew|replace|move|find|make|set|remind|"
    r"update|quote)\s\w+\s\w+",
    re.IGNORECASE,
)
_RUN_ON = re.compile(r",\s(?:she|he|it|they|i|we|you|this|that)\b", re.IGNORECASE)
_DENIAL = re.compile(r"not\s(?:the\s|our\s)?\w+(?:\s\w+)?(?:\s-|,|$)", re.IGNORECASE)
_TIME = re.compile(r"\b\d+\s?(?:mins?|minutes?|h|hrs?|hours?)\b", re.IGNORECASE)
# What this stands for is not in the title.
_POINTS = re.compile(
    r"\b(?:without|with|of|on|to|in|for) (?:it|them|that|those|this)$", re.IGNORECASE
)
_PERSON = re.compile(r"(?:he|she)\b", re.IGNORECASE)
_HEADLESS = re.compile(
    r"(?:was|were|is|are|had|has|did|does|then|went|comes|told|says|said|being)\b", re.IGNORECASE
)
_CONTENT = 6
WEIGHTS = {
    "cue": 1.0, "topic": 0.5, "content": 0.4, "dependent": -0.7, "pronoun": -0.6, "verb": -0.9,
    "belief": -0.6, "future": -0.5, "cut": -0.35, "late": -0.12, "short": -0.6, "open": -0.6,
    "quoted": -1.0, "own": -0.3, "still": -0.1, "run_on": -0.2, "denial": -0.8, "time": -0.4,
    "person": 0.0, "headless": -0.4, "lost": -0.4, "squeezed": -0.3, "points": -0.2,
}  # fmt: skip


class Cut(NamedTuple):
    """A run of clauses, without its joiner, without introductions, and the title cut from it."""

    span: str
    start: str
    bare: str
    text: str
    place: int


def features_of(cut: Cut) -> dict[str, float]:
    """Feature by feature; `WEIGHTS` has what each counts by hand."""
    content = {word.strip(EDGES).casefold() for word in cut.text.split()} - STOP_WORDS
    cue = cue_weight(cut.text)
    return {
        "cue": cue,
        "topic": bool(topics_of(cut.text)),
        "content": min(_CONTENT, len(content)) / _CONTENT,
        "dependent": bool(_DEPENDENT.match(cut.bare)),
        "pronoun": bool(_PRONOUN.match(cut.bare)),
        "verb": cut.place > 0 and bool(_VERB_START.match(cut.bare)),
        "belief": bool(BELIEFS.search(cut.span)),
        "future": bool(FUTURE.search(cut.span)),
        "late": min(cut.place, _LATE),
        "short": (len(content) < _MIN_WORDS and not cue) or SECRET in cut.text,
        "open": not cut.text or is_left_open(cut.text.split()) or _lacks_main_clause(cut.text),
        "quoted": bool(_QUOTED.match(cut.start.strip())),
        "own": bool(_OWN.match(cut.bare)),
        "run_on": bool(_RUN_ON.search(cut.text)),
        "denial": bool(_DENIAL.match(cut.text)),
        "time": not cue and bool(_TIME.search(cut.text)),
        "person": bool(_PERSON.match(cut.text)),
        "headless": bool(_HEADLESS.match(cut.text)),
        "still": not (cue or _FINITE.search(cut.text)),
        "points": bool(_POINTS.search(cut.text)),
    }


def starts_with_pronoun(text: str) -> bool:
    """Whether the text speaks of something that was named before it."""
    return bool(_PRONOUN.match(text))


def _lacks_main_clause(text: str) -> bool:
    return is_subordinate(text) and len(clauses_of(text)) == 1
