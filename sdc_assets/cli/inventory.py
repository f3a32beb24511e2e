"""What the finished layer holds, counted from its manifests without opening a Session file."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sdc_core.layers import FINISHED
from sdc_core.models import ProcessingStatus
from sdc_core.workspace import Workspace

STATUSES = [status.value for status in ProcessingStatus]


@dataclass(frozen=True)
class Finished:
    """One finished Session as its month's manifest names it."""

    session_id: str
    month: str
    source: str
    status: str
    path: Path


def finished_sessions(workspace: Workspace) -> Iterator[Finished]:
    """All finished Sessions, month by month in time order."""
    store = workspace.layers[FINISHED].store
    names = {source.system.lower(): source.name for source in workspace.sources}
    for month in store.months():
        manifest = store.manifest(month)
        for entry in manifest.sessions if manifest else ():
            system = entry.file.split("_")[1]
            yield Finished(
                session_id=entry.session_id,
                month=month,
                source=names.get(system, system),
                status=str((entry.editable or {}).get("processing_status")),
                path=store.folder / month / entry.file,
            )


def by_source(sessions: list[Finished]) -> dict[str, dict[str, int]]:
    """`{source: {status: count}}`, statuses in the order in which a Session meets them."""
    counts = Counter((session.source, session.status) for session in sessions)
    return {
        source: {status: counts[source, status] for status in STATUSES if counts[source, status]}
        for source in sorted({session.source for session in sessions})
    }


def status_rows(counts: dict[str, dict[str, int]]) -> tuple[list[str], list[list[object]]]:
    """Headers and rows of a table: source, total, one column per status that occurs."""
    shown = [s for s in STATUSES if any(s in of_source for of_source in counts.values())]
    rows: list[list[object]] = [
        [source, sum(of.values()), *[of.get(status, 0) for status in shown]]
        for source, of in counts.items()
    ]
    if len(rows) > 1:
        rows.append(
            ["all", *[sum(int(str(row[i])) for row in rows) for i in range(1, len(rows[0]))]]
        )
    return ["source", "Sessions", *shown], rows
