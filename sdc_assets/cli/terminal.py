"""How commands speak: tables and progress for people, one JSON document for programs."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from sdc_assets.cli.streams import is_utf8

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

MAX_WIDTH = 100

json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON document and nothing else."
)


def console(*, err: bool = False) -> "Console":
    """A console of at most 100 columns: wider tables are harder to read."""
    from rich.console import Console

    made = Console(stderr=err, highlight=False, soft_wrap=False)
    made.width = min(made.width, MAX_WIDTH)
    return made


def print_json(value: Any) -> None:
    """One document on stdout; where stdout is no UTF-8, in ASCII, so that no character is lost."""
    text = json.dumps(value, indent=2, ensure_ascii=not is_utf8(sys.stdout), default=str)
    click.echo(text)


def table(title: str, headers: Sequence[str], rows: Iterable[Sequence[object]]) -> "Table":
    """A plain table; columns of numbers are right-aligned, text from sources is never markup."""
    from rich import box
    from rich.table import Table

    cells = [list(row) for row in rows]
    made = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD)
    for index, header in enumerate(headers):
        is_number = bool(cells) and all(isinstance(row[index], int | None) for row in cells)
        made.add_column(header, justify="right" if is_number else "left", overflow="fold")
    for row in cells:
        made.add_row(*[_cell(value) for value in row])
    return made


def _cell(value: object) -> str:
    from rich.markup import escape

    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}" if value else "-"
    return escape(str(value)) if value is not None else ""


def show(*parts: object) -> None:
    """Print parts on stdout."""
    out = console()
    for part in parts:
        out.print(part)


def say(text: str) -> None:
    """One line of plain text, never markup, never folded."""
    click.echo(text)


@contextmanager
def progress(*, is_silent: bool = False) -> Iterator[Callable[[str, int, int], None]]:
    """A bar on stderr while work goes on; yields `step(what, done, total)`."""
    from rich.markup import escape
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

    out = console(err=True)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
    )
    with Progress(
        *columns, console=out, transient=True, disable=is_silent or not out.is_terminal
    ) as bars:
        task = bars.add_task("starting", total=1)
        yield lambda what, done, total: bars.update(
            task, description=escape(what), completed=done, total=total
        )
