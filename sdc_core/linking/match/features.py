"""The features of a text and a customer: a table of name, group and how it is made.

The first are those of the linking reference (section 5); what was added stands in decision 0031.
Each is arithmetic on arrays of pairs. The groups are what a person is told of a link.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from sdc_core.linking.candidates.rows import Floats, Matrix
from sdc_core.linking.match.pairs import Measured, coverage

WORDS, LETTERS, LEFT_OUT = "words", "letters", "words left out"
NUMBERS, LEGAL, RIVALS, SIZE = "numbers", "legal form", "other customers", "length"
SAME, BRACKETS, SHORT = "same name", "brackets", "abbreviation"


class Feature(NamedTuple):
    """One number that the model weighs."""

    name: str
    group: str
    of: Callable[[Measured], Floats]


def _shared(m: Measured) -> Floats:
    return np.minimum(m.words.shared, 4.0)


def _is_one(m: Measured) -> Floats:
    is_one: Floats = (m.sizes.tokens_query == 1).astype(np.float64)
    return is_one


def _query(m: Measured) -> Floats:
    return coverage(m.words)[0]


def _name(m: Measured) -> Floats:
    return coverage(m.words)[1]


def _both(m: Measured) -> Floats:
    return np.minimum(*coverage(m.words))


def _product(m: Measured) -> Floats:
    query, name = coverage(m.words)
    return query * name


def _above(values: Floats, least: float) -> Floats:
    return np.maximum(0.0, values - least)


BASE = (
    Feature("cosine", WORDS, lambda m: m.cosine),
    Feature("matched_query", WORDS, _query),
    Feature("matched_name", WORDS, _name),
    Feature("matched_both", WORDS, _both),
    Feature("matched_product", WORDS, _product),
    Feature("letters", LETTERS, lambda m: m.letters.indel),
    Feature("letters_from_start", LETTERS, lambda m: m.letters.winkler),
    Feature("same_letters", SAME, lambda m: m.traits.same_letters),
    Feature("same_words", SAME, lambda m: m.traits.same_words),
    Feature("same_core", SAME, lambda m: m.traits.same_core),
    Feature("same_text", SAME, lambda m: m.traits.same_text),
    Feature("heaviest_left_query", LEFT_OUT, lambda m: m.words.heaviest_query),
    Feature("heaviest_left_name", LEFT_OUT, lambda m: m.words.heaviest_name),
    Feature("lost_query", LEFT_OUT, lambda m: m.words.lost_query),
    Feature("lost_name", LEFT_OUT, lambda m: m.words.lost_name),
    Feature("left_query", LEFT_OUT, lambda m: m.words.left_query),
    Feature("left_name", LEFT_OUT, lambda m: m.words.left_name),
    Feature("behind_query", LEFT_OUT, lambda m: m.words.behind_query),
    Feature("behind_name", LEFT_OUT, lambda m: m.words.behind_name),
    Feature("before_name", LEFT_OUT, lambda m: m.words.before_name),
    Feature("rarely_omitted_query", LEFT_OUT, lambda m: m.words.rare_query),
    Feature("often_omitted_query", LEFT_OUT, lambda m: m.words.common_query),
    Feature("least_omitted_query", LEFT_OUT, lambda m: m.words.least_query),
    Feature("most_omitted_query", LEFT_OUT, lambda m: m.words.most_query),
    Feature("rarely_omitted_name", LEFT_OUT, lambda m: m.words.rare_name),
    Feature("often_omitted_name", LEFT_OUT, lambda m: m.words.common_name),
    Feature("least_omitted_name", LEFT_OUT, lambda m: m.words.least_name),
    Feature("most_omitted_name", LEFT_OUT, lambda m: m.words.most_name),
    Feature("numbers_differ", NUMBERS, lambda m: m.traits.numbers_differ),
    Feature("number_in_query", NUMBERS, lambda m: m.traits.number_in_query),
    Feature("number_in_name", NUMBERS, lambda m: m.traits.number_in_name),
    Feature("number_agrees", NUMBERS, lambda m: m.traits.number_agrees),
    Feature("letters_differ", NUMBERS, lambda m: m.traits.letters_differ),
    Feature("letter_in_query", NUMBERS, lambda m: m.traits.letter_in_query),
    Feature("letter_in_name", NUMBERS, lambda m: m.traits.letter_in_name),
    Feature("decimal_in_query", NUMBERS, lambda m: np.minimum(m.sizes.decimals_query, 1.0)),
    Feature("decimal_in_name", NUMBERS, lambda m: np.minimum(m.sizes.decimals_name, 1.0)),
    Feature("legal_differ", LEGAL, lambda m: m.traits.legal_differ),
    Feature("legal_agrees", LEGAL, lambda m: m.traits.legal_agrees),
    Feature("legal_abroad", LEGAL, lambda m: m.traits.legal_abroad),
    Feature("stops_query", LEFT_OUT, lambda m: m.traits.stops_query),
    Feature("stops_name", LEFT_OUT, lambda m: m.traits.stops_name),
    Feature("legal_in_query", LEGAL, lambda m: m.sizes.legal_query),
    Feature("legal_in_name", LEGAL, lambda m: m.sizes.legal_name),
    Feature("first_word", WORDS, lambda m: m.traits.first),
    Feature("last_word", WORDS, lambda m: m.traits.last),
    Feature("cut", SHORT, lambda m: m.traits.cut),
    Feature("initials", SHORT, lambda m: m.traits.initials),
    Feature("shortened", SHORT, lambda m: m.words.shortened),
    Feature("shared_rarity", WORDS, _shared),
    Feature("rarest", WORDS, lambda m: m.words.rarest),
    Feature("commonest", WORDS, lambda m: m.words.commonest),
    Feature("little_shared", WORDS, lambda m: (m.words.shared < 0.35).astype(np.float64)),  # noqa: PLR2004 - one usual word
    Feature("worst_match", LETTERS, lambda m: m.words.worst),
    Feature("slips", LETTERS, lambda m: m.words.slips),
    Feature("slips_first", LETTERS, lambda m: m.words.first_letters),
    Feature("slips_last", LETTERS, lambda m: m.words.last_letters),
    Feature("in_order", WORDS, lambda m: m.words.in_order),
    Feature("joined", LETTERS, lambda m: m.words.joined),
    Feature("brackets", BRACKETS, lambda m: m.traits.brackets),
    Feature("bracket_numbers_differ", BRACKETS, lambda m: m.traits.bracket_numbers_differ),
    Feature("bracket_number_in_query", BRACKETS, lambda m: m.traits.bracket_number_in_query),
    Feature("length_query", SIZE, lambda m: m.sizes.letters_query),
    Feature("length_name", SIZE, lambda m: m.sizes.letters_name),
    Feature("tokens_query", SIZE, lambda m: m.sizes.tokens_query),
    Feature("tokens_name", SIZE, lambda m: m.sizes.tokens_name),
    Feature("repeated_query", SIZE, lambda m: m.sizes.repeated_query),
    Feature("one_word", SIZE, _is_one),
    Feature("one_word_name", SIZE, lambda m: (m.sizes.tokens_name == 1).astype(np.float64)),
    Feature("customers", SIZE, lambda m: m.sizes.customers),
    Feature("candidates", SIZE, lambda m: m.sizes.candidates),
    Feature("ahead", RIVALS, lambda m: m.rivals.impression),
    Feature("ahead_in_words", RIVALS, lambda m: m.rivals.coverage),
    Feature("ahead_in_cosine", RIVALS, lambda m: m.rivals.cosine),
    Feature("rivals", RIVALS, lambda m: m.rivals.near),
    Feature("rivals_in_words", RIVALS, lambda m: m.rivals.near_coverage),
    Feature("rank", RIVALS, lambda m: m.rivals.rank),
    Feature("other_name", SAME, lambda m: m.rivals.other_name),
)  # fmt: skip


def _hinges(base: Feature, *bends: float) -> Iterator[Feature]:
    """The feature from each bend on: what a straight line cannot say."""
    for bend in bends:
        name = f"{base.name}>{bend:g}"
        yield Feature(name, base.group, lambda m, bend=bend: _above(base.of(m), bend))  # type: ignore[misc]


_NAMED = {feature.name: feature for feature in BASE}
BENT = (
    *_hinges(_NAMED["matched_both"], 0.5, 0.7, 0.85, 0.95),
    *_hinges(_NAMED["letters"], 0.6, 0.8, 0.9, 0.97),
    *_hinges(_NAMED["cosine"], 0.5, 0.7, 0.85),
    *_hinges(_NAMED["heaviest_left_query"], 0.15, 0.3, 0.5),
    *_hinges(_NAMED["heaviest_left_name"], 0.15, 0.3, 0.5),
)
PRODUCTS = (
    Feature("more_in_name", LEFT_OUT, lambda m: _query(m) * (1 - _name(m))),
    Feature("more_in_query", LEFT_OUT, lambda m: _name(m) * (1 - _query(m))),
    Feature("one_rare_word", WORDS, lambda m: _is_one(m) * _shared(m)),
    Feature("rare_and_matched", WORDS, lambda m: _shared(m) * _both(m)),
    Feature("cut_name", SHORT, lambda m: m.traits.cut * _name(m)),
    Feature("cut_query", SHORT, lambda m: m.traits.cut * _query(m)),
    Feature("rarer_and_matched", WORDS, lambda m: _above(_shared(m), 1.0) * _both(m)),
    Feature("rarest_and_matched", WORDS, lambda m: _above(_shared(m), 1.8) * _both(m)),
    Feature("more_number_query", NUMBERS, lambda m: m.traits.number_in_query * _both(m)),
    Feature("more_number_name", NUMBERS, lambda m: m.traits.number_in_name * _both(m)),
    Feature("other_numbers", NUMBERS, lambda m: m.traits.numbers_differ * _both(m)),
    Feature("one_same_word", SAME, lambda m: _is_one(m) * m.traits.same_core),
    Feature("first_and_matched", WORDS, lambda m: m.traits.first * _both(m)),
)
FEATURES = (*BASE, *BENT, *PRODUCTS)


def feature_matrix(measured: Measured) -> Matrix:
    """One row for each text and customer, one column for each of `FEATURES`."""
    matrix = np.empty((len(measured), len(FEATURES)))
    for column, feature in enumerate(FEATURES):
        matrix[:, column] = feature.of(measured)
    return matrix
