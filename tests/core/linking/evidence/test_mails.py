import pytest

from sdc_core.linking.evidence.mails import (
    company_domain,
    domain_of_website,
    label_of,
    mails_in,
    registrable,
    without_mails,
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("From: Marta <Marta.L@Acme.COM>; jo+x@acme.com.", ["marta.l@acme.com", "jo@acme.com"]),
        ("o'brien@acme.co.uk", ["o'brien@acme.co.uk"]),
        ("no mail: @acme, me@localhost, a@b@c.com, twitter @me", []),
        ("+@acme.com", []),
        ("", []),
    ],
)
def test_addresses_in_a_text(text, found):
    assert mails_in(text) == found


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("mail.acme.com", "acme.com"),
        ("ACME.co.uk.", "acme.co.uk"),
        ("shop.acme.com.au", "acme.com.au"),
        ("acme.onmicrosoft.com", "acme.onmicrosoft.com"),
        ("acme.wixsite.com", "acme.wixsite.com"),
        ("pc7.acme.local", "acme.local"),
        ("localhost", None),
        ("192.168.0.1", None),
        ("co.uk", None),
        ("", None),
    ],
)
def test_what_somebody_registered(host, domain):
    assert registrable(host) == domain


@pytest.mark.parametrize(
    "host", ["gmail.com", "mx.gmail.com", "yahoo.com.br", "live.nl", "comcast.net", "facebook.com"]
)
def test_what_many_share_is_no_companys(host):
    assert company_domain(host) is None


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("https://www.acme.com/contact?a=b", "acme.com"),
        ("acme.com", "acme.com"),
        ("HTTP://user:pw@acme.com:8080", "acme.com"),
        ("https://facebook.com/acme", None),
        ("none", None),
        ("", None),
    ],
)
def test_the_domain_of_a_website(address, domain):
    assert domain_of_website(address) == domain


def test_a_label_has_letters_and_digits_only_and_is_not_short():
    assert label_of("x@north-side7.com") == "northside7"
    assert label_of("x@abc.com") is None
    assert label_of("x@gmail.com") is None


def test_addresses_leave_a_gap():
    assert without_mails("a marta.lind@acme.com b") == "a  @  b"
