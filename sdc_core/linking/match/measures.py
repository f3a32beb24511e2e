"""What is measured on a text and a name, pair by pair; `features` makes the features of it.

All that needs a look at single tokens is done here, in one pass; features are arithmetic on arrays.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from itertools import pairwise

from sdc_core.linking.candidates.rows import Floats
from sdc_core.linking.match.alignment import Alignment, Alike, Match, align
from sdc_core.linking.match.sides import Side
from sdc_core.linking.match.traits import traits_of
from sdc_core.linking.names.omission import Omission
from sdc_core.linking.names.tokens import similarity

# From here on a pair of unlike tokens is a slip, not another word.
SLIP = 0.75


@dataclass(frozen=True, slots=True)
class Words:
    """How the words of both sides stand to each other; one array of all pairs for each field.

    `query` is the text, `name` the listed name; a weight is the rarity of a token, 0-1.

    Attributes:
        matched_query: Weight of the matched tokens, each times its similarity.
        total_query: Weight of all tokens.
        shared: Weight of the matches, the smaller of both sides.
        rarest: Highest weight of a match that is no more than a slip apart.
        commonest: Lowest weight of such a match.
        worst: Lowest similarity of a match; 0 without any.
        slips: Matches that are not equal.
        shortened: Slips in which one side is a word with a full stop.
        first_letters: Slips in the first letter, where hardly anybody slips.
        last_letters: Slips in the last letter alone, which is what tells two codes apart.
        in_order: 1 where the matches come in the same order.
        joined: 1 where one side writes two words as one.
        left_query: How many tokens of the text the name lacks.
        heaviest_query: Highest weight among them.
        lost_query: Their weights together.
        behind_query: Their weights together, behind the last match.
        before_name: Weights of tokens of the name before the first match that the text lacks.
        rare_query: Log-odds of omission of the words rarely left out, together.
        common_query: The same of words commonly left out.
        least_query: The lowest of them; `most_query` the highest.
    """

    matched_query: Floats
    matched_name: Floats
    total_query: Floats
    total_name: Floats
    shared: Floats
    rarest: Floats
    commonest: Floats
    worst: Floats
    slips: Floats
    shortened: Floats
    first_letters: Floats
    last_letters: Floats
    in_order: Floats
    joined: Floats
    left_query: Floats
    left_name: Floats
    heaviest_query: Floats
    heaviest_name: Floats
    lost_query: Floats
    lost_name: Floats
    behind_query: Floats
    behind_name: Floats
    before_name: Floats
    rare_query: Floats
    common_query: Floats
    least_query: Floats
    most_query: Floats
    rare_name: Floats
    common_name: Floats
    least_name: Floats
    most_name: Floats


WORDS = len(fields(Words))
_NOTHING_LEFT = (0.0,) * 4


@dataclass(frozen=True, slots=True)
class Usage:
    """How names of one kind are written.

    Attributes:
        query: How readily words of a text are missing in a listed name; `name` the other way round.
        alike: How alike two words are, 0-1.
    """

    query: Omission
    name: Omission
    alike: Alike = similarity


def measure(query: Side, listed: Side, alike: Alike) -> tuple[float, ...]:
    """The fields of `Words`, then those of `traits.Traits`, for one pair."""
    aligned = align(query.tokens, listed.tokens, alike)
    if aligned.is_joined:
        query, listed = _joined(query, aligned.query, listed), _joined(listed, aligned.name, query)
    return (
        *_matched(aligned, query, listed),
        aligned.is_joined,
        *_left(aligned, query, listed),
        *traits_of(query, listed, alike),
    )


def _joined(side: Side, tokens: Sequence[str], other: Side) -> Side:
    """The side with tokens joined as the other side writes them; they weigh as they do there."""
    own = dict(zip(side.tokens, zip(side.weights, side.odds, strict=True), strict=True))
    own = dict(zip(other.tokens, zip(other.weights, other.odds, strict=True), strict=True)) | own
    found = [own[token] for token in tokens]
    return replace(
        side,
        tokens=tuple(tokens),
        weights=tuple([weight for weight, _ in found]),
        odds=tuple([odds for _, odds in found]),
    )


def _matched(aligned: Alignment, query: Side, listed: Side) -> tuple[float, ...]:
    """The fields of `Words` as far as `in_order`."""
    query_weights, name_weights = query.weights, listed.weights
    total_query, total_name = sum(query_weights), sum(name_weights)
    close: list[float] = []  # weights of the matches that are no more than a slip apart
    slips = shortened = first_letters = last_letters = 0
    loose_query = loose_name = loose = slipped = 0.0
    worst = 1.0
    for place, other, alike in aligned.matches:
        weight, name_weight = query_weights[place], name_weights[other]
        if alike == 1.0:
            close.append(weight)
            continue
        slips += 1
        worst = min(alike, worst)
        smaller = min(weight, name_weight)
        if alike < SLIP:
            loose_query += alike * weight
            loose_name += alike * name_weight
            loose += alike * smaller
            continue
        # Else a slip that nobody else made would weigh more than the word itself.
        total_query -= weight - smaller
        total_name -= name_weight - smaller
        slipped += (1.0 - alike) * smaller
        close.append(smaller)
        shortened += _is_shortened(query, place, listed, other)
        token, name_token = query.tokens[place], listed.tokens[other]
        first_letters += token[0] != name_token[0]
        last_letters += len(token) == len(name_token) and token[:-1] == name_token[:-1]
    tight = sum(close) - slipped
    return (
        tight + loose_query,
        tight + loose_name,
        total_query,
        total_name,
        tight + loose,
        max(close) if close else 0.0,
        min(close) if close else 0.0,
        worst if aligned.matches else 0.0,
        slips,
        shortened,
        first_letters,
        last_letters,
        _is_in_order(aligned.matches),
    )


def _left(aligned: Alignment, query: Side, listed: Side) -> tuple[float, ...]:
    """The fields of `Words` from `left_query` on."""
    in_query, in_name = aligned.left_query, aligned.left_name
    query_weights, name_weights = query.weights, listed.weights
    left_query = [query_weights[place] for place in in_query]
    left_name = [name_weights[place] for place in in_name]
    behind_query = behind_name = before_name = 0.0
    matches = aligned.matches
    if left_query:
        last = max([match[0] for match in matches]) if matches else -1
        behind_query = sum([query_weights[place] for place in in_query if place > last])
    if left_name:
        places = [match[1] for match in matches]
        first, last = (min(places), max(places)) if places else (len(name_weights), -1)
        behind_name = sum([name_weights[place] for place in in_name if place > last])
        before_name = sum([name_weights[place] for place in in_name if place < first])
    return (
        len(left_query),
        len(left_name),
        max(left_query) if left_query else 0.0,
        max(left_name) if left_name else 0.0,
        sum(left_query),
        sum(left_name),
        behind_query,
        behind_name,
        before_name,
        *_omitted(query.odds, in_query),
        *_omitted(listed.odds, in_name),
    )


def _is_shortened(query: Side, place: int, listed: Side, other: int) -> bool:
    shortened, in_name = query.name.shortened, listed.name.shortened
    return query.tokens[place] in shortened or listed.tokens[other] in in_name


def _is_in_order(matches: list[Match]) -> bool:
    if len(matches) < 2:  # noqa: PLR2004 - an order
        return True
    places = [match[1] for match in sorted(matches)]
    return all(one <= other for one, other in pairwise(places))


def _omitted(odds: tuple[float, ...], left: list[int]) -> tuple[float, ...]:
    if not left:
        return _NOTHING_LEFT
    found = [odds[place] for place in left]
    rare = sum([x for x in found if x < 0])
    return rare, sum(found) - rare, min(found), max(found)
