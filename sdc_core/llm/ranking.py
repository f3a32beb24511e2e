"""Which sentence names the problem and which one names the work: lexical scores, no model.

The weights follow the prototype of the LLM reference (section 2), with cue words in the place of
the embedding anchors and shared words in the place of the centroid.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sdc_core.llm.credentials import SECRET
from sdc_core.llm.cues import ACTION_VERBS, CHECKS, FUTURE, IMPERATIVES, NOISE, STATES, STOP_WORDS
from sdc_core.llm.sentences import Role, Sentence
from sdc_core.llm.titles import cue_weight, strip_fillers

_WORD = re.compile(r"[^\W_][\w'\u2019.-]*[^\W_]|[^\W_]")
_RICH = 8
_SHORTEST_PAST = 4
_DEED, _CHECK = 0.6, 0.35
_MEANT_WEIGHT = 0.3
_DOER = frozenset({"i", "we", "i've", "we've", "tech", "technician"})
_DID = frozenset(
    "have has had then also just finally manually been was were successfully and".split()  # noqa: SIM905
)


@dataclass(frozen=True)
class Ranked:
    """A sentence with both scores; `cue` says how clearly it names a problem."""

    sentence: Sentence
    cue: float
    is_action: bool
    problem: float
    action: float


def rank(sentences: Sequence[Sentence], subject: Sentence | None) -> list[Ranked]:
    """Score every sentence; equal input gives equal scores in equal order."""
    spoken = Counter(word for s in sentences for word in set(content_words(s.text)))
    if subject:
        spoken.update(set(content_words(subject.text)))
    new = (s for s in sentences if not subject or s.text.casefold() != subject.text.casefold())
    return [_ranked(sentence, spoken) for sentence in new]


def content_words(text: str) -> list[str]:
    """The words that carry meaning, casefolded."""
    words = (word.casefold() for word in _WORD.findall(text))
    return [word for word in words if word not in STOP_WORDS and len(word) > 1]


def first_deed(text: str) -> str | None:
    """The verb of what somebody did, where a sentence starts with it ("I replaced the drum")."""
    words = [word.casefold() for word in _WORD.findall(strip_fillers(text))[:4]]
    while words and (words[0] in _DOER or words[0] in _DID):
        words.pop(0)
    return words[0] if words and _is_deed(words[0]) else None


def _is_deed(word: str) -> bool:
    if word in ACTION_VERBS or word in CHECKS:
        return True
    return (
        word.endswith("ed")
        and len(word) > _SHORTEST_PAST
        and not (word in STATES or cue_weight(word))
    )


def _ranked(sentence: Sentence, spoken: Counter[str]) -> Ranked:
    text = strip_fillers(sentence.text)
    words = content_words(text)
    is_meant = bool(IMPERATIVES.match(text))
    cue = cue_weight(text) * (_MEANT_WEIGHT if is_meant else 1)
    deed = first_deed(sentence.text)
    acts = deed is not None
    shared = sum(spoken[word] > 1 for word in words) / max(1, len(words))
    rich = min(1.0, len(words) / _RICH)
    poor = _noise(sentence, words)
    acted = sum(word in ACTION_VERBS - CHECKS for word in words)
    problem = cue + 0.3 * shared + 0.4 * rich + 0.15 * (1 - sentence.place) - poor
    problem += {Role.ISSUE: 0.4, Role.TODO: -0.1}.get(sentence.role, 0.0)
    problem -= 0.3 * (SECRET in text)
    problem -= 0.7 if acts else 0.3 * min(1, acted)
    problem -= 0.3 * bool(FUTURE.search(text)) + 0.2 * is_meant
    action = (
        acts * (_CHECK if deed in CHECKS else _DEED)
        + 0.25 * min(2, acted)
        + 0.2 * shared
        + 0.3 * rich
        - poor
    )
    action += 0.1 * sentence.place + 0.15 * (sentence.role is Role.WORK) - 0.2 * min(1.0, cue)
    action -= 0.4 * bool(FUTURE.search(text)) + 0.3 * (sentence.role is Role.TODO)
    action -= 0.5 * sentence.is_question
    return Ranked(sentence, cue, acts or (acted > 0 and cue < 1), problem, action)


def _noise(sentence: Sentence, words: list[str]) -> float:
    poor = (
        0.5 * bool(NOISE.search(sentence.text))
        if len(words) < _RICH
        else 0.2 * bool(NOISE.search(sentence.text))
    )
    poor += 0.25 * sentence.is_question
    return poor + 0.4 * (len(words) < 2)  # noqa: PLR2004 - one word says nothing
