"""All that is found in a text: the recognisers, the model of names, and who is known by name."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain

from sdc_core.privacy.base import Finder, Span
from sdc_core.privacy.presidio import named_entities
from sdc_core.privacy.recognizers.all import make_recognizers
from sdc_core.privacy.recognizers.judged import Judged
from sdc_core.privacy.spans import settle

# "stephanie47": a name that goes on is a login, and leaves as a whole.
_GOES_ON = re.compile(r"\d\w*")
_NAMES = frozenset({"PERSON", "USERNAME"})


class WholeFinder:
    """Every recogniser over one text, overlaps settled; made once, used by many threads."""

    def __init__(self, finders: Sequence[Finder]) -> None:
        """The order of `finders` means nothing."""
        self._finders = tuple(finders)

    def find(self, text: str) -> list[Span]:
        """In the order of the text, apart from each other."""
        found = chain.from_iterable(finder.find(text) for finder in self._finders)
        return settle(_whole(found, text), text)


def _whole(spans: Iterable[Span], text: str) -> Iterator[Span]:
    """No name ends inside a word that goes on with digits."""
    for span in spans:
        rest = _GOES_ON.match(text, span.end) if span.label in _NAMES else None
        yield Span(span.start, rest.end(), span.label, span.score) if rest else span


def make_finder(*, gazetteer: Finder | None = None, phone_region: str = "US") -> WholeFinder:
    """With the names of customers and contacts, if there are any.

    Raises:
        RedactionError: The extra `privacy` is not installed.
    """
    known = () if gazetteer is None else (gazetteer,)
    return WholeFinder((*make_recognizers(phone_region), Judged(named_entities()), *known))


@cache
def _default_finder() -> WholeFinder:
    return make_finder()


def find_spans(text: str) -> list[Span]:
    """With no list of customers."""
    return _default_finder().find(text)
