"""The redactor: what is found is replaced by placeholders, credentials by a mark without a value.

Decision 0042 says what is replaced, how it is numbered and what an answer is remembered under.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sdc_core.errors import RedactionError, SdcError
from sdc_core.linking.base import Customer
from sdc_core.privacy.base import Finder, Redacted, Span
from sdc_core.privacy.credentials import SECRET
from sdc_core.privacy.numbering import Numbering
from sdc_core.privacy.placeholders import marks_in
from sdc_core.privacy.repeats import repeats
from sdc_core.privacy.spans import CREDENTIAL, settle
from sdc_core.privacy.view import View, view_of
from sdc_core.settings import Settings

VERSION = "redaction-1"
"""Goes up with the form of placeholders. Who is known by name is no part of it (decision 0042)."""

# What was found leads to more of the same; each round covers more of the texts, two do as a rule.
_MOST_ROUNDS = 12

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Text:
    """One text of a request, as it is seen, and what nobody looks into."""

    view: View
    marks: list[tuple[int, int]]


class TextRedactor:
    """Replaces what a finder finds, in all texts of a request together; keeps nothing of them."""

    version = VERSION

    def __init__(self, finder: Finder) -> None:
        self._finder = finder

    def find(self, text: str) -> list[Span]:
        """What would be replaced in a text that is sent alone, in order and apart.

        Raises:
            RedactionError: It could not be done.
        """
        return _safely(lambda: self._find([text]))[0]

    def redact(self, texts: Sequence[str]) -> Redacted:
        """All texts of one request together, so that a value has one placeholder in all.

        Raises:
            RedactionError: It could not be done; nothing may be sent.
        """
        return _safely(lambda: self._redact(texts))

    def _redact(self, texts: Sequence[str]) -> Redacted:
        numbering = Numbering(texts)
        found = self._find(texts)
        replaced = [
            "".join(_pieces(text, spans, numbering))
            for text, spans in zip(texts, found, strict=True)
        ]
        return Redacted(tuple(replaced), numbering.values())

    def _find(self, texts: Sequence[str]) -> list[list[Span]]:
        seen = [_Text(view, marks_in(view.text)) for view in map(view_of, texts)]
        found = [_outside(text, self._finder.find(text.view.text)) for text in seen]
        _spread(seen, found)
        return [
            list(_apart(map(text.view.origin, spans)))
            for text, spans in zip(seen, found, strict=True)
        ]


def make_redactor(settings: Settings, customers: Sequence[Customer]) -> TextRedactor:
    """The redactor of a run, with the names of customers and contacts.

    Raises:
        ProviderSetupError: The extra `privacy` is not installed; names the line to install.
    """
    from sdc_core.privacy.extra import check_extra  # noqa: PLC0415
    from sdc_core.privacy.finder import make_finder  # noqa: PLC0415
    from sdc_core.privacy.gazetteer import Gazetteer  # noqa: PLC0415

    check_extra()
    region = settings.linking.phone_region
    return TextRedactor(make_finder(gazetteer=Gazetteer(customers), phone_region=region))


def _spread(texts: Sequence[_Text], found: list[list[Span]]) -> None:
    """Adds to what was found all places where it stands again, until there is no other."""
    known: set[tuple[str, str]] = set()
    for _ in range(_MOST_ROUNDS):
        values = _values(texts, found)
        fresh = sorted(values - known)
        if not fresh:
            return
        known |= values
        again = repeats([text.view.text for text in texts], fresh)
        for at, more in enumerate(again):
            found[at] = _outside(texts[at], [*found[at], *more])
    raise RedactionError("names within names do not come to an end; nothing is sent")


def _values(texts: Sequence[_Text], found: Sequence[Sequence[Span]]) -> set[tuple[str, str]]:
    return {
        (span.label, text.view.text[span.start : span.end])
        for text, spans in zip(texts, found, strict=True)
        for span in spans
    }


def _outside(text: _Text, spans: Iterable[Span]) -> list[Span]:
    """Settled, without what lies in a placeholder or in the mark of a cut credential."""
    outside = [part for span in spans for part in _parts(span, text.marks)]
    return settle(outside, text.view.text)


def _parts(span: Span, marks: Iterable[tuple[int, int]]) -> Iterator[Span]:
    start = span.start
    for mark_start, mark_end in marks:
        if mark_end > start and mark_start < span.end:
            if mark_start > start:
                yield Span(start, mark_start, span.label, span.score)
            start = mark_end
    if start < span.end:
        yield Span(start, span.end, span.label, span.score)


def _apart(spans: Iterable[Span]) -> Iterator[Span]:
    """Without overlap: two that met in one character of the text share it no longer."""
    reached = 0
    for span in spans:
        start = max(span.start, reached)
        if start < span.end:
            yield Span(start, span.end, span.label, span.score)
            reached = span.end


def _pieces(text: str, spans: Iterable[Span], numbering: Numbering) -> Iterator[str]:
    reached = 0
    for span in spans:
        yield text[reached : span.start]
        value = text[span.start : span.end]
        yield SECRET if span.label == CREDENTIAL else numbering.of(span.label, value)
        reached = span.end
    yield text[reached:]


def _safely(work: Callable[[], T]) -> T:
    """Any failure blocks the call; what is raised carries neither text nor the first error."""
    try:
        return work()
    except SdcError as error:
        problem = str(error)
    except Exception as error:  # noqa: BLE001 - a text that nobody foresaw must not leave
        problem = f"{type(error).__name__} while looking for what must not leave"
    raise RedactionError(problem)
