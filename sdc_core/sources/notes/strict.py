"""One JSON value, strictly: no NaN, no number that is not held, repeated keys noticed."""

import json
import math
from collections.abc import Callable
from typing import Any

Decode = Callable[[str, int], tuple[Any, int]]
_Pairs = list[tuple[str, Any]]


class RefusedError(ValueError):
    """A word that Python's reader knows and JSON does not."""


class StrictDecoder:
    """Decodes a value at a place in a text.

    Attributes:
        lost: Key and value of each pair that a later one of the same object replaced, in the value
            that was decoded last. The last one stands (reliability, parser facts).
    """

    def __init__(self) -> None:
        self.lost: _Pairs = []
        self._decode = json.JSONDecoder(
            object_pairs_hook=self._object, parse_constant=_refused, parse_float=_finite
        ).raw_decode

    def decoded(self, text: str, at: int) -> tuple[Any, int]:
        """The value and where it ends.

        Raises:
            json.JSONDecodeError: No value, or not all of one.
            RefusedError: NaN or Infinity.
            ValueError: A number that is too large.
            RecursionError: Nested too deep for the reader.
        """
        self.lost = []
        return self._decode(text, at)

    def _object(self, pairs: _Pairs) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) < len(pairs):
            last = {key: place for place, (key, _) in enumerate(pairs)}
            self.lost += [pair for place, pair in enumerate(pairs) if last[pair[0]] != place]
        return made


def _refused(word: str) -> Any:
    raise RefusedError(f"{word} is no JSON")


def _finite(text: str) -> float:
    value = float(text)
    if math.isinf(value):
        raise ValueError(text)
    return value


# Where a value ends, whatever its numbers are.
BOUNDS: Decode = json.JSONDecoder(
    parse_constant=_refused, parse_float=str, parse_int=str
).raw_decode


def is_too_deep(text: str, value: Any, limit: int) -> bool:
    """Whether a value has more levels; few have so many brackets that it must be counted."""
    if text.count("[") + text.count("{") <= limit:
        return False
    layer, levels = _inner([value]), 0
    while layer:
        layer, levels = _inner(part for one in layer for part in _parts(one)), levels + 1
    return levels > limit


def _inner(values: Any) -> list[Any]:
    return [value for value in values if isinstance(value, dict | list)]


def _parts(value: Any) -> Any:
    return value.values() if isinstance(value, dict) else value


def without_lone_surrogates(value: Any) -> tuple[Any, bool]:
    r"""The value with U+FFFD for each `\ud800` that has no partner, and whether there was one."""
    text = json.dumps(value, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        clean = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        return json.loads(clean), True
    return value, False
