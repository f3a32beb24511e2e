"""The identity of a notes.json item: what it says of itself, never its place in the file."""

from typing import Any

from sdc_core.ids import stable_id
from sdc_core.sources.notes.schema import TICKET
from sdc_core.sources.text import folded

_SERIES = "notes.json"


def identity(kind: str, fields: dict[str, Any], occurrence: int = 0) -> str:
    """The key of an item; equal ones in a file are told apart by their occurrence.

    The date is hashed as written, so that a corrected zone or date order moves no id.
    """
    customer, subject = folded(fields["customer_name"]), folded(fields["subject"])
    number, date = folded(fields["number"]), folded(fields["date"])
    again = (occurrence,) if occurrence else ()
    if kind == TICKET and number:
        return stable_id(_SERIES, number, customer, subject, date, *again)
    text = folded(fields["parts"][0]["text"])
    return stable_id(_SERIES, kind, date, customer, subject, text, *again)
