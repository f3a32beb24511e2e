"""Whether a word is the name of an account: as companies make them of the names of people."""

import re

from sdc_core.privacy.common_words import COMMON_WORDS
from sdc_core.privacy.names.tables import TERMS, WORDS, first_names, read_words, surnames

# Accounts that every system has; they name nobody.
OF_ALL = read_words("accounts.txt")
# Words that could be a letter and a surname, or a first name and a letter: "across", "marked".
_WORDS_LIKE_THEM = read_words("like_logins.txt")
_NUMBERED = re.compile(r"([a-z]{3,20})\d{1,4}")
_PARTED = re.compile(r"([a-z]{1,20})[._-]([a-z]{1,20})\d{0,4}")
_SHORTEST_NAME = 3
_SHORTEST_ALONE = 6
# Ends of files and domains, of what else has a dot.
_ENDS = read_words("file_ends.txt")


def is_somebody(name: str) -> bool:
    """Neither an account of every system nor a word."""
    key = name.lower().rstrip(".$")
    known = (OF_ALL, WORDS, TERMS, COMMON_WORDS, _WORDS_LIKE_THEM)
    return not any(key in words for words in known)


def is_like_login(name: str) -> bool:
    """Has a number at its end, two parts, or a name in it: `rocqui20`, `i.pryce`, `clintp`."""
    key = name.lower().rstrip(".")
    if not is_somebody(key):
        return False
    if (numbered := _NUMBERED.fullmatch(key)) is not None:
        return is_somebody(numbered[1])
    if (parted := _PARTED.fullmatch(key)) is not None:
        return parted[2] not in _ENDS and _is_part(parted[1]) and is_somebody(parted[2])
    return key.isalpha() and _is_of_names(key)


def _is_part(name: str) -> bool:
    return len(name) == 1 or is_somebody(name)


def is_surely_login(name: str) -> bool:
    """Also where nothing around it says so: an initial before a long surname, both names."""
    if (parted := _PARTED.fullmatch(name)) is not None:
        return _is_name(parted[1]) and parted[2] in surnames() and parted[2] not in _ENDS
    key = name.rstrip("0123456789")
    if not is_somebody(key) or len(key) < _SHORTEST_ALONE:
        return False
    is_initialled = key[1:] in surnames()
    return is_initialled or any(
        key[:at] in first_names() and key[at:] in surnames() and at > _SHORTEST_NAME
        for at in range(_SHORTEST_NAME, len(key) - _SHORTEST_NAME)
    )


def _is_of_names(key: str) -> bool:
    """An initial and a surname, a surname or a first name and its first letters, or both names."""
    if key[1:] in surnames() or (key[2:] in surnames() and len(key) > _SHORTEST_NAME + 2):
        return len(key[1:]) > _SHORTEST_NAME
    if any(
        len(key) - cut >= _SHORTEST_NAME + 1 and _is_name(key[: len(key) - cut]) for cut in (1, 2)
    ):
        return True
    return any(
        (key[:at] in first_names() and key[at:] in surnames())
        or (key[:at] in surnames() and key[at:] in first_names())
        for at in range(_SHORTEST_NAME, len(key) - _SHORTEST_NAME + 1)
    )


def _is_name(key: str) -> bool:
    return key in surnames() or key in first_names()
