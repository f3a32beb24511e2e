"""How alike two tokens of names are, 0-1: equal, a plural, a slip of the finger, cut short.

The steps are those of the linking reference (section 5). Numbers are equal or they are not.
"""

from functools import lru_cache

from rapidfuzz.distance import OSA, Indel

_REMEMBERED = 200_000
# Letters of the longer token from which so many slips (of at most three) are so alike.
_SLIPS = {1: ((7, 0.96), (5, 0.93), (0, 0.75)), 2: ((9, 0.9), (7, 0.85)), 3: ((10, 0.8),)}
_PLURAL = 0.98
_LEAST_INDEL = 0.84
# A token that begins with the shorter one, by letters of that.
_PREFIX = {2: 0.4, 3: 0.65, 4: 0.8}
_LONG_PREFIX = 0.9
_SHORT_SLIP = 0.55
_SHORT_PLURAL = 0.9
_ABBREVIATION = 0.5
_LONGEST_ABBREVIATED = 4
_SPELT = 4
_SHORT = 3


@lru_cache(maxsize=_REMEMBERED)
def similarity(one: str, other: str) -> float:
    """0-1, the same in both directions."""
    if one == other:
        return 1.0
    if one.isdigit() or other.isdigit():
        return 0.0
    short, long = sorted((one, other), key=lambda token: (len(token), token))
    alike = max(_spelt(short, long), _begins(short, long))
    return alike or _abbreviates(short, long)


def _spelt(short: str, long: str) -> float:
    """Plural or slips; nothing for less than three letters."""
    if len(short) < _SPELT:
        if len(short) < _SHORT:
            return 0.0
        if long == short + "s":
            return _SHORT_PLURAL
        return _SHORT_SLIP if OSA.distance(short, long, score_cutoff=1) == 1 else 0.0
    if long in {short + "s", short + "es"}:
        return _PLURAL
    slips = OSA.distance(short, long, score_cutoff=3)
    for letters, alike in _SLIPS.get(slips, ()):
        if len(long) >= letters:
            return alike
    ratio = Indel.normalized_similarity(short, long, score_cutoff=_LEAST_INDEL)
    return float(ratio)


def _begins(short: str, long: str) -> float:
    return _PREFIX.get(len(short), _LONG_PREFIX) if _is_begun(short, long) else 0.0


def _is_begun(short: str, long: str) -> bool:
    return len(short) > 1 and long.startswith(short)


def _abbreviates(short: str, long: str) -> float:
    """The letters of the short one stand in this order in the long one: `svc`, `service`."""
    if len(short) < 2 or len(long) > _LONGEST_ABBREVIATED * len(short):  # noqa: PLR2004
        return 0.0
    if short[0] != long[0] or len(short) == len(long):
        return 0.0
    letters = iter(long)
    return _ABBREVIATION if all(letter in letters for letter in short) else 0.0
