"""How alike two words of the names of people are: a letter may stand for a name, Bob for Robert."""

from functools import lru_cache

from sdc_core.linking.names.nicknames import NICKNAMES
from sdc_core.linking.names.tokens import similarity

_REMEMBERED = 100_000
_INITIAL = 0.6
_SHORT_FORM = 0.9
# Two short forms of one name: Bob and Rob.
_BOTH_SHORT = 0.8


@lru_cache(maxsize=_REMEMBERED)
def similarity_of_persons(one: str, other: str) -> float:
    """0-1, the same in both directions."""
    if one != other and one[:1] == other[:1] and 1 in {len(one), len(other)}:
        return 0.0 if one.isdigit() or other.isdigit() else _INITIAL
    spelt = similarity(one, other)
    return spelt if spelt == 1.0 else max(spelt, _short_form(one, other))


def _short_form(one: str, other: str) -> float:
    first, second = NICKNAMES.get(one, frozenset()), NICKNAMES.get(other, frozenset())
    if other in first or one in second:
        return _SHORT_FORM
    return 0.0 if first.isdisjoint(second) else _BOTH_SHORT
