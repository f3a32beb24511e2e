"""Several states of one row: which stands, and what the standing one leaves out.

The list gives fields that the detail lacks and the other way round, and the endpoint of comments
gives fewer than the list. Rows are stored as they came; whoever reads a record reads the standing
row with what only its other states say.
"""

from collections.abc import Mapping
from typing import Any, TypeVar

from sdc_core.ids import digest_json
from sdc_core.records import Record, Revision
from sdc_core.sources.syncro.records import COMMENT, MODELS, TICKET, TIMER
from sdc_core.syncro.wire import CommentRow, TicketRow, TimerRow

_RowT = TypeVar("_RowT", TicketRow, CommentRow, TimerRow)
# The list names the contact in two fields, the detail in one object or null.
_CONTACT_OF_LIST = ("contact_id", "contact_fullname")


def prefer(old: Record, new: Record) -> Record:
    """The state that Syncro changed last; of equal ones the API's, the fuller, the later read."""
    return old if _rank(old) > _rank(new) else new


def newest_state(record: Record) -> Record:
    """The record in the newest state that was ever seen of it.

    A file that stays in its folder is read again after the API brought a newer state.
    """
    best = max(record.revisions, key=_rank, default=None)
    if best is None or _rank(best) <= _rank(record):
        return record
    left = Revision(
        raw=record.raw,
        fields=record.fields,
        ref=record.ref,
        seen_utc=record.last_seen_utc or best.seen_utc,
    )
    states = {digest_json(r.raw): r for r in (left, *record.revisions) if r is not best}
    past = sorted(states.values(), key=_rank)
    changes = {"raw": best.raw, "fields": best.fields, "ref": best.ref, "revisions": past}
    return record.model_copy(update={**changes, "source_missing": False})


def row_of(record: Record, model: type[_RowT]) -> _RowT:
    """The row of an accepted record, with what only its other states say."""
    return model.model_validate(whole_row(record) if record.revisions else record.raw)


def whole_row(record: Record) -> dict[str, Any]:
    """The standing row; fields that it lacks come from the newest other state that has them."""
    row = dict(record.raw)
    own = row.keys() | (set(_CONTACT_OF_LIST) if _says_other_contact(record) else set())
    for revision in sorted(record.revisions, key=_order, reverse=True):
        for key, value in revision.raw.items():
            if key not in own:
                row.setdefault(key, value)
    return row


def _says_other_contact(record: Record) -> bool:
    """Whether the row is a detail: its contact is the object, also where that is null."""
    return "contact" in record.raw and "contact_id" not in record.raw


def _order(state: Revision) -> tuple[tuple[str, bool, int], str]:
    return (_rank(state), digest_json(state.raw))


def _rank(state: Record | Revision) -> tuple[str, bool, int]:
    """Time of the change, the API before a file, then how many of the fields in use it has."""
    model = MODELS[kind_of(state.fields)]
    fields = len(model.model_fields.keys() & state.raw.keys())
    return (state.fields["updated_utc"] or "", state.ref.file is None, fields)


def kind_of(fields: Mapping[str, Any]) -> str:
    """The kind of row that fields were made of; a revision does not name it."""
    if "end_utc" in fields:
        return TIMER
    return COMMENT if "author" in fields else TICKET
