"""What somebody took back or found not to be so: "Not internet.", "nothing to do with spooler".

The sentence that denies often goes on with what it was, or the next one does.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sdc_core.llm.extractive.sentences import Sentence

_THING = r"(?:(?:the|an?|our|my|your|his|her|their)\s)?(?P<{0}>[\w-]+(?:\s[\w-]+)?)"
_DENIED = re.compile(
    rf"""(?:^|[.,;]\s)not\s{_THING.format("a")}(?=[.,;]|\s-|\safter\sall|\slike\b|\stho|$)
      | \bno(?:thing|t)\s(?:to\sdo|wrong|the\smatter)\s(?:with|w)/?\s{_THING.format("b")}
      | \b(?:is|was|'s)(?:n'?t|\snot)\s(?:the|an?|our|my)\s(?P<c>[\w-]+(?:\s[\w-]+)?)
      | \b(?P<d>[\w-]+)\s(?:line\s)?(?:is|was|were|are)\s(?:all\s)?(?:ok|okay|fine|good|up)\b
      | \bthought\s(?:it\swas|the)\s(?P<e>[\w-]+)
    """,
    re.IGNORECASE | re.VERBOSE,
)
# After these words stands what it really was.
_REVEALS = re.compile(
    r"\b(?:in reality|in truth|the actual (?:thing|problem|issue|fault)|the real (?:thing|problem|"
    r"issue|fault|cause)|actually|turn(?:s|ed) out|in the end|it was (?:one|just|only)|"
    r"then i saw|found (?:that|on)|correction|was (?:just|only))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Denials:
    """The words that were denied, and where: a word counts before the place of its denial."""

    places: dict[str, int]
    denying: frozenset[int]
    revealing: frozenset[int]

    def is_denied(self, words: Sequence[str], place: int) -> bool:
        """Whether one of the words of this sentence is denied later."""
        return any(self.places.get(_owner(word), -1) > place for word in words)


def denials_of(sentences: Sequence[Sentence]) -> Denials:
    """All denials, each with the sentence that reveals: itself or the next."""
    places: dict[str, int] = {}
    denying: set[int] = set()
    revealing: set[int] = set()
    for place, sentence in enumerate(sentences):
        if sentence.is_question:
            continue
        words = list(_denied(sentence.text))
        places.update(dict.fromkeys(words, place))
        if words:
            denying.add(place)
            is_all = len(sentence.text.split()) <= _SHORT
            revealing.add(place + 1 if is_all else place)
        if _REVEALS.search(sentence.text):
            revealing.add(place)
    return Denials(places, frozenset(denying), frozenset(revealing))


_SHORT = 6


def _owner(word: str) -> str:
    """The word without its apostrophe: "server's" and "server" are one thing."""
    return word.replace("\u2019", "'").removesuffix("'s")


def _denied(text: str) -> Iterator[str]:
    for match in _DENIED.finditer(text):
        phrase = next(group for group in match.groups() if group)
        yield from phrase.casefold().split()
