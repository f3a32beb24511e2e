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
_ALIKE_SHOWN = 3


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


def duplicate_lines(place: "SearchPlace", groups: "Sequence[Group]", limit: int) -> Iterator[str]:
    """The first groups, then how many there are and how many minutes may be billed twice."""
    for group in groups[:limit]:
        yield from _group_lines(place, group)
    more = f"; the first {limit:,} are shown" if len(groups) > limit else ""
    yield f"Groups of Sessions that may be one job: {len(groups):,}{more}."
    if groups:
        with_minutes = [group.minutes_twice for group in groups if group.minutes_twice]
        yield (
            f"In {len(with_minutes):,} of them more than one has minutes: if each is one job, "
            f"{sum(with_minutes):,} minutes are there twice. Times are UTC; nothing was changed."
        )


def _hit_lines(place: "SearchPlace", hit: "Hit") -> Iterator[str]:
    found = shown(place, hit.entry)
    customer = hit.entry.customer or NO_CUSTOMER
    yield f"{hit.entry.day or NO_DATE:<12}{customer}: {found.title}"
    yield f"{'':12}{_what(found)}; found by {_why(hit)}{_alike(hit)}"
    yield f"{'':12}{_near(found.path)}"


def _what(found: Shown) -> str:
    entry = found.entry
    return ", ".join(filter(None, [entry.source, *found.tickets, _minutes(entry)]))


def _why(hit: "Hit") -> str:
    words = ", ".join(hit.terms) if hit.ranked.is_by_words else ""
    return " + ".join(filter(None, [words, "meaning" if hit.ranked.is_by_meaning else ""]))


def _alike(hit: "Hit") -> str:
    """Those that say nearly the same, the newest first; whose each is, where it is another's."""
    if not hit.alike:
        return ""
    newest = sorted(hit.alike, key=lambda entry: (entry.day, entry.row), reverse=True)
    said = [
        f"{entry.day or NO_DATE} {'' if entry.customer == hit.entry.customer else entry.customer}"
        for entry in newest[:_ALIKE_SHOWN]
    ]
    more = ", ..." if len(newest) > _ALIKE_SHOWN else ""
    return f"; {len(newest)} alike: {', '.join(map(str.strip, said))}{more}"


def _group_lines(place: "SearchPlace", group: "Group") -> Iterator[str]:
    told = "told by" if group.is_across_sources else "twice in"
    customers = " or ".join(group.customers) or NO_CUSTOMER
    twice = f", {group.minutes_twice} min twice" if group.minutes_twice else ""
    yield f"{customers}: {told} {' and '.join(group.sources)}, alike {group.cosine:.2f}{twice}"
    widest = max(len(entry.source) for entry in group.entries)
    for entry in group.entries:
        one = shown(place, entry)
        about = ", ".join([one.title, *one.tickets])
        when = f"{entry.day} {one.time or '':5}"
        yield f"  {when}  {entry.source:<{widest}}  {_minutes(entry) or '-':>7}  {about}"
        owner = "" if entry.customer else f"{NO_CUSTOMER} "
        yield f"  {'':16}  {owner}{_near(one.path)}"


def _minutes(entry: "Entry") -> str:
    return f"{entry.minutes} min" if entry.minutes else ""


def _near(path: Path) -> str:
    """Shorter where the reader stands above it."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
