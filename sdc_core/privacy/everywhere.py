"""All spans of all texts of a request: what is found, and wherever else that stands.

Every text is looked at as it is seen and as it is written, what was found is looked for again in
all of them, and so is what only then became a word, until nothing new is found.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from sdc_core.errors import RedactionError
from sdc_core.privacy.base import Finder, Span
from sdc_core.privacy.placeholders import marks_in
from sdc_core.privacy.repeats import Repeats
from sdc_core.privacy.spans import settle
from sdc_core.privacy.view import View, joined, view_of

# What was found leads to more of the same; each round covers more of the texts, two do as a rule.
_MOST_ROUNDS = 12
_SAYS_SOMETHING = re.compile(r"[^\W_]")


@dataclass(frozen=True)
class _Text:
    """One text of a request, and the ways to look at it."""

    text: str
    views: tuple[View, ...]

    @cached_property
    def marks(self) -> list[tuple[int, int]]:
        """What nobody looks into."""
        marks = (view.origin(mark) for view in self.views for mark in _marks(view))
        return sorted({(mark.start, mark.end) for mark in marks})

    def spans(self, find: Callable[[str], Iterable[Span]]) -> list[Span]:
        """What is found in any view, where it stands in the text."""
        return [view.origin(span) for view in self.views for span in find(view.text)]

    def values(self, spans: Iterable[Span]) -> Iterator[tuple[str, str]]:
        """Label and value, as it is seen."""
        return ((span.label, view_of(self.text[span.start : span.end]).text) for span in spans)


def find_everywhere(finder: Finder, texts: Sequence[str]) -> list[list[Span]]:
    """For each text what must not leave, in its order and apart from each other.

    Raises:
        RedactionError: It comes to no end.
    """
    seen = [_look_at(text) for text in texts]
    found = [_outside(text, text.spans(finder.find)) for text in seen]
    _spread(seen, found)
    glued = [at for at, spans in enumerate(found) if _is_glued(texts[at], spans)]
    again = Repeats(sorted(_values(seen, found))) if glued else None
    for at in glued:
        bare = _look_at(_blanked(texts[at], found[at]))
        more = [bare.spans(one.find) for one in (finder, again) if one is not None]
        found[at] = _outside(seen[at], [*found[at], *chain.from_iterable(more)])
    if glued:
        _spread(seen, found)
    return found


def _look_at(text: str) -> _Text:
    """An invisible space parts two words for one reader and joins them for another.

    So does the end of a line.
    """
    seen = view_of(text)
    return _Text(text, tuple(dict.fromkeys([seen, joined(seen), View(text)])))


def _marks(view: View) -> list[Span]:
    return [Span(start, end, "") for start, end in marks_in(view.text)]


def _spread(texts: Sequence[_Text], found: list[list[Span]]) -> None:
    """Adds to what was found all places where it stands again, until there is no other."""
    known: set[tuple[str, str]] = set()
    for _ in range(_MOST_ROUNDS):
        values = _values(texts, found)
        if values <= known:
            return
        again = Repeats(sorted(values - known))
        known |= values
        for at, text in enumerate(texts):
            found[at] = _outside(text, [*found[at], *text.spans(again.find)])
    raise RedactionError("names within names do not come to an end; nothing is sent")


def _is_glued(text: str, spans: Iterable[Span]) -> bool:
    """Whether a replacement makes a word of what was none: the name in `AnnHunter22!`."""
    return any(
        _SAYS_SOMETHING.match(text[at : at + 1]) and _SAYS_SOMETHING.match(text[at - 1 : at])
        for span in spans
        for at in (span.start, span.end)
        if at
    )


def _blanked(text: str, spans: Iterable[Span]) -> str:
    pieces, reached = [], 0
    for span in spans:
        pieces += [text[reached : span.start], " " * (span.end - span.start)]
        reached = span.end
    return "".join([*pieces, text[reached:]])


def _values(texts: Sequence[_Text], found: Sequence[Sequence[Span]]) -> set[tuple[str, str]]:
    pairs = zip(texts, found, strict=True)
    return {value for text, spans in pairs for value in text.values(spans)}


def _outside(text: _Text, spans: Iterable[Span]) -> list[Span]:
    """Settled, without what lies in a placeholder or in the mark of a cut credential."""
    outside = [part for span in spans for part in _parts(span, text.marks)]
    if not outside:
        return []
    trimmed = (_trimmed(text.text, span) for span in settle(outside, text.text))
    return [span for span in trimmed if _SAYS_SOMETHING.search(text.text, span.start, span.end)]


def _parts(span: Span, marks: Iterable[tuple[int, int]]) -> Iterator[Span]:
    start = span.start
    for mark_start, mark_end in marks:
        if mark_end > start and mark_start < span.end:
            if mark_start > start:
                yield Span(start, mark_start, span.label, span.score)
            start = mark_end
    if start < span.end:
        yield Span(start, span.end, span.label, span.score)


def _trimmed(text: str, span: Span) -> Span:
    """Without blanks around: what is left of two that overlapped would be another value."""
    said = text[span.start : span.end]
    start = span.end - len(said.lstrip())
    return Span(start, max(start, span.start + len(said.rstrip())), span.label, span.score)
