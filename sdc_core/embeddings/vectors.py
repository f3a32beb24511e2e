"""The vectors of one month: a Parquet file without any text, one row per Session that has one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from sdc_core.errors import TornError
from sdc_core.store.platform import atomic_write, read_bytes

if TYPE_CHECKING:
    import numpy as np

VECTORS_FILE = "vectors.parquet"


@dataclass(frozen=True)
class MonthVectors:
    """Rows in the order of their ids.

    Attributes:
        session_ids: Of each row.
        digests: Of the text that the vector was made from.
        models: That made it.
        vectors: (rows, dimensions) float32.
    """

    session_ids: list[str]
    digests: list[str]
    models: list[str]
    vectors: "np.ndarray"

    def by_text(self) -> "dict[tuple[str, str], np.ndarray]":
        """Vector of each (text digest, model)."""
        return dict(zip(zip(self.digests, self.models, strict=True), self.vectors, strict=True))


def no_vectors() -> MonthVectors:
    """A month without any."""
    import numpy as np  # noqa: PLC0415 - only who reads vectors

    return MonthVectors([], [], [], np.zeros((0, 1), dtype=np.float32))


def month_vectors(rows: "Mapping[str, tuple[str, str, np.ndarray]]") -> MonthVectors:
    """Of `{session id: (text digest, model, vector)}`, all vectors of one length."""
    import numpy as np  # noqa: PLC0415 - only who writes vectors

    ordered = sorted(rows)
    if not ordered:
        return no_vectors()
    return MonthVectors(
        ordered,
        [rows[session_id][0] for session_id in ordered],
        [rows[session_id][1] for session_id in ordered],
        np.vstack([rows[session_id][2] for session_id in ordered]).astype(np.float32),
    )


def write_vectors(path: Path, month: MonthVectors) -> None:
    """Put the file in place; equal vectors give equal bytes."""
    import polars as pl  # noqa: PLC0415 - half a second that only this step needs

    frame = pl.DataFrame(
        {
            "session_id": pl.Series(month.session_ids, dtype=pl.String),
            "content_hash": pl.Series(month.digests, dtype=pl.String),
            "model": pl.Series(month.models, dtype=pl.String),
            "vector": pl.Series(month.vectors, dtype=pl.Array(pl.Float32, month.vectors.shape[1])),
        }
    )
    content = BytesIO()
    frame.write_parquet(content)
    atomic_write(path, content.getvalue(), durable=False)


def read_vectors(path: Path) -> MonthVectors:
    """The rows of a file; none where it is missing.

    Raises:
        TornError: It is no such file; its month is then stale.
    """
    import polars as pl  # noqa: PLC0415 - half a second that only this step needs

    try:
        frame = pl.read_parquet(BytesIO(read_bytes(path)))
        return MonthVectors(
            frame["session_id"].to_list(),
            frame["content_hash"].to_list(),
            frame["model"].to_list(),
            frame["vector"].to_numpy().reshape(len(frame), -1),
        )
    except FileNotFoundError:
        return no_vectors()
    except (pl.exceptions.PolarsError, OSError, ValueError) as error:
        raise TornError(f"{path}: is no file of vectors; run SDC again to rebuild it") from error


def known_texts(paths: Iterable[Path]) -> "dict[tuple[str, str], np.ndarray]":
    """Vectors of all (text digest, model) in these files; a torn file knows nothing."""
    known: dict[tuple[str, str], np.ndarray] = {}
    for path in paths:
        try:
            known |= read_vectors(path).by_text()
        except TornError:
            continue
    return known
