"""A text as words with what each may be in a name."""

import re
from dataclasses import dataclass

from sdc_core.privacy.names.tables import (
    FIRST_NAMES_TOO,
    MAKERS,
    PARTICLES,
    SURNAMES_TOO,
    TERMS,
    WORDS,
    first_names,
    key_of,
    surnames,
)

# A letter may carry its accent as a sign of its own.
_LETTER = r"(?:[^\W\d_]|[\u0300-\u036f])"
_WORD = re.compile(rf"[^\W\d_]{_LETTER}{{0,39}}(?:['\u2019-][^\W\d_]{_LETTER}{{1,39}}){{0,3}}")
_POSSESSIVE = re.compile(r"['\u2019]s$")


@dataclass(frozen=True, slots=True)
class Word:
    """One word; `end` is before a possessive.

    Attributes:
        is_possessive: "Anna's", whose `key` is "anna".
    """

    start: int
    end: int
    text: str
    key: str
    is_possessive: bool

    @property
    def is_capital(self) -> bool:
        """Begins with a capital letter of any alphabet."""
        return self.text[0].isupper()

    @property
    def is_first_name(self) -> bool:
        """In the list, and nothing else."""
        return self.key in first_names() and self.key not in FIRST_NAMES_TOO

    @property
    def may_be_first_name(self) -> bool:
        """In the list, also where it is a word or a product too."""
        return self.key in first_names()

    @property
    def is_surname(self) -> bool:
        """In the list."""
        return self.key in surnames()

    @property
    def is_plain_surname(self) -> bool:
        """In the list, and nothing else."""
        return self.is_surname and self.key not in SURNAMES_TOO

    @property
    def is_particle(self) -> bool:
        """Such as "van" or "de"."""
        return self.key in PARTICLES

    @property
    def is_initial(self) -> bool:
        """One capital letter."""
        return len(self.text) == 1 and self.text.isupper()

    @property
    def is_other(self) -> bool:
        """An ordinary word, a product or technology: no part of a name that no list holds."""
        return self.key in WORDS or self.key in TERMS or self.key in MAKERS

    @property
    def may_be_name(self) -> bool:
        """Capitalised, of two letters and more, and no ordinary word."""
        return self.is_capital and len(self.text) > 1 and not self.is_other


def words_of(text: str) -> list[Word]:
    """In the order of the text."""
    return [_word(match) for match in _WORD.finditer(text)]


def _word(match: re.Match[str]) -> Word:
    plain = _POSSESSIVE.sub("", match[0])
    is_possessive = len(plain) < len(match[0])
    return Word(match.start(), match.start() + len(plain), plain, key_of(plain), is_possessive)
