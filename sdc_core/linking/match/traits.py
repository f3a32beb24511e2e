"""What of two names agrees or differs beside their words: numbers, letters, legal forms, brackets.

One pass over a pair, like `measures`.
"""

from dataclasses import dataclass

from sdc_core.linking.candidates.rows import Floats
from sdc_core.linking.match.alignment import Alike
from sdc_core.linking.match.sides import Marks, Side
from sdc_core.linking.names.guards import objection
from sdc_core.linking.names.name_words import ANGLO_LEGAL

_LEAST_INITIALS = 3
_LEAST_CUT = 8
_NO_MARKS = (0.0,) * 10


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


def traits_of(query: Side, listed: Side, alike: Alike) -> tuple[float, ...]:
    """The fields of `Traits` for one pair."""
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
