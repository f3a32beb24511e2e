"""Numbers of payment cards: 12-19 digits with a right check digit, or called a card's."""

import re

from sdc_core.privacy.recognizers.pattern import Pattern

_DIGITS = re.compile(r"\D")
# ISO/IEC 7812-1 allows 8 digits and more; no issuer goes below 12.
_LENGTHS = range(12, 20)
_GROUPS = r"\d{4}(?:[ -]?\d{3,6}){2,4}|\d{12,19}|\d{4} ?\d{6} ?\d{5}"


def has_check_digit(text: str) -> bool:
    """Luhn, ISO/IEC 7812-1, of 12 to 19 digits."""
    digits = [int(digit) for digit in _DIGITS.sub("", text)]
    if len(digits) not in _LENGTHS or len(set(digits)) == 1:
        return False
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _is_long(text: str) -> bool:
    return len(_DIGITS.sub("", text)) in _LENGTHS


CARDS = (
    Pattern(
        "CREDIT_CARD",
        re.compile(rf"(?<![\w.-])(?:{_GROUPS})(?![\w-]|\.\d)"),
        accepts=has_check_digit,
    ),
    Pattern(
        "CREDIT_CARD",
        re.compile(
            rf"\b(?:card|cc|visa|amex|mastercard)\b[^\d\n]{{0,30}}({_GROUPS})(?![\w-])",
            re.IGNORECASE,
        ),
        group=1,
        accepts=_is_long,
    ),
)
