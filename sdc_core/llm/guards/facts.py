"""Whether an answer says more than the record: names, numbers, machines, addresses, words.

A model that invents a number or a name makes a false record of work, and one that was talked into
something brings words that the work does not have. Both show as words without a source. What is
said in small letters and other words is not caught word by word; the share of the words that have a
source is.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from sdc_core.llm.extractive.cues import ACTION_VERBS, CHECKS
from sdc_core.llm.extractive.ranking import content_words
from sdc_core.privacy.credentials import SECRET

PLACEHOLDER = re.compile(r"<[A-Z][A-Z_]*_\d+>")
MIN_SHARE = 0.5
_TOKEN = re.compile(r"[^\s,;()\[\]{}\"\u201c\u201d<>|]+")
_EDGES = ".:!?'\u2019*`-\u2013\u2014/"
_PARTS = re.compile(r"[-/:'\u2019]+")
_SENTENCE_START = re.compile(r"(?:^|[.!?:;]\s+|\n\s*|\d[.)]\s+)[\"'(\u201c]*$")
_MAIL_OR_HOST = re.compile(r"@|\\|\w\.\w*[a-z]", re.IGNORECASE)
_NUMBERS = {
    "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9", "ten": "10", "eleven": "11", "twelve": "12",
}  # fmt: skip


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Abbreviations that name a kind of thing and nobody's.
_TRADE = _words(
    """pc it id os ip vpn dns dhcp usb pdf ups ssd hdd ram cpu mfa 2fa wifi wi-fi lan wan isp url
    email e-mail internet i i'm i've ok"""
)
# Words that a report is made of, whatever the record; they may begin a sentence.
_OF_REPORTS = _words(
    """account action additionally after afterwards all an and another any as at because before
    both but by caller client company completed computer contact corrected customer data device
    diagnosed discovered during each email employee error every finally first for from further he
    help however identified if in initially investigated investigation is issue it its job later
    machine multiple new next no not now on once one performed problem remote remotely request
    requested required resolution resolved service session several she since solution some staff
    subsequently support successfully system team technician that the their then there these they
    this ticket to troubleshooting two unable upon user users using was were when which while with
    work working worked provided reported assisted ensured addressed reviewed fix fixed issues
    problems again normal normally properly correctly"""
)


@dataclass(frozen=True)
class Record:
    """What an answer may rest on."""

    texts: Sequence[str]

    @cached_property
    def folded(self) -> str:
        """All of it, to look for a piece that must stand there as it is."""
        return "\n".join(self.texts).casefold()

    @cached_property
    def words(self) -> frozenset[str]:
        """Words, and the parts of those that are joined."""
        return frozenset(_forms(self.folded))

    @cached_property
    def stems(self) -> frozenset[str]:
        """Beginnings of words, to know another form of one."""
        return frozenset(_stem(word) for word in self.words)

    @cached_property
    def placeholders(self) -> frozenset[str]:
        """Those that were sent."""
        return frozenset(PLACEHOLDER.findall("\n".join(self.texts)))


def unknown_placeholder(text: str, record: Record) -> bool:
    """Whether a placeholder stands in the answer that stands for nothing."""
    return not record.placeholders.issuperset(PLACEHOLDER.findall(text))


def unsupported(text: str, record: Record) -> str | None:
    """What kind of fact the answer has and the record has not; None where it has them all.

    The kind only: the words themselves belong in no message.
    """
    bare = PLACEHOLDER.sub(" ", text).replace(SECRET, " ")
    for match in _TOKEN.finditer(bare):
        token = match[0].strip(_EDGES)
        if token and (kind := _kind_without_source(token, _begins(bare, match), record)):
            return kind
    return None


def share_from_record(text: str, record: Record) -> float:
    """Share of the words that carry meaning which stand in the record in some form."""
    bare = PLACEHOLDER.sub(" ", text).replace(SECRET, " ")
    words = [w for w in content_words(bare) if w not in _OF_REPORTS and w not in _TRADE]
    if not words:
        return 1.0
    return sum(_is_known_form(word, record) for word in words) / len(words)


def _kind_without_source(token: str, begins: bool, record: Record) -> str | None:
    folded = token.casefold()
    if folded in record.words:
        return None
    if _MAIL_OR_HOST.search(token):
        return None if _stands_in(folded, record) else "an address, host or file"
    if any(character.isdigit() for character in token):
        return None if _is_known_number(token, record) else "a number or id"
    if folded in _NUMBERS:
        return None if _NUMBERS[folded] in record.words else "a number"
    return None if _is_no_name(token, begins, record) else "a name"


def _is_no_name(token: str, begins: bool, record: Record) -> bool:
    return all(
        not part[:1].isupper()
        or part.casefold() in record.words | _TRADE
        or (begins and _is_ordinary(part, record))
        for part in _PARTS.split(token)
    )


def _is_ordinary(word: str, record: Record) -> bool:
    """Whether a word may be large only because a sentence begins with it."""
    folded = word.casefold()
    return word[1:].islower() and (
        folded in _OF_REPORTS
        or folded in ACTION_VERBS
        or folded in CHECKS
        or folded.endswith(("ed", "ing", "ly"))
        or _is_known_form(folded, record)
    )


def _is_known_number(token: str, record: Record) -> bool:
    """An id stands as it is; parts of a joined number may stand apart (`15-minute`)."""
    folded = token.casefold()
    if _stands_in(folded, record):
        return True
    is_id = sum(character.isupper() for character in token) > 1
    return not is_id and all(
        part in record.words for part in re.findall(r"\d+(?:[.,]\d+)*", folded.replace(",", ""))
    )


def _stands_in(piece: str, record: Record) -> bool:
    """Whether it stands there whole: `10.0.0` is no address of `10.0.0.5`."""
    whole = rf"(?<!\w)(?<!\w[.,:@]){re.escape(piece)}(?!\w)(?![.,:@]\w)"
    return re.search(whole, record.folded) is not None


def _is_known_form(word: str, record: Record) -> bool:
    return word in record.words or _stem(word) in record.stems


def _begins(text: str, match: re.Match[str]) -> bool:
    return _SENTENCE_START.search(text, max(0, match.start() - 8), match.start()) is not None


def _forms(text: str) -> Iterator[str]:
    for match in _TOKEN.finditer(text):
        token = match[0].strip(_EDGES)
        yield token
        yield token.replace(",", "")
        yield from (part for part in _PARTS.split(token) if part)
        yield from re.findall(r"\d+(?:[.,]\d+)*", token)
        yield from re.findall(r"[^\W\d_]+", token)
        if token in _NUMBERS:
            yield _NUMBERS[token]


_ENDINGS = (
    "ations", "ation", "ings", "ing", "ions", "ion", "ers", "ies", "ed", "er", "es", "ly",
    "s", "e", "y",
)  # fmt: skip
_SHORTEST_STEM = 3


def _stem(word: str) -> str:
    """The word without its ending; a doubled letter before it counts once (`stopped`, `stop`)."""
    word = word.removesuffix("'s").removesuffix("\u2019s")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > _SHORTEST_STEM and word[-1] == word[-2] else word
