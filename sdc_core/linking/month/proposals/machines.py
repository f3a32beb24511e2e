"""Machines that a text names and that linked Sessions of the month were on."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sdc_core.linking.evidence.machines import machine_stems
from sdc_core.linking.month.proposals.clue import SHOWN, Clue, Kind

SURE = 0.9
_MOST_OWNERS = 3
"""A name that machines of more customers have says nothing of whose this one is."""
_WORD = re.compile(r"[^\W_][\w-]{3,62}")


@dataclass(frozen=True)
class MachineIndex:
    """Sessions by customer, by the machine's name in lower case."""

    known: Mapping[str, Mapping[int, tuple[str, ...]]]

    @classmethod
    def of(cls, work: Iterable[tuple[int, str, Iterable[str]]]) -> "MachineIndex":
        """From (customer, Session, machines); names that many computers have are left out."""
        known: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
        for customer_id, session, machines in work:
            for machine in machines:
                if _tells(machine):
                    known[machine.casefold()][customer_id].add(session)
        return cls({
            name: {customer: tuple(sorted(ids)[:SHOWN]) for customer, ids in owners.items()}
            for name, owners in known.items()
            if len(owners) <= _MOST_OWNERS
        })  # fmt: skip

    def clues(self, text: str) -> Iterator[Clue]:
        """What the machines that the text names point to."""
        if not self.known:
            return
        for word in sorted(self.known.keys() & _WORD.findall(text.casefold())):
            owners = self.known[word]
            for customer_id, sessions in owners.items():
                reason = f"the text names {word.upper()}, a machine of its Sessions this month"
                yield Clue(customer_id, Kind.MACHINE, SURE / len(owners), reason, sessions)


def _tells(machine: str) -> bool:
    """Whether one machine alone is called so: not by its role or by Windows, no plain word."""
    has_number = any(character.isdigit() for character in machine)
    is_word = _WORD.fullmatch(machine) is not None
    return is_word and has_number and bool(machine_stems(machine))
