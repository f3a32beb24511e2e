"""Vectors of a month as bytes for the index: int8, and one scale and row number per vector."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np

    from sdc_core.embeddings.vectors import MonthVectors

_TOP = 127
_BYTES_OF_ROW = 12  # row number and scale


class PackedBytes(NamedTuple):
    """As they lie in the index."""

    model: str
    rows: bytes
    vectors: bytes


NOTHING_PACKED = PackedBytes("", b"", b"")


@dataclass(frozen=True)
class Packed:
    """The vectors of one month: that of `rows[i]` is `whole[i] * scales[i]`."""

    rows: "np.ndarray"
    scales: "np.ndarray"
    whole: "np.ndarray"

    def cosines(self, query: "np.ndarray") -> "np.ndarray":
        """Of all its vectors with the query, which has length 1."""
        import numpy as np  # noqa: PLC0415 - only who has vectors

        found: np.ndarray = (self.whole.astype(np.float32) @ query) * self.scales
        return found

    def vectors(self) -> "np.ndarray":
        """As float32."""
        import numpy as np  # noqa: PLC0415 - only who has vectors

        found: np.ndarray = self.whole.astype(np.float32) * self.scales[:, None]
        return found


def pack(month: "MonthVectors", rows: Mapping[str, int]) -> PackedBytes:
    """Those of Sessions that have a row; of one model, the one that made most of them."""
    import numpy as np  # noqa: PLC0415 - only who has vectors

    model = max(sorted(set(month.models)), key=month.models.count, default="")
    known = list(zip(month.session_ids, month.models, strict=True))
    places = [
        n
        for n, (session_id, made_by) in enumerate(known)
        if session_id in rows and made_by == model
    ]
    if not places:
        return NOTHING_PACKED
    vectors = month.vectors[places]
    scales = (np.abs(vectors).max(axis=1) / _TOP).astype("<f4")
    scales[scales == 0] = 1
    whole = np.rint(vectors / scales[:, None]).astype(np.int8)
    numbers = np.array([rows[month.session_ids[place]] for place in places], dtype="<i8")
    return PackedBytes(model, numbers.tobytes() + scales.tobytes(), whole.tobytes())


def unpack(rows: bytes, vectors: bytes) -> Packed:
    """What `pack` made."""
    import numpy as np  # noqa: PLC0415 - only who has vectors

    count = len(rows) // _BYTES_OF_ROW
    return Packed(
        np.frombuffer(rows, "<i8", count),
        np.frombuffer(rows, "<f4", count, offset=8 * count),
        np.frombuffer(vectors, np.int8).reshape(count, -1),
    )
