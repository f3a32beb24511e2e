"""Phone numbers as their last ten digits, which survive every way of writing them.

Read by phonenumbers, as of the region of the settings where no country is said (Syncro's numbers
have no fixed format). Those of a plain form in North America are read here: that takes a tenth of
the time.
"""

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import phonenumbers

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

DEFAULT_REGION = "US"
DIGITS = 10
_NORTH_AMERICA = 1
# National numbers are shorter in many countries; anything below is an extension or local.
_SHORTEST_NATIONAL = 8

_PLAIN = re.compile(r"(?:\+?1[ .-]?)?\(?(\d{3})\)?[ .-]{0,2}(\d{3})[ .-]?(\d{4})", re.ASCII)
_IN_TEXT = re.compile(
    r"(?<![\w.+-])(?:\+\d{1,3}[ .()-]{0,2}(?:\d[ .()-]{0,2}){6,13}\d"
    r"|(?:1[ .-]?)?\(?\d{3}\)?[ .-]{0,2}\d{3}[ .-]?\d{4})(?![\w-])",
    re.ASCII,
)


def phone_of(text: str, region: str = DEFAULT_REGION) -> str | None:
    """The last ten digits, None where the text is no phone number or a made-up one."""
    plain = _PLAIN.fullmatch(text.strip()) if _is_north_american(region) else None
    number = "".join(plain.groups()) if plain else _parsed(text, region)
    return number if number and not _is_made_up(number) else None


def phones_in(text: str, region: str = DEFAULT_REGION) -> list[str]:
    """The numbers in a text, in their order; in North America ten bare digits count as one."""
    if _is_north_american(region):
        found = [phone_of(match, region) for match in _IN_TEXT.findall(text)]
    else:
        matches = phonenumbers.PhoneNumberMatcher(text, region)
        found = [_national(match.number) for match in matches]
    return [number for number in found if number and not _is_made_up(number)]


@cache
def _is_north_american(region: str) -> bool:
    return bool(phonenumbers.country_code_for_region(region) == _NORTH_AMERICA)


@lru_cache(maxsize=65536)
def _parsed(text: str, region: str) -> str | None:
    try:
        return _national(phonenumbers.parse(text, region))
    except phonenumbers.NumberParseException:
        return None


def _national(parsed: "PhoneNumber") -> str | None:
    national: str = phonenumbers.national_significant_number(parsed)
    shortest = DIGITS if parsed.country_code == _NORTH_AMERICA else _SHORTEST_NATIONAL
    return national[-DIGITS:] if len(national) >= shortest else None


def _is_made_up(number: str) -> bool:
    """Whether somebody filled a field that may not be empty: 000-000-0000, 123-456-7890."""
    return len(set(number[3:])) == 1 or number in "01234567890123456789"
