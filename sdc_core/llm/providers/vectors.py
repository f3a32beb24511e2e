"""Vectors of a provider as everybody else expects them: one for each text, of length 1."""

import math
from collections.abc import Callable, Sequence

from sdc_core.errors import AnswerError
from sdc_core.llm.base import NOTHING_USED, Embeddings, Usage


def embeddings(
    rows: Sequence[Sequence[float] | None], usage: Usage, name: str, count: int
) -> Embeddings:
    """The vectors, checked and normalised.

    Raises:
        AnswerError: Not one for each text, or one without a direction.
    """
    lengths = [math.sqrt(sum(number * number for number in row or ())) for row in rows]
    if len(rows) != count or len({len(row or ()) for row in rows}) > 1:
        raise AnswerError(
            f"{name}: {len(rows)} vectors for {count} texts, or not all of one size",
            kind="invalid",
            usage=usage,
        )
    if not all(length > 0 and math.isfinite(length) for length in lengths):
        raise AnswerError(f"{name}: a vector without a direction", kind="invalid", usage=usage)
    pairs = zip(rows, lengths, strict=True)
    vectors = tuple(tuple(number / length for number in row or ()) for row, length in pairs)
    return Embeddings(vectors, usage)


def in_batches(
    embed: Callable[[Sequence[str]], Embeddings], texts: Sequence[str], size: int
) -> Embeddings:
    """All vectors, by as many calls as it takes."""
    parts = [embed(texts[start : start + size]) for start in range(0, len(texts), size)]
    vectors = tuple(vector for part in parts for vector in part.vectors)
    return Embeddings(vectors, sum((part.usage for part in parts), NOTHING_USED))
