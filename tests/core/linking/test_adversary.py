"""Who tries to have the wrong customer billed: what may link, what must be asked, what never may.

Each row is a list, a text and what may come of it. `ASK` is an open question or no match, whatever
the score says; a name is the customer that it links to. The weights are those that ship, but no row
hangs on a score: rules and steps of the cascade decide them.
"""

from datetime import UTC, datetime

import pytest

from sdc_core.linking.base import Contact, Customer, Decision, LinkQuery, Method
from sdc_core.linking.lessons.learned import Learned
from sdc_core.linking.lessons.lesson import FIELD, LINK, Lesson, Says, about_text
from sdc_core.linking.make import make_linker
from sdc_core.settings import Linking, ProcessingDefaults, Settings
from sdc_core.store import ledger
from tests.core.linking.fakes import TableChooser
from tests.core.linking.lists import customers_named

ASK = None
OTHERS = (
    "Riverbend Dental Care",
    "Harmon & Voss LLP",
    "Lakeshore Plumbing",
    "Maple Street Bakery",
    "Cedar Ridge Veterinary",
    "Kowalski Meats",
    "Lotus Yoga Studio",
    "Monarch Title Company",
)
LISTS = {
    "sites": ("Oakland Clinic North", "Eastside Grill", "Northwest Cabinets", "Great Clips 17"),
    "numbers": ("Advanced Dental Associates", "Lakeview Dental 2", "Cafe Roma (2)", "Phase 2 Gym"),
    "chain": ("Subway #1204", "Subway #1205", "Pizza Hut (Main St)", "Pizza Hut (5th Ave)"),
    "brackets": ("Gold Gym (Elm)", "Barton Clinic [Skokie]", "Harper Hotel"),
    "namesakes": ("Quinn LLC", "Quinn Inc (Texas)", "Vega Corp", "Vega Company", "Zenith",
                  "Zenith Inc.", "Zenith Ltd (Ohio)"),
    "twins": ("Oak Street Health", "Oak Street Health"),
    "initials": ("J & J Electric", "A1 Plumbing", "JP Partners", "AAA Towing", "Smith & Co",
                 "3M Cleaning"),
    "like words": ("Peak Fitness", "Acme Rental", "Nandu Imports", "Smith & Jones Attorneys",
                   "Robert Brown", "Right Start Daycare"),
    "owners": ("Vance Properties", "Hartmann Industries", "Tri-State Roofing"),
    "common words": ("Office", "Main", "Square", "Test", "Home", "Server"),
    "plain": ("Acme Dental", "Harbor Law Group", "First Bank", "\u0141\u00f3d\u017a Transport"),
}  # fmt: skip
TABLE = (
    # Another direction, also joined or as a letter.
    ("sites", "Oakland Clinic South", ASK),
    ("sites", "Oakland Clinic S", ASK),
    ("sites", "Oakland Clinic North", "Oakland Clinic North"),
    ("sites", "Westside Grill", ASK),
    ("sites", "Southwest Cabinets", ASK),
    ("sites", "Northeast Cabinets", ASK),
    ("sites", "Great Clips 17 East", ASK),
    ("sites", "Great Clips #17", "Great Clips 17"),
    ("sites", "Great Clips 18", ASK),
    # A number that the name does not have.
    ("numbers", "Advanced Dental Associates 2", ASK),
    ("numbers", "Advanced Dental Associates Two", ASK),
    ("numbers", "Lakeview Dental II", "Lakeview Dental 2"),
    ("numbers", "Lakeview Dental 3", ASK),
    ("numbers", "Cafe Roma (3)", ASK),
    ("numbers", "Cafe Roma 3", ASK),
    ("numbers", "Phase 3 Gym", ASK),
    ("chain", "Subway 1204", "Subway #1204"),
    ("chain", "Subway", ASK),
    ("chain", "Subway #1206", ASK),
    ("chain", "Subway #12044", ASK),
    ("chain", "Pizza Hut", ASK),
    ("chain", "Pizza Hut (Elm St)", ASK),
    ("chain", "Pizza Hut (6th Ave)", ASK),
    # Another place in brackets, or beside the place in brackets.
    ("brackets", "Gold Gym (Oak)", ASK),
    ("brackets", "Gold Gym Oak", ASK),
    ("brackets", "Barton Clinic (Niles)", ASK),
    ("brackets", "Barton Clinic [Skokie]", "Barton Clinic [Skokie]"),
    ("brackets", "Harper Hotel (sold)", ASK),
    # One name: a namesake that a rule sets aside is still there.
    ("namesakes", "Quinn", ASK),
    ("namesakes", "Quinn LLC (Texas)", ASK),
    ("namesakes", "Quinn LLC", "Quinn LLC"),
    ("namesakes", "Vega", ASK),
    ("namesakes", "Vega Co.", "Vega Company"),
    ("namesakes", "Vega LLC", ASK),
    ("namesakes", "Zenith LLC", ASK),
    ("twins", "Oak Street Health", ASK),
    ("twins", "Oak St. Health LLC", ASK),
    # Initials and single letters.
    ("initials", "J&J Electric", "J & J Electric"),
    ("initials", "J & K Electric", ASK),
    ("initials", "JPM Partners", ASK),
    ("initials", "AA Towing", ASK),
    ("initials", "AAAA Towing", ASK),
    ("initials", "3N Cleaning", ASK),
    ("initials", "A-1 Plumbing", "A1 Plumbing"),
    ("initials", "A2 Plumbing", ASK),
    ("initials", "Smith Co", "Smith & Co"),
    ("initials", "Smith & Sons", ASK),
    # Another word, however few letters tell it apart.
    ("like words", "Peak Witness", ASK),
    ("like words", "Acme Dental", ASK),
    ("like words", "Nandu Exports", ASK),
    ("like words", "Smith & James Attorneys", ASK),
    ("like words", "Bright Start Daycare", ASK),
    # Another company of the same owners, or in another country.
    ("owners", "Vance Property Management", ASK),
    ("owners", "Hartmann Industries Holding", ASK),
    ("owners", "Hartmann Industries Canada", ASK),
    ("owners", "Tri-State Roofing Supply", ASK),
    # Customers that are called like everyday words.
    ("common words", "Office", "Office"),
    ("common words", "Main Street", ASK),
    ("common words", "Server Room", ASK),
    ("common words", "Square One", ASK),
    ("common words", "SERVER01", ASK),
    ("common words", "Test", ASK),
    ("common words", "Home", ASK),
    ("common words", "Home Office", ASK),
    # Whom the text is not, or somebody between; several at once.
    ("plain", "formerly Acme Dental", ASK),
    ("plain", "Not Acme Dental", ASK),
    ("plain", "ex Acme Dental", ASK),
    ("plain", "c/o Acme Dental", ASK),
    ("plain", "Acme Dental (sold)", ASK),
    ("plain", "Acme Dental / Harbor Law Group", ASK),
    ("plain", "Acme Dental c/o Harbor Law Group", ASK),
    ("plain", "\U0001f600 Acme Dental", "Acme Dental"),
    ("plain", "1st Bank", "First Bank"),
    ("plain", "2nd Bank", ASK),
    ("plain", "\u0141\u00d3D\u0179 TRANSPORT", "\u0141\u00f3d\u017a Transport"),
    ("plain", "", ASK),
    ("plain", "(empty)", ASK),
    ("plain", "\U0001f600", ASK),
)


def linker_of(name, **settings):
    customers = customers_named(*LISTS[name], *OTHERS)
    return make_linker(customers, Settings(**settings), fingerprint="x")


def ask(linker, company, **query):
    return linker.link(LinkQuery("ScreenConnect", company=company, **query))


@pytest.fixture(scope="module")
def linkers():
    return {name: linker_of(name) for name in LISTS}


@pytest.mark.parametrize(("name", "text", "may"), TABLE, ids=lambda value: str(value)[:40])
def test_what_may_link(linkers, name, text, may):
    result = ask(linkers[name], text)
    assert (result.customer and result.customer.name) == may
    assert result.evidence.reason


LOOSE = {
    "processing_defaults": ProcessingDefaults(
        customer_linking_fuzzy_match_threshold=0, customer_linking_margin=0
    ),
    "linking": Linking(ambiguous_floor=0, prior_in_list=0.999999, max_candidates=50),
}
STRICT = {
    "processing_defaults": ProcessingDefaults(
        customer_linking_fuzzy_match_threshold=100, customer_linking_margin=100
    ),
    "linking": Linking(ambiguous_floor=100, prior_in_list=0.000001, max_candidates=1),
}
# What the rules forbid, no knob allows.
FORBIDDEN = (
    ("sites", "Oakland Clinic South"),
    ("numbers", "Advanced Dental Associates 2"),
    ("brackets", "Gold Gym (Oak)"),
    ("namesakes", "Zenith LLC"),
    ("twins", "Oak Street Health"),
    ("like words", "Nandu Exports"),
    ("plain", "Not Acme Dental"),
    ("common words", "Home"),
    ("plain", ""),
)


@pytest.mark.parametrize(("name", "text"), FORBIDDEN)
def test_no_knob_links_what_the_rules_forbid(name, text):
    assert ask(linker_of(name, **LOOSE), text).customer is None


def test_the_strictest_knobs_leave_what_is_certain():
    linker = linker_of("plain", **STRICT)
    assert ask(linker, "acme dental").customer.name == "Acme Dental"
    assert ask(linker, "Acme Dentel").customer is None
    assert len(ask(linker, "Acme Dentel").evidence.candidates) <= 1


@pytest.mark.parametrize("text", ["Zenith LLC", "Quinn", "Vega"])
def test_the_rule_of_the_first_version_asks_of_namesakes_too(text):
    result = ask(linker_of("namesakes", linking=Linking(scorer="wratio")), text)
    assert result.evidence.decision == Decision.AMBIGUOUS


def test_ignored_companies_link_nobody_by_name():
    linker = linker_of("plain", linking=Linking(ignored_companies=["ACME Dental"]))
    assert ask(linker, "Acme Dental").customer is None
    assert ask(linker, "Harbor Law Group").customer.name == "Harbor Law Group"


# A choice of the language model: an id of the list, but what a rule forbids; or no id of it at all.
CHOICES = (
    ("numbers", "Phase 3 Gym", 4, "another number"),
    ("plain", "Not Acme Dental", 1, "of whom it is not"),
    ("plain", "Acme Dentists", 99, "not among"),
    ("plain", "Acme Dentists", "Acme Dental", "not among"),
    ("plain", "Acme Dentists", True, "not among"),
    ("plain", "Acme Dentists", None, "none"),
    ("plain", "Acme Dentists", ValueError("key sk-123"), "ValueError"),
)


@pytest.mark.parametrize(("name", "text", "answer", "reason"), CHOICES)
def test_a_language_model_links_no_customer_that_a_rule_forbids(name, text, answer, reason):
    everything = ProcessingDefaults(customer_linking_fuzzy_match_threshold=100)
    settings = Settings(
        processing_defaults=everything, linking=Linking(llm_enabled=True, ambiguous_floor=0)
    )
    customers = customers_named(*LISTS[name], *OTHERS)
    chooser = TableChooser({text: answer})
    linker = make_linker(customers, settings, fingerprint="x", chooser=chooser)
    result = ask(linker, text)
    assert len(chooser.asked) == 1
    assert result.customer is None
    assert reason in result.evidence.reason
    assert "sk-123" not in result.evidence.reason


def test_a_language_model_cannot_choose_among_namesakes():
    settings = Settings(linking=Linking(llm_enabled=True, ambiguous_floor=0))
    chooser = TableChooser({"Oak Street Health": 1})
    linker = make_linker(
        customers_named(*LISTS["twins"]), settings, fingerprint="x", chooser=chooser
    )
    assert ask(linker, "Oak Street Health").customer is None
    assert chooser.asked == []


ACME, HARBOR, EAST, TWIN, DISABLED = 1, 2, 3, 4, 5
KNOWN = (
    Customer(
        id=ACME,
        name="Acme Dental",
        contacts=(Contact(id=11, name="John Smith", email="john@acmedental.com"),),
        phones=("312-555-0143",),
        websites=("acmedental.com",),
    ),
    Customer(
        id=HARBOR,
        name="Harbor Law Group",
        contacts=(
            Contact(id=21, name="Anna Weber", email="anna@harborlaw.com", phone="312-555-0188"),
            Contact(id=22, name="Book Keeper", email="books@shared-cpa.com"),
        ),
    ),
    Customer(
        id=EAST,
        name="Northside Auto East",
        contacts=(Contact(id=31, name="Book Keeper", email="books@shared-cpa.com"),),
    ),
    Customer(id=TWIN, name="Oak Street Health", emails=("desk@oakstreet.com",)),
    Customer(id=DISABLED, name="Oak Street Health", disabled=True, emails=("old@oakst.com",)),
)
ANNA, JOHN = "anna@harborlaw.com", "john@acmedental.com"
SAID = (
    # Syncro's own ids stand above any name; an id that is not there is a question.
    ({"company": "Harbor Law Group", "customer_id": ACME}, ACME),
    ({"company": "Acme Dental", "customer_id": 999}, ASK),
    ({"company": "Acme Dental", "customer_id": 0}, ASK),
    ({"customer_id": DISABLED}, DISABLED),
    ({"contact_id": 21}, HARBOR),
    # Name against proof, and proof against proof.
    ({"company": "Acme Dental", "emails": (ANNA,)}, ASK),
    ({"company": "Acme Dental", "phones": ("312-555-0188",)}, ASK),
    ({"company": "Acme Dental", "emails": (ANNA, JOHN)}, ACME),
    ({"emails": (ANNA, JOHN)}, ASK),
    ({"emails": (JOHN,), "phones": ("312-555-0188",)}, ASK),
    ({"company": "Home", "emails": (JOHN,), "phones": ("312-555-0188",)}, ASK),
    ({"emails": (JOHN,), "phones": ("312-555-0143",)}, ACME),
    # A mail address of contacts of two customers, and the MSP's own.
    ({"emails": ("books@shared-cpa.com",)}, ASK),
    ({"company": "Nobody Known", "emails": ("books@shared-cpa.com",)}, ASK),
    ({"emails": ("tech@ourmsp.com",)}, ASK),
    # Evidence that sites share does not part them.
    ({"company": "Acme Dental 2", "emails": ("desk@acmedental.com",)}, ASK),
    ({"company": "Acme Dental West", "machines": ("ACMEDENTAL-PC1",)}, ASK),
    ({"company": "Northside Auto West", "machines": ("NORTHSIDE-PC1",)}, ASK),
    # Twins, one of them disabled.
    ({"company": "Oak Street Health"}, ASK),
    ({"company": "Oak Street Health", "emails": ("desk@oakstreet.com",)}, TWIN),
    ({"company": "Oak Street Health", "emails": ("old@oakst.com",)}, DISABLED),
    # Machines and users of everybody.
    ({"machines": ("OFFICE-PC1",)}, ASK),
    ({"machines": ("SERVER",)}, ASK),
    ({"machines": ("DESKTOP-7A8B9C0",), "users": ("Administrator",)}, ASK),
    ({"machines": ("OSH-PC1",)}, ASK),
    # Two customers, or only a word, in a text.
    ({"text": "Acme Dental and Harbor Law Group are both down"}, ASK),
    ({"text": "the harbor law group called about an acme printer"}, ASK),
)


@pytest.mark.parametrize(("said", "may"), SAID, ids=lambda value: str(value)[:60])
def test_what_may_link_beside_the_name(said, may):
    settings = Settings(linking=Linking(own_domains=["ourmsp.com"]))
    customers = [
        *KNOWN,
        *(c.model_copy(update={"id": c.id + 50}) for c in customers_named(*OTHERS)),
    ]
    result = ask(make_linker(customers, settings, fingerprint="x"), said.get("company"), **{
        field: value for field, value in said.items() if field != "company"
    })  # fmt: skip
    assert (result.customer and result.customer.id) == may


def test_a_mail_address_against_another_customers_number_says_so():
    linker = make_linker(KNOWN, Settings(), fingerprint="x")
    result = ask(linker, None, emails=(JOHN,), phones=("312-555-0188",))
    assert result.evidence.decision == Decision.AMBIGUOUS
    assert "phone number" in result.evidence.reason
    assert "'Harbor Law Group'" in result.evidence.reason
    assert {c.customer_id for c in result.evidence.candidates} == {ACME, HARBOR}


def test_two_witnesses_know_a_company_under_another_name_but_no_site_from_another():
    linker = make_linker(KNOWN, Settings(), fingerprint="x")
    beside = {"machines": ("ACMEDENTAL-PC1",), "contact": "John Smith"}
    assert ask(linker, "Acne Dental", **beside).customer.id == ACME
    assert ask(linker, "Acme Dental West", **beside).customer is None


def test_whom_a_person_ruled_out_leaves_no_second_best():
    never = ledger.Decision.make(
        when_utc=datetime(2026, 1, 1, tzinfo=UTC), who="bob", why="", kind=LINK, field=FIELD,
        about=about_text("ScreenConnect", "Acme Dental"),
        value=Lesson(says=Says.NEVER, id=1).model_dump(mode="json"),
    )  # fmt: skip
    linker = make_linker(
        customers_named("Acme Dental", "Acme Dental East", *OTHERS),
        Settings(),
        fingerprint="x",
        learned=Learned([never]),
    )
    result = ask(linker, "Acme Dental")
    assert result.customer is None
    assert 1 not in [candidate.customer_id for candidate in result.evidence.candidates]


def test_an_objection_is_a_question_with_the_score_and_the_rule():
    result = ask(linker_of("sites"), "Oakland Clinic South")
    evidence = result.evidence
    assert (evidence.method, evidence.decision) == (Method.NONE, Decision.AMBIGUOUS)
    assert evidence.candidates[0].name == "Oakland Clinic North"
    assert "another direction" in evidence.reason


@pytest.mark.parametrize("text", ["Acme Dental", "Zenith LLC", "Pizza Hut", "Oakland Clinic South"])
def test_the_order_of_the_list_does_not_count(text):
    customers = customers_named(*(name for names in LISTS.values() for name in names))
    one, other = (
        ask(make_linker(order, Settings(), fingerprint="x"), text)
        for order in (customers, customers[::-1])
    )
    assert one == other


def test_a_name_of_two_customers_is_not_a_third_one_that_a_machine_may_mean():
    customers = customers_named("SUBWAY", "Subway", "SUB WAY")
    linker = make_linker(customers, Settings(), fingerprint="x")
    for machine in ("SUBWAY-PC1", "SUB-WAY-PC1", "WAY-PC1"):
        result = linker.link(LinkQuery("ScreenConnect", company="Subway", machines=(machine,)))
        assert result.evidence.decision is Decision.AMBIGUOUS, machine
