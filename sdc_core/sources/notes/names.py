"""The names that stand for each field of notes.json.

Compared without case, `-`, `_` and spaces (reference notes_json, tolerant schema).
"""

from functools import lru_cache

from sdc_core.sources.text import folded_key

_Table = dict[str, tuple[str, ...]]
_Found = tuple[tuple[str, tuple[str, ...]], ...]
# The items of a file have a handful of shapes, hostile ones as many as they like.
_SHAPES = 32


class Names:
    """The accepted names of each field of one kind of object, the preferred one first."""

    def __init__(self, table: _Table) -> None:
        self._table = {
            field: tuple(dict.fromkeys(map(folded_key, names))) for field, names in table.items()
        }
        self.found_in = lru_cache(maxsize=_SHAPES)(self._found_in)

    def _found_in(self, keys: tuple[str, ...]) -> _Found:
        """Field and the keys that may stand for it, for each field that an object has.

        Of two spellings of one name the first in the object counts.
        """
        by_name = {folded_key(key): key for key in reversed(keys)}
        found = (
            (field, tuple(by_name[name] for name in names if name in by_name))
            for field, names in self._table.items()
        )
        return tuple((field, keys) for field, keys in found if keys)


# Field -> its accepted names, the preferred one first (reference notes_json, tolerant schema).
_ITEM: _Table = {
    "number": ("ticketNumber", "number", "id"),
    "date": ("date", "created", "createdAt"),
    "customer": ("customer", "client", "company", "customerName"),
    "contact": ("contact", "contactName"),
    "subject": ("subject", "title"),
    "status": ("status",),
    "priority": ("priority",),
}
_TICKET: _Table = {
    **_ITEM,
    "updated": ("updated", "updatedAt"),
    "first_text": ("initialIssue", "description", "body"),
    "notes": ("notes", "comments"),
    "todos": ("toDo", "todos", "tasks"),
}
_TODO: _Table = {
    **_ITEM,
    "task": ("task", "text", "note", "body", "content", "description"),
    "due": ("due", "dueDate"),
    "completed": ("completed", "done"),
    "user": ("user", "author", "tech", "technician"),
}
_PARTS: dict[str, _Table] = {
    "notes": {
        "order": ("order",),
        "date": ("date", "created", "createdAt"),
        "text": ("note", "text", "body", "content"),
        "user": ("user", "author", "tech", "technician"),
    },
    "todos": {
        "order": ("order",),
        "date": ("date", "created", "createdAt"),
        "text": ("task", "text", "title"),
        "completed": ("completed", "done", "status"),
        "user": ("user", "author", "tech", "technician"),
    },
}
ROOT_TICKETS = frozenset({"tickets"})
ROOT_TODOS = frozenset({"todoitems", "todos", "todo", "tasks"})
ROOT_MIXED = frozenset({"notes"})

TICKET_NAMES, TODO_NAMES = Names(_TICKET), Names(_TODO)
PART_NAMES = {name: Names(table) for name, table in _PARTS.items()}
CUSTOMER_NAMES = Names({"name": ("name", "customerName"), "id": ("id", "customerId")})
