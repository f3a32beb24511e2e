"""Numbers that stand for a person or an account: SSN, IBAN, driving licence, tax, birth, age."""

import re

from sdc_core.privacy.recognizers.pattern import Pattern

_IBAN_LENGTHS = range(15, 35)
_OLDEST = 120
_BLANKS = re.compile(r"[\s-]")


def is_iban(text: str) -> bool:
    """The check digits of ISO 13616: the rearranged number leaves 1 when divided by 97."""
    plain = _BLANKS.sub("", text).upper()
    if not (len(plain) in _IBAN_LENGTHS and plain.isalnum() and plain.isascii()):
        return False
    return int("".join(str(int(sign, 36)) for sign in plain[4:] + plain[:4])) % 97 == 1


def _called(words: str, value: str) -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:{words})\b(?:[ \t]{{1,3}}(?:number|no\.?|nr\.?|code|#))?"
        rf"[ \t]{{0,3}}(?:[:=#?]|is|was)?[ \t]{{0,3}}({value})(?![\w-])",
        re.IGNORECASE,
    )


_IBAN = r"[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){2,7}(?:[ ]?[A-Z0-9]{1,4})?"
IDS = (
    Pattern("US_SSN", re.compile(r"(?<![\w-])(?!000|666)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])")),
    Pattern("US_SSN", _called(r"ssn|social(?: security)?", r"\d{3}[ -]?\d{2}[ -]?\d{4}"), 1),
    Pattern("IBAN", re.compile(rf"(?<!\w){_IBAN}(?!\w)"), accepts=is_iban),
    Pattern("IBAN", _called(r"iban", _IBAN), 1),
    Pattern(
        "DRIVER_LICENSE",
        _called(
            r"driv(?:er|ing)(?:['\u2019]?s)? li[cs]en[cs]e|\bdl",
            r"(?=[\w-]{0,12}\d)[A-Z0-9-]{5,20}",
        ),
        1,
    ),
    # "License no. K6572983": a letter and many digits, which no product's key is
    Pattern(
        "DRIVER_LICENSE",
        re.compile(
            r"\bli[cs]en[cs]e(?:[ \t]{1,2}(?:number|no\.?|nr\.?|#))[ \t]{0,2}(?:[:=#?]|is|"
            r"was)?[ \t]{0,2}"
            r"([A-Z]{1,2}\d[\d-]{5,17})(?![\w-])",
            re.IGNORECASE,
        ),
        1,
    ),
    Pattern("PASSPORT", _called(r"passport", r"[A-Z]{0,2}\d{6,9}"), 1),
    Pattern("TAX_ID", _called(r"ein|tax id|itin|vat", r"[A-Z]{0,2}\d{2}-?\d{6,9}"), 1),
    Pattern(
        "BANK_ACCOUNT",
        _called(r"(?:bank )?account|acct|routing|aba|sort code", r"\d[\d-]{5,16}\d"),
        1,
    ),
    Pattern(
        "ZIP_CODE", _called(r"zip|postal code|post ?code", r"[A-Z]{0,2}\d{3,5}(?:[ -]\d{2,4})?"), 1
    ),
    Pattern(
        "BIRTH_DATE",
        re.compile(
            r"\b(?:date of birth|birth ?date|birthday|d\.?o\.?b\.?|born(?: on)?)\b[^\d\n]{0,12}"
            r"(\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}|\d{1,2} [A-Z][a-z]{2,8} \d{4})",
            re.IGNORECASE,
        ),
        1,
    ),
    Pattern(
        "AGE",
        re.compile(
            (
                r"\b(?:aged?|age of|turn(?:ed|s)?)[ \t]{1,2}(\d{1,3})\b(?![.,]?\d|%| "
                r"?(?:%|px|gb|mb|users?|days?))"
            ),
            re.IGNORECASE,
        ),
        1,
        accepts=lambda text: 1 <= int(text) <= _OLDEST,
    ),
    Pattern(
        "AGE", re.compile(r"\b(\d{1,3})[ -]years?[ -]old (?:man|woman|boy|girl|male|female)\b"), 1
    ),
)
