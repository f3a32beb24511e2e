"""No text makes a recogniser slow: no pattern repeats a repetition without bound, and it is tried."""

import re
import re._constants as sre
import re._parser as parser
from collections.abc import Iterator

import pytest

from sdc_core.privacy.recognizers import (
    addresses,
    asides,
    blocks,
    clients,
    credential_forms,
    firms_around,
    hosts,
    judged,
    organisations,
    phones,
)
from sdc_core.privacy.recognizers import person_cues as cues
from sdc_core.privacy.recognizers.all import make_recognizers
from sdc_core.privacy.recognizers.credential_forms import COMMANDS
from sdc_core.privacy.recognizers.pattern import Pattern
from sdc_core.privacy.recognizers.tokens import TOKENS
from sdc_core.privacy.recognizers.users import USERS

MODULES = (
    addresses,
    asides,
    blocks,
    clients,
    credential_forms,
    firms_around,
    hosts,
    judged,
    organisations,
    phones,
)
LENGTH = 100_000
SHORTER = 10_000
PIECES = [
    "a", "1", " ", "Aa ", "A ", "12 Aa ", "password ", "password for ", "pass: ", "a.", "a-", "A-1", "a@", "1-",
    "1 ", "1.", "a/", "a:", ":", "\\", '"', "=", "\n", "Aa, ", "Aa & ", "pin 1234 ", "eyJaaaaaaaa.", "aB1!",
    "-----BEGIN PRIVATE KEY-----a", "aB1!aB1! ", "Apt 1 ", "12 Aa St, ", "Aa Bb\n", "http://a:", "net user a ",
    "from ", "Mr. ", "O'Aa-", "(", "+1(", "12 rue ", "card ", "use 1a",
]  # fmt: skip


def patterns() -> Iterator[re.Pattern[str]]:
    """Every compiled pattern that sees a whole text."""
    for module in (*MODULES, cues):
        yield from (value for value in vars(module).values() if isinstance(value, re.Pattern))
    yield from (form for _, form, _ in asides._FORMS)
    yield from (*addresses._PATTERNS, *addresses._PATTERNS_LOWER, *COMMANDS)
    found = (*make_recognizers(), *TOKENS, *USERS)
    yield from (pattern.regex for pattern in found if isinstance(pattern, Pattern))


def unbounded(tree) -> bool:
    """Whether a pattern repeats something that itself repeats, without bound."""
    for operation, argument in tree:
        if operation in (sre.MAX_REPEAT, sre.MIN_REPEAT):
            _, most, body = argument
            if most == sre.MAXREPEAT and not is_one_sign(body):
                return True
        for part in parts(argument):
            if unbounded(part):
                return True
    return False


def is_one_sign(body) -> bool:
    return len(body) == 1 and body[0][0] in (sre.IN, sre.LITERAL, sre.NOT_LITERAL, sre.ANY)


def parts(argument) -> Iterator[parser.SubPattern]:
    if isinstance(argument, parser.SubPattern):
        yield argument
    elif isinstance(argument, (list, tuple)):
        for inner in argument:
            yield from parts(inner)


def test_no_pattern_repeats_a_repetition_without_bound():
    assert [p.pattern[:80] for p in patterns() if unbounded(parser.parse(p.pattern, p.flags))] == []


@pytest.mark.parametrize("pattern", [r"(?:a+)+b", r"(?:a|ab)*c"])
def test_the_check_sees_an_unbounded_repetition(pattern):
    assert unbounded(parser.parse(pattern))


@pytest.mark.parametrize(
    ("piece", "length"),
    [*((piece, SHORTER) for piece in PIECES), *((piece, LENGTH) for piece in PIECES[:7])],
)
def test_long_texts_of_one_piece_are_read_to_their_end(piece, length):
    text = piece * (length // len(piece))
    for recognizer in make_recognizers():
        for span in recognizer.find(text):
            assert 0 <= span.start < span.end <= len(text)
