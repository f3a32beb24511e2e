"""Rows of CSV and JSONL files; every complaint names file and row, and what is allowed."""

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sdc_core.errors import InputMissingError, InputUnreadableError, WrongInputError


@dataclass(frozen=True)
class Row:
    """One row with its place, `file[row]`; the header of a CSV file is its row 1."""

    place: str
    values: dict[str, Any]

    def text(self, name: str) -> str:
        """The text of a field; missing and null are the empty text.

        Raises:
            WrongInputError: The field holds something else than text.
        """
        value = self.values.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise WrongInputError(f"{self.place}: {name} {value!r}: must be text or null")
        return value

    def key(self, name: str) -> str:
        """The text of a field that must not be empty.

        Raises:
            WrongInputError: It is empty.
        """
        value = self.text(name).strip()
        if not value:
            raise WrongInputError(f"{self.place}: {name} is empty; every row needs one of its own")
        return value

    def parts(self, name: str) -> list["Row"]:
        """The objects of a list, each with its place; a missing list is empty.

        Raises:
            WrongInputError: It is no list of objects.
        """
        value = self.values.get(name) or []
        if not isinstance(value, list) or not all(isinstance(part, dict) for part in value):
            raise WrongInputError(f"{self.place}: {name} {value!r}: must be a list of objects")
        return [Row(f"{self.place}.{name}[{at}]", part) for at, part in enumerate(value, 1)]


def find(folder: Path, name: str) -> Path:
    """The file of that name as CSV or JSONL.

    Raises:
        InputMissingError: There is neither.
        WrongInputError: There are both, and which one counts is not known.
    """
    both = [folder / f"{name}.csv", folder / f"{name}.jsonl"]
    found = [path for path in both if path.exists()]
    if len(found) > 1:
        raise WrongInputError(f"{folder}: holds {name}.csv and {name}.jsonl; allowed is one")
    if not found:
        raise InputMissingError(f"{folder}: holds neither {name}.csv nor {name}.jsonl")
    return found[0]


def read_rows(path: Path, needed: Sequence[str]) -> Iterator[Row]:
    """All rows of a CSV or JSONL file in UTF-8.

    Raises:
        InputMissingError: It does not exist.
        InputUnreadableError: It cannot be opened.
        WrongInputError: It is no such file, or a needed column is missing.
    """
    read = _read_jsonl if path.suffix == ".jsonl" else _read_csv
    try:
        yield from read(path, needed)
    except FileNotFoundError as error:
        raise InputMissingError(f"{path}: does not exist") from error
    except OSError as error:
        raise InputUnreadableError(f"{path}: cannot be read: {error.strerror}") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise WrongInputError(f"{path}: not a table in UTF-8: {error}") from error


def _read_csv(path: Path, needed: Sequence[str]) -> Iterator[Row]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        _check_columns(str(path), reader.fieldnames or [], needed)
        for number, values in enumerate(reader, 2):
            place = f"{path.name}[{number}]"
            if None in values:
                raise WrongInputError(f"{place}: has more cells than the header has columns")
            yield Row(place, values)


def _read_jsonl(path: Path, needed: Sequence[str]) -> Iterator[Row]:
    with path.open(encoding="utf-8-sig", newline="\n") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            place = f"{path.name}[{number}]"
            values = _object(line, place)
            _check_columns(place, list(values), needed)
            yield Row(place, values)


def _object(line: str, place: str) -> dict[str, Any]:
    try:
        values = json.loads(line)
    except ValueError as error:
        raise WrongInputError(f"{place}: not JSON: {error}") from error
    if not isinstance(values, dict):
        raise WrongInputError(f"{place}: {line.strip()[:40]!r}: must be one JSON object a line")
    return values


def _check_columns(place: str, found: Sequence[str], needed: Sequence[str]) -> None:
    if missing := [name for name in needed if name not in found]:
        raise WrongInputError(
            f"{place}: {missing[0]!r} is missing; needed are {', '.join(needed)}; found {found!r}"
        )
