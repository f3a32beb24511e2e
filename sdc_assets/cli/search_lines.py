"""How `sdc search` shows Sessions to people: lines that can be read, copied and opened."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sdc_core.search.shown import Shown, shown

if TYPE_CHECKING:
    from sdc_core.search.alike import Group
    from sdc_core.search.filters import Entry
    from sdc_core.search.find import Found, Hit
    from sdc_core.search.place import SearchPlace

NO_DATE = "undated"
NO_CUSTOMER = "(no customer)"
_DAYS_SHOWN = 3


def found_lines(place: "SearchPlace", found: "Found") -> Iterator[str]:
    """The hits, best first, then what was searched and how."""
    for hit in found.hits:
        yield from _hit_lines(place, hit)
    for term, others in found.spelled.items():
        yield f"No Session has {term!r}; looked for {others}."
    if not found.hits:
        yield "Nothing was found."
    if found.problem:
        yield f"Searched {found.sessions:,} Sessions by words alone: {found.problem}."
    elif found.compared < found.sessions:
        yield (
            f"Searched {found.sessions:,} Sessions, {found.compared:,} of them by meaning too; "
            "the others say nothing, or wait for `sdc run`."
        )
    else:
        yield f"Searched {found.sessions:,} Sessions by words and meaning."


def duplicate_lines(place: "SearchPlace", groups: "Sequence[Group]", total: int) -> Iterator[str]:
    """The groups, then how many there are and how many minutes may be counted twice."""
    twice = 0
    for group in groups:
        sessions = [shown(place, entry) for entry in group.entries]
        twice += _minutes_twice(sessions)
        yield from _group_lines(group, sessions)
    more = f"; the first {len(groups):,} are shown" if total > len(groups) else ""
    yield f"Groups of Sessions that may be one job: {total:,}{more}."
    if groups:
        yield f"If each is one job, {twice:,} of the minutes shown are counted twice."


def _hit_lines(place: "SearchPlace", hit: "Hit") -> Iterator[str]:
    found = shown(place, hit.entry)
    customer = hit.entry.customer or NO_CUSTOMER
    yield f"{hit.entry.day or NO_DATE:<12}{customer}: {found.title}"
    yield f"{'':12}{_what(found)}; found by {_why(hit)}{_alike(hit.alike)}"
    yield f"{'':12}{_near(found.path)}"


def _what(found: Shown) -> str:
    minutes = "" if found.minutes is None else f"{found.minutes} min"
    return ", ".join(filter(None, [found.entry.source, *found.links, minutes]))


def _why(hit: "Hit") -> str:
    words = ", ".join(hit.terms) if hit.ranked.is_by_words else ""
    return " + ".join(filter(None, [words, "meaning" if hit.ranked.is_by_meaning else ""]))


def _alike(entries: "Sequence[Entry]") -> str:
    if not entries:
        return ""
    days = sorted((entry.day or NO_DATE for entry in entries), reverse=True)
    more = ", ..." if len(days) > _DAYS_SHOWN else ""
    return f"; {len(days)} alike: {', '.join(days[:_DAYS_SHOWN])}{more}"


def _group_lines(group: "Group", sessions: Sequence[Shown]) -> Iterator[str]:
    told = "told by" if group.is_across_sources else "twice in"
    customers = " or ".join(group.customers) or NO_CUSTOMER
    yield f"{customers}: {told} {' and '.join(group.sources)}, alike {group.cosine:.2f}"
    widest = max(len(one.entry.source) for one in sessions)
    for one in sessions:
        minutes = "-" if one.minutes is None else f"{one.minutes} min"
        when = f"{one.entry.day} {one.time}"
        about = ", ".join([one.title, *one.links])
        yield f"  {when}  {one.entry.source:<{widest}}  {minutes:>8}  {about}"
        owner = "" if one.entry.customer else f"{NO_CUSTOMER} "
        yield f"  {'':16}  {owner}{_near(one.path)}"


def _minutes_twice(sessions: Sequence[Shown]) -> int:
    """All but the longest: one job is billed once."""
    minutes = [one.minutes or 0 for one in sessions]
    return sum(minutes) - max(minutes)


def _near(path: Path) -> str:
    """Shorter where the reader stands above it."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
