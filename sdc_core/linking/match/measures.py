"""What is measured on a text and a name, pair by pair; `features` makes the features of it.

All that needs a look at single tokens is done here, in one pass; features are arithmetic on arrays.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from itertools import pairwise

from sdc_core.linking.candidates.rows import Floats
from sdc_core.linking.match.alignment import Alignment, Alike, Match, align
from sdc_core.linking.match.sides import Marks, Side
from sdc_core.linking.names.guards import objection
from sdc_core.linking.names.name_words import ANGLO_LEGAL
from sdc_core.linking.names.omission import Omission
from sdc_core.linking.names.tokens import similarity

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
        legal_abroad: Both have a legal form, and those are at home in different countries.
        stops_query: Log-odds of omission of the stop words that the name lacks, together.
        first: Similarity of the first tokens; `last` of the last ones.
        cut: One side begins with the other, of eight letters or more: a name that was cut.
        initials: A token of one side is the initials of the other.
        same_text: Equal but for case; `same_words` after normalisation, with nothing that speaks
            against it (`guards`); `same_core` whatever speaks against it; `same_letters` without
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
    legal_abroad: Floats
    stops_query: Floats
    stops_name: Floats
    first: Floats
    last: Floats
    cut: Floats
    initials: Floats
    same_text: Floats
    same_words: Floats
    same_core: Floats
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


def measure(query: Side, listed: Side, alike: Alike) -> tuple[float, ...]:
    """The fields of `Words`, then those of `Traits`, for one pair."""
    aligned = align(query.tokens, listed.tokens, alike)
    if aligned.is_joined:
        query, listed = _joined(query, aligned.query, listed), _joined(listed, aligned.name, query)
    return (
        *_matched(aligned, query, listed),
        aligned.is_joined,
        *_left(aligned, query, listed),
        *_traits(query, listed, alike),
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


def _traits(query: Side, listed: Side, alike: Alike) -> tuple[float, ...]:
    one, other = query.name, listed.name
    marks = _marks(query, listed) if query.marks or listed.marks else _NO_MARKS
    common = one.legal & other.legal
    return (
        *marks,
        bool(one.legal and other.legal and not common),
        bool(common),
        _is_abroad(one.legal, other.legal),
        _lost(query.stops, listed.stops),
        _lost(listed.stops, query.stops),
        alike(one.core[0], other.core[0]) if one.core and other.core else 0.0,
        alike(one.core[-1], other.core[-1]) if one.core and other.core else 0.0,
        _is_cut(one.squeezed, other.squeezed),
        _has_initials(one.initials, listed) or _has_initials(other.initials, query),
        one.key == other.key,
        one.core == other.core and objection(one, other) is None,
        one.core == other.core,
        one.squeezed == other.squeezed,
    )


def _is_abroad(one: frozenset[str], other: frozenset[str]) -> bool:
    if not one or not other:
        return False
    return one.isdisjoint(ANGLO_LEGAL) is not other.isdisjoint(ANGLO_LEGAL)


def _lost(stops: dict[str, float], others: dict[str, float]) -> float:
    return sum([odds for stop, odds in stops.items() if stop not in others])


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
