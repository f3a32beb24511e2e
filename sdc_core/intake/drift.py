"""New forms of the inputs: fields, values and types that a source does not know, counted."""

from collections.abc import Collection, Iterable, Mapping

from sdc_core.records import Record
from sdc_core.sources.base import Source

# Of one input: a hostile file may hold as many names as it likes.
_MOST = 20
_LONGEST = 120
API = "API"

NewForms = dict[str, dict[str, int]]


def new_forms(source: Source, records: Iterable[Record]) -> dict[str, int]:
    """What is new in the records of one input, and on how many of them; most frequent first."""
    counts = source.new_forms(records)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return {form[:_LONGEST]: count for form, count in ordered[:_MOST]}


def carried(
    now: NewForms, before: Mapping[str, Mapping[str, int]], silent: Collection[str]
) -> NewForms:
    """With what was said before of inputs that were not read this time; in order."""
    kept = {name: dict(forms) for name, forms in before.items() if name in silent}
    return dict(sorted((kept | {name: forms for name, forms in now.items() if forms}).items()))
