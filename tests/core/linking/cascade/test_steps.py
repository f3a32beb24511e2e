"""The order of the steps, and what each says; names and evidence are scored by tables here."""

import random

import pytest

from sdc_core.linking.base import Contact, Customer, Decision, LinkQuery, Method
from sdc_core.linking.cascade.decide import Rule
from sdc_core.linking.lessons.learned import Learned
from sdc_core.linking.lessons.lesson import Says
from sdc_core.settings import Linking, ProcessingDefaults, Settings
from tests.core.linking.fakes import Asking, TableChooser
from tests.core.linking.lessons.test_learned import decided
from tests.core.linking.lists import customers_named

THREE = customers_named("Acme Tools", "Zenith Dental", "Blue Sky")
NEAR = {"acme tols": {1: 4.0, 3: -2.0}}


def outcome(result):
    return (result.customer.id if result.customer else None, result.evidence.method)


class TestExact:
    def test_one_owner_links_without_scoring(self):
        asking = Asking(THREE)
        assert outcome(asking.ask("ACME  tools, Inc.")) == (1, Method.EXACT)
        assert asking.scorer.asked == []

    @pytest.mark.parametrize("names", [("Acme", "ACME"), ("Acme Inc", "Acme, Inc."), ("Acme", "Acme LLC")])  # fmt: skip
    def test_two_owners_of_one_name_wait(self, names):
        result = Asking(customers_named(*names), {names[0].casefold(): {1: 9.0}}).ask(names[0])
        assert result.evidence.decision == Decision.AMBIGUOUS
        assert {c.customer_id for c in result.evidence.candidates} == {1, 2}
        assert "2 customers carry the name" in result.evidence.reason

    def test_evidence_separates_two_owners(self):
        asking = Asking(
            customers_named("Acme", "Acme"),
            {"acme": {1: 5.0, 2: 5.0}},
            {"PC-1": [(2, "phone", 8.0)]},
        )
        result = asking.ask("Acme", machines=("PC-1",))
        assert outcome(result) == (2, Method.SCORE)
        said = "2 customers carry the name 'Acme', and the evidence (phone number) points to 2"
        assert result.evidence.reason == said
        assert asking.ask("Acme").customer is None

    def test_evidence_for_both_separates_nobody(self):
        hits = {"PC-1": [(1, "phone", 7.3), (2, "phone", 7.3)]}
        asking = Asking(customers_named("Acme", "Acme"), {"acme": {1: 9.0, 2: 1.0}}, hits)
        result = asking.ask("Acme", machines=("PC-1",))
        assert result.evidence.decision == Decision.AMBIGUOUS

    def test_hard_evidence_for_another_customer_makes_it_a_question(self):
        asking = Asking(THREE, evidence={"PC-1": [(2, "phone", 8.0)]})
        result = asking.ask("Acme Tools", machines=("PC-1",))
        assert result.evidence.decision == Decision.AMBIGUOUS
        assert "(phone number) points to 'Zenith Dental'" in result.evidence.reason
        assert [c.customer_id for c in result.evidence.candidates] == [1, 2]

    def test_soft_evidence_for_another_customer_does_not(self):
        asking = Asking(THREE, evidence={"PC-1": [(2, "machine_prefix", 4.5)]})
        assert outcome(asking.ask("Acme Tools", machines=("PC-1",))) == (1, Method.EXACT)

    def test_legal_forms_and_numbers_separate(self):
        customers = customers_named("Acme Tools LLC", "Foo Store #3")
        assert Asking(customers).ask("Acme Tools Inc").customer is None
        assert Asking(customers).ask("Foo Store #2").customer is None
        assert Asking(customers).ask("Acme Tools").customer.id == 1


class TestWeighing:
    def test_what_is_probable_and_alone_links(self):
        result = Asking(THREE, NEAR).ask("Acme Tols")
        assert outcome(result) == (1, Method.SCORE)
        evidence = result.evidence
        assert evidence.runner_up.customer_id == 3
        assert evidence.score == round(result.score, 2)
        assert evidence.margin == round(result.margin, 2)
        assert 0 < evidence.p_not_in_list < 0.05
        assert [c.feature for c in evidence.contributions] == ["table"]
        assert (evidence.model_hash, evidence.customers_fingerprint) == ("m", "f")
        assert evidence.reason.startswith("'Acme Tols' is closest to 'Acme Tools' (98)")

    def test_below_the_threshold_it_waits(self):
        result = Asking(THREE, {"acme tols": {1: 2.0}}).ask("Acme Tols")
        assert result.evidence.decision == Decision.AMBIGUOUS
        assert "below the threshold of 95" in result.evidence.reason

    def test_below_the_floor_there_is_no_match(self):
        result = Asking(THREE, {"acme toys": {1: -1.0}}).ask("Acme Toys")
        assert result.evidence.decision == Decision.UNLINKED
        assert "nothing is close to 'Acme Toys'" in result.evidence.reason

    def test_below_the_floor_a_short_form_is_still_a_question(self):
        result = Asking(THREE, {"ac tools": {1: -1.0}}).ask("Ac Tools")
        assert result.evidence.decision == Decision.AMBIGUOUS

    def test_a_second_that_looks_as_good_by_itself_keeps_it_open(self):
        result = Asking(THREE, {"acme tols": {1: 9.0, 3: 4.0}}).ask("Acme Tols")
        assert result.score > 95
        assert result.evidence.decision == Decision.AMBIGUOUS
        assert "'Blue Sky' (98 by itself) is within the margin of 10" in result.evidence.reason

    def test_evidence_alone_links(self):
        asking = Asking(THREE, evidence={"PC-1": [(2, "phone", 8.0)]})
        result = asking.ask(None, machines=("PC-1",))
        assert outcome(result) == (2, Method.EVIDENCE)
        assert result.evidence.reason.startswith(
            "no company is given, but the evidence (phone number) points to 'Zenith Dental'"
        )
        assert [hit.kind for hit in result.evidence.evidence] == ["phone"]

    def test_a_company_text_that_is_nobodys_speaks_against_evidence(self):
        hits = {"PC-1": [(2, "login", 4.0)]}
        assert Asking(THREE, evidence=hits).ask("Unheard Of", machines=("PC-1",)).customer is None

    def test_a_name_nearly_enough_with_evidence_links_by_evidence(self):
        hits = {"PC-1": [(1, "login", 4.0)]}
        result = Asking(THREE, {"acme tols": {1: 1.0}}, hits).ask("Acme Tols", machines=("PC-1",))
        assert outcome(result) == (1, Method.EVIDENCE)
        assert "the evidence (login) agrees" in result.evidence.reason

    def test_names_near_to_one_name_of_two_customers_wait(self):
        names = {"acmee": {1: 9.0, 2: 2.0}}
        result = Asking(customers_named("Acme Inc", "Acme LLC"), names).ask("Acmee")
        assert result.evidence.decision == Decision.AMBIGUOUS
        assert "2 customers carry the name 'Acme Inc'" in result.evidence.reason

    def test_explained_only_once_for_each_text(self):
        asking = Asking(THREE, NEAR)
        queries = [LinkQuery("S", company="Acme Tols", machines=(f"PC-{n}",)) for n in range(5)]
        asking.linker.link_many(queries)
        assert asking.scorer.asked == ["acme tols"]
        assert asking.scorer.explained == [("acme tols", "Acme Tools")]


class TestLedger:
    def learned(self, *decisions):
        return Asking(THREE, NEAR, {"PC-1": [(2, "phone", 8.0)]}, learned=Learned(decisions))

    def test_what_a_person_said_of_the_text_goes_before_all(self):
        asking = self.learned(decided(Says.CUSTOMER, 2, text="Acme Tols", system="ScreenConnect"))
        assert outcome(asking.ask("acme  tols")) == (2, Method.LEDGER)
        assert "dana decided" in asking.ask("acme  tols").evidence.reason
        assert asking.ask("Acme Tolls").customer is None

    def test_a_text_of_nobody_is_not_linked_by_evidence(self):
        asking = self.learned(decided(Says.NOBODY, text="Acme Tols", system="ScreenConnect"))
        result = asking.ask("Acme Tols", machines=("PC-1",))
        assert outcome(result) == (None, Method.LEDGER)
        assert result.evidence.decision == Decision.UNLINKED

    @pytest.mark.parametrize("text", ["Acme Tools", "Acme Tols"])
    def test_never_this_customer_takes_it_away(self, text):
        asking = self.learned(decided(Says.NEVER, 1, text=text, system="ScreenConnect"))
        result = asking.ask(text)
        assert result.customer is None
        assert 1 not in {c.customer_id for c in result.evidence.candidates}
        assert Asking(THREE, NEAR).ask(text).customer.id == 1

    def test_never_leaves_the_other_owner_of_a_name(self):
        said = decided(Says.NEVER, 1, text="Acme", system="ScreenConnect")
        asking = Asking(customers_named("Acme", "Acme"), learned=Learned([said]))
        assert outcome(asking.ask("Acme")) == (2, Method.EXACT)

    def test_never_holds_against_evidence_too(self):
        said = decided(Says.NEVER, 2, text="Unheard Of", system="ScreenConnect")
        asking = self.learned(said)
        assert asking.ask("Unheard Of", machines=("PC-1",)).customer is None

    def test_ids_of_syncro_are_not_judged_by_a_text(self):
        asking = self.learned(decided(Says.CUSTOMER, 2, text="Acme Tols", system="ScreenConnect"))
        assert outcome(asking.ask("Acme Tols", customer_id=3)) == (3, Method.IDENTIFIER)


class TestKnobs:
    def test_rule_decides_with_threshold_margin_floor(self):
        lax = Rule(threshold=80, margin=0, floor=10)
        assert Asking(THREE, {"acme tols": {1: 2.0}}, rule=lax).ask("Acme Tols").customer.id == 1

    def test_fewer_candidates_are_recorded(self):
        settings = Settings(linking=Linking(max_candidates=1))
        result = Asking(THREE, NEAR, settings=settings).ask("Acme Tols")
        assert [c.customer_id for c in result.evidence.candidates] == [1]

    def test_ignored_companies_name_nobody(self):
        settings = Settings(linking=Linking(ignored_companies=["acme tools"]))
        result = Asking(THREE, settings=settings).ask("ACME Tools")
        assert result.evidence.decision == Decision.UNLINKED


class TestIdentifiers:
    def test_known_id_links_whatever_the_name(self):
        assert outcome(Asking(THREE).ask("Acme Tools", customer_id=2)) == (2, Method.IDENTIFIER)

    def test_unknown_id_is_a_question(self):
        result = Asking(THREE).ask("Acme Tools", customer_id=99)
        assert result.evidence.decision == Decision.AMBIGUOUS
        assert "99" in result.evidence.reason

    def test_contact_id_of_one_customer_links(self):
        result = Asking(WITH_CONTACTS).ask(None, contact_id=8)
        assert (*outcome(result), result.contact.id) == (2, Method.IDENTIFIER, 8)

    @pytest.mark.parametrize("company", [None, "Home", "Zenith Dental", "Never Heard Of"])
    def test_mail_of_one_customers_contact_links(self, company):
        assert outcome(mails("bob@zenith.example.com", company)) == (2, Method.IDENTIFIER)

    def test_mail_against_an_exact_name_is_a_question(self):
        result = mails("bob@zenith.example.com", "Acme Tools")
        assert result.evidence.decision == Decision.AMBIGUOUS
        assert "(mail address) points to 'Zenith Dental'" in result.evidence.reason

    @pytest.mark.parametrize(
        "mail", ["info@gmail.com", "both@example.com", "bob@msp.example.net", "nobody", ""]
    )
    def test_shared_mailboxes_identify_nobody(self, mail):
        assert mails(mail, None).customer is None

    def test_mails_of_two_customers_identify_nobody(self):
        asking = Asking(WITH_CONTACTS)
        both = ("bob@zenith.example.com", "ann@acme.example.org")
        assert asking.ask(None, emails=both).customer is None


WITH_CONTACTS = [
    Customer(
        id=1,
        name="Acme Tools",
        contacts=(
            Contact(id=7, name="Ann", email="ann@acme.example.org"),
            Contact(id=6, email="both@example.com"),
        ),
    ),
    Customer(
        id=2,
        name="Zenith Dental",
        contacts=(
            Contact(id=8, name="Bob", email="Bob@Zenith.example.com"),
            Contact(id=9, email="both@example.com"),
            Contact(id=10, email="info@gmail.com"),
            Contact(id=11, email="bob@msp.example.net"),
        ),
    ),
]


def mails(mail, company):
    settings = Settings(linking=Linking(own_domains=["msp.example.net"]))
    return Asking(WITH_CONTACTS, settings=settings).ask(company, emails=(mail,))


class TestBand:
    NAMES = {"acme tols": {1: 1.0, 3: 0.5}}  # noqa: RUF012 - read only

    def asking(self, answer, **changes):
        return Asking(THREE, self.NAMES, chooser=TableChooser({"Acme Tols": answer}), **changes)

    def test_a_listed_id_is_linked(self):
        result = self.asking(3).ask("Acme Tols")
        assert outcome(result) == (3, Method.LLM)
        assert (result.evidence.llm.model, result.evidence.llm.answer) == ("table:1", 3)
        assert "table:1 chose 'Blue Sky' among 2 candidates" in result.evidence.reason

    @pytest.mark.parametrize("answer", [None, 2, 99, "1", [], True])
    def test_none_and_what_is_not_listed_wait(self, answer):
        result = self.asking(answer).ask("Acme Tols")
        assert result.evidence.decision == Decision.AMBIGUOUS
        assert result.evidence.llm.answer is None

    def test_a_failing_provider_leaves_it_open_and_says_so(self):
        result = self.asking(TimeoutError("sk-secret in a message")).ask("Acme Tols")
        assert result.evidence.decision == Decision.AMBIGUOUS
        assert "the language model gave no answer (TimeoutError)" in result.evidence.reason
        assert "secret" not in result.evidence.reason

    def test_each_text_is_asked_once_whatever_else_the_queries_say(self):
        asking = self.asking(None)
        asking.linker.link_many(
            [LinkQuery(s, company="Acme Tols", contact=c) for s in "AB" for c in ("x", "y")]
        )
        asking.ask("Acme Tols")
        assert len(asking.chooser.asked) == 1

    def test_at_most_five_candidates_are_offered(self):
        customers = customers_named(*(f"Acme {word * 3}" for word in "ABCDEFGH"))
        names = {"acme tols": {n: 3.0 if n < 4 else 0.0 for n in range(1, 9)}}
        chooser = TableChooser({"Acme Tols": None})
        Asking(customers, names, chooser=chooser).ask("Acme Tols")
        assert [c.customer_id for c in chooser.asked[0].choices] == [1, 2, 3, 4, 5]

    def test_past_the_budget_texts_wait(self):
        asking = self.asking(3, budget=0)
        result = asking.ask("Acme Tols")
        assert "the budget of 0 questions" in result.evidence.reason
        assert asking.chooser.asked == []

    def test_namesakes_are_never_asked(self):
        chooser = TableChooser({})
        asking = Asking(customers_named("Acme", "Acme"), {"acme": {1: 2.0, 2: 2.0}}, chooser=chooser)  # fmt: skip
        assert asking.ask("Acme").customer is None
        assert chooser.asked == []

    def test_an_answer_against_hard_evidence_waits(self):
        hits = {"PC-1": [(2, "phone", 5.0)]}
        asking = self.asking(3, evidence=hits)
        assert asking.ask("Acme Tols", machines=("PC-1",)).customer is None

    def test_what_is_clear_or_far_is_not_asked(self):
        asking = Asking(THREE, NEAR, chooser=TableChooser({}))
        asking.linker.link_many([LinkQuery("S", company=c) for c in ("Acme Tols", "Far", None)])
        assert asking.chooser.asked == []


class TestTogether:
    QUERIES = tuple(
        LinkQuery("S", company=company, machines=machines)
        for company in ("Acme Tols", "Acme Tools", "Home", None, "Acme Tols", "Unheard Of")
        for machines in ((), ("PC-1",))
    )
    EVIDENCE = {"PC-1": [(2, "phone", 8.0), (1, "login", 4.0)]}  # noqa: RUF012 - read only

    def asking(self, customers=THREE):
        return Asking(customers, NEAR, self.EVIDENCE)

    def test_many_are_as_one_by_one_in_any_order(self):
        together = self.asking().linker.link_many(self.QUERIES)
        alone = [self.asking().linker.link(query) for query in self.QUERIES]
        assert together == alone
        order = random.Random(1).sample(range(len(self.QUERIES)), len(self.QUERIES))
        shuffled = self.asking().linker.link_many([self.QUERIES[n] for n in order])
        assert shuffled == [together[n] for n in order]

    def test_order_of_customers_never_counts(self):
        assert self.asking(THREE[::-1]).linker.link_many(self.QUERIES) == (
            self.asking().linker.link_many(self.QUERIES)
        )

    def test_what_is_remembered_is_bounded(self, monkeypatch):
        monkeypatch.setattr("sdc_core.linking.cascade.steps.REMEMBERED", 3)
        asking = self.asking()
        assert asking.linker.link_many(self.QUERIES) == self.asking().linker.link_many(self.QUERIES)
        assert [asking.linker.link(q) for q in self.QUERIES] == asking.linker.link_many(
            self.QUERIES
        )


def test_threshold_of_contacts_is_that_of_customers():
    customers = [Customer(id=1, name="Acme", contacts=(Contact(id=5, name="Jonathan Hollister"),))]
    strict = Settings(
        processing_defaults=ProcessingDefaults(customer_linking_fuzzy_match_threshold=99)
    )
    asked = {"contact": "Jonathan Holister"}
    assert Asking(customers).ask("Acme", **asked).contact.id == 5
    assert Asking(customers, settings=strict).ask("Acme", **asked).contact is None
