"""A title of at most ten words out of one sentence: cut, never rewritten."""

import re

from sdc_core.llm.extractive.cues import (
    DANGLING,
    FILLERS,
    FUTURE,
    GREETINGS,
    PHRASE_STARTS,
    PROBLEM_CUES,
    PURPOSES,
    TAILS,
)
from sdc_core.llm.extractive.sentences import one_line
from sdc_core.privacy.credentials import SECRET

MAX_WORDS = 10
MAX_LENGTH = 80
_MIN_WORDS = 3
_CLAUSE_END = re.compile(
    r"\s*[;:]\s+|,\s+|\s+[-\u2013\u2014]+\s+|\s+(?=(?:and|but|because|since|so|which|it was|when|"
    r"while|after|although|whenever|neither|nobody|none of)\b)",
    re.IGNORECASE,
)
_JOINERS = re.compile(r"^(?:and|but|so|because|which|that|then|also)\b,?\s*", re.IGNORECASE)
_BRACKETS = re.compile(r"\s*(?:\([^()]*\)|\[(?!SECRET\])[^\[\]]*\])")
# A clause that starts so has left its subject in the clause before.
_VERB_START = re.compile(
    r"(?:needs?|wants?|keeps?|shows?|says|asks?|gets?|gives?|is|are|was|were|has|have|can'?t|"
    r"cannot|won'?t|will|does|doesn'?t|stops?|fails?)\b",
    re.IGNORECASE,
)
_PLAIN_WORD = re.compile(r"(?:[^\W\d_A-Z]|['\u2019-])+")
_PHRASAL = frozenset({"log", "logging", "sign", "signing", "plug", "turn", "connect", "boot"})
_EDGES = " \t.,;:!?-\u2013\u2014*\"'`|/\\"


def title_from(text: str) -> str:
    """The sentence without fillers, cut at a clause or phrase to at most ten words."""
    bare = strip_fillers(TAILS.sub("", _BRACKETS.sub("", text)) or text)
    chosen = _telling_clauses(bare)
    return _capitalized(_trim(_at_most(chosen.split())))


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


def cue_weight(text: str) -> float:
    """How clearly a text names a fault (1), asks for something (.6) or hints at it (.3)."""
    text = PURPOSES.sub("", text)
    found = [weight for pattern, weight in PROBLEM_CUES if pattern.search(text)]
    if not found:
        return 0.0
    return min(1.5, max(found) + 0.2 * (len(found) - 1))


def _telling_clauses(text: str) -> str:
    """From the first clause that names the problem, as many clauses as fit."""
    if len(text.split()) <= MAX_WORDS and SECRET not in text:
        return text
    starts = [0, *(match.end() for match in _CLAUSE_END.finditer(text))]
    ends = [*(match.start() for match in _CLAUSE_END.finditer(text)), len(text)]
    first = _first_telling([text[a:b] for a, b in zip(starts, ends, strict=True)])
    if _VERB_START.match(_JOINERS.sub("", text[starts[first] :])):
        first = 0
    fitting = [b for b in ends[first:] if _fits(text[starts[first] : b])]
    chosen = text[starts[first] : fitting[-1] if fitting else ends[first]]
    bare = strip_fillers(_JOINERS.sub("", chosen))
    return bare if len(bare.split()) >= _MIN_WORDS else text


def _fits(text: str) -> bool:
    return len(text.split()) <= MAX_WORDS and SECRET not in text


def _first_telling(clauses: list[str]) -> int:
    weights = [
        cue_weight(clause) * (0.5 if FUTURE.search(clause) else 1)
        if len(clause.split()) >= _MIN_WORDS and SECRET not in clause
        else 0.0
        for clause in clauses
    ]
    best = max(weights)
    return next(i for i, weight in enumerate(weights) if weight >= best * 0.8)


def _at_most(words: list[str]) -> str:
    if len(words) <= MAX_WORDS:
        return " ".join(words)
    # A phrase that begins shortly before the cut would lose its end: leave it out.
    for place in range(MAX_WORDS - 1, MAX_WORDS - 6, -1):
        if words[place].casefold() in PHRASE_STARTS:
            return " ".join(words[:place])
    return " ".join(words[:MAX_WORDS])


def _trim(text: str) -> str:
    words = text.strip(_EDGES).split()
    while len(words) > 1 and _dangles(words):
        words.pop()
    while len(words) > 1 and len(" ".join(words)) > MAX_LENGTH:
        words.pop()
    return " ".join(words)[:MAX_LENGTH].strip(_EDGES)


def _dangles(words: list[str]) -> bool:
    last, before = (word.casefold().strip(_EDGES) for word in (words[-1], words[-2]))
    return last in DANGLING and not (last in {"in", "on", "to"} and before in _PHRASAL)


def _capitalized(text: str) -> str:
    # A word with capitals or signs inside (iPhone, a path, a host) keeps its own form.
    first = text.split(" ", 1)[0]
    return text[:1].upper() + text[1:] if _PLAIN_WORD.fullmatch(first) else text
