"""Credentials never leave the text they stand in; ordinary words stay."""

import json

import pytest

from sdc_core.privacy.credentials import SECRET, cut_credentials


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("password is Summer2024!", "Summer2024!"),
        ("Password:\nSummer2024!", "Summer2024!"),
        ("pwd: hunter22", "hunter22"),
        ('password for Bob Smith is "correct horse" ok', "correct horse"),
        ("pw Summer2024! works", "Summer2024!"),
        ("admin login for the AP is admin / Zx9!kkP2", "Zx9!kkP2"),
        ("Reset password for a@b.example to zFUVWzUMiM and told", "zFUVWzUMiM"),
        ("run net user bob 9&u3WezWglm /domain", "9&u3WezWglm"),
        ("https://bob:secret9@host/x", "secret9"),
        ("key sk-abcdef1234567890abcd", "sk-abcdef"),
        ("the PIN is 4821", "4821"),
        ("wifi key: Blue-Tooth-77!", "Blue-Tooth-77!"),
    ],
)
def test_secret_is_cut(text, secret):
    cut = cut_credentials(text)
    assert secret not in cut
    assert SECRET in cut


@pytest.mark.parametrize(
    "text",
    [
        "password expired",
        "password is not working",
        "asks for password when opening Outlook",
        "reset his password on DESKTOP-V7R2LPJ.",
        "login issue on KB5034441",
        "Outlook/Exchange 2019",
        "error code 1603",
        "password hash sync failed",
    ],
)
def test_ordinary_words_stay(text):
    assert cut_credentials(text) == text


def test_second_cut_changes_nothing():
    once = cut_credentials("password is Summer2024! and pin: 4821")
    assert cut_credentials(once) == once


def test_no_credential_of_the_evaluation_set_leaks(shared):
    lines = (shared / "pii" / "msp_pii_dev.jsonl").read_text(encoding="utf-8").splitlines()
    leaked = [
        span["value"]
        for document in map(json.loads, lines)
        for span in document["spans"]
        if span["label"] == "CREDENTIAL" and span["value"] in cut_credentials(document["text"])
    ]
    assert leaked == []
