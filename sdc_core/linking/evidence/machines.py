"""Machine names: what is left of `ACME-PC03` without role and number, against the customers' names.

Machines are named after the company by its first word, by the first letters of the whole name, or
by its initials. Names that Windows makes itself, and names of roles alone, say nothing.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from sdc_core.linking.evidence.word_lists import NOBODY, ROLES
from sdc_core.linking.evidence.words import folded
from sdc_core.linking.names.name_words import LEGAL_FORMS, STOP_WORDS

# Made by Windows itself (learn.microsoft.com: unattend ComputerName), or by makers of hardware.
_MADE_BY_ITSELF = re.compile(r"(?:desktop|laptop|win|ec2amaz|ip|minint)-[a-z0-9-]*$|localhost$")
# Longest first, so that `SERVER` is no `SRV`.
_ROLE = "|".join(sorted(ROLES, key=lambda role: (-len(role), role)))
_NO_NAME = re.compile(rf"(?:{_ROLE})*\d*[a-z]?|\d+(?:{_ROLE})*")
_TAIL = re.compile(rf"(?:{_ROLE})?\d*$")
_PARTS = re.compile(r"[^a-z0-9]+")
_IN_TEXT = re.compile(
    rf"(?<![\w./@-])[A-Z][A-Z0-9]{{1,11}}-?(?:{_ROLE.upper()})-?\d{{0,3}}(?![\w@-]|\.\w)", re.ASCII
)

SHORTEST_WORD = 3
SHORTEST_PREFIX = 5
LONGEST_PREFIX = 12
SHORTEST_INITIALS = 2
_FROM_HERE_ALIKE = 4  # longer initials were never right more often


def machine_stems(machine: str) -> list[str]:
    """The parts of a machine name that may stand for a company."""
    name = folded(machine[:100]).partition(".")[0]
    if _MADE_BY_ITSELF.match(name):
        return []
    parts = [part for part in _PARTS.split(name) if part]
    if len(parts) == 1:
        parts = [_TAIL.sub("", parts[0])]
    named = [part for part in parts if part and not _NO_NAME.fullmatch(part)]
    stems = dict.fromkeys((*named, "".join(named))) if named else {}
    return [stem for stem in stems if stem not in NOBODY]


def machines_in(text: str) -> list[str]:
    """Words in a text that are built like machine names: `ACME-PC03`, `ACMESRV1`."""
    return _IN_TEXT.findall(text)


def values_of_stem(stem: str) -> Iterator[tuple[str, str]]:
    """The kinds in which a stem may be found among `values_of_names`."""
    if len(stem) >= SHORTEST_PREFIX:
        yield "machine_prefix_5", stem[:LONGEST_PREFIX]
    elif len(stem) >= SHORTEST_WORD:
        yield f"machine_word_{len(stem)}", stem
    if len(stem) >= SHORTEST_INITIALS:
        yield f"machine_initials_{min(len(stem), _FROM_HERE_ALIKE)}", stem


def values_of_names(names: Iterable[Sequence[str]]) -> Iterator[tuple[str, str]]:
    """The kind and value of every stem that a customer's names, as words, may give a machine."""
    for name in names:
        words = tuple(word for word in name if word not in LEGAL_FORMS)
        core = tuple(word for word in words if word not in STOP_WORDS)
        for form in {words, core or words} - {()}:
            yield from _values_of_words(form)


def _values_of_words(words: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    joined = "".join(words)[:LONGEST_PREFIX]
    for length in range(SHORTEST_PREFIX, len(joined) + 1):
        yield "machine_prefix_5", joined[:length]
    whole = {words[0], joined} - STOP_WORDS
    yield from ((f"machine_word_{len(w)}", w) for w in whole if len(w) in {3, 4})
    # Not of the number of a site: the sites of a chain share its first digit with a tenth of all.
    initials = "".join(word[0] for n, word in enumerate(words) if n == 0 or not word.isdigit())
    if len(initials) >= SHORTEST_INITIALS:
        yield f"machine_initials_{min(len(initials), _FROM_HERE_ALIKE)}", initials
