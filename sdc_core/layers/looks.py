"""What a content-named file of Sessions holds, as far as other months may rest on it.

Looked at once a process: the name of such a file says its bytes, and a file that is not what its
name says holds nothing until it is mended.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from sdc_core.errors import TornError
from sdc_core.ids import digest_bytes
from sdc_core.linking.month.proposals.overlap import times_of
from sdc_core.linking.month.proposals.tickets import (
    Mention,
    TicketNames,
    mentions,
    names_of_ticket,
)
from sdc_core.linking.sessions import account_hosts, query_of
from sdc_core.models import Session, SourceSystem
from sdc_core.settings import Settings
from sdc_core.sources.base import Source
from sdc_core.store.bulk import collector_paused
from sdc_core.times import month_of

# Times are compared to the second as texts of one form, before anything is parsed.
SECOND = len("2025-01-03T10:00:00")
_BOUNDS = re.compile(
    rb'"insights":\{"session_start_time_utc":"([^"]{19})[^"]*",'
    rb'"session_end_time_utc":(?:"([^"]{19})|null)'
)
# What every mention of a ticket has; a Session without it is not parsed.
_MAY_NAME = re.compile(rb"ticket|tkt|[#T]#?\d{3}", re.IGNORECASE)
_HAS_NUMBERS = frozenset({SourceSystem.SYNCRO_TICKET, SourceSystem.NOTES_JSON})
_PARSED = 2048


class Place(NamedTuple):
    """One Session in a file; its bounds to the second, empty where it has no date."""

    path: Path
    begin: int
    end: int
    start: str
    reach: str


class Look(NamedTuple):
    """What was seen in one file.

    Attributes:
        places: All Sessions, in their order: by start.
        outside: Those in which somebody was at work in another month.
        numbered: Those that texts may name by a number.
        naming: Those that name tickets.
    """

    places: tuple[Place, ...] = ()
    outside: tuple[Place, ...] = ()
    numbered: tuple[tuple[Place, TicketNames], ...] = ()
    naming: tuple[tuple[Place, tuple[Mention, ...]], ...] = ()


_known: dict[tuple[Path, str], Look] = {}


def look(path: Path, source: Source, settings: Settings, shaped_by: str) -> Look:
    """What is in a file; `shaped_by` is the digest of the settings that texts are read with."""
    key = (path, shaped_by)
    if key not in _known:
        content = _content(path)
        if content is None:
            return Look()
        with collector_paused():
            _known[key] = _look(path, content, source, settings)
    return _known[key]


@lru_cache(maxsize=_PARSED)
def session_at(place: Place) -> Session:
    """The Session of a place; not to be changed.

    Raises:
        TornError: Its file is gone or damaged since it was looked at.
    """
    try:
        with place.path.open("rb") as file:
            file.seek(place.begin)
            return Session.from_bytes(file.read(place.end - place.begin))
    except (FileNotFoundError, ValidationError) as error:
        raise TornError(f"{place.path}: is damaged; run SDC again to rebuild it") from error


def _content(path: Path) -> bytes | None:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    return content if path.stem.endswith(digest_bytes(content)[:12]) else None


def _look(path: Path, content: bytes, source: Source, settings: Settings) -> Look:
    lines = list(_lines(path, content))
    month = path.parent.name
    spilling = (p for p in lines if p.reach[: len(month)] > month)
    return Look(
        tuple(lines),
        tuple(p for p in spilling if _is_outside(_session(content, p), month)),
        tuple(_numbered(content, lines) if source.system in _HAS_NUMBERS else ()),
        tuple(() if source.is_linked_at_once else _naming(content, lines, source, settings)),
    )


def _lines(path: Path, content: bytes) -> Iterator[Place]:
    begin = 0
    while begin < len(content):
        end = content.find(b"\n", begin) + 1 or len(content)
        found = _BOUNDS.search(content, begin, end)
        start = found[1].decode() if found else ""
        reach = found[2].decode() if found and found[2] else start
        yield Place(path, begin, end, start, reach)
        begin = end


def _session(content: bytes, place: Place) -> Session:
    return Session.from_bytes(content[place.begin : place.end])


def _is_outside(session: Session, month: str) -> bool:
    return any(month_of(end) != month for _, end in times_of(session))


def _numbered(content: bytes, lines: list[Place]) -> Iterator[tuple[Place, TicketNames]]:
    for place in lines:
        yield place, names_of_ticket(_session(content, place))


def _naming(
    content: bytes, lines: list[Place], source: Source, settings: Settings
) -> Iterator[tuple[Place, tuple[Mention, ...]]]:
    hosts = account_hosts(settings)
    for place in lines:
        if _MAY_NAME.search(content, place.begin, place.end):
            query = query_of(_session(content, place), source, settings)
            found = mentions(query.text, hosts)
            if found:
                yield place, tuple(found)
