"""A title of at most ten words out of one sentence: cut, never rewritten."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sdc_core.llm.extractive.clauses import clauses_of, spans_of
from sdc_core.llm.extractive.cues import (
    EMPTY_WORDS,
    FILLERS,
    GREETINGS,
    TAILS,
)
from sdc_core.llm.extractive.cutting import (
    EDGES,
    MAX_LENGTH,
    MAX_WORDS,
    articles,
    at_most,
    capitalized,
    decapitalized,
    squeezed,
    trim,
    unquoted,
)
from sdc_core.llm.extractive.introductions import INTRODUCTIONS
from sdc_core.llm.extractive.problem_cues import cue_weight
from sdc_core.llm.extractive.sentences import one_line
from sdc_core.llm.extractive.title_features import WEIGHTS, Cut, features_of, starts_with_pronoun
from sdc_core.llm.extractive.topics import is_vague, lone_topics, topics_of
from sdc_core.llm.extractive.whole import closed
from sdc_core.privacy.credentials import SECRET

_MIN_WORDS = 2
_BRACKETS = re.compile(r"\s*(?:\([^()]*\)|\[(?!SECRET\])[^\[\]]*\])")
_JOINERS = re.compile(
    r"^(?:and(?: now| then)?|but|so|because|which|that|then|also|or|cause|bc|until|"
    r"till(?!\s\d)|though|\d{1,2}:(?=\s))(?:\b|(?<=:)),?\s*",
    re.IGNORECASE,
)
_LOST = 0.5
_PARTS = re.compile(r"\s[-\u2013\u2014]+\s|:\s|^not\b", re.IGNORECASE)


@dataclass(frozen=True)
class Title:
    """A title that a sentence can give, and how much of a problem it tells (about 0 to 2)."""

    text: str
    score: float
    features: Mapping[str, float]


def title_from(text: str) -> str:
    """The best title that the sentence can give."""
    return best_title(text).text


def best_title(text: str) -> Title:
    """The part of the sentence that tells most: whole clauses where they fit."""
    return max(titles_of(text), key=lambda title: title.score)


def titles_of(text: str) -> list[Title]:
    """Every title that the sentence can give: the whole where it fits, else runs of clauses."""
    bare = strip_fillers(TAILS.sub("", _BRACKETS.sub("", text)) or text)
    whole = list(_candidates(bare, 0))
    if len(bare.split()) <= MAX_WORDS and SECRET not in bare and not _has_parts(bare):
        return whole
    clauses = clauses_of(bare)
    found = (
        title
        for place, span in spans_of(clauses, MAX_WORDS + 3)
        for title in _candidates(span, place)
    )
    return [title for title in found if len(title.text.split()) >= _MIN_WORDS] or whole


def _has_parts(text: str) -> bool:
    """Whether a text that fits says two things of which one may be left out."""
    return bool(_PARTS.search(text))


def under_topic(title: str, texts: Sequence[str]) -> str:
    """A title that names no topic, after the first topic of these texts: "Ipads: all stop"."""
    named = next((topic for text in texts for topic in lone_topics(text)), None)
    is_told = not all(map(is_vague, topics_of(title))) and not starts_with_pronoun(title)
    if is_told or named is None or named.casefold() in title.casefold():
        return title
    more = f"{capitalized(named)}: {decapitalized(title)}"
    return more if len(more.split()) <= MAX_WORDS and len(more) <= MAX_LENGTH else title


def strip_fillers(text: str) -> str:
    """The text without greetings, mail prefixes and phrases that only introduce."""
    return _stripped(text, (GREETINGS, INTRODUCTIONS, FILLERS)).strip(EDGES)


def strip_greetings(text: str) -> str:
    """The text without greetings and mail prefixes: still a whole sentence."""
    return _stripped(text, (GREETINGS, INTRODUCTIONS))


def _stripped(text: str, starts: tuple[re.Pattern[str], ...]) -> str:
    text = one_line(text)
    kept = min(2, len(text.split()))
    while True:
        rests = (text[match.end() :] for p in starts if (match := p.match(text)) and match.end())
        rest = next((rest for rest in rests if len(rest.split()) >= kept), None)
        if rest is None:
            return text
        text = rest


def _candidates(span: str, place: int) -> Iterator[Title]:
    """The span as a title; where a fault is cut off, without an inner phrase as well."""
    start = _JOINERS.sub("", span)
    bare = strip_fillers(start)
    bare = _JOINERS.sub("", bare)
    words = [word for word in bare.split() if word.casefold() not in EMPTY_WORDS]
    kept = at_most(words)
    is_cut = len(kept) < len(words) - articles(words)
    kept = closed(unquoted(kept)) if is_cut else kept
    told = cue_weight(" ".join(words))
    text = trim(kept)
    is_lost = told - cue_weight(text) >= _LOST
    yield _weighed(Cut(span, start, bare, text, place), {"cut": is_cut, "lost": is_lost})
    if is_lost and (less := squeezed(words)):
        yield _weighed(Cut(span, start, bare, trim(less), place), {"squeezed": 1.0})


def _weighed(cut: Cut, how: Mapping[str, float]) -> Title:
    features = {**features_of(cut), **how}
    score = sum(WEIGHTS[name] * value for name, value in features.items())
    return Title(capitalized(cut.text), score, features)
