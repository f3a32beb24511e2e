"""The index of search brought up to date with the finished months, for whoever searches.

A run tells the index of each month that it commits; here is what it could not: an index that was
lost, months that were finished without a model for meaning.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar, cast

from sdc_core.errors import SdcError, TornError
from sdc_core.search.place import SearchPlace

if TYPE_CHECKING:
    from sdc_core.layers.embedded import EmbeddedSessions
    from sdc_core.workspace import Workspace

_T = TypeVar("_T")
OnMonth = Callable[[str, int, int], None]
Opens = Callable[[], "Workspace"]


def embedded_layer(workspace: "Workspace") -> "EmbeddedSessions":
    """The layer of vectors."""
    from sdc_core.layers.embedded import EMBEDDED  # noqa: PLC0415 - half a second

    return cast("EmbeddedSessions", workspace.layers[EMBEDDED])


def refresh(
    place: SearchPlace, opens: Opens, on_month: OnMonth = lambda _month, _done, _all: None
) -> list[str]:
    """Index what changed; months that could not be, by what was wrong (torn, held by another).

    Args:
        place: What is looked at.
        opens: Opens the stores, asked for only where a month changed.
        on_month: Told of each month before it is indexed, with how many are done of how many.
    """
    behind = months_behind(place)
    if gone := [month for month in behind if not place.is_finished(month)]:
        place.index.drop(gone)
    changed = [month for month in behind if month not in gone]
    problems = []
    for done, month in enumerate(changed):
        on_month(month, done, len(changed))
        try:
            _refresh_month(opens(), month)
        except SdcError as error:
            problems.append(str(error))
    return problems


def months_behind(place: SearchPlace) -> list[str]:
    """Months whose files differ in time or size from what was indexed, and months that are gone."""
    months, made = place.months(), place.index.made()
    changed = [m for m in months if m not in made or made[m].seen != place.seen(m)]
    return sorted([*changed, *(made.keys() - set(months))])


def searched(place: SearchPlace, opens: Opens, act: Callable[[], _T]) -> _T:
    """What a search gives; a damaged index is made anew first."""
    try:
        return act()
    except TornError:
        place.index.discard()
        refresh(place, opens)
        return act()


def _refresh_month(workspace: "Workspace", month: str) -> None:
    from sdc_core.layers.base import FINISHED  # noqa: PLC0415 - half a second
    from sdc_core.search.documents import document_of  # noqa: PLC0415

    layer = embedded_layer(workspace)
    now, before = layer.made(month), layer.index.made().get(month)
    if before and (before.finished, before.embedded) == (now.finished, now.embedded):
        with suppress(SdcError):  # only the next look is slower
            layer.index.see(month, now.seen)
        return
    sessions = workspace.layers[FINISHED].store.load(month)
    documents = [document_of(session) for session in sessions]
    layer.index.put(month, now, documents, layer.vectors(month))
