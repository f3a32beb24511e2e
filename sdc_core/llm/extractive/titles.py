"""A title of at most ten words out of one sentence: cut, never rewritten."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sdc_core.llm.extractive.clauses import clauses_of, spans_of
from sdc_core.llm.extractive.cues import (
    BELIEFS,
    DANGLING,
    EMPTY_WORDS,
    FILLERS,
    FUTURE,
    GREETINGS,
    PHRASE_STARTS,
    PURPOSES,
    STOP_WORDS,
    TAILS,
)
from sdc_core.llm.extractive.problem_cues import PROBLEM_CUES
from sdc_core.llm.extractive.sentences import one_line
from sdc_core.llm.extractive.topics import is_vague, lone_topics, topics_of
from sdc_core.llm.extractive.whole import closed, ends_verb, is_left_open, is_subordinate
from sdc_core.privacy.credentials import SECRET

MAX_WORDS = 10
_REMEMBERED = 512  # a sentence of a Session is weighed for each of its tasks
MAX_LENGTH = 80
_MIN_WORDS = 2
_MOST_CUT = 5
_LATE = 2
_BRACKETS = re.compile(r"\s*(?:\([^()]*\)|\[(?!SECRET\])[^\[\]]*\])")
_JOINERS = re.compile(
    r"^(?:and(?: now| then)?|but|so|because|which|that|then|also|or|cause|bc|until|"
    r"till(?!\s\d)|though|\d{1,2}:(?=\s))(?:\b|(?<=:)),?\s*",
    re.IGNORECASE,
)
# A clause that starts so is only half of what is said.
_DEPENDENT = re.compile(
    r"(?:when|while|after|before|since|if|whenever|although|though|as|until|once|where|who|whose|"
    r"which|that|than|to|for|with|in|on|at|from|by|of|not in|not)\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(
    r"(?:it|its|they|he|she|this|that|these|those|i|we|you|him|her|them|there|i'?m|we'?re|it'?s)\b",
    re.IGNORECASE,
)
# A clause that starts so has left its subject in the clause before.
_VERB_START = re.compile(
    r"(?:needs?|wants?|keeps?|shows?|says|asks?|gets?|got|gives?|is|are|was|were|has|have|had|can'?t|"
    r"cannot|won'?t|will|does|doesn'?t|did|didn'?t|stops?|fails?|told|then|went|comes?|sits?)\b",
    re.IGNORECASE,
)
_PLAIN_WORD = re.compile(r"(?:[^\W\d_A-Z]|['\u2019-])+")
_EDGES = " \t.,;:!?-\u2013\u2014*\"'`|/\\"
_QUOTES = re.compile(r"\"|(?<!\w)['\u2018\u2019]|['\u2019](?!\w)|[\u201c\u201d]")
_ARTICLES = frozenset({"the", "a", "an"})
_PARTS = re.compile(r"\s[-\u2013\u2014]+\s|:\s|^not\b", re.IGNORECASE)
_QUOTED = re.compile(r"^\W*[\"\u201c'][^\"\u201d]+[\"\u201d']\W*$")
_OWN = re.compile(r"(?:i|we|i'?ve|we'?ve)\s", re.IGNORECASE)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|do|does|did|can|could|will|would|\w+n'?t|cannot|wont|cant|"
    r"dont|[a-z]{2,}(?:ed|[^s]s))\b"
)
_RUN_ON = re.compile(r",\s(?:she|he|it|they|i|we|you|this|that)\b", re.IGNORECASE)
_DENIAL = re.compile(r"not\s(?:the\s|our\s)?\w+(?:\s\w+)?(?:\s-|,|$)", re.IGNORECASE)
_TIME = re.compile(r"\b\d+\s?(?:mins?|minutes?|h|hrs?|hours?)\b", re.IGNORECASE)
_PERSON = re.compile(r"(?:he|she)\b", re.IGNORECASE)
_HEADLESS = re.compile(
    r"(?:was|were|is|are|had|has|did|does|then|went|comes|told|says|said|being)\b", re.IGNORECASE
)
_CONTENT = 6
WEIGHTS = {
    "cue": 1.0, "topic": 0.5, "content": 0.4, "dependent": -0.7, "pronoun": -0.6, "verb": -0.9,
    "belief": -0.6, "future": -0.5, "cut": -0.35, "late": -0.12, "short": -0.6, "open": -0.6,
    "quoted": -1.0, "own": -0.3, "still": -0.1, "run_on": -0.2, "denial": -0.8, "time": -0.4,
    "person": 0.0, "headless": -0.4,
}  # fmt: skip


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
    whole = _candidate(bare, 0)
    if len(bare.split()) <= MAX_WORDS and SECRET not in bare and not _has_parts(bare):
        return [whole]
    clauses = clauses_of(bare)
    found = [_candidate(span, place) for place, span in spans_of(clauses, MAX_WORDS + 3)]
    return [title for title in found if len(title.text.split()) >= _MIN_WORDS] or [whole]


def _has_parts(text: str) -> bool:
    """Whether a text that fits says two things of which one may be left out."""
    return bool(_PARTS.search(text))


def under_topic(title: str, texts: Sequence[str]) -> str:
    """A title that names no topic, after the first topic of these texts: "Ipads: all stop"."""
    named = next((topic for text in texts for topic in lone_topics(text)), None)
    is_told = not all(map(is_vague, topics_of(title))) and not _PRONOUN.match(title)
    if is_told or named is None or named.casefold() in title.casefold():
        return title
    more = f"{_capitalized(named)}: {_decapitalized(title)}"
    return more if len(more.split()) <= MAX_WORDS and len(more) <= MAX_LENGTH else title


def starts_with_pronoun(text: str) -> bool:
    """Whether the text speaks of something that was named before it."""
    return bool(_PRONOUN.match(text))


def strip_fillers(text: str) -> str:
    """The text without greetings, mail prefixes and phrases that only introduce."""
    return _stripped(text, (GREETINGS, FILLERS)).strip(_EDGES)


def strip_greetings(text: str) -> str:
    """The text without greetings and mail prefixes: still a whole sentence."""
    return _stripped(text, (GREETINGS,))


def _stripped(text: str, starts: tuple[re.Pattern[str], ...]) -> str:
    text = one_line(text)
    kept = min(2, len(text.split()))
    while True:
        rests = (text[match.end() :] for p in starts if (match := p.match(text)) and match.end())
        rest = next((rest for rest in rests if len(rest.split()) >= kept), None)
        if rest is None:
            return text
        text = rest


@lru_cache(maxsize=_REMEMBERED)
def cue_weight(text: str) -> float:
    """How clearly a text names a fault (1), asks for something (.6) or hints at it (.3)."""
    text = PURPOSES.sub("", text)
    found = [
        weight
        for pattern, weight in PROBLEM_CUES
        for _ in {match.group().casefold() for match in pattern.finditer(text)}
    ]
    if not found:
        return 0.0
    return min(1.5, max(found) + 0.2 * (len(found) - 1))


def _candidate(span: str, place: int) -> Title:
    """The span as a title, and what speaks for it."""
    start = _JOINERS.sub("", span)
    bare = strip_fillers(start)
    bare = _JOINERS.sub("", bare)
    words = [word for word in bare.split() if word.casefold() not in EMPTY_WORDS]
    kept = _at_most(words)
    is_cut = len(kept) < len(words) - _articles(words)
    kept = closed(kept) if is_cut else kept
    text = _trim(kept)
    content = {word.strip(_EDGES).casefold() for word in text.split()} - STOP_WORDS
    cue = cue_weight(text)
    features = {
        "cue": cue,
        "topic": bool(topics_of(text)),
        "content": min(_CONTENT, len(content)) / _CONTENT,
        "dependent": bool(_DEPENDENT.match(bare)),
        "pronoun": bool(_PRONOUN.match(bare)),
        "verb": place > 0 and bool(_VERB_START.match(bare)),
        "belief": bool(BELIEFS.search(span)),
        "future": bool(FUTURE.search(span)),
        "cut": is_cut,
        "late": min(place, _LATE),
        "short": (len(content) < _MIN_WORDS and not cue) or SECRET in text,
        "open": not text or is_left_open(text.split()) or _lacks_main_clause(text),
        "quoted": bool(_QUOTED.match(start.strip())),
        "own": bool(_OWN.match(bare)),
        "run_on": bool(_RUN_ON.search(text)),
        "denial": bool(_DENIAL.match(text)),
        "time": not cue and bool(_TIME.search(text)),
        "person": bool(_PERSON.match(text)),
        "headless": bool(_HEADLESS.match(text)),
        "still": not (cue or _FINITE.search(text)),
    }
    score = sum(WEIGHTS[name] * value for name, value in features.items())
    return Title(_capitalized(text), score, features)


def _lacks_main_clause(text: str) -> bool:
    return is_subordinate(text) and len(clauses_of(text)) == 1


def _articles(words: list[str]) -> int:
    return sum(word.casefold() in _ARTICLES for word in words)


def _at_most(words: list[str]) -> list[str]:
    if len(words) <= MAX_WORDS:
        return words
    headline = [word for word in words if word.casefold() not in _ARTICLES]
    if len(headline) <= MAX_WORDS or _is_end_of_phrase(headline, MAX_WORDS):
        return headline[:MAX_WORDS]
    # A phrase that begins shortly before the cut would lose its end: leave it out.
    for place in range(MAX_WORDS, MAX_WORDS - _MOST_CUT, -1):
        if headline[place].casefold() in PHRASE_STARTS and not is_left_open(headline[:place]):
            return headline[:place]
    return headline[:MAX_WORDS]


def _is_end_of_phrase(words: list[str], place: int) -> bool:
    return words[place].casefold() in PHRASE_STARTS and words[place - 1].casefold() not in DANGLING


def _trim(words: list[str]) -> str:
    words = " ".join(words).strip(_EDGES).split()
    while len(words) > 1 and _dangles(words):
        words.pop()
    while len(words) > 1 and len(" ".join(words)) > MAX_LENGTH:
        words.pop()
    text = " ".join(words)[:MAX_LENGTH].strip(_EDGES)
    return _QUOTES.sub("", text) if len(_QUOTES.findall(text)) % 2 else text


def _dangles(words: list[str]) -> bool:
    last, before = (word.casefold().strip(_EDGES) for word in (words[-1], words[-2]))
    return last in DANGLING and not ends_verb(last, before)


def _capitalized(text: str) -> str:
    # A word with capitals or signs inside (iPhone, a path, a host) keeps its own form.
    first = text.split(" ", 1)[0]
    return text[:1].upper() + text[1:] if _PLAIN_WORD.fullmatch(first) else text


def _decapitalized(text: str) -> str:
    first = text.split(" ", 1)[0]
    return text[:1].lower() + text[1:] if _PLAIN_WORD.fullmatch(first[1:]) else text
