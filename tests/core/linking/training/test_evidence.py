"""Counting what evidence is worth, on queries small enough to count by hand."""

from math import log

import pytest

from sdc_core.linking.base import Contact, Customer, LinkQuery
from sdc_core.linking.hits import HitIndex
from sdc_core.linking.training.evidence import Asked, count, halves, learned, read_asked
from sdc_core.linking.values.kinds import Kind
from sdc_core.settings import Settings

CUSTOMERS = [
    Customer(id=1, name="Quillhaven Dental", contacts=(Contact(id=1, name="Marta Lind"),)),
    Customer(id=2, name="Quillhaven Title", contacts=(Contact(id=2, name="Marta Lind"),)),
    Customer(id=3, name="Oxlip Bakery", contacts=(Contact(id=3, name="Petra Novak"),)),
]
UNCAPPED = Kind("contact_name", "person", 99.0, 99.0, 99.0, "test")


def asked(number, *, company=None, contact="Marta Lind", truth=None, close=()):
    query = LinkQuery("NotesJSON", company=company, contact=contact)
    return Asked(f"Q{number}", query, truth, frozenset(close))


def counted(*queries):
    return count(HitIndex(CUSTOMERS, Settings()), queries)


def test_a_hit_beside_a_like_name_is_compared_with_those_of_the_other_like_names():
    one = asked(1, company="Quillhaven", truth=1, close={1, 2})
    found = learned(UNCAPPED, counted(*[one] * 10))
    true, others = 10.5 / 10, 10.5 / 10
    assert found == {"base": pytest.approx(log(true / others) + log(2), abs=0.01)}


def test_a_hit_where_no_company_is_named():
    queries = [asked(i, truth=1 if i < 9 else None) for i in range(12)]
    assert learned(UNCAPPED, counted(*queries)) == {
        "alone": pytest.approx(log(9.5 / 3.5), abs=0.01)
    }


def test_a_hit_where_another_company_is_named():
    queries = [asked(i, company="Oxlip", truth=3, close={3}) for i in range(10)]
    assert learned(UNCAPPED, counted(*queries))["beside"] == pytest.approx(
        log(0.5 / 10.5), abs=0.01
    )


def test_too_few_hits_say_nothing():
    assert learned(UNCAPPED, counted(asked(1, truth=1))) == {}


def test_no_figure_exceeds_its_cap():
    capped = UNCAPPED._replace(alone=0.5)
    queries = [asked(i, truth=1) for i in range(12)]
    assert learned(capped, counted(*queries)) == {"alone": 0.5}


def test_halves_share_no_query_and_do_not_depend_on_the_order():
    queries = [asked(i) for i in range(200)]
    first, second = halves(queries)
    assert len(first) + len(second) == 200
    assert min(len(first), len(second)) > 70
    assert {q.query_id for q in halves(queries[::-1])[0]} == {q.query_id for q in first}


@pytest.mark.slow
def test_the_shipped_figures_are_those_of_the_set(shared):
    from sdc_core.linking.training.evidence import _digest
    from tests.core.linking.values.test_weights import COUNTED

    folder = shared / "linking" / "dev" / COUNTED["provenance"]["set"]
    assert COUNTED["provenance"]["set_sha256"] == _digest(folder)
    listed, queries = read_asked(folder)
    assert len(queries) == COUNTED["provenance"]["queries"]
    counts = count(HitIndex(listed.customers, Settings()), queries)
    assert learned(UNCAPPED, counts)["alone"] == COUNTED["weights"]["contact_name"]["alone"]
