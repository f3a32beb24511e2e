"""The index of search brought up to date with the finished months, for whoever searches.

A run tells the index of each month that it commits; here is what it could not: an index that was
lost, months that were finished without a model for meaning.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar, cast

from sdc_core.errors import SdcError, TornError
from sdc_core.layers.base import FINISHED
from sdc_core.layers.embedded import EMBEDDED, EmbeddedSessions
from sdc_core.search.documents import document_of
from sdc_core.workspace import Workspace

_T = TypeVar("_T")
OnMonth = Callable[[str, int, int], None]


def embedded_layer(workspace: Workspace) -> EmbeddedSessions:
    """The layer of vectors."""
    return cast("EmbeddedSessions", workspace.layers[EMBEDDED])


def refresh(
    workspace: Workspace, on_month: OnMonth = lambda _month, _done, _all: None
) -> list[str]:
    """Index what changed; months that could not be, by what was wrong (torn, held by another)."""
    layer, finished = embedded_layer(workspace), workspace.layers[FINISHED].store
    months, made = finished.months(), layer.index.made()
    if gone := sorted(made.keys() - set(months)):
        layer.index.drop(gone)
    behind = [m for m in months if m not in made or made[m].seen != layer.seen(m)]
    problems = []
    for done, month in enumerate(behind):
        on_month(month, done, len(behind))
        try:
            _refresh_month(workspace, month)
        except SdcError as error:
            problems.append(str(error))
    return problems


def searched(workspace: Workspace, act: Callable[[], _T]) -> _T:
    """What a search gives; a damaged index is made anew first."""
    try:
        return act()
    except TornError:
        embedded_layer(workspace).index.discard()
        refresh(workspace)
        return act()


def _refresh_month(workspace: Workspace, month: str) -> None:
    layer = embedded_layer(workspace)
    now, before = layer.made(month), layer.index.made().get(month)
    if before and (before.finished, before.embedded) == (now.finished, now.embedded):
        with suppress(SdcError):  # only the next look is slower
            layer.index.see(month, now.seen)
        return
    sessions = workspace.layers[FINISHED].store.load(month)
    documents = [document_of(session) for session in sessions]
    layer.index.put(month, now, documents, layer.vectors(month))
