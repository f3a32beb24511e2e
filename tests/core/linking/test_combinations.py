"""Which evidence links, beside which company text: counted on `msp_synth`, a row for each.

Right and wrong best candidates there, all together (links in brackets, none of them wrong):

| company text | mail, phone and more | person and machine | person | machine | domain |
|---|---|---|---|---|---|
| names nobody | 123:0 (123) | 21:0 (10) | 13:192 | 59:85 | 5:4 |
| no customer's name | 52:0 (51) | 11:0 (8) | 4:205 | 42:38 | 2:1 |
| near to the customer's name | 46:0 (46) | 4:0 (4) | 37:0 (33) | 11:0 (9) | 2:0 (2) |
"""

import pytest

from sdc_core.linking.base import Contact, Customer, LinkQuery
from sdc_core.linking.make import make_linker
from sdc_core.settings import Settings

MEANT = Customer(
    id=1,
    name="Quillhaven Dental Group",
    aliases=("Jonah Adeyemi",),
    contacts=(
        Contact(
            id=11, name="Jonah Adeyemi", email="jadeyemi@quillhaven.com", phone="(312) 555-0142"
        ),
    ),
)
OTHERS = [
    Customer(id=2, name="Brackenmoor Title Company"),
    Customer(id=3, name="Oxlip Bakery"),
    Customer(id=4, name="Vellum & Thorn Attorneys"),
]
SAID = {
    "mail": {"emails": ("jadeyemi@quillhaven.com",)},
    "phone": {"phones": ("312 555 0142",)},
    "domain": {"emails": ("reception@quillhaven.com",)},
    "label": {"emails": ("reception@quillhavendentalgroup.net",)},
    "contact": {"contact": "Jonah Adeyemi"},
    "first": {"contact": "Jonah"},
    "login": {"users": ("jadeyemi",)},
    "machine": {"machines": ("QUILLHAV-PC03",)},
    "initials": {"machines": ("QDG-PC03",)},
    "person spoken of": {"text": "spoke with Jonah Adeyemi about the printer"},
    "company spoken of": {"text": "as last week at Quillhaven Dental Group"},
    "both spoken of": {"text": "called Jonah Adeyemi at Quillhaven Dental Group"},
}
NOBODY = [None, "Home"]
ANOTHER = ["Vio Cafe & Grill", "Millenium Mega Mart"]
NEAR = ["Quilhaven Dental Grp"]
PROOF = [("mail",), ("phone",), ("mail", "phone"), ("phone", "contact"), ("phone", "machine")]
SOFT = [
    ("domain",),
    ("label",),
    ("contact",),
    ("first",),
    ("login",),
    ("contact", "login"),
    ("machine",),
    ("initials",),
    ("person spoken of",),
    ("company spoken of",),
    ("contact", "person spoken of"),
]
AT_THE_MACHINE = [("login", "machine"), ("contact", "machine")]
SPOKEN_OF = [("both spoken of",), ("contact", "both spoken of"), ("machine", "person spoken of")]


def linked(company, kinds, size=0):
    said = {field: value for kind in kinds for field, value in SAID[kind].items()}
    more = [Customer(id=100 + n, name=f"Zzyzx {n} Holding") for n in range(size)]
    linker = make_linker([MEANT, *OTHERS, *more], Settings(), fingerprint="f")
    result = linker.link(LinkQuery("NotesJSON", company=company, **said))
    return result.customer.id if result.customer else None


@pytest.mark.parametrize("kinds", PROOF, ids="+".join)
@pytest.mark.parametrize("company", [*NOBODY, *ANOTHER, *NEAR, MEANT.name])
def test_a_mail_address_or_phone_number_links_whatever_else_is_said(company, kinds):
    assert linked(company, kinds) == 1


@pytest.mark.parametrize("kinds", SOFT, ids="+".join)
@pytest.mark.parametrize("company", [*NOBODY, *ANOTHER])
def test_one_soft_fact_never_links_without_the_name(company, kinds):
    assert linked(company, kinds) is None


@pytest.mark.parametrize("kinds", AT_THE_MACHINE, ids="+".join)
@pytest.mark.parametrize("company", [*NOBODY, *ANOTHER])
def test_a_person_at_a_machine_of_one_customer_links(company, kinds):
    assert linked(company, kinds) == 1


@pytest.mark.parametrize("kinds", SPOKEN_OF, ids="+".join)
@pytest.mark.parametrize("company", ANOTHER)
def test_what_a_text_speaks_of_never_links_against_the_company(company, kinds):
    assert linked(company, kinds) is None


def test_a_text_that_speaks_of_both_links_where_no_company_is_named():
    assert linked(None, ("both spoken of",)) == 1


@pytest.mark.parametrize("kinds", [("contact",), ("login",), ("machine",)], ids="+".join)
@pytest.mark.parametrize("company", NEAR)
def test_a_near_name_links_with_one_soft_fact(company, kinds):
    assert linked(company, kinds) == 1


@pytest.mark.parametrize("kinds", SOFT[1:], ids="+".join)
def test_no_soft_fact_moves_the_name_of_another_customer(kinds):
    assert linked("Oxlip Bakery", kinds) == 3


@pytest.mark.parametrize("kinds", [*PROOF, ("domain",)], ids="+".join)
def test_proof_against_the_name_of_another_customer_is_a_question(kinds):
    assert linked("Oxlip Bakery", kinds) is None
