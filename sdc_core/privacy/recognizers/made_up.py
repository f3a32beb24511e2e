"""Whether a word looks like a secret by itself: behind a verb, in a pair, or behind its keyword."""

import re
from itertools import pairwise

from sdc_core.privacy.common_words import COMMON_WORDS
from sdc_core.privacy.names.tables import TERMS, WORDS, read_words
from sdc_core.privacy.recognizers.credential_forms import DIGIT, EXCLAIMED, NOT_SECRET, TRAILING

# A word, a sign, a number: "Violet_7820", "October$$9", "P@ssw0rd!"; a hyphen or a dot is not
# enough, since machines and files are written so.
_SYMBOL = re.compile(r"(?<=[A-Za-z0-9])[!@#$%^&*?_~+=]|[!#$%^*?](?=[A-Za-z0-9])")
# "donkeyTable94", "pickleThunder47"
_CAMEL = re.compile(r"[a-z]{2,16}[A-Z][a-z]{2,16}\d{1,6}[!?]?")
# "ctuj-ymyg-ahj6": parts of one length, as machines make them up.
_PARTS = re.compile(r"[A-Za-z0-9]{4,6}(?:-[A-Za-z0-9]{4,6}){2,5}")
# "Tundra-Falcon-19"
_TITLED = re.compile(
    r"[A-Z][a-z]{2,14}(?:-[A-Z][a-z]{2,14}){1,3}-\d{1,5}|[A-Z][a-z]{2,14}(?:-[A-Z][a-z]{2,14}){2,4}"
)
# "donkey5117"
_NUMBERED = re.compile(r"([A-Z]?[a-z]{4,14})\d{4}|([a-z]{6,14})\d{3}")
_YEAR = re.compile(r"(?:19|20)\d\d$")
# "Fj0rd!Lamp", "Sp1ral!Cat", "Tornado#Cat"
_SPLIT = re.compile(r"[A-Za-z0-9]{3,20}[!#$%^*][A-Za-z0-9]{3,20}")
# "K+*fIODKfOX"
_SYMBOLS = re.compile(
    r"(?=[^!#$%^*+&~]{0,40}[!#$%^*+&~][^!#$%^*+&~]{0,40}[!#$%^*+&~])(?=[^a-z]{0,40}[a-z])"
    r"(?=[^A-Z]{0,40}[A-Z])"
    r"[A-Za-z0-9!#$%^*+&~?-]{7,40}[A-Za-z0-9]"
)
# "kx7-PLm2-9vQd"
_KEYED = re.compile(r"[A-Za-z0-9]{2,8}(?:-[A-Za-z0-9]{2,8}){1,5}")
_LEET = re.compile(r"[A-Za-z]\d[A-Za-z]")
_HEX = re.compile(r"[0-9a-f]{32,128}")
# "thunder-lantern-castle"
_HYPHENED = re.compile(r"[A-Za-z]{3,14}(?:-[A-Za-z]{2,14}){2,6}")
# Words between hyphens of which expressions are made: "out-of-date", "end-to-end", "sign-in-page".
# "moon-river"
_TWO = re.compile(r"[A-Za-z]{4,14}-[A-Za-z]{4,14}")
_OF_EXPRESSIONS = read_words("hyphen_words.txt")
_VERSION_OR_FILE = re.compile(r"\d{1,4}\.|[\\/]|\w{1,60}\.\w{2,4}$")
# Products and releases: "BitLocker48", "Windows11Pro".
_NAMED_SO = re.compile(r"(?:[A-Z]{1,3}[a-z]{1,20}){1,4}\d{0,6}(?:[A-Z][a-z]{1,12}){0,2}")
# "Ctrl+Shift+Esc"
_KEYS = re.compile(r"(?:[A-Za-z]{1,10}\+){1,3}[A-Za-z0-9]{1,10}")
_FILE = re.compile(r"[\w-]{1,80}\.[A-Za-z]{2,4}")
_IDENTIFIER = re.compile(
    r"[a-z]{1,20}(?:_[a-z0-9]{1,20}){1,6}|[A-Z0-9]{1,20}(?:_[A-Z0-9]{1,20}){1,6}|x86_64"
)
_SHORTEST = 6
_MOST_SWITCHES = 4
_MOST_TURNS = 3
_SHORTEST_RANDOM = 9


def is_made_up(word: str) -> bool:
    """Nobody would write this for anything else, where something is tried, used or typed."""
    said = word.strip("\"'`" + TRAILING)
    plain = said.rstrip("?!")
    if len(plain) < _SHORTEST or said.startswith("**"):
        return False
    if _PARTS.fullmatch(plain) and _is_of_one_length(plain):
        return _is_odd(plain)
    if (numbered := _NUMBERED.fullmatch(plain)) is not None:
        word = (numbered[1] or numbered[2]).lower()
        return word not in TERMS and word not in WORDS and not _YEAR.search(plain)
    if _is_known(said) or _is_known(plain):
        return False
    if any(form.fullmatch(plain) for form in (_CAMEL, _TITLED, _SPLIT, _SYMBOLS)):
        return True
    return _is_keyed(plain) or _is_mixed(said)


def may_be_secret(word: str) -> bool:
    """Made up, or letters and digits that are nothing known: enough beside an account."""
    plain = word.rstrip(TRAILING + "!?")
    if is_made_up(word) or is_hyphened(word) or _is_exclaimed(word):
        return True
    is_both = DIGIT.search(plain) is not None and re.search(r"[A-Za-z]", plain) is not None
    is_other = NOT_SECRET.fullmatch(plain) is not None or _VERSION_OR_FILE.match(plain) is not None
    return len(plain) >= _SHORTEST and is_both and not is_other


def is_two_words(word: str) -> bool:
    """Two words with a hyphen that are no expression, for where a sentence ends with them."""
    parts = word.lower().split("-")
    known = (WORDS, TERMS, _OF_EXPRESSIONS)
    is_known = any(part in words for part in parts for words in known)
    return _TWO.fullmatch(word) is not None and not is_known


def _is_exclaimed(word: str) -> bool:
    """Such as `Qwerty!`."""
    said = word[:-1].lower()
    known = (WORDS, TERMS, COMMON_WORDS)
    return EXCLAIMED.fullmatch(word) is not None and not any(said in words for words in known)


def is_hyphened(word: str) -> bool:
    """Three words and more with hyphens, and no expression: "tiger-harbor-rocket"."""
    plain = word.strip("\"'`" + TRAILING).rstrip("?!")
    if _HYPHENED.fullmatch(plain) is None:
        return False
    return _OF_EXPRESSIONS.isdisjoint(plain.lower().split("-"))


def _is_known(word: str) -> bool:
    return (
        NOT_SECRET.fullmatch(word) is not None
        or _FILE.fullmatch(word) is not None
        or _IDENTIFIER.fullmatch(word) is not None
        or _KEYS.fullmatch(word) is not None
        or "\\" in word
        or "//" in word
    )


def _is_keyed(word: str) -> bool:
    """Capitals, small letters and digits within its parts."""
    parts = word.split("-")
    is_mixed = [
        re.search(r"\d", part) and re.search(r"[a-z]", part) and re.search(r"[A-Z]", part)
        for part in parts
    ]
    return _KEYED.fullmatch(word) is not None and any(is_mixed)


def _is_of_one_length(word: str) -> bool:
    return len({len(part) for part in word.split("-")}) == 1


def _is_odd(word: str) -> bool:
    """Numbers among small letters; parts of capitals and digits alone are keys and machines."""
    has_small = re.search(r"[a-z]", word) is not None
    return has_small and (
        DIGIT.search(word) is not None or re.search(r"[a-z][A-Z]|[A-Z]{2}[a-z]", word) is not None
    )


def _is_mixed(word: str) -> bool:
    if DIGIT.search(word) is None or re.search(r"[A-Za-z]", word) is None:
        return False
    if _SYMBOL.search(word) and re.search(r"[A-Za-z]{2}|[A-Za-z]\d|\d[A-Za-z]", word):
        return "@" not in word.strip("@") or _LEET.search(word.replace("@", "4")) is not None
    is_leet = _switches(word) >= _MOST_SWITCHES and re.search(r"[a-z]", word) is not None
    return _is_random(word) or (is_leet and word.isalnum())


def _is_random(word: str) -> bool:
    """Of a generator: "ij1vwXoqhEO" changes its case, "ja93hqqht1" letters and digits."""
    cases = [sign.isupper() for sign in word if sign.isalpha()]
    turns = sum(one != other for one, other in pairwise(cases))
    if not cases or len(word) < _SHORTEST_RANDOM or _NAMED_SO.fullmatch(word) or not word.isalnum():
        return False
    return turns >= _MOST_TURNS or (turns == 0 and not cases[0] and _switches(word) >= _MOST_TURNS)


def _switches(word: str) -> int:
    """How often letters and digits follow each other: 5 in `L3tM3In2026`."""
    return sum(one.isdigit() != other.isdigit() for one, other in pairwise(word))
