"""What keeps a text from a name that it nearly is: rules for what few letters cannot say.

The model of names learned how inspectors misspell the names of restaurants: to it "South" for
"North" is a slip like any other, and "Associates 2" an ending. A person would ask. So what these
rules find turns a link by name into a question; they never lower a score.

Counted on chicago_smb (development set) as right links that the rules take, with the weights of
2026-11-21: 1 of 1,090 over the full list; of lists of 1,000 customers .3 %, of 100 1.2 %; on
msp_synth 14 of 1,187. What inspectors typed holds few of the mistakes that the rules are for, so
the wrong links that they take there (2 of 62 over lists of 1,000) say little of their worth: the
table in the tests does.
"""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import OSA

from sdc_core.linking.cascade.other_words import (
    BRACKETED_FORMS,
    BRANCHES,
    CONTRARY,
    DENIALS,
    NOBODYS_WORDS,
    SHARE_WORDS,
    Vocabulary,
    directions_of,
)
from sdc_core.linking.cascade.parts import Explanation
from sdc_core.linking.names.normalize import Name
from sdc_core.linking.names.tokens import similarity

_CARE_OF = re.compile(r"(?<!\w)c\s*/\s*o(?!\w)")
_SHORTEST_CODE = 3
_INITIALS = 4
_VOWELS = frozenset("aeiouy")
_OUTWEIGH = 2
# Words so alike are one with a slip, a plural, or cut short.
_SLIP = 0.8


class Pair(NamedTuple):
    """A text and the name that it is closest to, token by token where they were compared."""

    text: Name
    name: Name
    explained: Explanation | None
    vocabulary: Vocabulary

    @property
    def more_in_text(self) -> tuple[str, ...]:
        """Tokens of the text that the name lacks."""
        return tuple(self.explained.unmatched_query) if self.explained else ()

    @property
    def more_in_name(self) -> tuple[str, ...]:
        """Tokens of the name that the text lacks."""
        return tuple(self.explained.unmatched_name) if self.explained else ()

    @property
    def unlike(self) -> Iterator[tuple[str, str]]:
        """Tokens that stand for each other and are no short form or plural of each other."""
        for one in self.explained.aligned if self.explained else ():
            if one.similarity < 1 and not _is_form(*_by_length(one.query, one.name)):
                yield one.query, one.name


class Rule(NamedTuple):
    """What keeps the two apart, and how a person reads it.

    Attributes:
        yields: Whether two witnesses beyond the name outweigh it: they know a company under another
            name, but hardly one site of it from another.
    """

    applies: Callable[[Pair], bool]
    reason: str
    yields: bool = False


def _has_other_number(pair: Pair) -> bool:
    missing = pair.text.numbers - pair.name.numbers
    if missing and pair.name.numbers - pair.text.numbers:
        return True
    return not missing.isdisjoint(_site_numbers(pair.text.tokens))


def _lacks_number(pair: Pair) -> bool:
    """`Great Clips` may be any shop of it, also where the list knows `Great Clips 17` alone."""
    return not pair.text.numbers.issuperset(_site_numbers(pair.name.tokens))


def _site_numbers(tokens: tuple[str, ...]) -> Iterator[str]:
    """Numbers outside brackets, but for those of a code: `DL 1` and `ADR1/2` on shares, `T5`."""
    for before, token in zip(("", *tokens), tokens, strict=False):
        is_code = 0 < len(before) < _SHORTEST_CODE or before in SHARE_WORDS
        if token.isdigit() and not is_code:
            yield token


def _has_other_letter(pair: Pair) -> bool:
    text, name = pair.text.letters, pair.name.letters
    return bool(text and name) and text.isdisjoint(name)


def _has_other_initials(pair: Pair) -> bool:
    pairs = pair.explained.aligned if pair.explained else ()
    first = ((pair.text.core[:1], pair.more_in_text), (pair.name.core[:1], pair.more_in_name))
    if all(core and core[0] in more and _is_initials(core[0]) for core, more in first):
        return True
    return any(
        one.similarity < 1 and _are_initials(*_by_length(one.query, one.name)) for one in pairs
    )


def _are_initials(short: str, long: str) -> bool:
    return len(short) < len(long) <= _INITIALS and _is_initials(short) and long != short + "s"


def _is_initials(token: str) -> bool:
    """Whether nobody would speak it as a word: `jp`, `aaa`."""
    is_spoken = len(set(token)) > 1 and not _VOWELS.isdisjoint(token)
    return 1 < len(token) < _INITIALS and token.isalpha() and not is_spoken


def _has_other_direction(pair: Pair) -> bool:
    text, name = (
        directions_of((*one.tokens, *one.parenthetical), is_short=True)
        for one in (pair.text, pair.name)
    )
    if text and name:
        return text != name
    return not text.isdisjoint(directions_of(pair.more_in_text, is_short=False)) and not name


def _has_contrary(pair: Pair) -> bool:
    text, name = ({*one.tokens, *one.parenthetical} for one in (pair.text, pair.name))
    return any(_are_contrary(line, text, name) for line in CONTRARY)


def _are_contrary(line: tuple[frozenset[str], ...], text: set[str], name: set[str]) -> bool:
    mine = [words for words in line if words & text]
    other = [words for words in line if words & name]
    return bool(mine and other) and not any(words in other for words in mine)


def _has_other_brackets(pair: Pair) -> bool:
    text, name = pair.text.parenthetical, pair.name.parenthetical
    if text and name:
        return not any(similarity(a, b) >= _SLIP for a in text for b in name)
    is_place = not BRACKETED_FORMS.issuperset(name)
    return is_place and bool(pair.more_in_text) and set(name).isdisjoint(pair.text.tokens)


def _is_denied(pair: Pair) -> bool:
    said = {*pair.text.tokens, *pair.text.parenthetical} - {*pair.name.tokens}
    is_former = pair.text.tokens[:1] == ("ex",)
    return bool(said & DENIALS) or is_former or _is_care_of(pair)


def _is_care_of(pair: Pair) -> bool:
    return bool(_CARE_OF.search(pair.text.key)) and not _CARE_OF.search(pair.name.key)


def _has_other_word(pair: Pair) -> bool:
    knows = pair.vocabulary.knows
    return any(
        knows(text) and knows(name) and not _is_spelling(*_by_length(text, name))
        for text, name in pair.unlike
    )


def _begins_otherwise(pair: Pair) -> bool:
    # Marks that are letters of their own ("Lodz" for "\u0141\u00f3d\u017a") are left out at will.
    return any(text[0] != name[0] and (text[0] + name[0]).isascii() for text, name in pair.unlike)


def _has_word_each(pair: Pair) -> bool:
    """Each has a name that the other lacks: "Smith & James", "Smith & Jones"."""
    sides = (pair.more_in_text, pair.more_in_name)
    return all(any(pair.vocabulary.may_name(word) for word in words) for words in sides)


def _has_other_branch(pair: Pair) -> bool:
    return not BRANCHES.isdisjoint(pair.more_in_text)


def _is_common_name(pair: Pair) -> bool:
    """One of them is a single word of every trade: "Main Street" is not "Main"."""
    alone = (
        (pair.name.core, pair.more_in_text),
        (pair.text.core, pair.more_in_name),
    )
    return any(
        len(core) == 1 and more and pair.vocabulary.is_common(core[0]) for core, more in alone
    )


RULES = (
    Rule(_is_denied, "the text says of whom it is not"),
    Rule(_has_other_number, "it has another number"),
    Rule(_lacks_number, "it has no number and the name has one"),
    Rule(_has_other_direction, "it has another direction"),
    Rule(_has_other_brackets, "it has another place in brackets"),
    Rule(_has_contrary, "it has a word of contrary meaning"),
    Rule(_has_other_letter, "it has another single letter"),
    Rule(_has_other_initials, "it has other initials"),
    Rule(_has_other_word, "it has another word of like letters", yields=True),
    Rule(_begins_otherwise, "it has a word that begins with another letter", yields=True),
    Rule(_has_word_each, "each has a word that the other lacks", yields=True),
    Rule(_has_other_branch, "it has a word of another company of that name"),
    Rule(_is_common_name, "the word that they share is a common one"),
)


class Apart:
    """The rules with the words that they know."""

    def __init__(self, vocabulary: Vocabulary | None = None) -> None:
        self._vocabulary = vocabulary or Vocabulary(NOBODYS_WORDS, NOBODYS_WORDS)

    def objection(
        self, text: Name, name: Name, explained: Explanation | None, *, witnesses: int = 0
    ) -> str | None:
        """The reason of the first rule that keeps the two apart, None where none does.

        Args:
            text: What a Session says.
            name: What it is closest to.
            explained: How they were compared; without it few rules apply.
            witnesses: How many facts beyond the name speak for it.
        """
        pair = Pair(text, name, explained, self._vocabulary)
        rules = (rule for rule in RULES if not (rule.yields and witnesses >= _OUTWEIGH))
        return next((rule.reason for rule in rules if rule.applies(pair)), None)


def _by_length(one: str, other: str) -> tuple[str, str]:
    return (one, other) if (len(one), one) <= (len(other), other) else (other, one)


def _is_begun(short: str, long: str) -> bool:
    return long.startswith(short)


def _is_form(short: str, long: str) -> bool:
    """A plural, or an abbreviation that leaves out more than one letter."""
    if long in {short + "s", short + "es"}:
        return True
    letters = iter(long)
    is_within = short[0] == long[0] and all(letter in letters for letter in short)
    return is_within and len(long) - len(short) > 1


def _is_spelling(short: str, long: str) -> bool:
    """The same letters in another order, a final `e`, a letter doubled: centre, grille, Jewell."""
    if sorted(short) == sorted(long) or long == short + "e":
        return True
    is_one_more = len(long) - len(short) == 1 and OSA.distance(short, long) == 1
    return is_one_more and any(
        a == b and long[:place] + long[place + 1 :] == short
        for place, (a, b) in enumerate(pairwise(long))
    )
