"""Sentences that speak to a model and not of the work: what they bring supports no answer.

The table of them (`order_words`) cannot be complete and need not be: what a model may answer is
bound by its schema, to the words of the record and to the candidates, whatever the record says.
This takes away the words that an attack itself brings.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from sdc_core.llm.guards.order_words import LOOKALIKES, ORDERS

# All tasks of one Session look at the same texts, one after the other.
_REMEMBERED = 256
_SENTENCE_END = re.compile(r"[.!?]\s|\n")
_OWN_MARK = re.compile(r"^\[[^\]\n]*\] ")
_ENTRY = re.compile(r"^(?=\[)", re.MULTILINE)


def is_order(text: str) -> bool:
    """Whether the text speaks to a model."""
    return _first(text) is not None


def before_orders(text: str) -> str:
    """The text up to the sentence in which it begins to speak to a model: all, as a rule."""
    place = _first(text)
    if place is None:
        return text
    ends = [match.end() for match in _SENTENCE_END.finditer(text, 0, place)]
    return text[: ends[-1] if ends else 0]


def without_orders(texts: Sequence[str]) -> list[str]:
    """The parts of a prompt without each entry (`[customer] ...`) that orders anything.

    All of the entry, because an order may follow what it wants said.
    """
    return [
        "\n".join(entry for entry in _ENTRY.split(text) if not is_order(_OWN_MARK.sub("", entry)))
        for text in texts
    ]


@lru_cache(maxsize=_REMEMBERED)
def _first(text: str) -> int | None:
    return min(_places(text), default=None)


def _places(text: str) -> Iterator[int]:
    """Where orders begin; of look-alike letters and wide ones the plain form is read."""
    folded, offsets = _folded(text)
    for pattern in ORDERS:
        if found := pattern.search(folded):
            yield offsets[found.start()] if offsets else found.start()


def _folded(text: str) -> tuple[str, list[int]]:
    if text.isascii():
        return text.lower(), []
    pieces = [unicodedata.normalize("NFKC", c).casefold().translate(LOOKALIKES) for c in text]
    offsets = [place for place, piece in enumerate(pieces) for _ in piece]
    return "".join(pieces), [*offsets, len(text)]
