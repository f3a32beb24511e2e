"""A report as JSON, `{"FieldNames": [...], "Items": [[...], ...]}`: a file or an answer."""

from dataclasses import dataclass
from typing import Any

FIELD_NAMES = "FieldNames"
ITEMS = "Items"


@dataclass(frozen=True)
class Report:
    """Field names and items of one report."""

    names: list[Any]
    items: list[Any]


def report_in(answer: Any) -> Report | None:
    """The report that parsed JSON holds; None where it is no report."""
    if not isinstance(answer, dict):
        return None
    names, items = answer.get(FIELD_NAMES), answer.get(ITEMS)
    return Report(names, items) if isinstance(names, list) and isinstance(items, list) else None
