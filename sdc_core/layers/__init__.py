"""The monthly layers: what each month is made from, how it is computed, and when it is stale.

A month is stale when its manifest was made from other inputs than those of now, or a file that the
manifest names is missing or changed. A change may re-run more than needed, never less.
"""

from contextlib import suppress

from sdc_core.errors import TornError
from sdc_core.layers.answers import AnswerCache
from sdc_core.layers.base import FINISHED, LINKED, Layer, MonthLayer, Upstream
from sdc_core.layers.embedded import EMBEDDED, EmbeddedSessions
from sdc_core.layers.finished import FinishedSessions
from sdc_core.layers.linked import LinkedSessions
from sdc_core.layers.sessions import SourceSessions
from sdc_core.search.place import SearchPlace
from sdc_core.store.hand_edits import HandEdits
from sdc_core.store.months import Layout, MonthStore
from sdc_core.workspace import Workspace

__all__ = [
    "EMBEDDED",
    "FINISHED",
    "LINKED",
    "EmbeddedSessions",
    "FinishedSessions",
    "LinkedSessions",
    "MonthLayer",
    "SourceSessions",
    "Upstream",
    "known_months",
    "make_layers",
    "stale_months",
]


def make_layers(workspace: Workspace) -> dict[str, MonthLayer]:
    """All layers by name, each after those it is made from."""
    sources: list[Layer] = [
        SourceSessions(
            workspace=workspace,
            name=f"sessions/{source.name}",
            store=_store(workspace, f"sessions/{source.name}"),
            source=source,
        )
        for source in workspace.sources
    ]
    finished = MonthStore(
        workspace.output / "sessions",
        root=workspace.output,
        layer=FINISHED,
        layout=Layout.FILES,
        lock_timeout_seconds=workspace.settings.processing_defaults.lock_timeout_seconds,
    )
    edits = HandEdits(store=finished, ledger=workspace.ledger, quarantine=workspace.quarantine)
    linked = LinkedSessions(
        workspace=workspace,
        name=LINKED,
        store=_store(workspace, LINKED),
        upstream=tuple(layer.name for layer in sources),
        edits=edits,
        answers=AnswerCache(workspace.cache / "linked", root=workspace.cache),
    )
    insights = FinishedSessions(
        workspace=workspace,
        name=FINISHED,
        store=finished,
        upstream=(LINKED,),
        edits=edits,
    )
    embedded = EmbeddedSessions(
        workspace=workspace,
        name=EMBEDDED,
        store=_store(workspace, EMBEDDED),
        upstream=(FINISHED,),
        place=SearchPlace.of(workspace.settings),
    )
    layers = (*sources, linked, insights, embedded)
    return {layer.name: layer for layer in layers}  # type: ignore[misc]


def known_months(workspace: Workspace) -> list[str]:
    """Months that any record store or layer knows, in time order."""
    months = {m for layer in workspace.layers.values() for m in layer.store.months()}
    for source in workspace.sources:
        with suppress(TornError):  # its intake names the damage; the other sources go on
            months.update(workspace.records(source.name).months())
    return sorted(months)


def stale_months(workspace: Workspace) -> dict[str, set[str]]:
    """`{month: names of the layers that must run}`; all below a stale layer count as stale."""
    stale: dict[str, set[str]] = {}
    for month in known_months(workspace):
        names: set[str] = set()
        for layer in workspace.layers.values():
            if not names.isdisjoint(layer.upstream) or layer.is_stale(month):
                names.add(layer.name)
        if names:
            stale[month] = names
    return stale


def _store(workspace: Workspace, layer: str) -> MonthStore:
    return MonthStore(
        workspace.root / "store" / layer,
        root=workspace.root,
        layer=layer,
        layout=Layout.LINES,
        lock_timeout_seconds=workspace.settings.processing_defaults.lock_timeout_seconds,
    )
