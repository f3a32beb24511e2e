"""The same rows in every form in which they come: CSV of any kind, JSON, a re-save by Excel."""

import csv
import io
import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sdc_core.models import Session
from sdc_core.sources.base import InputFile

Rows = Sequence[dict[str, Any]]


def as_csv(
    path: Path, names: Sequence[str], rows: Rows, *, encoding="utf-8-sig", delimiter=","
) -> InputFile:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(names)
    writer.writerows([["" if (v := row.get(n)) is None else v for n in names] for row in rows])
    path.write_bytes(text.getvalue().encode(encoding))
    return InputFile(path=path, name=path.name)


def as_json(path: Path, names: Sequence[str], rows: Rows) -> InputFile:
    items = [[row.get(name) for name in names] for row in rows]
    path.write_text(json.dumps({"FieldNames": names, "Items": items}), encoding="utf-8")
    return InputFile(path=path, name=path.name)


def as_excel(rows: Rows) -> list[dict[str, Any]]:
    """What Excel makes of the times when it saves the file again."""
    return [
        {
            **row,
            **{n: _to_the_minute(row[n]) for n in ("ConnectedTime", "DisconnectedTime") if row[n]},
        }
        for row in rows
    ]


def without_place(session: Session) -> dict[str, Any]:
    """A Session without the places of its rows, which name the file or the API."""
    value = session.model_dump(mode="json")
    for segment in value["segments"]:
        del segment["metadata"]["source_ref"]
        for part in segment["metadata"].get("connections", []):
            del part["source_ref"]
    return value


def _to_the_minute(text: str) -> str:
    moment = datetime.fromisoformat(text)
    return f"{moment.month}/{moment.day}/{moment.year} {moment.hour}:{moment:%M}"
