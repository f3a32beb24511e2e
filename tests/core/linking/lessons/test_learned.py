"""What a correction teaches of its text, when it does not, and that order never counts."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdc_core.errors import DecisionError
from sdc_core.linking.base import Customer
from sdc_core.linking.lessons.learned import NOBODY, OPEN, Learned
from sdc_core.linking.lessons.lesson import FIELD, LINK, Lesson, Says, about_text, after, owners_of
from sdc_core.store.ledger import Decision
from tests.factory import MOMENT

SOURCE, TEXT = "ScreenConnect", "Alpha Crop"
NAMES = {1: "Alpha Corp", 2: "Beta Ltd", 3: "Gamma Inc"}


def decided(says, customer=None, minute=0, *, text=TEXT, system=SOURCE, session=None, **more):
    keys = more.pop("segments", [f"segment of {session}"] if session else [])
    who, why = more.pop("who", "dana"), more.pop("why", "")
    lesson = Lesson(says=says, id=customer, name=NAMES.get(customer), **more)
    return Decision.make(
        when_utc=MOMENT + timedelta(minutes=minute),
        who=who,
        why=why,
        kind=LINK,
        about=about_text(system, text),
        session_id=session,
        segment_keys=keys,
        field=FIELD,
        value=lesson.model_dump(mode="json"),
    )


def corrected(customer, minute=0, session="s1", **more):
    return decided(Says.CUSTOMER, customer, minute, session=session, **more)


def verdict(*decisions, text=TEXT, system=SOURCE, **more):
    return Learned(decisions, **more).verdict(system, text)


def never(*decisions):
    return Learned(decisions).never(SOURCE, TEXT)


def test_an_empty_ledger_says_nothing():
    learned = Learned()
    assert not learned
    assert (learned.verdict(SOURCE, TEXT), learned.never(SOURCE, TEXT)) == (None, frozenset())
    assert (learned.conflicts(), learned.digest()) == ([], "")


class TestOnTheText:
    def test_a_text_has_a_customer_in_its_source_only(self):
        said = decided(Says.CUSTOMER, 1)
        assert verdict(said) == 1
        assert verdict(said, system="NotesJSON") is None
        assert verdict(said, text="Alpha Crops") is None

    def test_nobody(self):
        assert verdict(decided(Says.NOBODY)) is NOBODY

    def test_never_excludes_and_names_no_customer(self):
        assert verdict(decided(Says.NEVER, 1)) is None
        assert never(decided(Says.NEVER, 1), decided(Says.NEVER, 2, 1)) == {1, 2}

    def test_the_newest_stands(self):
        said = [decided(Says.CUSTOMER, 1), decided(Says.NOBODY, None, 1)]
        assert verdict(*said) is NOBODY
        assert verdict(*said, decided(Says.CUSTOMER, 2, 2)) == 2

    def test_never_after_the_same_customer_takes_it_away(self):
        said = [decided(Says.CUSTOMER, 1), decided(Says.NEVER, 1, 1)]
        assert (verdict(*said), never(*said)) == (None, {1})

    def test_the_customer_after_never_is_the_customer(self):
        said = [decided(Says.NEVER, 1), decided(Says.CUSTOMER, 1, 1)]
        assert (verdict(*said), never(*said)) == (1, frozenset())

    def test_another_never_leaves_the_customer(self):
        said = [decided(Says.CUSTOMER, 1), decided(Says.NEVER, 2, 1)]
        assert (verdict(*said), never(*said)) == (1, {2})

    def test_taken_back_it_is_as_if_nobody_had_spoken(self):
        said = [corrected(1), decided(Says.CUSTOMER, 2, 1), decided(Says.NEVER, 3, 2)]
        back = decided(Says.OPEN, None, 3)
        assert (verdict(*said, back), never(*said, back)) == (None, frozenset())
        assert verdict(*said, back, corrected(1, 4, "s2")) == 1

    def test_two_at_one_moment_that_differ_stay_open(self):
        said = [decided(Says.CUSTOMER, 1, who="eve"), decided(Says.CUSTOMER, 2)]
        assert verdict(*said) is OPEN
        assert verdict(decided(Says.CUSTOMER, 1), decided(Says.CUSTOMER, 1, why="sure")) == 1


class TestBySession:
    def test_one_corrected_session_teaches_its_text(self):
        said = corrected(2, was=1)
        assert (verdict(said), never(said)) == (2, {1})

    def test_a_text_that_is_another_customers_name_teaches_nothing(self):
        said = corrected(2, was=1, owners=[1])
        assert (verdict(said), never(said)) == (None, frozenset())

    def test_nor_does_a_name_that_two_customers_carry(self):
        assert verdict(corrected(1, owners=[1, 2])) is None

    def test_the_customers_own_name_does(self):
        assert verdict(corrected(1, owners=[1])) == 1

    def test_who_decides_on_the_text_has_seen_whose_name_it_is(self):
        [ruling] = Learned([decided(Says.CUSTOMER, 2, owners=[1])]).rulings()
        assert (ruling.verdict, ruling.despite) == (2, {1})

    @pytest.mark.parametrize("says", [Says.NOBODY, Says.NEVER])
    def test_a_customer_taken_from_one_session_keeps_all_others_of_its_name(self, says):
        customer = 1 if says is Says.NEVER else None
        said = decided(says, customer, session="s1", owners=[1])
        assert (verdict(said), never(said)) == (None, frozenset())

    def test_the_same_of_two_sessions_agrees(self):
        assert verdict(corrected(2), corrected(2, 1, "s2")) == 2

    def test_two_that_differ_stay_open_and_are_shown(self):
        said = [corrected(1, was=3), corrected(2, 1, "s2", who="eve")]
        [conflict] = Learned(said).conflicts()
        assert conflict.verdict is OPEN
        assert "dana corrected a Session on 2025-01-03: 'Alpha Crop' is customer 1" in (
            conflict.reason
        )
        assert "eve corrected a Session on 2025-01-03" in conflict.reason
        assert conflict.never == frozenset()

    def test_a_customer_and_nobody_differ(self):
        assert verdict(corrected(1), decided(Says.NOBODY, session="s2")) is OPEN

    def test_a_customer_that_another_session_denies_differs(self):
        assert verdict(corrected(1), decided(Says.NEVER, 1, 1, session="s2")) is OPEN

    def test_the_same_session_decided_anew_replaces_itself(self):
        said = [corrected(1), corrected(2, 1, was=1)]
        assert (verdict(*said), never(*said)) == (2, {1})

    def test_so_does_one_that_holds_all_its_segments(self):
        said = [corrected(1, segments=["a"]), corrected(2, 1, "s2", segments=["a", "b"])]
        assert verdict(*said) == 2
        assert verdict(corrected(1, segments=["a", "c"]), said[1]) is OPEN

    def test_decided_anew_as_an_exception_it_teaches_no_more(self):
        assert verdict(corrected(1), corrected(2, 1, owners=[3])) is None

    def test_a_word_on_the_text_ends_the_disagreement(self):
        said = [corrected(1), corrected(2, 1, "s2"), decided(Says.CUSTOMER, 2, 2)]
        assert verdict(*said) == 2
        assert Learned(said).conflicts() == []

    def test_a_later_session_is_an_exception_to_the_word_on_the_text(self):
        [ruling] = Learned([decided(Says.CUSTOMER, 1), corrected(2, 1, was=1)]).rulings()
        assert (ruling.verdict, ruling.never) == (1, frozenset())
        assert [f.lesson.id for f in ruling.exceptions] == [2]

    def test_never_is_newer_than_what_a_session_taught(self):
        said = [corrected(1), decided(Says.NEVER, 1, 1)]
        assert (verdict(*said), never(*said)) == (None, {1})

    def test_a_session_after_never_differs_with_it(self):
        assert verdict(decided(Says.NEVER, 1), corrected(1, 1)) is OPEN


class TestTexts:
    @pytest.mark.parametrize("text", [
        "ALPHA crop", "  Alpha\u00a0\t Crop ", "\uff21lpha \uff23rop", "Alpha\nCrop", "\ufeffAlpha Crop",
    ])  # fmt: skip
    def test_the_same_to_a_reader(self, text):
        assert verdict(decided(Says.CUSTOMER, 1), text=text) == 1

    def test_composed_or_not(self):
        said = decided(Says.CUSTOMER, 1, text="Caf\u00e9 Stra\u00dfe")
        assert verdict(said, text="CAFE\u0301 STRASSE") == 1

    @pytest.mark.parametrize("text", ["Alpha Crop Inc", "Alpha Crop #2", "Alpha-Crop", "AlphaCrop"])
    def test_another_text_is_not_covered(self, text):
        assert verdict(decided(Says.CUSTOMER, 1), text=text) is None

    @pytest.mark.parametrize("text", ["Home", "", "N/A", "(empty)", "x", "  ", "\u200f"])
    def test_a_filler_never_becomes_an_alias(self, text):
        for said in (corrected(1, text=text), decided(Says.CUSTOMER, 1, text=text)):
            assert verdict(said, text=text) is None

    def test_nor_does_a_company_that_the_settings_ignore(self):
        assert verdict(decided(Says.CUSTOMER, 1), ignored=["ALPHA  CROP"]) is None

    @given(st.text(max_size=40))
    def test_any_text_finds_itself(self, text):
        said = decided(Says.CUSTOMER, 1, text=text)
        assert verdict(said, text=text) in {1, None}
        assert len(Learned([said]).rulings()) == (1 if verdict(said, text=text) else 0)


class TestOrder:
    lines = st.lists(
        st.builds(
            lambda says, customer, minute, session, was: decided(
                says,
                customer if says in {Says.CUSTOMER, Says.NEVER} else None,
                minute,
                session=session,
                was=was if session else None,
            ),
            st.sampled_from(Says),
            st.integers(1, 3),
            st.integers(0, 3),
            st.sampled_from([None, "s1", "s2", "s3"]),
            st.sampled_from([None, 1, 2, 3]),
        ),
        max_size=8,
    )

    @given(lines.flatmap(lambda d: st.tuples(st.just(d), st.permutations(d))))
    def test_the_order_of_the_lines_never_counts(self, both):
        one, other = (Learned(decisions) for decisions in both)
        assert one.verdict(SOURCE, TEXT) == other.verdict(SOURCE, TEXT)
        assert one.never(SOURCE, TEXT) == other.never(SOURCE, TEXT)
        assert one.digest() == other.digest()

    @given(lines)
    def test_no_customer_is_both_the_verdict_and_excluded(self, decisions):
        learned = Learned(decisions)
        assert learned.verdict(SOURCE, TEXT) not in learned.never(SOURCE, TEXT)

    def test_the_newest_is_found_after_a_clock_that_went_back(self):
        first = decided(Says.CUSTOMER, 1, minute=5)
        assert after(MOMENT, [first]) > first.when_utc
        assert after(MOMENT + timedelta(minutes=6), [first]) == MOMENT + timedelta(minutes=6)


class TestDigest:
    def test_it_is_of_the_texts_asked_for(self):
        learned = Learned([decided(Says.CUSTOMER, 1), decided(Says.NOBODY, text="Printer Room")])
        assert learned.digest([(SOURCE, "something else"), (SOURCE, None)]) == ""
        one, both = learned.digest([(SOURCE, "alpha crop")]), learned.digest()
        assert len({"", one, both}) == 3

    def test_it_moves_with_every_part_of_a_ruling(self):
        said = [
            Learned([decision]).digest()
            for decision in (
                decided(Says.CUSTOMER, 1),
                decided(Says.CUSTOMER, 2),
                decided(Says.NEVER, 1),
                decided(Says.NOBODY),
                decided(Says.CUSTOMER, 1, minute=1),
                decided(Says.CUSTOMER, 1, who="eve"),
                decided(Says.CUSTOMER, 1, owners=[2]),
            )
        ]
        assert len(set(said)) == len(said)


class TestOwners:
    customers = (
        Customer(id=2, name="Alpha Crop, Inc."),
        Customer(id=1, name="Other", aliases=("ALPHA CROP",)),
        Customer(id=3, name=None),
        Customer(id=4, name="Alpha Crops"),
    )

    def test_legal_form_and_punctuation_do_not_count(self):
        assert owners_of("alpha crop", self.customers) == (1, 2)

    def test_nobody_carries_a_text_without_words(self):
        assert owners_of("...", (Customer(id=1, name="---"), *self.customers)) == ()


@pytest.mark.parametrize(
    ("about", "value"),
    [
        ({"text": "x"}, {"says": "nobody"}),
        ({"source_system": SOURCE, "text": "x"}, {"says": "perhaps"}),
        ({"source_system": SOURCE, "text": "x"}, {"says": "customer"}),
        ({"source_system": SOURCE, "text": "x"}, {"says": "nobody", "id": 1}),
        ({"source_system": SOURCE, "text": "x"}, None),
    ],
)
def test_a_line_that_is_no_lesson_is_named(about, value):
    line = Decision.make(when_utc=MOMENT, who="dana", kind=LINK, about=about, value=value)
    with pytest.raises(DecisionError, match=line.decision_id):
        Learned([line])
