"""Names of customers and contacts inside free text: whole words, in order, spelt alike.

Each name waits under its rarest word; only where that word stands in the text are its neighbours
compared. A name inside a longer one that stands there too does not count: who writes `Acme Dental
East` does not mean `Acme Dental`.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from sdc_core.linking.evidence.word_lists import EVERYDAY
from sdc_core.linking.evidence.words import words_of
from sdc_core.linking.names.name_words import LEGAL_FORMS, STOP_WORDS

_SHORTEST_ALONE = 5
# A word that more names of the list hold is the word of a trade or a place.
_RARE_UP_TO = 2


class _Place(NamedTuple):
    words: tuple[str, ...]
    rarest: int


class MentionIndex:
    """All names that are looked for in texts, under their rarest words."""

    def __init__(self, values: Iterable[tuple[str, str]]) -> None:
        """Index the kinds and names that `mention_of` made; their order does not count."""
        self._kinds: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for kind, value in values:
            self._kinds[tuple(value.split())].add(kind)
        seen = Counter(word for words in self._kinds for word in set(words))
        self._by_word: dict[str, list[_Place]] = defaultdict(list)
        for words in self._kinds:
            rarest = min(range(len(words)), key=lambda i: (seen[words[i]], -len(words[i]), i))
            if len(words) > 1 or seen[words[0]] <= _RARE_UP_TO:
                self._by_word[words[rarest]].append(_Place(words, rarest))

    def find(self, text: str) -> list[tuple[str, str]]:
        """Kind and name of those in a text, each once, in this order."""
        words = _telling(words_of(text))
        places = sorted(set(self._places(words, text)), key=lambda place: (place[0], -place[1]))
        found: set[tuple[str, str]] = set()
        reach = 0
        for start, end in places:
            if end > reach:  # sorted so that what holds a name stands before it
                name = tuple(words[start:end])
                found |= {(kind, " ".join(name)) for kind in self._kinds[name]}
                reach = end
        return sorted(found)

    def _places(self, words: Sequence[str], text: str) -> Iterator[tuple[int, int]]:
        for here, word in enumerate(words):
            for name, rarest in self._by_word.get(word, ()):
                start = here - rarest
                stands = start >= 0 and tuple(words[start : start + len(name)]) == name
                if stands and (len(name) > 1 or _is_written_as_name(word, text)):
                    yield start, start + len(name)


def mention_of(words: Sequence[str]) -> str | None:
    """A name, given as words, as it is looked for; None where it has too little substance.

    Enough are two words with one out of the ordinary, or one long word that is.
    """
    name = _telling(words)
    unusual = any(w not in EVERYDAY and not w.isdigit() and len(w) > 1 for w in name)
    return " ".join(name) if unusual and (name[1:] or len(name[0]) >= _SHORTEST_ALONE) else None


def _telling(words: Sequence[str]) -> list[str]:
    return [word for word in words if word not in STOP_WORDS and word not in LEGAL_FORMS]


def _is_written_as_name(word: str, text: str) -> bool:
    """Whether a single word has a capital inside a sentence: at its start every word has one."""
    written = f"(?:{re.escape(word.capitalize())}|{re.escape(word.upper())})"
    return re.search(rf"(?<=[^\W\d_A-Z][ ]){written}\b|(?<=, ){written}\b", text) is not None
