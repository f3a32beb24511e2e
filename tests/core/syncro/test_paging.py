"""A list is read whole while it moves, and an endless one ends in a named error."""

import random

import pytest

from sdc_core.demo.fake_syncro_calls import Switches
from sdc_core.errors import TerminalApiError
from sdc_core.syncro.paging import Pages
from tests.core.syncro.account import make_client, make_fake, ticket


@pytest.mark.parametrize("size", [7, 50])
@pytest.mark.parametrize(
    "switches",
    [
        Switches(),
        Switches(has_text_meta=True),
        Switches(has_no_meta=True),
        Switches(has_extra_keys=True),
    ],
    ids=["meta", "text", "none", "extra"],
)
def test_every_row_once(size, switches):
    fake, clock = make_fake(61, page_sizes={"/tickets": size}, switches=switches)
    rows = make_client(fake, clock).pages("/tickets", {}, "tickets")
    assert sorted(row["number"] for row in rows) == list(range(1, 62))


def test_one_page_is_read_once():
    fake, clock = make_fake(3)
    make_client(fake, clock).pages("/tickets", {}, "tickets")
    assert len(fake.requests) == 1


@pytest.mark.parametrize("seed", range(20))
def test_no_ticket_is_lost_while_others_come_and_go(seed):
    chance = random.Random(seed)
    fake, clock = make_fake(200, page_sizes={"/tickets": 20})
    living = set(fake.account.tickets)

    def move(fake, request):
        if request.path != "/tickets" or len(fake.requests) > 25:
            return
        if chance.random() < 0.5:
            fake.account.insert_ticket(ticket(1000 + len(fake.requests)))
        if chance.random() < 0.5:
            gone = chance.choice(sorted(living))
            living.discard(gone)
            fake.account.delete_ticket(gone)

    fake.hooks.append(move)
    rows = make_client(fake, clock).pages("/tickets", {}, "tickets")
    ids = [row["id"] for row in rows]
    assert len(ids) == len(set(ids))
    assert living <= set(ids)


def test_endless_paging_has_a_name():
    def read(number):
        return {"tickets": [{"id": number}], "meta": {"total_pages": number + 1}}

    with pytest.raises(TerminalApiError, match=r"does not end after 20 pages.*max_pages"):
        Pages(read, "tickets", endpoint="/tickets", max_pages=20).listing()


def test_lying_totals_end_at_the_empty_page():
    def read(number):
        rows = [{"id": number * 10 + i} for i in range(3)] if number <= 2 else []
        return {"tickets": rows, "meta": {"total_pages": "99"}}

    rows = Pages(read, "tickets", endpoint="/tickets", max_pages=200).listing().rows
    assert len(rows) == 6


def test_an_answer_without_the_list_is_an_error():
    with pytest.raises(TerminalApiError, match=r"no list 'tickets', only \['oops'\]"):
        Pages(lambda _: {"oops": 1}, "tickets", endpoint="/tickets", max_pages=2).listing()


def _pages(*pages, total):
    """A list that gives these ids page by page, and a total that may lie."""
    asked = []

    def read(number):
        asked.append(number)
        rows = pages[number - 1] if number <= len(pages) else []
        said = total(number) if callable(total) else total
        return {"tickets": [{"id": i} for i in rows], "meta": {"total_pages": said}}

    return Pages(read, "tickets", endpoint="/tickets", max_pages=50), asked


FULL = [list(range(start, start + 10)) for start in (0, 10, 20)]


@pytest.mark.parametrize("total", [1, 2, 3, 4, 9, "1", 0], ids=str)
def test_a_total_that_lies_hides_no_row(total):
    pages, _ = _pages(*FULL, total=total)
    assert len(pages.listing().rows) == 30


def test_an_empty_page_before_the_end_is_passed_over():
    pages, _ = _pages(FULL[0], [], FULL[1], total=3)
    assert len(pages.listing().rows) == 20


def test_a_short_list_costs_one_request_and_a_full_page_one_more():
    for rows, requests in ((FULL[0][:9], 1), (FULL[0], 2), ([], 1)):
        pages, asked = _pages(rows, total=1)
        assert pages.listing().is_calm
        assert len(asked) == requests


def test_a_list_is_calm_only_when_two_passes_saw_the_same():
    pages, asked = _pages(*FULL[:2], [20], total=3)
    assert pages.listing().is_calm
    assert asked == [1, 2, 3, 1, 2, 3]
    twice, _ = _pages(FULL[0], [9, *FULL[1][1:]], [20], total=3)
    assert not twice.listing().is_calm
    changing, _ = _pages(*FULL[:2], [20], total=lambda number: 3 if number > 1 else 4)
    assert not changing.listing().is_calm


def test_a_row_hidden_by_a_deletion_is_found_by_the_next_pass():
    ids = list(range(30))
    reads = []

    def read(number):
        reads.append(number)
        if len(reads) == 2:
            ids.remove(3)
        rows = ids[(number - 1) * 10 : number * 10]
        return {"tickets": [{"id": i} for i in rows], "meta": {"total_pages": 3}}

    listing = Pages(read, "tickets", endpoint="/tickets", max_pages=9).listing()
    assert {row["id"] for row in listing.rows} == set(range(30))
    assert listing.is_calm
