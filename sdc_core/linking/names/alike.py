"""Texts that are probably the same name in another spelling, for a person to decide on together.

A suggestion only: nothing is linked by it, so it may be more generous than what links.
"""

from collections.abc import Iterable

from rapidfuzz import fuzz

from sdc_core.linking.names.normalize import Name, normalize

LIKE = 80.0
"""Share of equal letters, in percent, from which two spellings are shown together."""
_SHORTEST = 4


def alike(text: str, others: Iterable[str]) -> list[str]:
    """Those that come close to the text, the closest first; a part of a name counts as close."""
    wanted = normalize(text)
    likeness = {other: _likeness(wanted, normalize(other)) for other in others if other != text}
    near = [other for other, score in likeness.items() if score >= LIKE]
    return sorted(near, key=lambda other: (-likeness[other], other))


def _likeness(one: Name, other: Name) -> float:
    if one.is_placeholder or other.is_placeholder:
        return 0.0
    if _is_part(one, other) or _is_part(other, one):
        return 100.0
    in_order = fuzz.ratio(one.squeezed, other.squeezed)
    return max(in_order, fuzz.token_sort_ratio(one.plain, other.plain))


def _is_part(short: Name, whole: Name) -> bool:
    """Whether the words of one begin the other."""
    count = len(short.core)
    return len(short.squeezed) >= _SHORTEST and short.core == whole.core[:count]
