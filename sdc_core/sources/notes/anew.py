"""Fields of a stored item made anew, from the item and what its old fields say of its file."""

from typing import Any

from sdc_core.records import Record
from sdc_core.settings import Settings
from sdc_core.sources.notes.identity import identity
from sdc_core.sources.notes.items import DUPLICATE_KEY, TEXT_REPAIRED
from sdc_core.sources.notes.schema import TICKET, TODO, ticket_fields, todo_fields
from sdc_core.sources.notes.times import day_reader
from sdc_core.sources.text import ENCODING_GUESSED

# What the item in its store does not show any more.
_OF_THE_FILE = frozenset({TEXT_REPAIRED, DUPLICATE_KEY, ENCODING_GUESSED})
_OF_A_TODO = "standalone"


def remake(record: Record, settings: Settings) -> dict[str, Any] | None:
    """The fields of an item as its reader makes them now; None where it would get another key."""
    old, days = record.fields, day_reader(settings)
    kind = TODO if old["parts"][0]["kind"] == _OF_A_TODO else TICKET
    fields = (ticket_fields if kind == TICKET else todo_fields)(record.raw, days)
    if not fields["parts"] or identity(kind, fields) != identity(kind, old):
        return None
    if DUPLICATE_KEY in old["extra"]:
        fields["extra"] = {**fields["extra"], DUPLICATE_KEY: old["extra"][DUPLICATE_KEY]}
    flags = sorted({*fields["flags"], *_OF_THE_FILE.intersection(old["flags"])})
    return {**fields, "flags": flags, "identity": old["identity"]}
