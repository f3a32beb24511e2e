"""How rejected units look on a terminal: their bytes are hostile until proven otherwise."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from sdc_assets.cli.terminal import say, show, table

if TYPE_CHECKING:
    from sdc_core.models import SourceRef
    from sdc_core.store.quarantine_entry import QuarantineEntry

PREVIEW_CHARACTERS = 400
UNITS_SHOWN = 50
ID_SHOWN = 16


def show_counts(units: Mapping[str, Sequence["QuarantineEntry"]], *, as_json: bool) -> None:
    """Open units by source and reason, and how many were closed in which way."""
    facts = {name: _counts(entries) for name, entries in units.items() if entries}
    if as_json:
        click.echo(to_json(facts))
        return
    rows = [
        [name, reason, count] for name, f in facts.items() for reason, count in f["open"].items()
    ]
    if rows:
        show(table("Rejected and waiting", ["source", "reason", "units"], rows))
        say("`sdc quarantine inspect` shows them, `replay` reads them again, `discard` ends them.")
    else:
        say("Nothing waits in the quarantine.")
    for name, found in facts.items():
        closed = ", ".join(f"{what} {count:,}" for what, count in found.items() if what != "open")
        if closed:
            say(f"{name}: {closed}")


def _counts(entries: Sequence["QuarantineEntry"]) -> dict[str, Any]:
    reasons = Counter(entry.reason.value for entry in entries if entry.is_open)
    closed = Counter(entry.status.value for entry in entries if not entry.is_open)
    return {"open": dict(sorted(reasons.items())), **dict(sorted(closed.items()))}


def show_units(units: Sequence["QuarantineEntry"]) -> None:
    """One block per unit."""
    for unit in units[:UNITS_SHOWN]:
        for line in _block(unit):
            say(line)
        say("")
    if len(units) > UNITS_SHOWN:
        say(f"... and {len(units) - UNITS_SHOWN:,} more: narrow with --source, --reason or ids")


def _block(unit: "QuarantineEntry") -> list[str]:
    seen = f"{unit.first_seen_utc:%Y-%m-%d %H:%M}"
    tries = f"{unit.attempts} attempt{'' if unit.attempts == 1 else 's'}"
    lines = [
        f"{unit.id[:ID_SHOWN]}  {unit.source}  {unit.reason.value}  {unit.status.value}",
        f"  at    {printable(place_of(unit.source_ref))}",
        f"  why   {printable(unit.detail)}",
        f"  seen  {seen} UTC, {tries}, reader {printable(unit.parser_version)}",
    ]
    if unit.note:
        lines.append(f"  note  {printable(unit.note)}")
    return [*lines, f"  raw   {_preview(unit)}"]


def place_of(ref: "SourceRef") -> str:
    """`report.csv[12]`, or the path of an API."""
    inner = ref.line or ref.row or (ref.path if ref.file else None)
    return f"{ref.file}[{inner}]" if ref.file and inner else ref.file or f"GET {ref.path}"


def _preview(unit: "QuarantineEntry") -> str:
    if unit.raw_sha256:
        return f"forgotten (SHA-256 {unit.raw_sha256})"
    raw = unit.raw
    text = printable(raw[:PREVIEW_CHARACTERS].decode("utf-8", "backslashreplace"))
    rest = f" ... ({len(raw):,} bytes)" if len(raw) > PREVIEW_CHARACTERS else ""
    cut = ", the rest was not kept" if unit.raw_truncated else ""
    return f"{text}{rest}{cut}"


def printable(text: str) -> str:
    """The text on one line with everything escaped that a terminal could obey.

    Controls, escape sequences, marks of writing direction, line separators, half characters.
    """
    return "".join(
        c if c.isprintable() and c != "\\" else c.encode("unicode_escape").decode() for c in text
    )


def to_json(value: Any) -> str:
    """One document in ASCII: a terminal that shows it has nothing to obey."""
    text = json.dumps(value, indent=2, ensure_ascii=True, default=str)
    return text.replace("\x7f", "\\u007f")
