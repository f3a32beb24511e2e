"""What the model of names found, without the products, machines and ordinary words among it."""

import re
from collections.abc import Iterator

from sdc_core.privacy.base import Finder, Span
from sdc_core.privacy.names.tables import MAKERS, TERMS, WORDS, first_names, key_of, surnames

_LINE = re.compile(r"[^\n|<>]{1,2000}")
_WORD = re.compile(r"[^\W_](?:[\w'\u2019.&-]{0,60}[^\W_])?")
# The address of a wallet, or an account behind its domain: found with names, and none by its words.
_LONG = re.compile(r"\w{25}|[A-Z]\\\w")
_POSSESSIVE = re.compile(r"['\u2019](?:s|ll|re|ve|d|m)$")
_ACRONYM = re.compile(r"[A-Z]{1,6}s?\d{0,4}|[A-Z]{1,3}&[A-Z]")
# "Case 02914455", "2019 Express"
_NUMBERED = re.compile(r"[A-Za-z]{1,20}[ #]{1,2}\d{2,12}|\d{2,12} [A-Za-z]{1,20}")
# "sam account name": of a directory, not of Sam
_ATTRIBUTE = re.compile(r"sam[ -]?account", re.IGNORECASE)
_HAS_DIGIT = re.compile(r"\d")
# "PrivateKey =", "EndpointSuffix=", "ConvertTo-SecureString": names of settings and commands.
_SETTING = re.compile(
    r"(?:[A-Z][a-z]{1,20}){2,4}(?=[ \t]{0,2}=)|"
    r"(?:[A-Z][a-z]{1,20}){1,3}-(?:[A-Z]{1,4}[a-z]{0,20}){2,5}|"
    r"[A-Z]{2,20}(?:_[A-Z0-9]{1,20}){1,6}"
)
# In German every noun has a capital, which the model takes for a name.
_GERMAN = re.compile(
    r"\b(?:der|die|das|den|dem|des|und|ist|sind|nicht|mit|zu|zum|zur|um|f\u00fcr|bei|beim|auf|"
    r"von|vom|unter|nach|bitte|bittet|f\u00e4hrt|geht|hat|habe|wird|wurde|kein|keine|ein|eine|"
    r"einen|meldet|braucht|liegt|seit|noch|wieder|im|ins|lautet|druckt|ihr|sein)\b"
)
_LEAST_GERMAN = 2
_MOST_OF_LINE = 300
# "New Zealand", "Great Falls", "North Haven": part of a place, no ordinary word there.
_OF_PLACES = frozenset(
    [
        "new",
        "great",
        "north",
        "south",
        "east",
        "west",
        "united",
        "saint",
        "st",
        "san",
        "southern",
        "northern",
        "lake",
    ]
)


class Judged:
    """A finder whose spans are trimmed to what may be a name; the rest is dropped."""

    def __init__(self, finder: Finder) -> None:
        self._finder = finder

    def find(self, text: str) -> Iterator[Span]:
        """As the finder orders them; one span may come back as several, one for each line."""
        if not _may_hold_name(text):
            return
        for span in self._finder.find(text):
            for line in _LINE.finditer(text, span.start, span.end):
                yield from _trimmed(text, Span(line.start(), line.end(), span.label, span.score))


def _may_hold_name(text: str) -> bool:
    """Whether a word of it would be kept; the model costs as much for a line without any."""
    return _LONG.search(text) is not None or any(
        _is_like_name(word) and not _is_none(word) and not _ACRONYM.fullmatch(word)
        for word in _WORD.findall(text)
    )


def _trimmed(text: str, span: Span) -> Iterator[Span]:
    words = [word.span() for word in _WORD.finditer(text, span.start, span.end)]
    while words and _is_none(text[slice(*words[0])]) and not _begins_place(text, words, span):
        words = words[1:]
    while words and _is_none(text[slice(*words[-1])]):
        words = words[:-1]
    if not words:
        return
    start, end = words[0][0], words[-1][1]
    found = _POSSESSIVE.sub("", text[start:end])
    is_other = _ATTRIBUTE.match(text, start) or _SETTING.match(text, start)
    if not (is_other or _is_ruled_out(found) or _is_german_noun(text, start, found, span.label)):
        yield Span(start, start + len(found), span.label, span.score)


def _is_german_noun(text: str, start: int, found: str, label: str) -> bool:
    """One word that no list of names holds, in a line that is German; towns stay."""
    if label == "LOCATION" or " " in found or "-" in found:
        return False
    key = key_of(found)
    if key in first_names() or key in surnames():
        return False
    line = text[text.rfind("\n", 0, start) + 1 :].partition("\n")[0]
    return len(_GERMAN.findall(line[:_MOST_OF_LINE])) >= _LEAST_GERMAN


def _begins_place(text: str, words: list[tuple[int, int]], span: Span) -> bool:
    return (
        span.label == "LOCATION"
        and len(words) > 1
        and text[slice(*words[0])].lower() in _OF_PLACES
        and not _is_none(text[slice(*words[1])])
    )


def _is_none(word: str) -> bool:
    key = key_of(_POSSESSIVE.sub("", word)).rstrip(".")
    is_model = _HAS_DIGIT.search(key) is not None and not key.isdigit()
    return is_model or key in TERMS or key in WORDS


def _is_ruled_out(found: str) -> bool:
    first, *others = found.lower().split()
    if first in MAKERS or _ACRONYM.fullmatch(found):
        return True
    if found.islower() and not all(_is_like_name(word) for word in (first, *others)):
        return True
    if _NUMBERED.fullmatch(found):
        return True
    if not others and (_HAS_DIGIT.search(found) or not _is_like_name(found)):
        return True
    return len(found) == 1


def _is_like_name(word: str) -> bool:
    """A capital letter in front, or known as a name in lower case."""
    return word[0].isupper() or key_of(word) in first_names() or key_of(word) in surnames()
