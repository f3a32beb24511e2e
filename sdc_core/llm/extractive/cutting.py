"""Cuts words to the length of a title at phrases; nothing is written anew."""

import re
from itertools import pairwise

from sdc_core.llm.extractive.cues import DANGLING, PHRASE_STARTS
from sdc_core.llm.extractive.whole import ends_verb, is_left_open

MAX_WORDS = 10
MAX_LENGTH = 80
EDGES = " \t.,;:!?-\u2013\u2014*\"'`|/\\"
_MOST_CUT = 5
_LONGEST_ASIDE = 4
_ENOUGH = 5
_PLAIN_WORD = re.compile(r"(?:[^\W\d_A-Z]|['\u2019-])+")
_QUOTES = re.compile(r"\"|(?<!\w)['\u2018\u2019]|['\u2019](?!\w)|[\u201c\u201d]")
_ARTICLES = frozenset({"the", "a", "an"})
# "To the till" begins with "to", and the till is a thing.
_NO_START_AFTER = frozenset({"to", "at", "on", "of", "from", "by", "for", "in"}) | _ARTICLES


def articles(words: list[str]) -> int:
    """How many articles there are."""
    return sum(word.casefold() in _ARTICLES for word in words)


def at_most(words: list[str]) -> list[str]:
    """The first words that fit, without articles where that helps, cut before a phrase."""
    if len(words) <= MAX_WORDS:
        return words
    headline = _headline(words)
    if len(headline) <= MAX_WORDS or _is_end_of_phrase(headline, MAX_WORDS):
        return headline[:MAX_WORDS]
    # A phrase that begins shortly before the cut would lose its end: leave it out.
    for place in range(MAX_WORDS, MAX_WORDS - _MOST_CUT, -1):
        if headline[place].casefold() in PHRASE_STARTS and not is_left_open(headline[:place]):
            return headline[:place]
    return headline[:MAX_WORDS]


def unquoted(words: list[str]) -> list[str]:
    """The words before a quotation that the cut has left open, where they are enough."""
    quoting = [place for place, word in enumerate(words) if '"' in word]
    is_open = " ".join(words).count('"') % 2 == 1
    return words[: quoting[-1]] if is_open and quoting[-1] >= _ENOUGH else words


def squeezed(words: list[str]) -> list[str] | None:
    """All the words but articles and one inner phrase, where they fit then; else None.

    A phrase goes from its preposition to the next: "orders come to the till with no address".
    """
    starts = [
        place
        for place, word in enumerate(words)
        if place and word.casefold() in PHRASE_STARTS
        and words[place - 1].casefold() not in _NO_START_AFTER
    ]  # fmt: skip
    for start, end in reversed(list(pairwise(starts))):
        kept = _headline(words[:start] + words[end:])
        is_short = len(_headline(words[start:end])) <= _LONGEST_ASIDE
        if is_short and start > 1 and len(kept) <= MAX_WORDS:
            return kept
    return None


def _headline(words: list[str]) -> list[str]:
    return [word for word in words if word.casefold() not in _ARTICLES]


def _is_end_of_phrase(words: list[str], place: int) -> bool:
    return words[place].casefold() in PHRASE_STARTS and words[place - 1].casefold() not in DANGLING


def trim(words: list[str]) -> str:
    """The words as a text without signs at its ends and words that wait for more."""
    words = " ".join(words).strip(EDGES).split()
    while len(words) > 1 and _dangles(words):
        words.pop()
    while len(words) > 1 and len(" ".join(words)) > MAX_LENGTH:
        words.pop()
    text = " ".join(words)[:MAX_LENGTH].strip(EDGES)
    return _QUOTES.sub("", text) if len(_QUOTES.findall(text)) % 2 else text


def _dangles(words: list[str]) -> bool:
    last, before = (word.casefold().strip(EDGES) for word in (words[-1], words[-2]))
    return last in DANGLING and not ends_verb(last, before)


def capitalized(text: str) -> str:
    """The text with a capital at its start, where that is no name with a form of its own."""
    # A word with capitals or signs inside (iPhone, a path, a host) keeps its own form.
    first = text.split(" ", 1)[0]
    return text[:1].upper() + text[1:] if _PLAIN_WORD.fullmatch(first.rstrip(":")) else text


def decapitalized(text: str) -> str:
    """The text as it goes on after a colon."""
    first = text.split(" ", 1)[0]
    return text[:1].lower() + text[1:] if _PLAIN_WORD.fullmatch(first[1:]) else text
