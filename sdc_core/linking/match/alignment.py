"""Which token of a text stands for which token of a name, and what is left over on both sides.

Equal tokens find each other first, the nearest ones where there are several; then a token that is
two joined neighbours of the other side; then the most alike (linking reference, section 5).
"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from sdc_core.linking.names.tokens import similarity

LEAST_ALIKE = 0.4
Alike = Callable[[str, str], float]


class Match(NamedTuple):
    """Token `query` of the text stands for token `name` of the name."""

    query: int
    name: int
    similarity: float


class Alignment(NamedTuple):
    """Matches, and the places of what is left over, in order.

    Attributes:
        query: Tokens of the text, two of them as one where the name writes them so.
        name: Tokens of the name, in the same way.
        is_joined: Whether neighbours were joined on a side.
    """

    query: Sequence[str]
    name: Sequence[str]
    matches: list[Match]
    left_query: list[int]
    left_name: list[int]
    is_joined: bool = False


def align(query: Sequence[str], name: Sequence[str], alike: Alike = similarity) -> Alignment:
    """Match the tokens, each at most once; `alike` says how alike two are, 0-1."""
    matches, left_query, left_name = _equal(query, name)
    if not left_query or not left_name:
        return Alignment(query, name, matches, left_query, left_name)
    joined = _join(query, name, left_query, left_name)
    if joined is not None:
        query, name = joined
        matches, left_query, left_name = _equal(query, name)
    if left_query and left_name:
        pairs = [
            (-found, abs(place - other), place, other)
            for place in left_query
            for other in left_name
            if (found := alike(query[place], name[other])) >= LEAST_ALIKE
        ]
        _take_alike(pairs, matches, left_query, left_name)
    return Alignment(query, name, matches, left_query, left_name, joined is not None)


def _equal(query: Sequence[str], name: Sequence[str]) -> tuple[list[Match], list[int], list[int]]:
    matches: list[Match] = []
    left_query: list[int] = []
    left_name = list(range(len(name)))
    for place, token in enumerate(query):
        same = [other for other in left_name if name[other] == token] if token in name else ()
        if same:
            nearest = same[0] if len(same) == 1 else min(same, key=lambda x: abs(x - place))
            left_name.remove(nearest)
            matches.append(Match(place, nearest, 1.0))
        else:
            left_query.append(place)
    return matches, left_query, left_name


def _take_alike(
    pairs: list[tuple[float, int, int, int]], found: list[Match], query: list[int], name: list[int]
) -> None:
    """Match what is left, the most alike first, then the nearest places."""
    pairs.sort()
    for negative, _, place, other in pairs:
        if place in query and other in name:
            found.append(Match(place, other, -negative))
            query.remove(place)
            name.remove(other)


def _join(
    query: Sequence[str], name: Sequence[str], left_query: list[int], left_name: list[int]
) -> tuple[Sequence[str], Sequence[str]] | None:
    """Both sides with neighbours joined that the other side writes as one; None without any."""
    in_name = _joint(name, left_name, {query[place] for place in left_query})
    in_query = _joint(query, left_query, {name[place] for place in left_name})
    if in_name is None and in_query is None:
        return None
    return (
        query if in_query is None else _with_joint(query, in_query),
        name if in_name is None else _with_joint(name, in_name),
    )


def _joint(tokens: Sequence[str], left: list[int], wanted: set[str]) -> int | None:
    """The first place of a token that makes a wanted one with the token behind it."""
    for place, after in pairwise(left):
        if after == place + 1 and tokens[place] + tokens[after] in wanted:
            return place
    return None


def _with_joint(tokens: Sequence[str], place: int) -> Sequence[str]:
    return (*tokens[:place], tokens[place] + tokens[place + 1], *tokens[place + 2 :])
