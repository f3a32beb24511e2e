"""The contact inside the linked customer: right or open."""

import random

import pytest

from sdc_core.linking.base import Contact, Customer, LinkQuery
from sdc_core.linking.cascade.decide import Rule
from sdc_core.linking.contacts.find import by_letters, find_contact
from sdc_core.linking.contacts.people import PersonModel
from sdc_core.linking.match.weights_file import load_weights

CONTACTS = (
    Contact(id=1, name="Jane Doe", email="jane.doe@acme.example.com"),
    Contact(id=2, name="Sam"),
    Contact(id=3, name="Jonathan Hollister"),
    Contact(id=4, name="sam"),
    Contact(id=5, name="William A. Turner"),
    Contact(id=6, name="Katherine Ross"),
    Contact(id=7, name="Kathleen Ross"),
    Contact(id=8, name=None, email="front@acme.example.com"),
    Contact(id=9, name="Robert Hale", email="shared@acme.example.com"),
    Contact(id=10, name="Edith Hale", email="Shared@acme.example.com"),
)


LETTERS = by_letters(95, 10)


def find(contact=None, contacts=CONTACTS, closest=LETTERS, **query):
    customer = Customer(id=1, name="Acme", contacts=contacts)
    asked = LinkQuery("ScreenConnect", contact=contact, **query)
    return find_contact(customer, asked, closest)


def by_model():
    return PersonModel(load_weights("persons"), Rule()).closest


@pytest.mark.parametrize(
    ("name", "contact_id", "how"),
    [
        ("Jane Doe", 1, "by name"),
        ("doe, jane", 1, "by name"),
        ("Mrs. Jane  DOE", 1, "by name"),
        ("Jonathan Holister", 3, "by a name close to it"),
        ("Bill Turner", 5, "by a short form of the name"),
        ("W. Turner", 5, "by a short form of the name"),
        ("William B Turner", None, None),
        ("Will A Turner", 5, "by a short form of the name"),
        ("Kathy Ross", None, None),
        ("K Ross", None, None),
        ("Katherine Ross", 6, "by name"),
        ("jdoe", 1, "by login"),
        ("jane.doe@acme.example.com", 1, "by mail address"),
        ("Sam", None, None),
        ("Hale", None, None),
        ("Nobody Known", None, None),
        ("", None, None),
        (None, None, None),
        ("a" * 10_000, None, None),
        ("\ud800", None, None),
    ],
    ids=range(20),
)
def test_what_fits_one_contact_alone_is_meant(name, contact_id, how):
    found = find(name)
    assert (found.contact.id if found else None, found.how if found else None) == (contact_id, how)


def test_mail_goes_before_the_name():
    assert find("Robert Hale", emails=("FRONT@acme.example.com",)).contact.id == 8


def test_a_mail_of_two_contacts_leaves_it_open():
    assert find("Robert Hale", emails=("shared@acme.example.com",)) is None


def test_an_id_of_the_source_decides_alone():
    assert find("Jane Doe", contact_id=3).contact.id == 3
    assert find("Jane Doe", contact_id=99) is None


def test_order_of_contacts_never_counts():
    names = ["Jane Doe", "Bill Turner", "Jonathan Holister", "Kathy Ross", "Sam"]
    shuffled = tuple(random.Random(3).sample(CONTACTS, len(CONTACTS)))
    assert [find(n) for n in names] == [find(n, shuffled) for n in names]


class TestModel:
    @pytest.mark.parametrize(
        ("name", "contact_id"),
        [("Jonathan Holister", 3), ("Jonathon A. Hollister", 3), ("J. Hollistr", 3)],
    )
    def test_near_names_are_found(self, name, contact_id):
        assert find(name, closest=by_model()).contact.id == contact_id

    @pytest.mark.parametrize(
        "name", ["Nobody Known", "Sam", "Hale", "x", "", "\ud800", "a" * 10_000, "Kath Ross"]
    )
    def test_strangers_and_names_of_several_are_not(self, name):
        assert find(name, closest=by_model()) is None

    def test_each_customer_has_its_own_names(self):
        model = by_model()
        other = Customer(id=2, contacts=(Contact(id=50, name="Jonathan Hollister"),))
        asked = LinkQuery("S", contact="Jonathan Holister")
        assert find("Jonathan Holister", closest=model).contact.id == 3
        assert find_contact(other, asked, model).contact.id == 50
        assert find_contact(Customer(id=3), asked, model) is None
