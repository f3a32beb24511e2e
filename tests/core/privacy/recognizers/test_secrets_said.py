"""Secrets and accounts as people say them: without a keyword, in other languages, in pairs."""

import pytest

from sdc_core.privacy.base import SECRET
from sdc_core.privacy.credentials import cut_credentials
from sdc_core.privacy.recognizers.credentials import CredentialRecognizer
from sdc_core.privacy.recognizers.issuers import ISSUERS
from sdc_core.privacy.recognizers.tokens import TOKENS
from sdc_core.privacy.recognizers.users import USERS
from sdc_core.privacy.spans import settle
from tests.core.privacy.recognizers.found import LINES, found, rows_of

_KINDS = (CredentialRecognizer(), *USERS)


def find(text):
    return settle((span for kind in _KINDS for span in kind.find(text)), text)


def accounts(text):
    return [text[s.start : s.end] for s in find(text) if s.label == "USERNAME"]


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("secrets_said", 0.92),
        ("secrets_said_too", 0.92),
        ("secrets_in_short", 0.92),
        ("secrets_first_sight", 0.7),
    ],
)
def test_sentences_that_say_them(name, least):
    result = found(rows_of(LINES / f"{name}.jsonl"), find)
    assert result.recall("CREDENTIAL") >= least
    assert result.recall("USERNAME") >= 0.8
    assert result.precision >= 0.97


def test_sentences_that_only_sound_like_it():
    result = found(rows_of(LINES / "no_secrets.jsonl"), find)
    assert result.stray == []


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("Could you try Maple_4411? Or the old one.", "Could you try [SECRET]? Or the old one."),
        ("tried kx4p-mm2t-8Lpa and Elm2019xq", "tried [SECRET] and [SECRET]"),
        ("Kennwort: birke77", "Kennwort: [SECRET]"),
        ("pw Qwerty!", "pw [SECRET]"),
        ("admin / lantern-barrel-moss", "admin / [SECRET]"),
        ("changed the pin from 1122 to 8890", "changed the pin from [SECRET] to [SECRET]"),
        ("new pw on the console. 2: carol's calendar", "new pw on the console. 2: carol's calendar"),
        ("new pw on the console: carol7!moss", "new pw on the console: [SECRET]"),
        ("no alert since smtp pw chgd. ordered disk", "no alert since smtp pw chgd. ordered disk"),
        ("the pin is 0 4 7 7", "the pin is [SECRET]"),
        ("Password is Blue Kettle Friday, capitals", "Password is [SECRET], capitals"),
        ("-Password (ConvertTo-SecureString 'elm7!moss')", "-Password (ConvertTo-SecureString '[SECRET]')"),
    ],
)  # fmt: skip
def test_cut_and_no_more(text, cut):
    assert cut_credentials(text) == cut


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("rdp to the server as wfarrow71", ["wfarrow71"]),
        ("whoami returns corp\\mara.lindqvist so it is fine", ["mara.lindqvist"]),
        ("her login is kbyrne2, not kbyrne", ["kbyrne2", "kbyrne"]),
        ("user: tbanks\npass: lobster77", ["tbanks"]),
        ("ran as administrator, then as root", []),
        ("disable fast startup and unlock the phone", []),
    ],
)
def test_accounts(text, names):
    assert accounts(text) == names


@pytest.mark.parametrize("form", [form for _, form in ISSUERS])
def test_every_issuer_is_looked_for(form):
    assert any(form in pattern.regex.pattern for pattern in TOKENS)


def test_nothing_is_left_of_what_was_said():
    for row in rows_of(LINES / "secrets_said.jsonl"):
        cut = cut_credentials(row["text"])
        assert SECRET in cut or cut == row["text"]
        assert cut_credentials(cut) == cut, row["id"]
