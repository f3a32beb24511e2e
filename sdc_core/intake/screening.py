"""The screen of a source around its reader: what it takes out, nothing behind it ever sees."""

from collections.abc import Iterator
from dataclasses import replace

from sdc_core.records import Record, RecordError
from sdc_core.settings import Settings
from sdc_core.sources.base import InputFile, Screen, Source
from sdc_core.workspace import Workspace


def screen_of(workspace: Workspace, source: Source) -> Screen | None:
    """The screen by the settings and decisions of now; None for a source without one.

    Raises:
        DecisionError: An entry of the ledger cannot be understood: nothing is read past it.
    """
    return source.screen(workspace.settings, workspace.ledger.read()) if source.screen else None


def screened(source: Source, screen: Screen | None) -> Source:
    """The source with a reader that gives only what may be kept."""
    if screen is None:
        return source

    def read(file: InputFile, settings: Settings) -> Iterator[Record | RecordError]:
        yield from screen.read(file, source.read(file, settings))

    return replace(source, read=read)


def allowed(record: Record, screen: Screen | None) -> Record:
    """A stored record as it may be kept now."""
    return screen.stored(record) if screen else record
