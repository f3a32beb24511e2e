"""How near Sessions are to a query by meaning: exact cosine over all vectors."""

import sqlite3
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sdc_core.search.index import vectors_of
from sdc_core.search.packing import Packed

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True)
class Meaning:
    """The vectors of some months, by one model."""

    months: Mapping[str, Packed]

    def count(self, only: Collection[int] | None = None) -> int:
        """How many Sessions, of these rows or of all, can be compared by meaning."""
        if only is None:
            return sum(len(packed.rows) for packed in self.months.values())
        rows = (row for packed in self.months.values() for row in packed.rows.tolist())
        return sum(row in only for row in rows)

    def nearest(
        self, query: "np.ndarray", count: int, *, also: Iterable[int], only: Iterable[int] | None
    ) -> dict[int, float]:
        """Cosine of the nearest rows with the query, which has length 1, by row.

        Args:
            query: Its vector.
            count: How many.
            also: Rows whose cosine is wanted however far they are.
            only: The rows that may be found; None is all.
        """
        import numpy as np  # noqa: PLC0415 - only who has vectors

        if not self.months:
            return {}
        rows = np.concatenate([packed.rows for packed in self.months.values()])
        cosines = np.concatenate([packed.cosines(query) for packed in self.months.values()])
        if only is not None:
            is_wanted = np.isin(rows, np.fromiter(only, np.int64))
            rows, cosines = rows[is_wanted], cosines[is_wanted]
        best = np.argsort(-cosines, kind="stable")[:count]
        places = np.union1d(best, np.flatnonzero(np.isin(rows, np.fromiter(also, np.int64))))
        return dict(zip(rows[places].tolist(), cosines[places].tolist(), strict=True))

    def vectors(self, rows: Iterable[int]) -> "dict[int, np.ndarray]":
        """Vectors of those of the rows that have one."""
        import numpy as np  # noqa: PLC0415 - only who has vectors

        wanted = np.array(sorted(rows), dtype=np.int64)
        found: dict[int, np.ndarray] = {}
        for packed in self.months.values():
            places = np.flatnonzero(np.isin(packed.rows, wanted))
            whole = packed.whole[places].astype(np.float32) * packed.scales[places, None]
            found.update(zip(packed.rows[places].tolist(), whole, strict=True))
        return found


def meaning_of(connection: sqlite3.Connection, model: str, months: Collection[str]) -> Meaning:
    """The vectors that this model made of these months; none where it has no name."""
    if not model:
        return Meaning({})
    return Meaning({m: packed for m, packed in vectors_of(connection, model) if m in months})
