"""Fields of a message that no version of the program wrote so far, and types of those that it did.

`extra` belongs to the program's extensions and is not looked at, but for its `type`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sdc_core.records import Record
from sdc_core.sources.sillytavern.messages import Role, extra_of
from sdc_core.sources.sillytavern.withheld import is_work

_KNOWN = frozenset({
    "name", "is_user", "is_system", "is_name", "send_date", "mes", "title", "force_avatar",
    "original_avatar", "gen_started", "gen_finished", "swipes", "swipe_id", "swipe_info", "extra",
})  # fmt: skip
_TYPES = frozenset({Role.NARRATOR.value, Role.COMMENT.value})
# What each of them is where it is there; Marinara writes a role into `is_system`.
_KINDS: Mapping[str, tuple[type, ...]] = {
    "name": (str,),
    "is_user": (bool,),
    "is_system": (bool, str),
    "send_date": (str, int, float),
    "extra": (dict,),
    "swipes": (list,),
}


def new_forms(records: Iterable[Record]) -> Counter[str]:
    """What is new, and on how many messages; what is withheld is not looked at."""
    return Counter(form for record in records if is_work(record) for form in _forms(record.raw))


def _forms(raw: Mapping[str, Any]) -> Iterator[str]:
    if not raw.keys() <= _KNOWN:
        yield from (f"the field {name!r}" for name in raw.keys() - _KNOWN)
    for name, kinds in _KINDS.items():
        value = raw.get(name)
        if value is not None and not isinstance(value, kinds):
            yield f"{name!r} as {type(value).__name__}"
    kind = extra_of(raw).get("type")
    if isinstance(kind, str) and kind and kind not in _TYPES:
        yield "an 'extra.type' of its own"
