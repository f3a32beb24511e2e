"""The clauses of a sentence: where it can be cut without hurting a phrase."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

_PEOPLE = (
    r"(?:i|we|they|he|she|it|you|nobody|no ?one|neither|none|somebody|every(?:one|body)|people)"
)
_OF_SOMETHING = r"(?:the|my|our|his|her|their|your|this|all|some|an?)"
_BOUNDARY = re.compile(
    rf"""\s*[;:]\s+ | ,\s+ | \s+[-\u2013\u2014]+\s+ | \s+\.{{2,}}\s*
      | \s+(?=(?:but|because|bc|cause|since|so|which|when|while|after|although|though|whenever|
          neither|until|till?|who|ever\ssince|even\sthough|then)\s)
      | \s+(?=now\s(?:\w+\s){1, 2}(?:is|are|has|says?)\b)
      | \s+(?=and\s(?:{_PEOPLE}|{_OF_SOMETHING}|now|then|not|
          \w+(?:ed|s)\s(?:{_OF_SOMETHING}|to|it))\b)
      | (?<=\w\w)\s+(?=that\s(?:{_PEOPLE}|{_OF_SOMETHING}|\w+s)\b) | \s+(?=it\swas\b)
      | \s+(?=says\s(?:\w+\s){{2}})
    """,
    re.IGNORECASE | re.VERBOSE,
)
# "Since the move on Thursday callers get cut off": a first phrase without a comma ends where the
# next thing is named, which stands after no preposition.
_LEADING = re.compile(
    r"^(?:when(?:ever)?|every\stime|if|(?:ever\s)?since|after|as\ssoon\sas|once|while|in|on|at|from|"
    r"before|during|(?:today|yesterday)\s(?:by|at|in|for|with))\s",
    re.IGNORECASE,
)
_PREDICATE = (
    r"(?:is|are|was|were|has|had|have|can(?:'?t|not)?|won'?t|do(?:es)?(?:n'?t)?|get|got|\w{2,}s|"
    r"\w+ed|keep|come|go|stay|stop|show)\b"
)
_LEADERS = (
    "of", "in", "on", "at", "to", "for", "from", "with", "and", "or", "by", "into", "all",
    "only", "as",
)  # fmt: skip
_AFTER_NOUN = "".join(rf"(?<!\b{word})" for word in _LEADERS) + "(?<!ed)(?<!ing)"
_NEXT_SPEAKER = re.compile(rf"{_AFTER_NOUN}\s(?={_PEOPLE}\s\w+\s\w+)", re.IGNORECASE)
_NEXT_THING = re.compile(
    rf"{_AFTER_NOUN}\s(?=(?:the|my|our|his|her|their|your)\s(?:\w+\s){{1,5}}{_PREDICATE})"
    rf"|(?<=day|ing|ime|eek|nth)\s(?=\w{{4,}}s\s(?:\w+\s){{0,3}}{_PREDICATE})",
    re.IGNORECASE,
)
_SHORTEST_LEAD = 8
# "When they open the shop they get a red page": what happens begins at the second pronoun.
_CONDITION = re.compile(
    rf"^(?:when(?:ever)?|every\stime|each\stime|if|(?:ever\s)?since|after|as\ssoon\sas|once|while)\s"
    rf".{{5,60}}?\s(?={_PEOPLE}\s|(?:the|my|our|his|her)\s\w+\s\w+s\s)",
    re.IGNORECASE,
)
# "Since Tuesday nothing I scan arrives": what denies belongs to what it denies.
_DENIAL_BEFORE = re.compile(
    r"\s(?=(?:nothing|nobody|none|neither|no(?:\s\w+)?|not|hardly)$)", re.IGNORECASE
)


def clauses_of(text: str) -> list[tuple[str, str]]:
    """The clauses in their order, each with what stands between it and the next."""
    ends = [(match.start(), match.end()) for match in _BOUNDARY.finditer(text)]
    condition = _CONDITION.match(text)
    if condition and "," not in condition.group():
        after = [end for end in ends if end[0] >= condition.end()]
        ends = [_with_denial(text, (condition.end() - 1, condition.end())), *after]
    elif _LEADING.match(text):
        ends = sorted({*ends, *_after_lead(text, ends[0][0] if ends else len(text))})
    places = [(0, 0), *(end for end in ends if end[0] > 0), (len(text), len(text))]
    return [
        (text[after:before], text[before:next_]) for (_, after), (before, next_) in pairwise(places)
    ]


def _after_lead(text: str, end: int) -> list[tuple[int, int]]:
    spoken = [m.span() for m in _NEXT_SPEAKER.finditer(text, _SHORTEST_LEAD, end)]
    found = spoken[-1:] or [m.span() for m in _NEXT_THING.finditer(text, _SHORTEST_LEAD, end)][:1]
    return [_with_denial(text, span) for span in found]


def _with_denial(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """The end of a first phrase, before the word that denies what follows."""
    denial = _DENIAL_BEFORE.search(text, 0, span[0])
    return denial.span() if denial else span


def spans_of(clauses: Sequence[tuple[str, str]], most: int) -> Iterator[tuple[int, str]]:
    """Every run of clauses of at most so many words, with the place of its first clause.

    A clause that is longer by itself is a run of its own.
    """
    for first in range(len(clauses)):
        text = ""
        for number, (clause, between) in enumerate(clauses[first:]):
            text += clause
            if number and len(text.split()) > most:
                break
            if text.strip():
                yield first, text
            text += between
