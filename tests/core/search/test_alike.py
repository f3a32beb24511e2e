"""Groups of Sessions that may be one job."""

import numpy as np
import pytest

from sdc_core.embeddings.vectors import month_vectors
from sdc_core.search.alike import Group, duplicates
from sdc_core.search.documents import Document
from sdc_core.search.filters import Entry
from sdc_core.search.index import Made, SearchIndex

MODEL = "m"


def document(name, day, customer=1, source="NotesJSON", minutes=10):
    owner = f"Customer {customer}"
    return Document(name, day, source, customer, owner, minutes, f"{name}.json", "", "", "")


def at(degrees):
    radians = np.radians(degrees)
    return np.array([np.cos(radians), np.sin(radians)], dtype=np.float32)


@pytest.fixture
def groups(tmp_path):
    """Groups of `(document, degrees)`, by the names in them."""

    def found(*given):
        index = SearchIndex(tmp_path / "index.sqlite")
        for month in sorted({each.day[:7] for each, _ in given}):
            here = [(each, angle) for each, angle in given if each.day[:7] == month]
            vectors = month_vectors({d.session_id: ("", MODEL, at(a)) for d, a in here})
            index.put(month, Made("", ""), [each for each, _ in here], vectors)
        groups = duplicates(index, MODEL, cosine=0.95)
        return [[entry.session_id for entry in group.entries] for group in groups]

    return found


def test_near_in_meaning_and_time_of_one_customer(groups):
    one, other = document("a", "2025-01-02"), document("b", "2025-01-05")

    assert groups((one, 0), (other, 10)) == [["a", "b"]]


@pytest.mark.parametrize(
    ("other", "degrees"),
    [
        (document("b", "2025-01-06"), 10),  # four days apart
        (document("b", "2025-01-03", customer=2), 10),
        (document("b", "2025-01-03"), 30),
    ],
)
def test_what_is_no_duplicate(groups, other, degrees):
    assert groups((document("a", "2025-01-02"), 0), (other, degrees)) == []


def test_over_the_end_of_a_month(groups):
    one, other = document("a", "2025-01-31"), document("b", "2025-02-01")

    assert groups((one, 0), (other, 0)) == [["a", "b"]]


def test_one_without_a_customer_joins_the_nearest_and_never_joins_two(groups):
    nobody = document("n", "2025-01-02", customer=None)
    first, second = document("a", "2025-01-02"), document("b", "2025-01-02", customer=2)

    assert groups((nobody, 5), (first, 0), (second, 15)) == [["n", "a"]]


def test_a_chain_of_days_is_not_one_job(groups):
    days = [document(str(day), f"2025-01-{day:02}") for day in range(2, 9, 2)]

    assert all(len(group) <= 2 for group in groups(*((day, 0) for day in days)))


def test_several_sources_come_first(groups):
    same = [document("a", "2025-01-02"), document("b", "2025-01-02")]
    across = [document("c", "2025-01-20"), document("d", "2025-01-20", source="SyncroTicket")]

    given = [(same[0], 0), (same[1], 0), (across[0], 100), (across[1], 110)]
    assert groups(*given) == [["c", "d"], ["a", "b"]]


def test_minutes_that_may_be_billed_twice_come_first(groups):
    noted = [(document("a", "2025-01-02", minutes=0), 0), (document("b", "2025-01-02"), 0)]
    billed = [
        (document("c", "2025-01-02", customer=2, minutes=40), 90),
        (document("d", "2025-01-03", customer=2, minutes=15), 98),
    ]

    assert groups(*noted, *billed) == [["c", "d"], ["a", "b"]]


@pytest.mark.parametrize(
    ("told", "twice"),
    [
        ([("Notes", 0), ("Notes", 40), ("Notes", 15)], 15),  # noted again
        ([("Ticket", 40), ("Notes", 15), ("Notes", 20)], 35),  # two visits in one ticket
        ([("Ticket", 40), ("Notes", 0)], 0),
    ],
)
def test_what_one_source_says_of_a_job_counts_once(told, twice):
    entries = [
        Entry(row, "", "", "2025-01-02", source, 1, "", minutes, "")
        for row, (source, minutes) in enumerate(told)
    ]

    assert Group(tuple(entries), 1.0).minutes_twice == twice
