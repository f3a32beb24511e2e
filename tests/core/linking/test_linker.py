"""The rule linker: right or open, never silently wrong."""

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdc_core.linking.base import Contact, Customer, Decision, LinkQuery, Method
from sdc_core.linking.linker import RuleLinker
from sdc_core.settings import Linking, ProcessingDefaults, Settings


def listed(*names, **changes):
    return [Customer(id=number, name=name, **changes) for number, name in enumerate(names, start=1)]


def linker_of(customers, **changes):
    return RuleLinker(customers, Settings(**changes), fingerprint="f")


def ask(customers, company, **query):
    return linker_of(customers).link(LinkQuery("ScreenConnect", company=company, **query))


@pytest.fixture(scope="module")
def lean_customers(shared):
    path = shared / "samples" / "syncro" / "lean_customer_cache.json"
    return [
        Customer(
            id=row["id"],
            name=row["business_name"],
            contacts=tuple(Contact(id=c["id"], name=c["name"]) for c in row["contacts"]),
        )
        for row in json.loads(path.read_text(encoding="utf-8"))
    ]


class TestLabelledPairs:
    """Pairs that the first version linked or missed (original system, section 5)."""

    @pytest.mark.parametrize("company", ["Sample Corp", "Beta Wellness Group"])
    def test_forced_links_are_gone(self, lean_customers, company):
        assert ask(lean_customers, company).customer is None

    @pytest.mark.parametrize(
        ("company", "name"),
        [
            ("Innovahtek Services", "Innovatech Services"),
            ("Innovatech Industries", "Innovatech Services"),
            ("Keystone FG", "Keystone Financial"),
            ("HG Alpha", "HealthGroup Alpha"),
        ],
    )
    def test_doubtful_names_wait_with_the_right_candidate(self, lean_customers, company, name):
        evidence = ask(lean_customers, company).evidence
        assert evidence.decision == Decision.AMBIGUOUS
        assert evidence.candidates[0].name == name
        assert f"'{company}' is closest to '{name}'" in evidence.reason

    @pytest.mark.parametrize(
        ("company", "name"),
        [
            ("Acme Inc.", "Acme Incorporated"),
            ("Wellness Partners East", "Wellness Partners East"),
            ("wellness  partners WEST", "Wellness Partners West"),
            ("Innovatch Services", "Innovatech Services"),
        ],
    )
    def test_clear_names_link(self, lean_customers, company, name):
        assert ask(lean_customers, company).customer.name == name

    @pytest.mark.parametrize(
        "company", ["Wellness Partners", "HealthGroup", "Wellness Partners North"]
    )
    def test_near_names_wait(self, lean_customers, company):
        assert ask(lean_customers, company).evidence.decision == Decision.AMBIGUOUS


class TestNames:
    def test_two_customers_of_one_name_never_link_by_name(self):
        for names in (("Acme", "ACME"), ("Acme Inc", "Acme, Inc."), ("Acme", "Acme LLC")):
            result = ask(listed(*names), names[0])
            assert result.customer is None
            assert result.evidence.decision == Decision.AMBIGUOUS
            assert [c.customer_id for c in result.evidence.candidates] == [1, 2]

    def test_alias_of_another_customer_is_a_second_owner(self):
        customers = [Customer(id=1, name="Acme"), Customer(id=2, name="Zenith", aliases=("acme",))]
        assert ask(customers, "Acme").customer is None
        assert ask(customers, "Zenith").customer.id == 2

    def test_name_and_alias_of_one_customer_do_not_compete(self):
        customers = [Customer(id=1, name="Acme Tools", aliases=("Acme Tool", "Acme Tools Inc"))]
        assert ask(customers, "Acme Tools").customer.id == 1

    @pytest.mark.parametrize(
        ("company", "name"),
        [("Foo Store #2", "Foo Store #3"), ("Foo Store", "Foo Store 2"), ("Foo (#2)", "Foo (#3)")],
    )
    def test_numbers_separate_sites(self, company, name):
        result = ask(listed(name), company)
        assert result.customer is None
        assert "number" in result.evidence.reason

    def test_legal_forms_separate_companies(self):
        assert ask(listed("Acme Tools LLC"), "Acme Tools Inc").customer is None
        assert ask(listed("Acme Tools LLC"), "Acme Tools").customer.id == 1

    def test_brackets_separate_sites(self):
        assert ask(listed("Acme (Springfield)"), "Acme (Shelbyville)").customer is None
        assert ask(listed("Acme (Springfield)"), "Acme").customer.id == 1

    def test_words_in_another_order_wait(self):
        result = ask(listed("Valley Jordan Kitchen"), "Jordan Valley Kitchen")
        assert result.evidence.decision == Decision.AMBIGUOUS

    def test_close_second_customer_keeps_the_link_open(self):
        result = ask(
            listed("Northern Lights Electric", "Northern Lights Electrik"),
            "Northern Lights Electrick",
        )
        assert result.customer is None
        assert "margin" in result.evidence.reason

    def test_threshold_and_margin_are_settings(self):
        customers = listed("Innovatech Services", "Premier Motors")
        query = LinkQuery("ScreenConnect", company="Innovahtek Services")
        lower = ProcessingDefaults(customer_linking_fuzzy_match_threshold=85)
        assert linker_of(customers, processing_defaults=lower).link(query).customer.id == 1
        wide = ProcessingDefaults(
            customer_linking_fuzzy_match_threshold=85, customer_linking_margin=99
        )
        assert linker_of(customers, processing_defaults=wide).link(query).customer is None

    @pytest.mark.parametrize("company", [None, "", "(empty)", "Home", "N/A", "Default", "x"])
    def test_placeholders_never_link(self, company):
        result = ask(listed("(empty)", "Home", "N/A", "Default", "x", ""), company)
        assert result.evidence.decision == Decision.UNLINKED
        assert result.evidence.reason

    def test_ignored_companies_never_link(self):
        linker = linker_of(listed("My Own MSP"), linking=Linking(ignored_companies=["my own msp"]))
        result = linker.link(LinkQuery("ScreenConnect", company="My Own  MSP"))
        assert result.evidence.decision == Decision.UNLINKED

    def test_disabled_customer_links_and_is_flagged(self):
        result = ask(listed("Acme Tools", disabled=True), "Acme Tools")
        assert result.customer.id == 1
        assert "disabled" in result.evidence.reason


class TestIdentifiers:
    def test_known_id_links_whatever_the_name(self):
        result = ask(listed("Acme", "Acme"), "Somebody Else", customer_id=2)
        assert (result.customer.id, result.evidence.method) == (2, Method.IDENTIFIER)

    def test_unknown_id_is_a_question(self):
        result = ask(listed("Acme Tools"), "Acme Tools", customer_id=99)
        assert result.evidence.decision == Decision.AMBIGUOUS
        assert "99" in result.evidence.reason

    def test_contact_id_of_one_customer_links(self):
        customers = [
            Customer(id=1, name="Acme", contacts=(Contact(id=7, name="Ann"),)),
            Customer(id=2, name="Zenith", contacts=(Contact(id=8, name="Bob"),)),
        ]
        result = ask(customers, None, contact_id=8)
        assert (result.customer.id, result.contact.id) == (2, 8)


class TestContacts:
    @pytest.mark.parametrize(
        ("name", "contact_id"),
        [
            ("Jane Doe", 1), ("doe, jane", 1), ("Jane  DOE", 1), ("Jonathan Hollister", 3),
            ("Jonathan Holister", 3), ("Sam", None), ("Nobody Known", None), ("", None), (None, None),
        ],
    )  # fmt: skip
    def test_contact_is_sought_inside_the_customer(self, name, contact_id):
        contacts = (
            Contact(id=1, name="Jane Doe"),
            Contact(id=2, name="Sam"),
            Contact(id=3, name="Jonathan Hollister"),
            Contact(id=4, name="sam"),
        )
        customers = [Customer(id=1, name="Acme Tools", contacts=contacts)]
        contact = ask(customers, "Acme Tools", contact=name).contact
        assert (contact.id if contact else None) == contact_id


NASTY = ["a" * 10_000, "x y " * 3000, "\x00\x01\x1f", "\u202e\u05d0\u05d1\u05d2\u202c", "\U0001f600\U0001f4a9", "\ud800 lone", "!!!", "(((((", "\u0130stanbul", "\ufdfa" * 500, "inc", "the", "#2"]  # fmt: skip


@pytest.mark.parametrize("company", NASTY, ids=range(len(NASTY)))
def test_hostile_names_get_a_reason_and_a_record(company):
    for customers in ([], listed("Acme Tools", None, "", company), listed(*NASTY)):
        result = ask(customers, company, contact=company)
        assert result.evidence.reason
        json.loads(result.evidence.model_dump_json())
        assert len(result.evidence.reason) < 2000


def test_empty_list_links_nothing():
    result = ask([], "Acme Tools")
    assert result.evidence.decision == Decision.UNLINKED
    assert result.evidence.reason == "no customer to compare 'Acme Tools' with"


NAMES = st.sampled_from(
    ["Acme Tools", "Acme Tool", "ACME TOOLS", "Zenith", "Zenith 2", "Zenit", "Home", "Blue Sky LLC", "Blue Sky Inc", "Sky Blue"]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(NAMES, max_size=8), st.lists(NAMES, min_size=1, max_size=5), st.integers())
def test_order_of_customers_and_queries_never_counts(names, companies, seed):
    customers = listed(*names)
    shuffled = random.Random(seed).sample(customers, len(customers))
    queries = [LinkQuery("ScreenConnect", company=company) for company in companies]
    together = linker_of(customers).link_many(queries)
    alone = [linker_of(shuffled).link(query) for query in reversed(queries)]
    assert [r.evidence for r in together] == [r.evidence for r in reversed(alone)]


def test_no_wrong_link_among_names_of_two_owners(shared):
    """Real names: a text that two customers carry is never linked by name alone."""
    import csv

    folder = shared / "linking" / "dev" / "chicago_smb"
    with (folder / "customers.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    customers = [
        Customer(id=n, name=row["name"], aliases=tuple(filter(None, [row["alias"]])))
        for n, row in enumerate(rows, start=1)
    ]
    owners: dict[str, set[int]] = {}
    for customer in customers:
        for name in (customer.name, *customer.aliases):
            owners.setdefault(" ".join(name.casefold().split()), set()).add(customer.id)
    shared_names = [name for name, ids in owners.items() if len(ids) > 1]
    results = linker_of(customers).link_many([LinkQuery("S", company=n) for n in shared_names])
    assert shared_names
    assert [r.customer for r in results if r.customer] == []
