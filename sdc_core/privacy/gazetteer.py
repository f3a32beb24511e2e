"""Finds customers and contacts by name, whole words only, with care for names that are words.

`Hill Realty` is found however it is written, `Apple` and `Lone Wolf` only with capitals, `Best` not
where a sentence starts. The first name of a contact alone needs something beside it: its customer,
or words as they stand by people ("spoke with ...").
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sdc_core.linking.base import Customer
from sdc_core.privacy.base import Span
from sdc_core.privacy.common_words import COMMON_WORDS
from sdc_core.privacy.known_names import Known, Sign, known_names
from sdc_core.privacy.phrases import Found, Phrases, Word, words_of
from sdc_core.privacy.repeats import is_meant
from sdc_core.store.bulk import collector_paused

# How people are spoken of in tickets and chats; from general knowledge.
_BEFORE_PEOPLE = """
and asked attn back by called cc client contact contacted customer dear dr emailed employee for from
hello helped hey hi hire informed introduced met miss mr mrs ms named owner per phoned receptionist
seen showed told texted thank thanks to tech technician user voicemail with
"""
_AFTER_PEOPLE = """
and approved asked asks at called calls can cannot changed claims confirmed confirms could did does
emailed forgot from gets got had has is left logged lost mentioned needed needs noticed phoned
replied reported reports requested s said says sent showed started starts still thinks told took
tried tries uses wanted wants was will works would wrote
"""
_BEFORE = frozenset(_BEFORE_PEOPLE.split())
_AFTER = frozenset(_AFTER_PEOPLE.split())
_TITLES = frozenset({"dr", "miss", "mr", "mrs", "ms"})
# Behind these stands a person even where the name is a word of every day: "spoke with Dawn".
_SURELY_BEFORE = _TITLES | {
    "attn",
    "dear",
    "hello",
    "hey",
    "hi",
    "phoned",
    "texted",
    "told",
    "with",
}


@dataclass(frozen=True, slots=True)
class _Place:
    text: str
    words: Sequence[Word]


class Gazetteer:
    """The names of a list of customers; made in under a second for tens of thousands."""

    def __init__(self, customers: Sequence[Customer]) -> None:
        with collector_paused():
            self._names = Phrases(known_names(customers))

    def find(self, text: str) -> list[Span]:
        """All names that are meant; they may overlap."""
        place = _Place(text, words_of(text))
        found = list(self._names.find(text, place.words))
        whole = [one for one in found if _is_whole(one, place)]
        owners = {one.value.owner for one in whole}
        alone = [one for one in found if _is_alone(one, place, owners)]
        return [Span(one.start, one.end, one.value.label) for one in (*whole, *alone)]


def _is_whole(found: Found[Known], place: _Place) -> bool:
    said = place.text[found.start : found.end]
    match found.value.sign:
        case Sign.NOTHING:
            return True
        case Sign.SAME_FORM:
            return said == found.value.form
        case Sign.CAPITALS if found.words > 1:
            return _all_capital(found, place)
        case Sign.CAPITALS:
            return is_meant(place.text, found.start, found.end, "")
        case Sign.FIRST_NAME | Sign.LAST_NAME:
            return False


def _is_alone(found: Found[Known], place: _Place, owners: set[int]) -> bool:
    """Part of a contact's name with a capital, and a reason to think of the contact."""
    if found.value.sign not in {Sign.FIRST_NAME, Sign.LAST_NAME}:
        return False
    if not place.text[found.start].isupper():
        return False
    before = place.words[found.at - 1].folded if found.at else ""
    if found.value.form in COMMON_WORDS:
        return before in (_SURELY_BEFORE if found.value.sign == Sign.FIRST_NAME else _TITLES)
    if found.value.owner in owners:
        return True
    if found.value.sign == Sign.LAST_NAME:
        return before in _TITLES
    after = place.words[found.at + 1].folded if found.at + 1 < len(place.words) else ""
    return before in _BEFORE or after in _AFTER


def _all_capital(found: Found[Known], place: _Place) -> bool:
    words = place.words[found.at : found.at + found.words]
    return all(
        place.text[word.start].isupper() or place.text[word.start].isdigit() for word in words
    )
