"""What redaction is given and gives back; who made it is known by its version."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

SECRET = "[SECRET]"  # noqa: S105 - the mark that stands for one


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text that must not leave: `text[start:end]`, Python offsets."""

    start: int
    end: int
    label: str
    score: float = 1.0


@dataclass(frozen=True)
class Redacted:
    """Texts fit to be sent, and what their placeholders stand for, which never is.

    Attributes:
        texts: In the order given; credentials are `[SECRET]`, the rest `<PERSON_1>`, numbered by
            label in the order of the text, equal values alike.
        values: Value of each placeholder; a credential has none.
    """

    texts: tuple[str, ...]
    values: Mapping[str, str] = field(default_factory=dict, repr=False)


class Redactor(Protocol):
    """Finds what must not leave and puts placeholders in its place.

    Attributes:
        version: Part of what an answer is remembered under: another rule, another text sent.
    """

    version: str

    def redact(self, texts: Sequence[str]) -> Redacted:
        """All texts of one request together, so that a value has one placeholder in all.

        Raises:
            RedactionError: It could not be done; nothing may be sent.
        """
        ...


class Finder(Protocol):
    """Finds spans of some kinds; several together make a redactor."""

    def find(self, text: str) -> Iterable[Span]:
        """Spans in any order; they may overlap."""
        ...
