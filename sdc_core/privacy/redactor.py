"""The redactor: what is found is replaced by placeholders, credentials by a mark without a value.

Decision 0042 says what is replaced, how it is numbered and what an answer is remembered under.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from sdc_core.errors import RedactionError, SdcError
from sdc_core.linking.base import Customer
from sdc_core.privacy.base import SECRET, Finder, Redacted, Span
from sdc_core.privacy.everywhere import find_everywhere
from sdc_core.privacy.numbering import Numbering
from sdc_core.privacy.spans import CREDENTIAL
from sdc_core.settings import Settings

VERSION = "redaction-1"
"""Goes up with the form of placeholders. Who is known by name is no part of it (decision 0042)."""

T = TypeVar("T")


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
        return _safely(lambda: find_everywhere(self._finder, [text]))[0]

    def redact(self, texts: Sequence[str]) -> Redacted:
        """All texts of one request together, so that a value has one placeholder in all.

        Raises:
            RedactionError: It could not be done; nothing may be sent.
        """
        return _safely(lambda: self._redact(texts))

    def _redact(self, texts: Sequence[str]) -> Redacted:
        numbering = Numbering(texts)
        found = find_everywhere(self._finder, texts)
        replaced = [
            "".join(_pieces(text, spans, numbering))
            for text, spans in zip(texts, found, strict=True)
        ]
        return Redacted(tuple(replaced), numbering.values())


def make_redactor(settings: Settings, customers: Sequence[Customer]) -> TextRedactor:
    """The redactor of a run, with the names of customers, contacts and technicians.

    Raises:
        RedactionError: The extra `privacy` is not installed; names the line to install.
    """
    from sdc_core.privacy.extra import check_extra  # noqa: PLC0415
    from sdc_core.privacy.finder import make_finder  # noqa: PLC0415
    from sdc_core.privacy.gazetteer import Gazetteer  # noqa: PLC0415
    from sdc_core.privacy.own_people import own_people  # noqa: PLC0415

    check_extra()
    region = settings.linking.phone_region
    gazetteer = Gazetteer([*customers, own_people(settings)])
    return TextRedactor(make_finder(gazetteer=gazetteer, phone_region=region))


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
