"""Work of the same technician at the time of a chat, and nobody else's."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdc_core.linking.month.proposals.overlap import SURE, overlaps
from tests.core.linking.month.proposals.months import ALPHA, BETA, chat, segment, work


def clues(own, *linked):
    [found] = overlaps([own], linked)
    return {clue.customer_id: clue for clue in found}


def test_work_of_the_same_technician_at_the_same_time_is_a_clue():
    other = work("a", 0, 30)
    clue = clues(chat("x", start=10, end=20), other)[ALPHA]
    assert clue.p == pytest.approx(SURE)
    assert clue.rests_on == (other.meta.session_id,)
    assert clue.reason == "ann was at work for it in 10 of the chat's 10 minutes (ScreenConnect)"


@pytest.mark.parametrize(
    "other",
    [
        work("another technician", 0, 30, who="bob"),
        work("nobody known", 0, 30, who=None),
        work("before", -30, -1),
        work("after", 21, 40),
        work("only touching", -30, 10),
        work("left open", 0, 30, flags=["left_open"]),
        work("deleted", 0, 30, flags=["deleted_in_source"]),
    ],
    ids=lambda session: session.segments[0].content or session.insights.source_title,
)
def test_other_work_is_none(other):
    assert clues(chat("x", start=10, end=20), other) == {}


def test_a_chat_whose_writer_is_unknown_overlaps_with_nothing():
    assert clues(chat("x", start=10, end=20, who=None), work("a", 0, 30)) == {}


def test_half_of_the_chat_is_half_as_sure():
    found = clues(chat("x", start=0, end=20), work("a", 10, 30))
    assert found[ALPHA].p == pytest.approx(SURE / 2)
    assert "10 of the chat's 20 minutes" in found[ALPHA].reason


def test_two_customers_at_once_share_what_is_sure():
    found = clues(chat("x", start=0, end=20), work("a", 0, 20), work("b", 0, 20, BETA))
    assert found[ALPHA].p == found[BETA].p == pytest.approx(SURE / 2)


def test_time_that_two_sessions_of_a_customer_share_counts_once():
    found = clues(chat("x", start=0, end=20), work("a", 0, 10), work("again", 0, 10))
    assert found[ALPHA].p == pytest.approx(SURE / 2)
    assert len(found[ALPHA].rests_on) == 2


def test_a_chat_of_one_moment_lies_within_work():
    moment = chat("x", start=10, end=10)
    assert clues(moment, work("a", 0, 30))[ALPHA].p == pytest.approx(SURE)
    assert clues(moment, work("a", 11, 30)) == {}


def test_the_break_of_a_reconnect_is_no_work():
    rows = [
        {"start_time_utc": "2025-01-03T10:00:00Z", "end_time_utc": "2025-01-03T10:05:00Z"},
        {"start_time_utc": "2025-01-03T10:20:00Z", "end_time_utc": "2025-01-03T10:30:00Z"},
    ]
    broken = work("a", 0, 30, connections=rows)
    assert clues(chat("x", start=6, end=19), broken) == {}


def test_what_a_model_wrote_is_no_time_of_the_technician():
    said = chat("x", start=10, end=20)
    said.segments = [
        segment("ai", 0, 30, kind="ChatMessage", role="ai"),
        *chat("x", start=40, end=50).segments,
    ]
    assert clues(said, work("a", 0, 30)) == {}


_BOUNDS = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(sorted)


@given(
    chats=st.lists(_BOUNDS, max_size=6),
    works=st.lists(st.tuples(_BOUNDS, st.sampled_from([ALPHA, BETA])), max_size=8),
    seed=st.integers(0, 1000),
)
def test_every_shared_minute_is_found_in_any_order(chats, works, seed):
    own = [chat("x", start=a, end=b, name=f"c{n}") for n, (a, b) in enumerate(chats)]
    linked = [work(f"w{n}", a, b, customer) for n, ((a, b), customer) in enumerate(works)]
    found = overlaps(own, linked)
    for (start, end), clues_of in zip(chats, found, strict=True):
        met = {
            customer
            for (a, b), customer in works
            if (min(end, b) > max(start, a)) or (start == end and a <= start <= b)
        }
        assert {clue.customer_id for clue in clues_of} == met
    shuffled = random.Random(seed).sample(linked, len(linked))
    assert overlaps(own, shuffled) == found
