"""The rule of the first version on normalised names: kept for comparison, with its dangers named."""

import pytest

from sdc_core.linking.base import Customer, Decision, LinkQuery, Method
from sdc_core.linking.cascade.wratio import WRatioLinker
from sdc_core.settings import Linking, ProcessingDefaults, Settings
from tests.core.linking.lists import NEAR_NAMES, customers_named


def linker_of(customers, **changes):
    return WRatioLinker(customers, Settings(**changes), fingerprint="f")


def ask(customers, company, **query):
    return linker_of(customers).link(LinkQuery("ScreenConnect", company=company, **query))


@pytest.mark.parametrize(
    ("company", "name"),
    [
        ("Acme Inc.", "Acme Incorporated"),
        ("wellness  partners WEST", "Wellness Partners West"),
        ("Innovatech Servics", "Innovatech Services"),
    ],
)
def test_one_owner_or_a_clear_best_links(company, name):
    assert ask(customers_named(*NEAR_NAMES), company).customer.name == name


@pytest.mark.parametrize("company", ["Sample Corp", "Beta Wellness Group", "Wellness Partners"])
def test_what_the_first_version_forced_stays_open(company):
    assert ask(customers_named(*NEAR_NAMES), company).customer is None


def test_margin_counts_customers_not_names():
    customers = [
        Customer(id=1, name="Innovatech Services", aliases=("Innovatech Servces",)),
        Customer(id=2, name="Premier Motors"),
    ]
    result = ask(customers, "Innovatech Servicess")
    assert (result.customer.id, result.evidence.method) == (1, Method.SCORE)
    assert result.margin == pytest.approx(result.score - result.evidence.runner_up.score)


def test_second_customer_within_the_margin_keeps_it_open():
    result = ask(customers_named("Northern Lights Electric", "Northern Lights Electrik"), "Northern Lights Electrics")  # fmt: skip
    assert result.evidence.decision == Decision.AMBIGUOUS
    assert "within the margin of 10" in result.evidence.reason


def test_threshold_and_margin_are_settings():
    customers, query = customers_named("Innovatech Services", "Premier Motors"), "Inovahtek Service"
    assert ask(customers, query).customer is None
    lower = ProcessingDefaults(customer_linking_fuzzy_match_threshold=80)
    asked = LinkQuery("ScreenConnect", company=query)
    assert linker_of(customers, processing_defaults=lower).link(asked).customer.id == 1
    wide = ProcessingDefaults(customer_linking_fuzzy_match_threshold=80, customer_linking_margin=99)
    assert linker_of(customers, processing_defaults=wide).link(asked).customer is None


def test_two_owners_of_one_name_are_never_linked():
    result = ask(customers_named("Acme Tools Inc", "ACME TOOLS, inc."), "Acme Tools")
    assert result.evidence.decision == Decision.AMBIGUOUS
    assert [c.customer_id for c in result.evidence.candidates] == [1, 2]


def test_below_what_the_first_version_saw_there_is_no_match():
    result = ask(customers_named("Oakwood Pediatrics"), "Xylophone")
    assert result.evidence.decision == Decision.UNLINKED
    assert "nothing is close to 'Xylophone'" in result.evidence.reason


def test_ignored_companies_never_link():
    ignoring = linker_of(customers_named("My MSP"), linking=Linking(ignored_companies=["my msp"]))
    result = ignoring.link(LinkQuery("ScreenConnect", company="My  MSP"))
    assert result.evidence.decision == Decision.UNLINKED
