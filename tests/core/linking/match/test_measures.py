"""What is measured on one pair, by hand on small names; and that any text can be measured."""

from dataclasses import fields
from math import isfinite
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdc_core.linking.match.measures import Words, measure
from sdc_core.linking.match.sides import Side
from sdc_core.linking.match.traits import Traits
from sdc_core.linking.names.normalize import normalize
from sdc_core.linking.names.omission import Omission
from sdc_core.linking.names.rarity import Background, Rarity
from sdc_core.linking.names.tokens import similarity

BACKGROUND = Background(1000, {"acme": 5, "tools": 100, "north": 60, "restaurant": 200})
RARITY = Rarity([normalize("Acme Tools")], BACKGROUND)
OMISSION = Omission({"restaurant": 1.5, "north": -2.0, "tools": -0.25}, {}, 0.5, BACKGROUND)
COLUMNS = [field.name for field in (*fields(Words), *fields(Traits))]


def weight(token):
    return RARITY.weight(token)


def side(text):
    return Side.of(normalize(text), RARITY, OMISSION)


def measured(query, name):
    row = measure(side(query), side(name), similarity)
    return SimpleNamespace(**dict(zip(COLUMNS, map(float, row), strict=True)))


def test_equal_names_leave_nothing_over():
    m = measured("Acme Tools", "ACME tools")
    assert m.matched_query == m.total_query == pytest.approx(weight("acme") + weight("tools"))
    assert m.shared == pytest.approx(m.total_name)
    assert (m.rarest, m.commonest) == (weight("acme"), weight("tools"))
    assert (m.worst, m.slips, m.left_query, m.left_name) == (1, 0, 0, 0)
    assert (m.first, m.last, m.in_order) == (1, 1, 1)
    assert (m.same_text, m.same_words, m.same_letters) == (1, 1, 1)


def test_what_is_left_over_on_each_side():
    m = measured("Acme Tools North", "Restaurant Acme Tools")
    assert (m.left_query, m.left_name) == (1, 1)
    assert m.heaviest_query == m.lost_query == m.behind_query == weight("north")
    assert m.heaviest_name == m.lost_name == m.before_name == weight("restaurant")
    assert m.behind_name == 0
    assert (m.rare_query, m.common_query, m.least_query, m.most_query) == (-2, 0, -2, -2)
    assert (m.rare_name, m.common_name, m.least_name, m.most_name) == (0, 1.5, 1.5, 1.5)


def test_words_rarely_and_commonly_left_out_are_summed_apart():
    m = measured("Acme North Restaurant Quill", "Acme")
    assert (m.rare_query, m.common_query) == (-2, 1.5 + 0.5)
    assert (m.least_query, m.most_query) == (-2, 1.5)


def test_a_slip_takes_the_smaller_weight():
    # The reference (section 5): else a misspelt word, which nobody else wrote, dominates.
    m = measured("Acme Tolls", "Acme Tools")
    assert weight("tolls") > weight("tools")
    alike = similarity("tolls", "tools")
    assert m.total_query == pytest.approx(weight("acme") + weight("tools"))
    assert (
        m.matched_query
        == m.matched_name
        == m.shared
        == pytest.approx(weight("acme") + alike * weight("tools"))
    )
    assert (m.slips, m.worst, m.commonest) == (1, alike, weight("tools"))


def test_a_loose_match_keeps_its_own_weight():
    m = measured("Acme Tls", "Acme Tools")
    alike = similarity("tls", "tools")
    assert alike == 0.5
    assert m.matched_query == pytest.approx(weight("acme") + alike * weight("tls"))
    assert m.total_query == pytest.approx(weight("acme") + weight("tls"))
    assert m.matched_name == pytest.approx(weight("acme") + alike * weight("tools"))
    assert m.shared == pytest.approx(weight("acme") + alike * weight("tools"))
    assert (m.rarest, m.commonest, m.worst) == (weight("acme"), weight("acme"), 0.5)


def test_nothing_in_common():
    m = measured("Quill", "Acme")
    assert (m.matched_query, m.shared, m.rarest, m.worst, m.first) == (0, 0, 0, 0, 0)
    assert (m.behind_query, m.before_name) == (weight("quill"), weight("acme"))


def test_order():
    assert measured("Tools Acme", "Acme Tools").in_order == 0
    assert measured("Acme North Tools", "Acme Tools").in_order == 1


@pytest.mark.parametrize(
    "pair", [("Sea Side Tools", "Seaside Tools"), ("Seaside Tools", "Sea Side Tools")]
)
def test_joined_words_weigh_as_on_the_side_that_writes_them_as_one(pair):
    m = measured(*pair)
    assert (m.joined, m.left_query, m.left_name, m.slips) == (1, 0, 0, 0)
    assert m.matched_query == m.matched_name == pytest.approx(weight("seaside") + weight("tools"))
    assert (m.same_letters, m.same_words) == (1, 0)


@pytest.mark.parametrize(
    ("query", "name", "differ", "in_query", "in_name", "agrees"),
    [
        ("Acme 2", "Acme 3", 1, 1, 1, 0),
        ("Acme 2", "Acme", 0, 1, 0, 0),
        ("Acme", "Acme #3", 0, 0, 1, 0),
        ("Acme 2", "Acme II", 0, 0, 0, 1),
        ("Acme 2 24", "Acme 24", 0, 1, 0, 1),
        ("Acme", "Acme", 0, 0, 0, 0),
    ],
)
def test_numbers(query, name, differ, in_query, in_name, agrees):
    m = measured(query, name)
    found = m.numbers_differ, m.number_in_query, m.number_in_name, m.number_agrees
    assert found == (differ, in_query, in_name, agrees)


@pytest.mark.parametrize(
    ("query", "name", "differ", "agrees"),
    [
        ("Acme LLC", "Acme Inc", 1, 0),
        ("Acme Inc", "Acme Incorporated", 0, 1),
        ("Acme Inc", "Acme", 0, 0),
        ("Acme Co Inc", "Acme Co LLC", 0, 1),
    ],
)
def test_legal_forms(query, name, differ, agrees):
    m = measured(query, name)
    assert (m.legal_differ, m.legal_agrees) == (differ, agrees)


@pytest.mark.parametrize(
    ("query", "name", "brackets"),
    [
        ("Acme (North)", "Acme North", 1),
        ("Acme (North)", "Acme (North)", 1),
        ("Acme North", "Acme (North)", 1),
        ("Acme (North)", "Acme", -0.5),
        ("Acme", "Acme (North)", -0.25),
        ("Acme", "Acme", 0),
    ],
)
def test_brackets(query, name, brackets):
    assert measured(query, name).brackets == brackets


@pytest.mark.parametrize(
    ("query", "name", "differ", "in_query"),
    [("Acme (2)", "Acme (3)", 1, 1), ("Acme (2)", "Acme 2", 0, 0), ("Acme (2)", "Acme", 0, 1)],
)
def test_numbers_in_brackets(query, name, differ, in_query):
    m = measured(query, name)
    assert (m.bracket_numbers_differ, m.bracket_number_in_query) == (differ, in_query)


@pytest.mark.parametrize(
    ("query", "name", "cut"),
    [
        ("Granite Leg", "Granite Legal Group", 1),
        ("Granite Legal Group", "Granite Leg", 1),
        # Seven letters are too few to tell.
        ("Granite", "Granite Legal Group", 0),
        ("Granite Log", "Granite Legal Group", 0),
    ],
)
def test_a_name_that_was_cut(query, name, cut):
    assert measured(query, name).cut == cut


@pytest.mark.parametrize(
    ("query", "name", "initials"),
    [
        ("NMC", "Northwest Medical Center", 1),
        ("Northwest Medical Center", "NMC Tools", 1),
        ("NM", "Northwest Medical", 0),
        ("NCM", "Northwest Medical Center", 0),
    ],
)
def test_initials(query, name, initials):
    assert measured(query, name).initials == initials


@pytest.mark.parametrize(
    ("query", "name", "text", "words", "core"),
    [
        ("ACME  tools", "Acme Tools", 1, 1, 1),
        ("Acme Tools", "Acme Tools, Inc.", 0, 1, 1),
        ("Acme Tools LLC", "Acme Tools Inc", 0, 0, 1),
        ("Acme Tools", "Acme Tools (7)", 0, 0, 1),
        ("Acme Tools (North)", "Acme Tools (South)", 0, 0, 1),
        ("Acme Tools", "Tools Acme", 0, 0, 0),
    ],
)
def test_the_same_name_and_what_speaks_against_it(query, name, text, words, core):
    m = measured(query, name)
    assert (m.same_text, m.same_words, m.same_core) == (text, words, core)


@pytest.mark.parametrize(
    ("query", "name", "first", "last"),
    [
        ("Acme Granite", "Acme Granita", 0, 1),
        ("Acme Granite", "Acme Cranite", 1, 0),
        ("Acme Granite", "Acme Gramite", 0, 0),
        # Another length: a letter is missing, none is another one.
        ("Acme Granit", "Acme Granite", 0, 0),
        ("Acme Granite", "Acme Granite", 0, 0),
    ],
)
def test_slips_in_the_first_letter_and_in_the_last(query, name, first, last):
    m = measured(query, name)
    assert (m.first_letters, m.last_letters) == (first, last)


def test_letters_that_stand_alone():
    m = measured("Acme Building C", "Acme Building D")
    assert (m.letters_differ, m.letter_in_query, m.letter_in_name) == (1, 1, 1)
    assert measured("Acme Building C", "Acme Building C").letters_differ == 0


def test_a_word_with_a_full_stop_is_a_shortened_one():
    assert measured("Acme Rest.", "Acme Restaurant").shortened == 1
    assert measured("Acme Rest", "Acme Restaurant").shortened == 0


WORDS = (
    "acme", "tools", "tolls", "sea", "side", "seaside", "2", "iii", "#4", "(north)", "[7]", "llc",
    "inc.", "rest.", "restaurant", "nmc", "class a", "1.25", "&", "a",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
ANY = TEXTS | st.text(max_size=30)
HOSTILE = [
    "", "2 24 7", "LLC", "Inc. Co. Ltd.", "the of and", "a" * 10_000, "acme tools " * 900, "1 " * 5_000,
    "\u202e\u05d0\u05d1\u05d2 \u05d3\u202c", "\u0634\u0631\u0643\u0629", "\U0001f600 \U0001f4a9", "\x00\x1f",
    "(((", "[7]", "\u00b2", "\ud800", "\ufdfa" * 40, "\u5317\u4eac",
]  # fmt: skip


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("name", ["Acme Tools 2 (North) LLC", "", *HOSTILE[2:6]], ids=range(6))
def test_any_text_is_measured(query, name):
    assert_sound(query, name)
    assert_sound(name, query)


@given(ANY, ANY)
def test_every_measure_is_a_number_in_its_bounds(query, name):
    assert_sound(query, name)


def assert_sound(query, name):
    m = measured(query, name)
    assert all(isfinite(value) for value in vars(m).values())
    hair = 1e-9
    assert 0 <= m.matched_query <= m.total_query + hair
    assert 0 <= m.matched_name <= m.total_name + hair
    assert 0 <= m.worst <= 1
    assert m.commonest <= m.rarest
    assert m.heaviest_query <= m.lost_query + hair
    assert m.behind_query <= m.lost_query + hair
    assert m.rare_query <= 0 <= m.common_query
    assert m.least_query <= m.most_query
    assert m.shortened <= m.slips
    assert m.same_words <= m.same_core <= m.same_letters
    assert m.first_letters + m.last_letters <= m.slips


MIRRORED = {
    **{f"{kind}_query": f"{kind}_name" for kind in (
        "matched", "total", "left", "heaviest", "lost", "behind", "rare", "common", "least", "most",
    )},
    "number_in_query": "number_in_name",
    "letter_in_query": "letter_in_name",
    **{name: name for name in (
        "shared", "rarest", "commonest", "worst", "slips", "shortened", "in_order", "joined",
        "numbers_differ", "number_agrees", "letters_differ", "bracket_numbers_differ", "legal_differ",
        "legal_agrees", "first", "last", "cut", "initials", "same_text", "same_words", "same_letters",
        "same_core", "first_letters", "last_letters",
    )},
}  # fmt: skip


@given(ANY, ANY)
def test_the_other_way_round_is_the_mirror_image(query, name):
    there, back = vars(measured(query, name)), vars(measured(name, query))
    for one, other in MIRRORED.items():
        assert there[one] == pytest.approx(back[other]), one
        assert there[other] == pytest.approx(back[one]), other
