"""Fitting what evidence is worth, on queries small enough to work out by hand."""

from math import exp, log

import pytest

pytest.importorskip("scipy", reason="training needs the extra 'train'")

from sdc_core.linking.base import Contact, Customer, LinkQuery
from sdc_core.linking.training.evidence import halves, learned, read_asked, rows_under
from sdc_core.linking.training.evidence_fit import CAPS, SPREAD, fit
from sdc_core.linking.training.evidence_judge import said_of
from sdc_core.linking.training.evidence_rows import Asked, Row

LIND, NOVAK = (
    Contact(id=1, name="Marta Lind"),
    Contact(id=3, name="Petra Novak", phone="3125550142"),
)
CUSTOMERS = [
    Customer(id=1, name="Quillhaven Dental", contacts=(LIND,)),
    Customer(id=2, name="Quillhaven Title", contacts=(LIND,)),
    Customer(id=3, name="Oxlip Bakery", contacts=(NOVAK,)),
]
NAME, ALONE, BESIDE = (("contact_name", f) for f in ("base", "alone", "beside"))
PHONE = ("phone", "base")


def asked(number=1, *, contact="Petra Novak", truth=None, by_name=None, phones=()):
    query = LinkQuery("NotesJSON", company=by_name and "X", contact=contact, phones=phones)
    return Asked(f"Q{number}", query, truth, by_name)


def rows(*queries, figures=CAPS):
    return rows_under(CUSTOMERS, queries, figures)


def row(text, known, figures, *, is_true, only=False):
    return Row(text, pytest.approx(known), frozenset(figures), is_true, only)


class TestRows:
    def test_a_near_name_with_a_hit_beside_one_without(self):
        assert rows(asked(truth=3, by_name={1: -1.5, 3: 2.0})) == [
            row(0, -1.5, [], is_true=False),
            row(0, 2.0, [NAME], is_true=True),
        ]

    def test_a_shared_value_takes_off_the_logarithm_of_its_sharers(self):
        found = rows(asked(contact="Marta Lind", truth=1, by_name={1: 2.0, 2: 2.0}))
        assert [one.known for one in found] == [pytest.approx(2.0 - log(2))] * 2

    def test_where_no_company_is_given_evidence_stands_alone(self):
        assert rows(asked(truth=3)) == [row(0, 0.0, [ALONE], is_true=True, only=True)]

    @pytest.mark.parametrize("by_name", [{}, {3: -20.0}])
    def test_a_name_that_says_less_than_none_counts_as_none(self, by_name):
        assert rows(asked(by_name=by_name)) == [row(0, 0.0, [BESIDE], is_true=False, only=True)]

    def test_the_hit_that_stands_best_by_itself_makes_the_start(self):
        assert rows(asked(truth=3, phones=("3125550142",))) == [
            row(0, 0.0, [NAME, ("phone", "alone")], is_true=True, only=True)
        ]

    def test_queries_without_evidence_teach_nothing(self):
        assert rows(asked(contact=None, by_name={1: 3.0})) == []


class TestFit:
    def test_a_figure_is_where_the_likelihood_and_the_spread_balance(self):
        found = fit([Row(n, 0.0, frozenset([ALONE]), n < 20, True) for n in range(100)])[ALONE]
        p = exp(found) / (1 + exp(found))
        assert 20 - 100 * p == pytest.approx((found - CAPS[ALONE]) / SPREAD**2, abs=0.01)
        assert found == pytest.approx(log(20 / 80), abs=0.1)

    def test_what_the_name_says_already_is_not_counted_again(self):
        likely = [Row(n, 2.0, frozenset([NAME]), n < 88, False) for n in range(100)]
        assert fit(likely)[NAME] == pytest.approx(0.0, abs=0.5)

    def test_no_figure_exceeds_its_cap_and_no_hit_speaks_against(self):
        always = [Row(n, 0.0, frozenset([ALONE]), True, True) for n in range(500)]
        never = [Row(n, 9.0, frozenset([NAME]), False, False) for n in range(500, 600)]
        found = fit([*always, *never])
        assert found[ALONE] == CAPS[ALONE]
        assert found[NAME] == 0.0

    def test_what_was_not_seen_is_what_the_table_says(self):
        found = learned(CUSTOMERS, [asked(n, truth=3) for n in range(30)])
        assert {place: value for place, value in found.items() if place != ALONE} == {
            place: value for place, value in CAPS.items() if place != ALONE
        }

    def test_the_order_of_queries_does_not_count(self):
        queries = [asked(n, truth=3 if n % 3 else None, by_name={3: n / 9}) for n in range(40)]
        assert learned(CUSTOMERS, queries) == learned(CUSTOMERS, queries[::-1])


def test_judged_by_the_best_candidate_of_each_query():
    judged = said_of(rows(asked(truth=3), asked(truth=1)), {**CAPS, ALONE: log(4)})
    assert "p >= 0.7: 2 queries, predicted 0.800, right 0.500" in judged


def test_halves_share_no_query_and_do_not_depend_on_the_order():
    queries = [asked(i) for i in range(200)]
    first, second = halves(queries)
    assert len(first) + len(second) == 200
    assert min(len(first), len(second)) > 70
    assert {q.query_id for q in halves(queries[::-1])[0]} == {q.query_id for q in first}


@pytest.mark.slow
def test_the_shipped_figures_are_those_of_the_set(shared):
    from sdc_core.linking.training.evidence import _digest
    from tests.core.linking.evidence.test_weights import COUNTED

    folder = shared / "linking" / "dev" / COUNTED["provenance"]["set"]
    assert COUNTED["provenance"]["set_sha256"] == _digest(folder)
    found, queries = read_asked(folder)
    assert len(queries) == COUNTED["provenance"]["queries"]
    figures = learned(found.customers, queries)
    shipped = {(k, f): v for k, of in COUNTED["weights"].items() for f, v in of.items()}
    # By the weights of names as they are now; they may have changed a little since.
    assert figures == pytest.approx(shipped, abs=1.0)
