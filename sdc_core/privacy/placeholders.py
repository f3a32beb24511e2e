"""Placeholders such as `<PERSON_1>`: how they are written, which a text has, and the way back.

A model may write one in another way than it was given (`person_1`, `<Person 1>`,
`&lt;PERSON_1&gt;`); that is understood. What a person wrote in this form before anything was
redacted stands for itself.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sdc_core.privacy.base import SECRET, Redacted

# What redaction finds, by the labels of `privacy.recognizers`; of any other label only the form in
# angle brackets is a placeholder: `server_2` is a name of something else.
LABELS = (
    "ADDRESS", "AGE", "BANK_ACCOUNT", "BIRTH_DATE", "CREDIT_CARD", "DOMAIN", "DRIVER_LICENSE",
    "EMAIL", "HOSTNAME", "IBAN", "IP_ADDRESS", "LOCATION", "MAC_ADDRESS", "ORGANIZATION",
    "PASSPORT", "PERSON", "PHONE", "TAX_ID", "URL", "US_SSN", "USERNAME", "ZIP_CODE",
)  # fmt: skip

_UNDERSCORE = r"\\?_"
_LOOSE = rf"(?:[ \t-]|{_UNDERSCORE})"
_OPEN, _CLOSE = r"(?:<|&lt;)[ \t]?", r"[ \t]?(?:>|&gt;)"
_ANY = rf"[A-Z]{{2,20}}(?:{_UNDERSCORE}[A-Z]{{2,20}}){{0,2}}"
_NUMBER = r"([0-9]{1,6})"
_PLACEHOLDER = re.compile(
    rf"{_OPEN}({_ANY}){_UNDERSCORE}{_NUMBER}{_CLOSE}|"
    rf"{_OPEN}({'|'.join(LABELS).replace('_', _LOOSE)}){_LOOSE}{_NUMBER}{_CLOSE}|"
    rf"(?:{_OPEN})?(?<![\w\\])({'|'.join(LABELS)}){_UNDERSCORE}{_NUMBER}(?!\w)(?:{_CLOSE})?",
    re.IGNORECASE,
)
_SECRET = re.compile(re.escape(SECRET))
_PARTS = re.compile(r"[^A-Z0-9]+")


@dataclass(frozen=True, slots=True)
class Written:
    """A placeholder as it stands in a text; `name` is its one true form."""

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class Restored:
    """A text with values again; `unknown` are placeholders that nobody gave, left as they stand."""

    text: str
    unknown: tuple[str, ...] = ()


def placeholder(label: str, number: int) -> str:
    """`<PERSON_1>`."""
    return f"<{label}_{number}>"


def written_in(text: str) -> Iterator[Written]:
    """All placeholders of a text, however they are written, in order."""
    for match in _PLACEHOLDER.finditer(text):
        label, number = (part for part in match.groups() if part)
        name = "_".join(_PARTS.split(label.upper()))
        yield Written(match.start(), match.end(), placeholder(name, int(number)))


def marks_in(text: str) -> list[tuple[int, int]]:
    """Where placeholders and cut credentials stand: nothing inside is looked for again."""
    marks = [(written.start, written.end) for written in written_in(text)]
    return sorted([*marks, *(match.span() for match in _SECRET.finditer(text))])


def restore(text: str, redacted: Redacted) -> Restored:
    """Values for placeholders, once: what a value holds is never read as a placeholder again.

    For single texts: JSON is parsed before, since a value may hold a quotation mark.
    """
    unknown = unknown_in([text], redacted.values)
    pieces, reached = [], 0
    for written in written_in(text):
        value = redacted.values.get(written.name)
        if value is not None and not stands_for_itself(written.name, value):
            pieces += [text[reached : written.start], value]
            reached = written.end
    return Restored("".join([*pieces, text[reached:]]), unknown)


def unknown_in(texts: Iterable[str], values: Mapping[str, str]) -> tuple[str, ...]:
    """Placeholders that nobody gave, in order of the texts, each once."""
    names = [written.name for text in texts for written in written_in(text)]
    return tuple(dict.fromkeys(name for name in names if name not in values))


def stands_for_itself(name: str, value: str) -> bool:
    """Whether a placeholder was in the text before anything was redacted."""
    return [written.name for written in written_in(value)] == [name]
