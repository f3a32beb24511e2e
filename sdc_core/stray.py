"""Files that a source passes over although they hold work: what is in them, and where they belong.

Only the names and the first bytes of files that other sources could read are looked at.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import islice
from pathlib import Path

from sdc_core.inputs import README, input_folders
from sdc_core.settings import Settings
from sdc_core.sources.base import Source
from sdc_core.sources.recognize import looks_like

HEAD_BYTES = 4096
OPENED_AT_MOST = 500
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
# What a file looks like, and the source that reads it.
HOMES = {
    "a ScreenConnect connection report": "screenconnect",
    "a SillyTavern chat": "sillytavern",
    "a Syncro ticket export": "syncro",
    "a notes.json": "notes",
}


@dataclass(frozen=True)
class Stray:
    """One file in the folder of a source that does not read it."""

    path: Path
    looks_like: str
    home: Source
    home_folder: Path

    @property
    def problem(self) -> str:
        """What is so."""
        return f"{self.path} is passed over: it looks like {self.looks_like}"

    @property
    def advice(self) -> str:
        """What to do."""
        return f"move it to {self.home_folder}, the folder of {self.home.name}"


def strays(settings: Settings, source: Source, sources: Iterable[Source]) -> Iterator[Stray]:
    """Files below the folders of a source that hold what another source reads, by path."""
    others = {other.name: other for other in sources if other is not source}
    candidates = (
        path
        for folder in input_folders(settings, source)
        for path in _below(folder)
        if not _fits(path, source) and any(_fits(path, other) for other in others.values())
    )
    for path in islice(candidates, OPENED_AT_MOST):
        kind = looks_like(_head(path))
        home = others.get(HOMES.get(kind, ""))
        if home is not None and _fits(path, home):
            yield Stray(path, kind, home, input_folders(settings, home)[0])


def _below(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders.sort()
        yield from (Path(parent) / name for name in sorted(names))


def _fits(path: Path, source: Source) -> bool:
    name = path.name.casefold()
    return name != README and any(fnmatchcase(name, pattern) for pattern in source.patterns)


def _head(path: Path) -> str:
    """The first characters, empty where the file cannot be opened: nobody asked for it."""
    try:
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except OSError:
        return ""
    return head.decode("utf-16" if head.startswith(UTF_16_MARKS) else "utf-8", "replace")
