"""Documents of an evaluation, a line each: `{id, text, spans: [{start, end, label, value}]}`.

Texts and truth are read one after the other, so that nothing is found with the truth in sight. No
complaint quotes a text: it may hold a secret. Ids may repeat, as they do in sets put together from
several: a document is known by its place.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sdc_core.errors import InputMissingError, InputUnreadableError, WrongInputError
from sdc_core.privacy.base import Span

NEEDED = "needed are 'id' and 'text', allowed is 'spans'"


@dataclass(frozen=True, slots=True)
class Document:
    """One text to look at."""

    id: str
    text: str


def read_documents(path: Path) -> list[Document]:
    """All documents in the order of the file.

    Raises:
        SourceError: The file cannot be read, or a row is no document.
    """
    return [_document(row, place) for place, row in _rows(path)]


def read_truth(path: Path) -> list[list[Span] | None]:
    """What must not leave, for each document in order; None for one without `spans`.

    Raises:
        SourceError: The file cannot be read, or a span is not one of its text.
    """
    return [
        None if row.get("spans") is None else _spans(row["spans"], row["text"], place)
        for place, row in _rows(path)
    ]


def write_spans(path: Path, documents: Sequence[Document], found: Sequence[Sequence[Span]]) -> None:
    """One line `{id, spans}` for each document, credentials with their values as all others."""
    lines = [
        json.dumps({"id": document.id, "spans": _rows_of(document.text, spans)}, ensure_ascii=False)
        for document, spans in zip(documents, found, strict=True)
    ]
    try:
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")
    except OSError as error:
        raise InputUnreadableError(f"{path}: cannot be written: {error.strerror}") from error


def _rows_of(text: str, spans: Sequence[Span]) -> list[dict[str, Any]]:
    return [
        {"start": s.start, "end": s.end, "label": s.label, "value": text[s.start : s.end]}
        for s in spans
    ]


def _rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="\n") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    place = f"{path.name}[{number}]"
                    yield place, _object(line, place)
    except FileNotFoundError as error:
        raise InputMissingError(f"{path}: does not exist") from error
    except OSError as error:
        raise InputUnreadableError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise WrongInputError(f"{path}: not UTF-8 at byte {error.start:,}") from None


def _object(line: str, place: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise WrongInputError(f"{place}: not JSON: {error.msg} at {error.colno}") from None
    except RecursionError:
        raise WrongInputError(f"{place}: not JSON: nested too deeply") from None
    if not isinstance(row, dict):
        raise WrongInputError(f"{place}: must be one JSON object a line; {NEEDED}")
    return row


def _document(row: Mapping[str, Any], place: str) -> Document:
    for name in ("id", "text"):
        if not isinstance(row.get(name), str):
            raise WrongInputError(f"{place}: {name!r} is missing or no text; {NEEDED}")
    return Document(row["id"], row["text"])


def _spans(rows: Any, text: str, place: str) -> list[Span]:
    if not isinstance(rows, list):
        raise WrongInputError(f"{place}: 'spans' must be a list of objects")
    return [_span(row, text, f"{place}.spans[{at}]") for at, row in enumerate(rows, 1)]


def _span(row: Any, text: str, place: str) -> Span:
    fields = row if isinstance(row, dict) else {}
    start, end, label = fields.get("start"), fields.get("end"), fields.get("label")
    if type(start) is not int or type(end) is not int or not isinstance(label, str) or not label:
        raise WrongInputError(f"{place}: needed are numbers 'start' and 'end' and a text 'label'")
    if not 0 <= start < end <= len(text):
        raise WrongInputError(f"{place}: {start}-{end}: not inside the text of {len(text)}")
    if fields.get("value", text[start:end]) != text[start:end]:
        raise WrongInputError(f"{place}: 'value' is not what stands at {start}-{end} of the text")
    return Span(start, end, label)
