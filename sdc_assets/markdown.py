"""Markdown for the Dagster UI; text that came from a source never becomes markup."""

import re
from collections.abc import Iterable, Mapping, Sequence

_MARKUP = re.compile(r"([\\`*_{}\[\]#|>~&]|:(?=//))")
_BREAKS = re.compile(r"[^\S\u00a0]+")  # a no-break space keeps a cell on one line
_BAR_WIDTH = 24


def escape(text: object) -> str:
    """The text on one line, with every character escaped that markdown or HTML would read."""
    return _MARKUP.sub(r"\\\1", _BREAKS.sub(" ", str(text))).replace("<", "&lt;")


def table(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A markdown table; every cell is escaped."""
    lines = [headers, ["---"] * len(headers)]
    cells = ([escape(cell) for cell in row] for row in rows)
    return "\n".join(f"| {' | '.join(line)} |" for line in (*lines, *cells))


def bars(title: str, counts: Mapping[str, int]) -> str:
    """Counts with a bar each, largest first."""
    most = max(counts.values(), default=0)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    rows = [(name, count, "█" * -(-count * _BAR_WIDTH // most)) for name, count in ordered if most]
    return table([title, "count", ""], rows)


def bullets(lines: Iterable[str]) -> str:
    """One list item per line of text, escaped."""
    return "\n".join(f"- {escape(line)}" for line in lines)
