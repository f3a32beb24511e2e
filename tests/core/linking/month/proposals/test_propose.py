"""Proposals for a chat: each kind where it is true, none where it is not."""

import random

import pytest

from sdc_core.linking.base import Customer, LinkQuery
from sdc_core.linking.evidence.hits import HitIndex
from sdc_core.linking.evidence.kinds import KINDS
from sdc_core.linking.month.proposals.clue import SHOWN, Clue, Kind, proposals_of
from sdc_core.linking.month.proposals.machines import MachineIndex
from sdc_core.linking.month.proposals.named import FACTS
from sdc_core.linking.month.proposals.propose import Chat, Known, propose
from tests.core.linking.month.proposals.months import (
    ALPHA,
    BETA,
    CUSTOMERS,
    NAMES,
    SETTINGS,
    chat,
    ticket,
    work,
)

KNOWN = Known(NAMES)
HITS = HitIndex(CUSTOMERS, SETTINGS)


def proposals(text, *linked, known=KNOWN, hits=HITS, start=0, end=10):
    own, query = chat(text, start=start, end=end), LinkQuery("SillyTavern", text=text)
    beside = {
        s.meta.session_id: (s, tuple(filter(None, [getattr(s.segments[0].metadata, "machine", None)])))
        for s in linked
    }  # fmt: skip
    found = propose([Chat(own, query, hits.hits(query))], beside, known)
    return found[own.meta.session_id]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Alderman Plumbing called, the till is stuck", Kind.CUSTOMER),
        ("Opal Nettleby called, the till is stuck", Kind.CONTACT),
        ("mail from till@aldermanplumbing.com", Kind.ADDRESS),
        ("Ticket #2222, the till is stuck", Kind.TICKET),
        ("KASSE-07X is stuck", Kind.MACHINE),
    ],
)
def test_what_the_text_names_is_proposed_with_its_reason(text, kind):
    far_away = work("a", 500, 600, machine="kasse-07x")
    [found] = proposals(text, ticket(2222), far_away)
    assert (found.customer_id, found.customer_name, found.kind) == (ALPHA, NAMES[ALPHA], kind)
    assert 0 < found.score <= 100
    assert "the text" in found.reason


def test_overlap_is_proposed_with_the_session_it_rests_on():
    other = work("a", 0, 30)
    [found] = proposals("the till is stuck", other)
    assert (found.kind, found.customer_id, found.score) == (Kind.OVERLAP, ALPHA, 80)
    assert found.rests_on == (other.meta.session_id,)


@pytest.mark.parametrize(
    "text",
    [
        "the till is stuck",
        "Ticket #3333",
        "room #2222",
        "that costs $2222",
        "DESKTOP-AB12CD3 is stuck",
        "SERVER01 is stuck",
        "Somebody Plumbing Supply Of Nowhere",
        "mail from nobody@gmail.com",
        "",
    ],
)
def test_what_names_nobody_proposes_nobody(text):
    elsewhere = [
        work("a", 500, 600, machine="DESKTOP-AB12CD3"),
        work("b", 700, 800, machine="SERVER01"),
        work("c", 0, 30, who="bob"),
    ]
    assert proposals(text, ticket(2222), *elsewhere) == []


def test_a_chat_without_text_is_proposed_by_its_times_only():
    [found] = proposals("", work("a", 0, 30), ticket(2222, BETA))
    assert found.kind == Kind.OVERLAP


def test_two_clues_are_surer_than_one_and_both_are_said():
    alone, both = proposals("Ticket #2222", ticket(2222)), proposals(
        "Ticket #2222", ticket(2222), work("a", 0, 30)
    )  # fmt: skip
    assert both[0].score > alone[0].score
    assert "ticket 2222" in both[0].reason
    assert "ann was at work for it" in both[0].reason


def test_two_customers_compete():
    found = proposals("Ticket #2222", ticket(2222), work("b", 0, 30, BETA))
    assert [p.customer_id for p in found] == [ALPHA, BETA]
    assert sum(p.score for p in found) <= 100
    assert found[0].score < proposals("Ticket #2222", ticket(2222))[0].score


def test_at_most_five_and_the_best_of_them():
    names = {n: f"c{n}" for n in range(20)}
    clues = [Clue(n, Kind.CUSTOMER, 0.1 + n / 100, "named") for n in range(20)]
    found = proposals_of(clues, names)
    assert [p.customer_id for p in found] == [19, 18, 17, 16, 15]
    assert len(found) == SHOWN


def test_a_customer_that_the_list_does_not_have_is_not_proposed():
    assert proposals_of([Clue(99, Kind.OVERLAP, 0.8, "worked")], NAMES) == []


def test_the_order_of_clues_never_counts():
    clues = [
        Clue(customer, kind, p, f"{kind} {p}", (f"s{p}",))
        for customer in NAMES
        for kind in Kind
        for p in (0.2, 0.5)
    ]
    expected = proposals_of(clues, NAMES)
    for seed in range(5):
        assert proposals_of(random.Random(seed).sample(clues, len(clues)), NAMES) == expected


def test_a_machine_of_two_customers_is_half_as_sure():
    index = MachineIndex.of([(ALPHA, "s1", ["KASSE-07X"]), (BETA, "s2", ["kasse-07x"])])
    assert [(clue.customer_id, clue.p) for clue in index.clues("on kasse-07X now")] == [
        (ALPHA, 0.45),
        (BETA, 0.45),
    ]


def test_namesakes_share_what_their_name_says():
    twins = [Customer(id=n, name="Alderman Plumbing") for n in (1, 2)]
    known, hits = Known({1: "one", 2: "two"}), HitIndex(twins, SETTINGS)
    one, two = proposals("Alderman Plumbing called", known=known, hits=hits)
    assert one.score == two.score <= 50


def test_every_kind_of_evidence_can_be_said():
    assert {kind.fact for kind in KINDS} <= FACTS.keys()
