"""How technicians write a customer's name: mostly well, sometimes misspelt, missing or wrong."""

import re

from sdc_core.demo.chance import Chance
from sdc_core.demo.world import Contact, Job, Says, World

_KNOWN = 0.92
_WRONG = 0.02
_AS_IN_SYNCRO = 0.5
_TYPO = 0.12
_LOWER_CASE = 0.05
_SHORTEST_WORD_WITH_TYPO = 6
_LONG_WORD = re.compile(rf"[^\W\d_]{{{_SHORTEST_WORD_WITH_TYPO},}}")


def write_company(job: Job, world: World, chance: Chance, *, is_old: bool) -> tuple[str, Says]:
    """The company text of one source record and what it says, "" where it is missing.

    `is_old`: the record is from before the day on which renamed customers got their new name.
    """
    if chance.happens(1 - _KNOWN):
        if not chance.happens(_WRONG / (1 - _KNOWN)):
            return "", Says.MISSING
        own = job.customer.shown_name
        others = [
            c.shown_name
            for c in world.customers
            if c.is_listed and not c.is_idle and c.shown_name != own
        ]
        return chance.pick(others), Says.WRONG
    if is_old and job.customer.former:
        return job.customer.former, Says.FORMER
    # The first written form is the name itself: most people take it over as it stands.
    written = job.customer.written
    is_exact = not job.customer.is_verbatim and chance.happens(_AS_IN_SYNCRO)
    text = written[0] if is_exact else chance.pick(written)
    if text in job.customer.shared_texts:
        return text, Says.SHARED
    return text if job.customer.is_verbatim else _as_typed(text, chance), Says.RIGHT


def write_contact(contact: Contact, chance: Chance) -> str:
    """The contact as typed by hand."""
    return _misspell(contact.name, chance) if chance.happens(0.1) else contact.name


def _as_typed(text: str, chance: Chance) -> str:
    if chance.happens(_TYPO):
        return _misspell(text, chance)
    return text.lower() if chance.happens(_LOWER_CASE) else text


def _misspell(text: str, chance: Chance) -> str:
    """One slip inside one long word: two letters swapped, one dropped or one doubled."""
    words = list(_LONG_WORD.finditer(text))
    if not words:
        return text
    word = chance.pick(words)
    at = chance.whole(word.start() + 1, word.end() - 3)
    pair = text[at : at + 2]
    slip = chance.pick((pair[::-1], pair[0], pair[0] + pair))
    return text[:at] + slip + text[at + 2 :]
