import pytest

from sdc_core.linking.base import Contact
from sdc_core.linking.evidence.people import (
    first_name,
    full_name,
    login_of,
    logins_of,
    only_first_name,
    split_login,
)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Marta Lindqvist", "marta lindqvist"),
        ("LINDQVIST, Marta K.", "marta lindqvist"),
        ("Dr. Marta Lindqvist, DDS", "marta lindqvist"),
        ("Se\u00e1n O'Brien Jr.", "sean obrien"),
        ("Marta", None),
        ("Marta L.", None),
        ("Front Desk", None),
        ("Office Manager", None),
        ("", None),
        (None, None),
    ],
)
def test_first_and_last_name(text, name):
    assert full_name(text) == name


@pytest.mark.parametrize("text", ["Al", "J.", "Owner", "Administrator", "User", "", None, "123"])
def test_what_is_no_first_name(text):
    assert first_name(text) is None or text == "123"


def test_only_a_first_name():
    assert only_first_name("Marta") == "marta"
    assert only_first_name("Marta Lindqvist") is None


def test_the_logins_of_a_contact():
    contact = Contact(id=1, name="Jonah P. Adeyemi", email="jpa77@acme.com")
    assert set(logins_of(contact)) == {
        "jadeyemi", "adeyemij", "jonahadeyemi", "adeyemijonah", "jonaha", "jpa77",
    }  # fmt: skip


def test_a_mailbox_of_a_role_is_no_login():
    assert list(logins_of(Contact(id=1, name="Info", email="info@acme.com"))) == []


@pytest.mark.parametrize(
    ("text", "login"),
    [
        ("Jonah.Adeyemi", "jonahadeyemi"),
        ("j_adeyemi", "jadeyemi"),
        ("Administrator", None),
        ("admin2", None),
        ("user", None),
        ("abc", None),
        ("123456", None),
        ("", None),
    ],
)
def test_a_login_as_compared(text, login):
    assert login_of(text) == login


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("ACME\\jo", ("ACME", "jo")),
        ("jo", ("", "jo")),
        ("A\\B\\jo", ("A\\B", "jo")),
        ("", ("", "")),
    ],
)
def test_domain_and_login(text, parts):
    assert split_login(text) == parts
