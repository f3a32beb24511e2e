"""The verdicts on a demo world, counted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from sdc_core.demo.judge import Group, Verdict
from sdc_core.models import SourceSystem


@dataclass(frozen=True)
class Tally:
    """Counts of some Sessions.

    Attributes:
        open: Waiting for a person, or without any candidate.
        with_facts: A fact of their own points to the true customer.
        flagged: Of those with facts, the ones flagged because evidence contradicts the name.
    """

    sessions: int
    right: int
    wrong: int
    elsewhere: int
    open: int
    with_facts: int
    flagged: int

    @classmethod
    def of(cls, verdicts: Iterable[Verdict]) -> Self:
        """Count them."""
        found = list(verdicts)
        linked = [v for v in found if v.is_linked]
        return cls(
            sessions=len(found),
            right=sum(v.is_right for v in linked),
            wrong=sum(v.is_wrong for v in linked),
            elsewhere=sum(not (v.is_right or v.is_wrong) for v in linked),
            open=len(found) - len(linked),
            with_facts=sum(v.has_facts for v in found),
            flagged=sum(v.has_facts and v.is_flagged for v in found),
        )

    @property
    def open_share(self) -> float | None:
        """Open / all."""
        return self.open / self.sessions if self.sessions else None

    @property
    def linked_share(self) -> float | None:
        """Linked rightly / all."""
        return self.right / self.sessions if self.sessions else None

    @property
    def precision(self) -> float | None:
        """Right links / links that the linker answers for."""
        links = self.right + self.wrong
        return self.right / links if links else None

    @property
    def flagged_share(self) -> float | None:
        """Flagged / those with facts."""
        return self.flagged / self.with_facts if self.with_facts else None


def by_group(verdicts: Sequence[Verdict]) -> dict[Group, Tally]:
    """The three groups."""
    return {group: Tally.of(v for v in verdicts if v.group is group) for group in Group}


def by_source(verdicts: Sequence[Verdict], group: Group) -> dict[str, Tally]:
    """One group, source by source."""
    found = [v for v in verdicts if v.group is group]
    systems = sorted({v.source_system for v in found})
    return {name: Tally.of(v for v in found if v.source_system == name) for name in systems}


def without_tickets(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """What was really linked: a ticket carries Syncro's own customer."""
    return [v for v in verdicts if v.source_system != SourceSystem.SYNCRO_TICKET]
