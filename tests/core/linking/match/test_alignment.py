"""Which token stands for which: the most alike first, then the nearest; each at most once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdc_core.linking.match.alignment import align


def matched(query, name):
    """The matches as (token of the text, token of the name), and what is left over on each side."""
    found = align(query.split(), name.split())
    pairs = {(found.query[m.query], found.name[m.name]) for m in found.matches}
    left = [found.query[i] for i in found.left_query], [found.name[i] for i in found.left_name]
    return pairs, *left


@pytest.mark.parametrize(
    ("query", "name", "pairs", "left_query", "left_name"),
    [
        ("acme tools", "tools acme", {("acme", "acme"), ("tools", "tools")}, [], []),
        (
            "granit legal",
            "granite legal group",
            {("granit", "granite"), ("legal", "legal")},
            [],
            ["group"],
        ),
        # .98 before .9: the plural is taken although the cut word stands nearer.
        ("motor", "motorcycle motors", {("motor", "motors")}, [], ["motorcycle"]),
        ("acme", "zulu", set(), ["acme"], ["zulu"]),
        ("acme 2", "acme 3", {("acme", "acme")}, ["2"], ["3"]),
        ("", "acme", set(), [], ["acme"]),
        ("", "", set(), [], []),
    ],
)
def test_examples(query, name, pairs, left_query, left_name):
    assert matched(query, name) == (pairs, left_query, left_name)


def test_equally_alike_tokens_find_the_nearest_place():
    # "bakor" is one slip from each of the three.
    found = align(["x1", "y2", "bakor"], ["baker", "z3", "bakir", "bakar"])
    assert [(m.query, m.name) for m in found.matches] == [(2, 2)]


def test_equal_tokens_find_the_nearest_place():
    assert [m[:2] for m in align(["q", "acme"], ["acme", "acme"]).matches] == [(1, 1)]


@pytest.mark.parametrize(
    ("query", "name"), [("health group", "healthgroup"), ("healthgroup", "health group")]
)
def test_joined_neighbours_are_one_token_on_either_side(query, name):
    found = align(query.split(), name.split())
    assert found.is_joined
    assert [(found.query[m.query], found.name[m.name], m.similarity) for m in found.matches] == [
        ("healthgroup", "healthgroup", 1.0)
    ]
    assert (found.left_query, found.left_name) == ([], [])


def test_both_sides_may_be_joined():
    found = align(["health", "group", "tarn", "brook"], ["healthgroup", "tarn", "brook"])
    assert len(found.matches) == 3
    found = align(["sea", "side", "oakview"], ["seaside", "oak", "view"])
    assert (found.left_query, found.left_name, len(found.matches)) == ([], [], 2)


def test_words_that_are_apart_are_not_joined():
    assert not align(["health", "north", "group"], ["healthgroup"]).is_joined


def test_words_with_a_matched_one_between_are_not_joined():
    found = align(["health", "north", "group"], ["healthgroup", "north"])
    assert not found.is_joined
    assert (1, 1) in {match[:2] for match in found.matches}


def test_a_word_that_is_found_as_it_is_is_not_joined():
    found = align(["health", "group"], ["health", "group", "healthgroup"])
    assert not found.is_joined
    assert found.left_name == [2]


TOKENS = st.sampled_from(
    [
        "acme",
        "acne",
        "acmes",
        "ac",
        "me",
        "co",
        "cod",
        "code",
        "coder",
        "codes",
        "24",
        "2",
        "4",
        "s",
    ]
)
SIDES = st.lists(TOKENS, max_size=6)
ONCE = st.lists(TOKENS, max_size=6, unique=True)


@given(SIDES, SIDES)
def test_every_token_is_matched_once_or_left_over(query, name):
    found = align(query, name)
    for side, matches, left in (
        (found.query, [m.query for m in found.matches], found.left_query),
        (found.name, [m.name for m in found.matches], found.left_name),
    ):
        assert sorted(matches + left) == list(range(len(side)))
        assert left == sorted(left)
    assert "".join(found.query) == "".join(query)
    assert "".join(found.name) == "".join(name)


@given(SIDES, SIDES)
def test_equal_tokens_are_never_left_over_together(query, name):
    found = align(query, name)
    left = {found.query[i] for i in found.left_query} & {found.name[i] for i in found.left_name}
    assert not left


@given(ONCE, ONCE)
def test_the_other_way_round_is_the_mirror_image(query, name):
    # Of words that stand once on each side, as those of `sides.Side` do.
    there, back = align(query, name), align(name, query)
    assert {(m.query, m.name, m.similarity) for m in there.matches} == {
        (m.name, m.query, m.similarity) for m in back.matches
    }
    assert (there.query, there.left_query) == (back.name, back.left_name)
    assert there.is_joined == back.is_joined


@given(ONCE, ONCE)
def test_taken_by_similarity_then_place(query, name):
    """The rule of the reference, in plain Python, where no neighbours are joined."""
    from sdc_core.linking.match.alignment import LEAST_ALIKE
    from sdc_core.linking.names.tokens import similarity

    found = align(query, name)
    if found.is_joined:
        return
    pairs = sorted(
        (-similarity(one, other), abs(i - j), i, j)
        for i, one in enumerate(query)
        for j, other in enumerate(name)
        if similarity(one, other) >= LEAST_ALIKE
    )
    taken: list[tuple[int, int]] = []
    for _, _, i, j in pairs:
        if all(i != a and j != b for a, b in taken):
            taken.append((i, j))
    assert sorted(m[:2] for m in found.matches) == sorted(taken)
