"""What a person is shown of a Session that was found, as its finished file has it.

The index keeps no text of a Session, so the files of those shown are read, and no others; as JSON,
because to build the models of all files takes longer than the search.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sdc_core.search.filters import Entry
from sdc_core.search.place import SearchPlace

UNREADABLE = "(its file is gone or cannot be read)"
UNTITLED = "(no title)"
_TICKET = "Ticket: "


@dataclass(frozen=True, slots=True)
class Shown:
    """One Session for people.

    Attributes:
        path: Its finished file.
        time: Of its start in UTC, as `20:36`; empty for an undated one.
        tickets: As `Ticket: 2278`.
    """

    entry: Entry
    path: Path
    title: str
    time: str = ""
    tickets: tuple[str, ...] = ()


def shown(place: SearchPlace, entry: Entry) -> Shown:
    """The Session as it is now; one whose file is gone says so in its title."""
    path = place.finished / entry.month / entry.file
    try:
        session = json.loads(path.read_bytes())
        return _shown(entry, path, session["insights"], session["context"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Shown(entry, path, UNREADABLE)


def _shown(
    entry: Entry, path: Path, insights: Mapping[str, Any], context: Mapping[str, Any]
) -> Shown:
    title = insights["llm_generated_title"] or insights["source_title"] or ""
    return Shown(
        entry,
        path,
        " ".join(title.split()) or UNTITLED,
        time=(insights["session_start_time_utc"] or "")[11:16],
        tickets=tuple(link for link in context["links"] if link.startswith(_TICKET)),
    )
