"""The header of a report: which cell holds which column, and whether it is a report we read."""

from collections import Counter
from collections.abc import Iterator, Sequence

from sdc_core.sources.text import folded_key

# Column as a SessionConnection report names it -> other names: it prefixes the fields of the
# machine entry with `Session`, other exports do not (reference, columns).
ALIASES: dict[str, tuple[str, ...]] = {
    "SessionSessionID": ("SessionID",),
    "SessionSessionType": ("SessionType",),
    "SessionName": ("Name",),
    "SessionHost": ("Host",),
    "ProcessType": (),
    "ParticipantName": (),
    "ConnectedTime": (),
    "DisconnectedTime": (),
    "DurationSeconds": (),
    "ConnectionID": (),
    "ClientType": (),
    "NetworkAddress": (),
    "SessionGuestMachineName": ("GuestMachineName",),
    "SessionGuestMachineDomain": ("GuestMachineDomain",),
    "SessionGuestLoggedOnUserName": ("GuestLoggedOnUserName",),
    "SessionGuestLoggedOnUserDomain": ("GuestLoggedOnUserDomain",),
    **{f"SessionCustomProperty{n}": (f"CustomProperty{n}",) for n in range(1, 9)},
}
_FOLDED = {column: tuple(map(folded_key, (column, *others))) for column, others in ALIASES.items()}
# A report of machine entries: it holds totals, no connections (reference, section 4).
_OF_SESSIONS = frozenset({"hostdurationseconds", "guestinfoupdatetime"})


class Header:
    """Names as the report writes them; `places` finds a canonical column among the cells."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = [name.strip() for name in names]
        self.named = [(i, name) for i, name in enumerate(self.names) if name]
        self._folded = {folded_key(name): i for i, name in reversed(self.named)}
        self.places = dict(self._columns())

    @property
    def duplicates(self) -> list[str]:
        """Names that occur twice: which of the cells is meant cannot be known."""
        counts = Counter(folded_key(name) for _, name in self.named)
        return sorted({name for _, name in self.named if counts[folded_key(name)] > 1})

    @property
    def is_of_connections(self) -> bool:
        """Whether it has the columns without which a row says nothing."""
        machine = {"SessionName", "SessionSessionID"}
        return "ConnectedTime" in self.places and not machine.isdisjoint(self.places)

    @property
    def is_of_sessions(self) -> bool:
        """Whether it is the report of machine entries, which has totals only."""
        return self._folded.keys() >= _OF_SESSIONS

    def _columns(self) -> Iterator[tuple[str, int]]:
        for column, names in _FOLDED.items():
            place = next((self._folded[name] for name in names if name in self._folded), None)
            if place is not None:
                yield column, place
