"""Credentials in free text: said outright, close behind a word that announces one, or by form.

Rules of the LLM reference, section 8. What is an ordinary word after the keyword ("password
expired") stays.
"""

import re
from collections.abc import Iterator

from sdc_core.privacy.base import Span
from sdc_core.privacy.names.tables import TERMS, WORDS
from sdc_core.privacy.recognizers.asides import find_asides
from sdc_core.privacy.recognizers.codes import find_codes
from sdc_core.privacy.recognizers.credential_forms import (
    BARE,
    BY_FOREIGN_VERB,
    BY_SIGN,
    BY_VERB,
    CAPITALS,
    CHANGED,
    CODE,
    COMMANDS,
    DIGIT,
    ENDS_HERE,
    EXCLAIMED,
    FAMOUS,
    GIVEN_AS,
    INFLECTED,
    INNER_UPPER,
    IS_PLAIN,
    IS_WORD,
    KEYWORD,
    LOWER,
    NOT_SECRET,
    PAIRED,
    PHRASE,
    PRODUCT,
    REVERSED,
    SHORT_CODE,
    SHORT_KEYWORD,
    SLASHED,
    SOFT_ENDS,
    STANDALONE,
    SYMBOL,
    TRAILING,
    UPPER,
)
from sdc_core.privacy.recognizers.credential_signs import (
    may_announce,
    may_hold_mixed,
    may_hold_token,
)
from sdc_core.privacy.recognizers.logins import is_like_login
from sdc_core.privacy.recognizers.made_up import (
    is_hyphened,
    is_made_up,
    is_two_words,
    may_be_secret,
)
from sdc_core.privacy.recognizers.pairs import find_pairs
from sdc_core.privacy.recognizers.rotations import find_rotations
from sdc_core.privacy.recognizers.tokens import LABEL, TOKENS
from sdc_core.privacy.recognizers.unsaid import find_unsaid

_REACH = 90
_AHEAD = 120
_MOST_NEARBY = 2
_SHORTEST = 6
_SHORTEST_MIXED = 8


class CredentialRecognizer:
    """Every form; the spans overlap where two forms find one secret."""

    def find(self, text: str) -> Iterator[Span]:
        """Form by form, each in the order of the text."""
        if may_hold_token(text):
            for pattern in TOKENS:
                yield from pattern.find(text)
        for start, end in _said(text):
            if start < end:
                yield Span(start, end, LABEL)


def _said(text: str) -> Iterator[tuple[int, int]]:
    if may_announce(text):
        for pattern in (PHRASE, SHORT_CODE, *COMMANDS):
            for match in pattern.finditer(text):
                yield _trimmed(text, *match.span(1))
        yield from _without_sign(text)
        if keywords := list(KEYWORD.finditer(text)):
            yield from _by_keyword(text, keywords)
    if may_hold_mixed(text):
        yield from _alone(text)
    for find in (find_unsaid, find_codes, find_rotations, find_asides):
        yield from find(text)
    for pair in find_pairs(text):
        yield pair.secret


def _by_keyword(text: str, keywords: list[re.Match[str]]) -> Iterator[tuple[int, int]]:
    for match in _matches(BY_SIGN, text, keywords):
        is_next = _LIST_NUMBER.search(text, match.start(), match.start(1)) is not None
        if not CODE.match(text, match.start(1)) and not (is_next or _is_account(match)):
            yield _trimmed(text, *match.span(1))
    by_verb = (_matches(pattern, text, keywords) for pattern in (BY_VERB, BY_FOREIGN_VERB))
    for matches in (*by_verb, CHANGED.finditer(text)):
        for match in matches:
            said = text[match.start() : match.start(1)]
            is_other = _is_bent_pin(match) or _names_account(said, match[1])
            if _is_value(text, *match.span(1)) and not is_other:
                yield _trimmed(text, *match.span(1))
    yield from _nearby(text, keywords)
    yield from _ahead(text)


def _is_account(match: re.Match[str]) -> bool:
    """Behind "login:" stands the name of an account, unless it looks made up or a pair."""
    is_login = match[0][:3].lower() == "log"
    return is_login and "/" not in match[1] and (not looks_secret(match[1]) or "@" in match[1][1:])


def _without_sign(text: str) -> Iterator[tuple[int, int]]:
    for match in BARE.finditer(text):
        if _is_bare(text, match):
            yield _trimmed(text, *match.span(2))
    for match in CAPITALS.finditer(text):
        yield match.span(1)
    for match in REVERSED.finditer(text):
        if may_be_secret(match[1]):
            yield _trimmed(text, *match.span(1))


def _matches(
    pattern: re.Pattern[str], text: str, keywords: list[re.Match[str]]
) -> Iterator[re.Match[str]]:
    """Of a form that begins with a keyword, without looking for the keywords again."""
    found = (pattern.match(text, keyword.start()) for keyword in keywords)
    return (match for match in found if match is not None)


def _names_account(said: str, value: str) -> bool:
    """Behind "login is" stands who logs in, not with what."""
    return _LOGIN_IS.fullmatch(said) is not None and is_like_login(value.rstrip(TRAILING))


def _is_bent_pin(match: re.Match[str]) -> bool:
    """A pin that is a number is no word: "the pin on the cable is bent"."""
    return match[0][:3].lower() == "pin" and match[1].rstrip(TRAILING + SOFT_ENDS).isalpha()


def _is_bare(text: str, match: re.Match[str]) -> bool:
    start, end = _trimmed(text, *match.span(2))
    value = text[start:end]
    if is_made_up(value) or is_hyphened(value) or FAMOUS.fullmatch(value):
        return True
    if IS_PLAIN.match(value) or value.lower() in WORDS or value.lower() in TERMS:
        return False
    if match[2][0] == '"':
        return True
    if SHORT_KEYWORD.fullmatch(match[1]) and IS_WORD.fullmatch(value) and value.islower():
        return INFLECTED.fullmatch(value) is None and ENDS_HERE.match(text, end) is not None
    return EXCLAIMED.fullmatch(value) is not None and value[:-1].lower() not in WORDS


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without the quotes around it and the end of the sentence behind it."""
    if text[start] in "\"'`\u201c" and end - start > len('""'):
        start, end = start + 1, end - (text[end - 1] in "\"'`\u201d")
    while end > start and text[end - 1] in TRAILING:
        end -= 1
    return start, end


def _is_value(text: str, start: int, end: int) -> bool:
    """A word of letters alone is a value only where its sentence ends, and not if inflected."""
    start, end = _trimmed(text, start, end)
    value = text[start:end]
    if IS_WORD.fullmatch(value) and INNER_UPPER.search(value):
        return True
    if is_hyphened(value):
        return True
    if is_two_words(value):
        return INFLECTED.search(value) is None and ENDS_HERE.match(text, end) is not None
    if IS_WORD.fullmatch(value) is None:
        return NOT_SECRET.fullmatch(value) is None or DIGIT.search(value) is not None
    return INFLECTED.fullmatch(value) is None and ENDS_HERE.match(text, end) is not None


def _nearby(text: str, keywords: list[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """Up to two tokens that look made up, within 90 characters behind a keyword on its line."""
    for keyword in keywords:
        left = _MOST_NEARBY
        stop = text.find("\n", keyword.end(), keyword.end() + _REACH)
        stop = min(keyword.end() + _REACH, len(text)) if stop < 0 else stop
        for token in _TOKEN.finditer(text, keyword.end(), stop):
            end = _end_of_token(text, token.end())
            value = text[token.start() : end].rstrip(TRAILING)
            is_account = _names_account(text[keyword.start() : token.start()], value)
            if left and not is_account and (looks_secret(value) or is_hyphened(value)):
                left -= 1
                yield token.start(), token.start() + len(value)


def _ahead(text: str) -> Iterator[tuple[int, int]]:
    """The value before its keyword: "reset it to Sunny-Day-42 so the password works"."""
    for match in GIVEN_AS.finditer(text):
        value = match[1].rstrip(TRAILING)
        reach = text[max(0, match.start() - _AHEAD) : match.end() + _REACH]
        if looks_secret(value) and KEYWORD.search(reach):
            yield match.start(1), match.start(1) + len(value)


_LOGIN_IS = re.compile(r"log[ -]?[io]ns?[\s:=]{0,3}(?:(?:is|are|was|as|name is)\s)?", re.IGNORECASE)
# "new pw on the console. 2: carol's calendar": the next item of a list, no value.
_LIST_NUMBER = re.compile(r"[.!?;]\s{1,2}\d{1,2}\s?:\s{0,3}$")
_TOKEN = re.compile(r"(?<![^\s\"'`,;<>|(/])[^\s\"'`,;<>|()/]{6,90}")
_REST = re.compile(r"[^\s\"'`,;<>|()/]{0,110}")


def _end_of_token(text: str, end: int) -> int:
    rest = _REST.match(text, end)
    return rest.end() if rest else end


def looks_secret(token: str) -> bool:
    """Mixes letters and digits, or holds a symbol, or has inner capitals, and is nothing known."""
    plain = token.rstrip(SOFT_ENDS + TRAILING)
    if len(plain) < _SHORTEST or NOT_SECRET.fullmatch(plain):
        return False
    has_letter = bool(LOWER.search(plain) or UPPER.search(plain))
    if has_letter and DIGIT.search(plain):
        return True
    return has_letter and (
        bool(SYMBOL.search(plain))
        or (
            len(plain) >= _SHORTEST_MIXED
            and bool(INNER_UPPER.search(plain))
            and not plain.isalpha()
        )
    )


def _alone(text: str) -> Iterator[tuple[int, int]]:
    """Behind a slash or by itself, a token of four kinds of signs is a secret without a keyword."""
    for match in SLASHED.finditer(text):
        if NOT_SECRET.fullmatch(match[1].rstrip(TRAILING)) is None:
            yield _trimmed(text, *match.span(1))
    for match in PAIRED.finditer(text):
        if NOT_SECRET.fullmatch(match[1].rstrip(TRAILING)) is None:
            yield _trimmed(text, *match.span(1))
    for match in STANDALONE.finditer(text):
        said = match[0].rpartition("=")[2] or match[0]
        if PRODUCT.fullmatch(match[0]) is None and "@" not in match[0][1:-1].rpartition(".")[0]:
            yield _trimmed(text, match.end() - len(said), match.end())
