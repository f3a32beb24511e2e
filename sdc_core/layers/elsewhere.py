"""What the Sessions of a month rest on in other months, and the digest of exactly that.

A ticket of March is named in a chat of May; a chat that begins late on the 31st goes on beside
work of the next month; the labor of an old ticket falls into this one. All of it is looked up in
the Sessions as their sources give them, never in linked ones: months that wait for each other's
links would never come to rest.
"""

import time
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from sdc_core.errors import TornError
from sdc_core.ids import digest_json
from sdc_core.layers.looks import SECOND, Look, Place, look, session_at
from sdc_core.linking.month.proposals.overlap import meetings, times_of
from sdc_core.linking.month.proposals.tickets import TicketNames
from sdc_core.linking.sessions import asked_with, query_of
from sdc_core.models import Session
from sdc_core.sources.base import Source, all_settings_used
from sdc_core.store.paths import MANIFEST_FILE
from sdc_core.workspace import Workspace

# As for the digests of files (`store.folder`): a file that just changed may change again unseen.
_AT_REST_NS = 2_000_000_000
_File = tuple[str, str, Path]
_Span = tuple[str, str]
# A Session elsewhere, and what here rests on it (JSON values).
_Rested = tuple[Source, Place, list[Any]]


class Found(NamedTuple):
    """What a month rests on: the Sessions, and what about them it looks at (JSON values)."""

    sessions: tuple[tuple[Source, Place], ...] = ()
    looked_at: tuple[Any, ...] = ()


@dataclass
class Elsewhere:
    """Looks through the sources' months; made with the layer that asks."""

    workspace: Workspace
    layers: tuple[str, ...]
    _files: tuple[_File, ...] = ()
    _seen: tuple[object, ...] | None = None
    _found: dict[str, Found] = field(default_factory=dict)
    _world: "_World | None" = None

    def digest(self, month: str) -> str:
        """Of all that the month rests on elsewhere; empty where that is nothing."""
        found = self._of(month)
        return digest_json(found.looked_at) if found.sessions else ""

    def sessions(self, month: str) -> list[tuple[Source, Session]]:
        """Those Sessions as their source gives them, by id; they may be changed."""
        places = self._of(month).sessions
        found = [(source, session_at(place).model_copy(deep=True)) for source, place in places]
        return sorted(found, key=lambda pair: pair[1].meta.session_id)

    def _of(self, month: str) -> Found:
        world = self._current()
        if month not in self._found:
            try:
                self._found[month] = world.found(month)
            except TornError:  # whoever builds that month names it, and this one is stale after
                return Found()
        return self._found[month]

    def _current(self) -> "_World":
        """The world of now; what was looked up in it is dropped when a file has changed."""
        seen = self._signature()
        if self._world is not None and seen is not None and seen == self._seen:
            return self._world
        files = tuple(self._listed())
        if self._world is None or files != self._files:
            self._world, self._found = _World(files, self.workspace), {}
        self._files, self._seen = files, seen
        return self._world

    def _listed(self) -> Iterator[_File]:
        for name in self.layers:
            store = self.workspace.layers[name].store
            for month in store.months():
                path = store.lines_file(month)
                if path is not None:
                    yield name, month, path

    def _signature(self) -> tuple[object, ...] | None:
        """The state of all manifests, None while one is too young to tell a change by."""
        folders = (self.workspace.layers[name].store.folder for name in self.layers)
        states = sorted(state for folder in folders for state in _states(folder))
        newest = max((changed for _, changed, *_ in states), default=0)
        return tuple(states) if time.time_ns() - newest > _AT_REST_NS else None


@dataclass
class _World:
    """All Sessions of all sources at one moment."""

    files: tuple[_File, ...]
    workspace: Workspace

    def found(self, month: str) -> Found:
        """Tickets of other months that are named here, and work that meets a chat of here."""
        named = sorted(self._named(month), key=_order)
        met = sorted(self._met(month), key=_order)
        sessions = {place: source for source, place, _ in (*named, *met)}
        looked_at = [
            *(["named", self._asked(source, place), mention] for source, place, mention in named),
            *(["met", self._asked(source, place), when] for source, place, when in met),
        ]
        return Found(tuple((source, place) for place, source in sessions.items()), tuple(looked_at))

    @cached_property
    def _looks(self) -> dict[str, list[tuple[Source, Look]]]:
        """By month."""
        workspace, settings = self.workspace, self.workspace.settings
        used = [all_settings_used(source, settings) for source in workspace.sources]
        shaped_by = digest_json([asked_with(settings), used])
        found: dict[str, list[tuple[Source, Look]]] = defaultdict(list)
        for name, month, path in self.files:
            source = workspace.source(name.removeprefix("sessions/"))
            found[month].append((source, look(path, source, settings, shaped_by)))
        return found

    @cached_property
    def _numbers(self) -> dict[int, list[tuple[str, Source, Place, TicketNames]]]:
        """Tickets by all that may name them."""
        found: dict[int, list[tuple[str, Source, Place, TicketNames]]] = defaultdict(list)
        for month, looks in self._looks.items():
            for source, seen in looks:
                for place, names in seen.numbered:
                    for number in names.numbers | names.ids:
                        found[number].append((month, source, place, names))
        return found

    def _named(self, month: str) -> Iterator[_Rested]:
        """Tickets of other months, each with how the month names it."""
        said: dict[Place, set[tuple[str, int]]] = defaultdict(set)
        sources: dict[Place, Source] = {}
        for naming, seen in self._looks.get(month, ()):
            for mention in (mention for _, found in seen.naming for mention in found):
                for where, source, place, names in self._numbers.get(mention.number, ()):
                    is_meant = source.is_linked_at_once or source.system == naming.system
                    if where != month and is_meant and names.has(mention):
                        said[place].add((mention.called.value, mention.number))
                        sources[place] = source
        for place, mentions in said.items():
            yield sources[place], place, sorted(mentions)

    def _met(self, month: str) -> Iterator[_Rested]:
        """Work of other months that meets a chat of this one, each with where and when."""
        chats = [place for source, place in self._dated(month) if source.is_proposal_only]
        if not chats:
            return
        window = min(place.start for place in chats), max(place.reach for place in chats)
        work = [(s, p) for s, p in self._work_within(month, *window) if not s.is_proposal_only]
        times = [_seconds(span) for _, place in work for span in times_of(session_at(place))]
        near = [p for p in chats if any(_touch((p.start, p.reach), time) for time in times)]
        met = meetings([session_at(p) for p in near], [session_at(p) for _, p in work])
        when: dict[int, list[list[str]]] = defaultdict(list)
        for place, found in zip(near, met, strict=True):
            chat = session_at(place).meta.session_id
            for one in found:
                bounds = one.start.isoformat(), one.end.isoformat()
                when[one.work].append([chat, *bounds, one.technician])
        for number, meetings_of_it in when.items():
            yield *work[number], sorted(meetings_of_it)

    def _work_within(self, month: str, start: str, reach: str) -> Iterator[tuple[Source, Place]]:
        """Sessions of other months that may be work between two moments."""
        for other, looks in self._looks.items():
            if other == month:
                continue
            for source, seen in looks:
                begun = seen.places if other > month and reach[: len(other)] >= other else ()
                last = bisect_right(begun, reach, key=lambda place: place.start)
                for place in dict.fromkeys((*seen.outside, *begun[:last])):
                    if _touch((place.start, place.reach), (start, reach)):
                        yield source, place

    def _dated(self, month: str) -> Iterator[tuple[Source, Place]]:
        for source, seen in self._looks.get(month, ()):
            yield from ((source, place) for place in seen.places if place.start)

    def _asked(self, source: Source, place: Place) -> list[Any]:
        """What whose Session it is rests on, apart from what all months do."""
        session = session_at(place)
        own = session.context.source_customer_id if source.is_linked_at_once else None
        query = own or digest_json(asdict(query_of(session, source, self.workspace.settings)))
        return [session.meta.session_id, source.system, query]


def _states(folder: Path) -> Iterator[tuple[str, int, int, int]]:
    try:
        months = list(folder.iterdir())
    except FileNotFoundError:
        return
    for month in months:
        with suppress(FileNotFoundError, NotADirectoryError):
            status = (month / MANIFEST_FILE).stat()
            yield str(month), status.st_mtime_ns, status.st_size, status.st_ino


def _seconds(span: tuple[datetime, datetime]) -> _Span:
    start, end = span
    return start.isoformat()[:SECOND], end.isoformat()[:SECOND]


def _touch(one: _Span, other: _Span) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _order(rested: _Rested) -> tuple[str, int]:
    _, place, _ = rested
    return str(place.path), place.begin
