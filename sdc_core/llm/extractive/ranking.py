"""Which sentence names the problem and which one names the work: lexical scores, no model.

The weights follow the prototype of the LLM reference (section 2), with cue words in the place of
the embedding anchors and shared words in the place of the centroid.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sdc_core.llm.extractive.cues import (
    ACTION_VERBS,
    ARRIVALS,
    BELIEFS,
    CAUSES,
    CHECKS,
    CORRECTIONS,
    FUTURE,
    IMPERATIVES,
    IN_VAIN,
    NOISE,
    STATES,
    STOP_WORDS,
)
from sdc_core.llm.extractive.denials import Denials, denials_of
from sdc_core.llm.extractive.problem_cues import CIRCUMSTANCES, cue_weight
from sdc_core.llm.extractive.sentences import Role, Sentence
from sdc_core.llm.extractive.titles import strip_fillers
from sdc_core.llm.extractive.topics import topics_of
from sdc_core.privacy.credentials import SECRET

_WORD = re.compile(r"[^\W_][\w'\u2019.-]*[^\W_]|[^\W_]")
_PRONOUN = re.compile(r"(?:it|they|he|she|this|that|those)\b", re.IGNORECASE)
_RICH = 8
_SHORTEST_PAST = 4
_DOER = frozenset({"i", "we", "i've", "we've", "tech", "technician"})
_DID = frozenset(
    {"have", "has", "had", "then", "also", "just", "finally", "manually", "been", "was", "were"}
)

# (feature, weight); a feature is 0-1, but for the cue (0-1.5) and the count of deeds (0-2).
PROBLEM_WEIGHTS = {
    "cue": 1.0, "shared": 0.3, "rich": 0.4, "early": 0.3, "issue": 0.7, "todo": -1.0,
    "noise": -0.5, "question": -0.25, "single": -0.4, "secret": -0.3, "future": -0.3,
    "meant": -0.2, "deed": -0.7, "check": -0.7, "mentions_deed": -0.45, "topic": 0.3,
    "belief": -0.7, "taken_back": -1.2, "cause": 0.5, "circumstance": 0.5,
    "arrival": -0.3, "pronoun": -0.35, "denied": -0.6, "denying": -0.2, "revealing": 0.35,
}  # fmt: skip
ACTION_WEIGHTS = {
    "deed": 0.6, "check": 0.35, "arrival": 0.35, "deeds": 0.25, "shared": 0.2, "rich": 0.45,
    "late": 0.1, "work": 0.15, "capped_cue": -0.2, "todo": -0.3, "future": -0.4,
    "noise": -0.5, "question": -0.75, "single": -0.4, "taken_back": -0.5, "in_vain": -0.6,
}  # fmt: skip
# Sentences before a "never mind" that it may mean.
_REMEMBERED = 20
_LESS_NOISE = 0.4
_LESS_MEANT = 0.3
_LESS_EARLY = 0.5


@dataclass(frozen=True)
class Ranked:
    """A sentence with both scores; `cue` says how clearly it names a problem."""

    sentence: Sentence
    cue: float
    is_action: bool
    problem: float
    action: float
    features: Mapping[str, float] = field(default_factory=dict, compare=False, repr=False)


def rank(sentences: Sequence[Sentence], subject: Sentence | None) -> list[Ranked]:
    """Score every sentence; equal input gives equal scores in equal order."""
    spoken = Counter(word for s in sentences for word in set(content_words(s.text)))
    if subject:
        spoken.update(set(content_words(subject.text)))
    seen = _Seen(spoken, _taken_back(sentences), denials_of(sentences))
    return [
        _ranked(sentence, place, seen)
        for place, sentence in enumerate(sentences)
        if not subject or sentence.text.casefold() != subject.text.casefold()
    ]


def rank_subject(sentences: Sequence[Sentence], subject: Sentence) -> Ranked:
    """The subject, weighed like a sentence before all others."""
    spoken = Counter(word for s in sentences for word in set(content_words(s.text)))
    spoken.update(set(content_words(subject.text)))
    return _ranked(subject, -1, _Seen(spoken, set(), denials_of(sentences)))


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


def _taken_back(sentences: Sequence[Sentence]) -> set[str]:
    """Sentences that take something back, and those before that speak of the same."""
    found: set[str] = set()
    for number, sentence in enumerate(sentences):
        if CORRECTIONS.search(sentence.text):
            words = set(topics_of(sentence.text)) or set(content_words(sentence.text))
            earlier = [s.text for s in sentences[max(0, number - _REMEMBERED) : number]]
            before = [text for text in earlier if words & set(content_words(text))] or earlier[-1:]
            found |= {sentence.text, *before}
    return found


@dataclass(frozen=True)
class _Seen:
    """What all sentences of a Session say together."""

    spoken: Counter[str]
    taken_back: set[str]
    denials: Denials


def _ranked(sentence: Sentence, place: int, seen: _Seen) -> Ranked:
    features = {**_said(sentence, seen.spoken), **_done(sentence)}
    features["taken_back"] = sentence.text in seen.taken_back
    features["denied"] = seen.denials.is_denied(content_words(sentence.text), place)
    features["denying"] = place in seen.denials.denying
    features["revealing"] = place in seen.denials.revealing
    return Ranked(
        sentence,
        cue=features["cue"],
        is_action=bool(_deed_kind(sentence.text))
        or (features["deeds"] > 0 and features["cue"] < 1),
        problem=_score(features, PROBLEM_WEIGHTS),
        action=_score(features, ACTION_WEIGHTS),
        features=features,
    )


def _score(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    return sum(weight * features.get(feature, 0.0) for feature, weight in weights.items())


def _said(sentence: Sentence, spoken: Counter[str]) -> dict[str, float]:
    """What the sentence is about, where it stands and who says it."""
    text = strip_fillers(sentence.text)
    words = content_words(text)
    is_meant = bool(IMPERATIVES.match(text))
    is_supposed = text.casefold().startswith("if ")
    cue = cue_weight(text) * (_LESS_MEANT if is_meant or is_supposed else 1)
    is_noise = bool(NOISE.search(sentence.text))
    return {
        "cue": cue,
        "capped_cue": min(1.0, cue),
        "meant": is_meant,
        "shared": sum(spoken[word] > 1 for word in words) / max(1, len(words)),
        "rich": min(1.0, len(words) / _RICH),
        "noise": is_noise * (1 if len(words) < _RICH else _LESS_NOISE),
        "single": len(words) <= 1 and not cue,
        "pronoun": bool(_PRONOUN.match(text)),
        "topic": bool(topics_of(text)),
        "belief": bool(BELIEFS.search(text)),
        "cause": sentence.role is Role.WORK and bool(CAUSES.search(sentence.text)),
        "circumstance": bool(CIRCUMSTANCES.search(text)),
        "in_vain": bool(IN_VAIN.search(text)),
        "secret": SECRET in text,
        "future": bool(FUTURE.search(text)),
        "question": sentence.is_question,
        "early": (1 - sentence.place) * (1 if cue else _LESS_EARLY),
        "late": sentence.place,
        sentence.role: 1,
    }


def _done(sentence: Sentence) -> dict[str, float]:
    """What the sentence says was done."""
    kind = _deed_kind(sentence.text)
    deeds = sum(word in ACTION_VERBS - CHECKS for word in content_words(sentence.text))
    is_mention = kind in {None, "arrival"} and deeds > 0
    done: dict[str, float] = {"deeds": min(2, deeds), "mentions_deed": is_mention}
    return done if kind is None else {**done, kind: 1}


def _deed_kind(text: str) -> str | None:
    deed = first_deed(text)
    if deed is None:
        return None
    return "check" if deed in CHECKS else "arrival" if deed in ARRIVALS else "deed"
