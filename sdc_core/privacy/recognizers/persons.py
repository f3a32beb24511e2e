"""Names of people by lists, titles and the words around them; the model of names misses many.

A capitalised word is a name's if a list of first names holds it, or if the words around it are
those that people stand among: "spoke with X", "X called", "X's laptop", "Dr. X".
"""

import re
from collections.abc import Iterator

from sdc_core.privacy.base import Span
from sdc_core.privacy.recognizers.person_cues import (
    AFTER,
    ASKED,
    BEFORE,
    NAME_IS,
    OWNED,
    STAMP,
    STRONG,
    TITLE,
    WEAK_AFTER,
)
from sdc_core.privacy.recognizers.person_shapes import (
    has_middle_initial,
    has_surname,
    is_full_name,
    is_surname_first,
    length,
    vietnamese_length,
)
from sdc_core.privacy.recognizers.words import Word, words_of

LABEL = "PERSON"
_MOST_WORDS = 5
_BETWEEN = re.compile(r"[ \t]{1,2}|\.[ \t]?")
# Above what the model of names is given: what lists and surroundings say is surer.
_SURE, _LIKELY = 0.95, 0.9
# "sam account name": of a directory, not of Sam
_ATTRIBUTE = re.compile(r"sam[ -]?account|sam[ ](?:name|database)|hyper", re.IGNORECASE)
_REACH = 60
_LINE_START = 8
_SHORT = 2
_RARELY_NAMES = frozenset(
    {"may", "march", "april", "june", "august", "main", "can", "page", "key", "long"}
)


class PersonRecognizer:
    """Names by what stands in lists and by what stands around them."""

    def find(self, text: str) -> Iterator[Span]:
        """In the order of the text."""
        words = words_of(text)
        place = 0
        while place < len(words):
            run = _run(words, place, text)
            count, score = _judge(run, text)
            if count:
                yield Span(run[0].start, run[count - 1].end, LABEL, score)
            place += max(count, 1)


def _run(words: list[Word], place: int, text: str) -> list[Word]:
    """The words from `place` on that could be one name: capitals, initials, particles."""
    run = [words[place]]
    for word in words[place + 1 : place + _MOST_WORDS]:
        last = run[-1]
        joint = text[last.end : word.start]
        if last.is_possessive or not _BETWEEN.fullmatch(joint):
            break
        if "." in joint and not (last.is_initial or last.key in {"st", "jr"}):
            break
        run.append(word)
    return run


def _judge(run: list[Word], text: str) -> tuple[int, float]:
    first = run[0]
    if not first.is_capital:
        return _lower_case(run, text)
    before = text[max(0, first.start - _REACH) : first.start]
    if TITLE.search(before):
        return length(run, text, believes=True), _SURE
    known = _known_length(run, text)
    if known:
        return known, _SURE
    if first.is_other and not first.may_be_first_name:
        return 0, 0.0
    count = length(run, text, believes=False)
    if is_full_name(run, count) or has_surname(run, text) or has_middle_initial(run):
        return max(count, length(run, text, believes=True)), _SURE
    return _by_surroundings(run, text, before, count)


def _known_length(run: list[Word], text: str) -> int:
    """By the lists alone; 0 if they do not say that it is a name."""
    if run[0].is_first_name and not _ATTRIBUTE.match(text, run[0].start):
        return length(run, text, believes=not _is_sentence(run))
    if is_surname_first(run) or vietnamese_length(run):
        return max(length(run, text, believes=False), vietnamese_length(run))
    return 0


def _by_surroundings(run: list[Word], text: str, before: str, count: int) -> tuple[int, float]:
    first = run[0]
    whole = max(length(run, text, believes=True), 1)
    is_listed = first.may_be_first_name or (first.is_surname and not first.is_other)
    if not (first.may_be_name or is_listed):
        return 0, 0.0
    if STRONG.search(before):
        return whole, _LIKELY
    if is_listed and BEFORE.search(before) and not _is_word_here(run):
        return count or 1, _LIKELY
    if _is_person_behind(run, text, run[whole - 1].end, is_listed=is_listed):
        return whole, _LIKELY
    is_spoken = first.may_be_name and (_is_asked(first, text) or _speaks(run, text, before, whole))
    return (1, _LIKELY) if is_spoken else (0, 0.0)


def _is_person_behind(run: list[Word], text: str, end: int, *, is_listed: bool) -> bool:
    """Whether what follows the name is what only people do or have."""
    if is_listed and (run[0].is_possessive or AFTER.match(text, end)):
        return True
    does = AFTER.match(text, end) and not WEAK_AFTER.match(text, end)
    return bool(does or OWNED.match(text, end))


def _speaks(run: list[Word], text: str, before: str, whole: int) -> bool:
    """Such as "[10:42] Xanthe: still down" in a chat."""
    is_one = whole == 1 and text[run[0].end : run[0].end + 2] == ": "
    return is_one and STAMP.search(before) is not None


def _is_word_here(run: list[Word]) -> bool:
    """Such as "for March"."""
    return run[0].is_other and run[0].key in _RARELY_NAMES


def _is_asked(word: Word, text: str) -> bool:
    """Spoken to at the start of a line ("Lena, can you ...") or speaking ("Lena:" and a quote)."""
    before = text[max(0, word.start - _LINE_START) : word.start]
    is_start = len(before) < _LINE_START or "\n" in before
    is_bare = not before.rpartition("\n")[2].strip(" \t>*-\"'")
    return is_start and is_bare and ASKED.match(text, word.end) is not None


def _is_sentence(run: list[Word]) -> bool:
    return len(run) > 1 and run[1].is_other


def _lower_case(run: list[Word], text: str) -> tuple[int, float]:
    """A first name that is nothing else, or whatever stands behind "my name is"."""
    first, second = run[0], run[1] if len(run) > 1 else None
    if _ATTRIBUTE.match(text, first.start):
        return 0, 0.0
    count = vietnamese_length(run)
    if count:
        return count, _LIKELY
    if not first.is_first_name:
        before = text[max(0, first.start - _REACH) : first.start]
        is_said = first.is_surname or (not first.is_other and len(first.key) > _SHORT)
        if not (is_said and NAME_IS.search(before)):
            return 0, 0.0
        has_second = second is not None and not (second.is_other or second.is_possessive)
        return 1 + has_second, _LIKELY
    if first.is_other:
        return 0, 0.0
    is_full = second is not None and second.is_surname and not second.is_other
    return 1 + (is_full and not (second and second.is_capital)), _LIKELY
