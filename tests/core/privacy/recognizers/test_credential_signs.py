"""No form of credential stands in a text that shows none of its signs."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sdc_core.privacy.recognizers.credential_forms import (
    BY_SIGN,
    BY_VERB,
    CHANGED,
    COMMANDS,
    GIVEN_AS,
    KEYWORD,
    PAIRED,
    PHRASE,
    SHORT_CODE,
    SLASHED,
    STANDALONE,
)
from sdc_core.privacy.recognizers.credential_signs import (
    may_announce,
    may_hold_mixed,
    may_hold_token,
)
from sdc_core.privacy.recognizers.tokens import TOKENS

_BY_KEYWORD = (BY_SIGN, BY_VERB, CHANGED)
_FORMS = [
    *((may_announce, pattern) for pattern in (*_BY_KEYWORD, PHRASE, SHORT_CODE, *COMMANDS)),
    *((may_hold_mixed, pattern) for pattern in (SLASHED, PAIRED, STANDALONE)),
    *((may_hold_token, token.regex) for token in TOKENS),
]
_SAID = (
    "password is Summer2024!",
    "set the wifi key to Blue-Tooth-77!",
    "Changed the pin for the safe to 4821",
    "PA\u017f\u017fWORD: Summer2024!",
    "p\u0130n 4821",
    "the \u212aey: 998877 with the sign of Kelvin; \u212aeypad code 4821",
    "passphrase is correct horse battery staple",
    "type 4821 at the keypad",
    "net use z: \\\\srv\\x /user:bob Zx9!kkP2",
    "psexec \\\\pc -u bob -p Zx9!kkP2",
    "curl -u bob:Zx9!kkP2 x",
    'ConvertTo-SecureString "hunter22"',
    "<pwd>hunter22</pwd>",
    "snmp-server community hunter22",
    '"api_key": "hunter22"',
    "MY_PWD=hunter22",
    "--pw hunter22",
    "admin / Zx9!kkP2",
    "router login | abc123",
    "Zx9!kkP2",
    "ab://:x@",
    "?sig=abcdef",
    "-----BEGIN PRIVATE KEY-----",
    "Bearer abcdefghijklmnop1",
    "AKIAABCDEFGHIJKLMNOP xoxb-12345678 SG.aaaaaaaaaaaaaaaa.bbbbbbbbbbbbbbbb",
    "ABCDE-12345-ABCDE-12345 $1$aaaaaaaaaaaaaaaaaaaaa",
    f"AIza{'a' * 30} dop_v1_{'0' * 40} eyJ{'a' * 8}.{'b' * 8} {'0' * 32}:{'1' * 32}",
    f"ghp_{'a' * 20} sk-{'a' * 16} {'111111-' * 7}111111 AB12-CD34-EF56-GH78-IJ90",
    "AccountKey=abcdefgh",
    "SSID Dock5G / key qq77mmzz1x",
    "Guest wifi: come-to-the-barn",
    "snmp community mon_ro",
    "wpa_passphrase=barnowl77",
    "Kennwort: birke77",
    "licence ZZ4P-88QQ-21LM",
    "has\u0142o: sosna77",
    "m\u1eadt kh\u1ea9u: sen2020",
)


@pytest.fixture(scope="module")
def texts(shared):
    lines = (shared / "pii" / "msp_pii_dev.jsonl").read_text(encoding="utf-8").splitlines()
    return [*_SAID, *(json.loads(line)["text"] for line in lines)]


@pytest.mark.parametrize(("may_be", "form"), _FORMS)
def test_where_a_form_is_its_sign_is(may_be, form, texts):
    assert all(may_be(match[0]) for text in texts for match in form.finditer(text))


def test_every_form_is_in_a_text_here(texts):
    """Or the test before could not fail for it."""
    unseen = [form.pattern for _, form in _FORMS if not any(map(form.search, texts))]
    assert unseen == []


# The looks ahead of the pattern make hypothesis draw many texts that it must drop.
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(st.from_regex(KEYWORD))
def test_every_keyword_announces(text):
    assert may_announce(text)


def test_a_value_before_its_word_needs_the_word():
    """`GIVEN_AS` alone is no credential: what announces one stands around it."""
    assert GIVEN_AS.search("reset it to Sunny-Day-42")
    assert not may_announce("reset it to Sunny-Day-42")


def test_most_prose_shows_none():
    said = "The printer on the second floor jams whenever two pages are sent at once."
    assert not any(may_be(said) for may_be in (may_announce, may_hold_mixed, may_hold_token))
