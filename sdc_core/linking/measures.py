"""What is measured on a text and a name, pair by pair; `features` makes the features of it.

All that needs a look at single tokens is done here, in one pass; features are arithmetic on arrays.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import pairwise

from sdc_core.linking.alignment import Alignment, Alike, align
from sdc_core.linking.omission import Omission
from sdc_core.linking.rows import Floats
from sdc_core.linking.sides import Marks, Side
from sdc_core.linking.tokens import similarity

# From here on a pair of unlike tokens is a slip, not another word.
SLIP = 0.75
_LEAST_INITIALS = 3
_LEAST_CUT = 8


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


@dataclass(frozen=True, slots=True)
class Traits:
    """What else agrees or differs, 0 or 1 where nothing else is said.

    Attributes:
        numbers_differ: Each side has a number that the other lacks.
        number_in_query: The text has a number that the name lacks.
        number_agrees: Both have one number in common.
        letters_differ: The same of letters that stand by themselves, as in "Class A".
        bracket_numbers_differ: Both have numbers in brackets, and none in common.
        bracket_number_in_query: A number in brackets in the text that the name lacks.
        brackets: 1 bracketed words found on the other side, -.5 those of the text not found, -.25
            those of the name not found.
        legal_differ: Both have a legal form, and none in common.
        first: Similarity of the first tokens; `last` of the last ones.
        cut: One side begins with the other, of eight letters or more: a name that was cut.
        initials: A token of one side is the initials of the other.
        same_text: Equal but for case; `same_words` after normalisation; `same_letters` without
            spaces.
    """

    numbers_differ: Floats
    number_in_query: Floats
    number_in_name: Floats
    number_agrees: Floats
    letters_differ: Floats
    letter_in_query: Floats
    letter_in_name: Floats
    bracket_numbers_differ: Floats
    bracket_number_in_query: Floats
    brackets: Floats
    legal_differ: Floats
    legal_agrees: Floats
    first: Floats
    last: Floats
    cut: Floats
    initials: Floats
    same_text: Floats
    same_words: Floats
    same_letters: Floats


WORDS = len(fields(Words))
_NO_MARKS = (0.0,) * 10
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


def measure(query: Side, listed: Side, usage: Usage) -> tuple[float, ...]:
    """The fields of `Words`, then those of `Traits`, for one pair."""
    aligned = align(query.tokens, listed.tokens, usage.alike)
    return (*_words(aligned, query, listed, usage), *_traits(query, listed, usage.alike))


def _words(aligned: Alignment, query: Side, listed: Side, usage: Usage) -> tuple[float, ...]:
    query_weights, name_weights = _weights(aligned, query, listed)
    total_query, total_name = sum(query_weights), sum(name_weights)
    matched_query = matched_name = shared = rarest = worst = 0.0
    commonest = 1.0
    slips = shortened = 0
    for place, other, alike in aligned.matches:
        weight, name_weight = query_weights[place], name_weights[other]
        smaller = min(weight, name_weight)
        if alike < 1.0:
            slips += 1
            if alike >= SLIP:
                # Else a slip that nobody else made would weigh more than the word itself.
                total_query -= weight - smaller
                total_name -= name_weight - smaller
                weight = name_weight = smaller
                shortened += _is_shortened(aligned, place, other, query, listed)
            worst = min(alike, worst or 1.0)
        matched_query += alike * weight
        matched_name += alike * name_weight
        shared += alike * smaller
        if alike >= SLIP:
            rarest = max(smaller, rarest)
            commonest = min(smaller, commonest)
    left_query = [query_weights[place] for place in aligned.left_query]
    left_name = [name_weights[place] for place in aligned.left_name]
    matches = aligned.matches
    last_query = max([match[0] for match in matches], default=-1)
    first_name = min([match[1] for match in matches], default=len(name_weights))
    last_name = max([match[1] for match in matches], default=-1)
    return (
        matched_query,
        matched_name,
        total_query,
        total_name,
        shared,
        rarest,
        commonest if rarest else 0.0,
        (worst or 1.0) if matches else 0.0,
        slips,
        shortened,
        _is_in_order(aligned),
        aligned.is_joined,
        len(left_query),
        len(left_name),
        max(left_query, default=0.0),
        max(left_name, default=0.0),
        sum(left_query),
        sum(left_name),
        sum([query_weights[place] for place in aligned.left_query if place > last_query]),
        sum([name_weights[place] for place in aligned.left_name if place > last_name]),
        sum([name_weights[place] for place in aligned.left_name if place < first_name]),
        *_left_out(aligned.query, aligned.left_query, usage.query),
        *_left_out(aligned.name, aligned.left_name, usage.name),
    )


def _weights(aligned: Alignment, query: Side, listed: Side) -> tuple[list[float], list[float]]:
    """Weights in the order of the aligned tokens; two that were joined weigh as the one does."""
    one, other = query.weights, listed.weights
    if not aligned.is_joined:
        return [one[t] for t in aligned.query], [other[t] for t in aligned.name]
    return (
        [one[t] if t in one else other.get(t, 1.0) for t in aligned.query],
        [other[t] if t in other else one.get(t, 1.0) for t in aligned.name],
    )


def _is_shortened(aligned: Alignment, place: int, other: int, query: Side, listed: Side) -> bool:
    return (
        aligned.query[place] in query.name.shortened or aligned.name[other] in listed.name.shortened
    )


def _is_in_order(aligned: Alignment) -> bool:
    matches = aligned.matches
    if len(matches) < 2:  # noqa: PLR2004 - an order
        return True
    places = [match[1] for match in sorted(matches)]
    return all(one <= other for one, other in pairwise(places))


def _left_out(tokens: Sequence[str], left: list[int], omission: Omission) -> tuple[float, ...]:
    if not left:
        return _NOTHING_LEFT
    odds = [omission.log_odds(tokens[place]) for place in left]
    rare = sum([x for x in odds if x < 0])
    return rare, sum(odds) - rare, min(odds), max(odds)


def _traits(query: Side, listed: Side, alike: Alike) -> tuple[float, ...]:
    one, other = query.name, listed.name
    marks = _marks(query, listed) if query.marks or listed.marks else _NO_MARKS
    common = one.legal & other.legal
    return (
        *marks,
        bool(one.legal and other.legal and not common),
        bool(common),
        alike(one.core[0], other.core[0]) if one.core and other.core else 0.0,
        alike(one.core[-1], other.core[-1]) if one.core and other.core else 0.0,
        _is_cut(one.squeezed, other.squeezed),
        _has_initials(one.initials, listed) or _has_initials(other.initials, query),
        one.key == other.key,
        one.core == other.core,
        one.squeezed == other.squeezed,
    )


def _is_cut(one: str, other: str) -> bool:
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    return len(short) >= _LEAST_CUT and long.startswith(short)


def _has_initials(initials: str, side: Side) -> bool:
    return len(initials) >= _LEAST_INITIALS and initials in side.tokens


_UNMARKED = Marks(frozenset(), frozenset(), frozenset(), frozenset())


def _marks(query: Side, listed: Side) -> tuple[float, ...]:
    one, other = query.marks or _UNMARKED, listed.marks or _UNMARKED
    more_numbers, less_numbers = one.numbers - other.numbers, other.numbers - one.numbers
    more_letters, less_letters = one.letters - other.letters, other.letters - one.letters
    inside, inside_name = one.bracketed_numbers, other.bracketed_numbers
    return (
        bool(more_numbers and less_numbers),
        bool(more_numbers),
        bool(less_numbers),
        not one.numbers.isdisjoint(other.numbers),
        bool(more_letters and less_letters),
        bool(more_letters),
        bool(less_letters),
        bool(inside and inside_name and inside.isdisjoint(inside_name)),
        bool(inside - inside_name - other.numbers),
        _brackets(one, other, query, listed),
    )


def _brackets(one: Marks, other: Marks, query: Side, listed: Side) -> float:
    if one.bracketed:
        return 1.0 if one.bracketed <= {*listed.name.core, *other.bracketed} else -0.5
    if other.bracketed:
        return 1.0 if other.bracketed <= set(query.name.core) else -0.25
    return 0.0
