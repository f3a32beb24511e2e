"""Phone numbers as their last ten digits, which survive every way of writing them.

Numbers of a plain North American form are read here, because most are and it takes a tenth of the
time; all others by phonenumbers, as of the United States where no country is said (Syncro's
numbers have no fixed format).
"""

import re
from functools import lru_cache

import phonenumbers

DEFAULT_REGION = "US"
DIGITS = 10
# National numbers are shorter in many countries; anything below is an extension or local.
_SHORTEST_NATIONAL = 8

_PLAIN = re.compile(r"(?:\+?1[ .-]?)?\(?(\d{3})\)?[ .-]{0,2}(\d{3})[ .-]?(\d{4})", re.ASCII)
_IN_TEXT = re.compile(
    r"(?<![\w.+-])(?:\+\d{1,3}[ .()-]{0,2}(?:\d[ .()-]{0,2}){6,13}\d"
    r"|(?:1[ .-]?)?\(?\d{3}\)?[ .-]{0,2}\d{3}[ .-]?\d{4})(?![\w-])",
    re.ASCII,
)


def phone_of(text: str) -> str | None:
    """The last ten digits, None where the text is no phone number or a made-up one."""
    plain = _PLAIN.fullmatch(text.strip())
    number = "".join(plain.groups()) if plain else _parsed(text)
    return number if number and not _is_made_up(number) else None


def phones_in(text: str) -> list[str]:
    """The numbers in a text, in their order; ten bare digits count as one."""
    found = (phone_of(match) for match in _IN_TEXT.findall(text))
    return [number for number in found if number]


@lru_cache(maxsize=65536)
def _parsed(text: str) -> str | None:
    try:
        parsed = phonenumbers.parse(text, DEFAULT_REGION)
    except phonenumbers.NumberParseException:
        return None
    national = phonenumbers.national_significant_number(parsed)
    shortest = DIGITS if parsed.country_code == 1 else _SHORTEST_NATIONAL
    return national[-DIGITS:] if len(national) >= shortest else None


def _is_made_up(number: str) -> bool:
    """Whether somebody filled a field that may not be empty: 000-000-0000, 123-456-7890."""
    return len(set(number[3:])) == 1 or number in "01234567890123456789"
