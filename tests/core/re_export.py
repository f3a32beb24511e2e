"""Inputs as their programs write them again: copied, split, shuffled, renamed, saved by Excel.

A transformation makes of some files others that say the same.
"""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.core.exported import Chat, Document, Files, Report


@dataclass(frozen=True)
class Again:
    """One way in which a program writes the same again.

    Attributes:
        source: Whose files it works on.
        change: The new files; random choices come from the given generator.
        may_change: Fields of the finished Session that may differ besides `source_ref`.
    """

    source: str
    change: Callable[[Files, random.Random], Files]
    may_change: frozenset[str] = field(default_factory=frozenset)

    @property
    def name(self) -> str:
        return f"{self.source}-{self.change.__name__}"


# Any source.


def copies(files: Files, rng: random.Random) -> Files:
    """Two to four copies of one file beside it."""
    file = rng.choice(files)
    folder, _, name = file.name.rpartition("/")
    prefix = f"{folder}/" if folder else ""
    more = [replace(file, name=f"{prefix}Copy {n} of {name}") for n in range(rng.randint(2, 4))]
    return [*files, *more]


def renamed(files: Files, rng: random.Random) -> Files:
    """Every file under another name."""
    return [replace(file, name=_with_stem(file.name, f"other {n}")) for n, file in enumerate(files)]


def _with_stem(name: str, stem: str) -> str:
    path = Path(name)
    return path.with_name(stem + path.suffix).as_posix()


# ScreenConnect.


def rows_shuffled(files: Files, rng: random.Random) -> Files:
    return [replace(file, rows=rng.sample(file.rows, len(file.rows))) for file in files]


def columns_permuted(files: Files, rng: random.Random) -> Files:
    return [_permuted(file, rng) for file in files]


def _permuted(file: Report, rng: random.Random) -> Report:
    order = rng.sample(range(len(file.header)), len(file.header))
    rows = [[row[place] for place in order] for row in file.rows]
    return replace(file, header=[file.header[place] for place in order], rows=rows)


def split(files: Files, rng: random.Random) -> Files:
    """Each report as two that overlap by a row."""
    return [part for file in files for part in _halves(file, rng)]


def _halves(file: Report, rng: random.Random) -> Iterable[Report]:
    at = rng.randint(1, len(file.rows) - 1)
    yield replace(file, name=f"1 {file.name}", rows=file.rows[: at + 1])
    yield replace(file, name=f"2 {file.name}", rows=file.rows[at:])


def semicolons_and_utf_16(files: Files, rng: random.Random) -> Files:
    return [replace(file, delimiter=";", encoding="utf-16") for file in files]


def saved_by_excel(files: Files, rng: random.Random) -> Files:
    """A copy whose times have lost their seconds."""
    file = rng.choice(files)
    times = [file.header.index(name) for name in ("ConnectedTime", "DisconnectedTime")]
    rows = [
        [_excel(cell) if place in times else cell for place, cell in enumerate(row)]
        for row in file.rows
    ]
    return [*files, replace(file, name="Excel.csv", rows=rows, encoding="cp1252")]


def _excel(cell: str) -> str:
    try:
        moment = datetime.fromisoformat(cell)
    except ValueError:
        return cell  # already saved by Excel
    return f"{moment.month}/{moment.day}/{moment.year} {moment.hour}:{moment.minute:02d}"


# SillyTavern.


def branch(files: Files, rng: random.Random) -> Files:
    """The beginning of a chat again, as the program saves a branch."""
    file = rng.choice(files)
    stem = Path(file.name).stem
    metadata = {**file.header["chat_metadata"], "main_chat": stem}
    kept = file.messages[: rng.randint(1, len(file.messages))]
    name = _with_stem(file.name, f"{stem} - Branch #1")
    return [*files, replace(file, name=name, header={**file.header, "chat_metadata": metadata},
                            messages=kept)]  # fmt: skip


def backup(files: Files, rng: random.Random) -> Files:
    file = rng.choice(files)
    return [*files, replace(file, name="backups/chat_worklog_20250401-120000.jsonl")]


def character_renamed(files: Files, rng: random.Random) -> Files:
    """Folder, header and answers under another name; the chats keep theirs."""
    return [_renamed_character(file, "Notebook") for file in files]


def _renamed_character(file: Chat, name: str) -> Chat:
    messages = [m if m["is_user"] else {**m, "name": name} for m in file.messages]
    parts = Path(file.name).parts
    path = Path(parts[0], name, *parts[2:]).as_posix() if len(parts) > 2 else file.name
    header = {**file.header, "character_name": name}
    return replace(file, name=path, header=header, messages=messages)


# JSON documents.


def items_shuffled(files: Files, rng: random.Random) -> Files:
    return [
        replace(file, root={k: rng.sample(v, len(v)) for k, v in file.root.items()})
        for file in files
    ]


def keys_reordered(files: Files, rng: random.Random) -> Files:
    """The keys of every item in another order, indented."""
    return [
        replace(file, indent=4, root={k: [_reordered(i) for i in v] for k, v in file.root.items()})
        for file in files
    ]


def _reordered(item: dict[str, Any]) -> dict[str, Any]:
    return dict(sorted(item.items(), reverse=True))


def lists_split(files: Files, rng: random.Random) -> Files:
    """Each document as two that share an item of every list."""
    return [part for file in files for part in _list_halves(file)]


def _list_halves(file: Document) -> Iterable[Document]:
    first = {key: items[: len(items) // 2 + 1] for key, items in file.root.items()}
    second = {key: items[len(items) // 2 :] for key, items in file.root.items()}
    yield replace(file, name=f"1 {file.name}", root=first)
    yield replace(file, name=f"2 {file.name}", root=second)


def utf_16(files: Files, rng: random.Random) -> Files:
    return [replace(file, encoding="utf-16") for file in files]


# A chat is known by its name and that of its character; both are source names.
_CHAT_NAME = frozenset({"source_identifiers", "source_title", "llm_generated_title", "chat"})
# The answers under their former name are earlier states of the messages.
_CHARACTER = frozenset({"author", "character", "source_title", "llm_generated_title", "revisions"})

AGAIN = (
    Again("screenconnect", copies),
    Again("screenconnect", renamed),
    Again("screenconnect", rows_shuffled),
    Again("screenconnect", columns_permuted),
    Again("screenconnect", split),
    Again("screenconnect", semicolons_and_utf_16),
    Again("screenconnect", saved_by_excel),
    Again("sillytavern", copies, _CHAT_NAME),
    Again("sillytavern", renamed, _CHAT_NAME),
    Again("sillytavern", branch),
    Again("sillytavern", backup),
    Again("sillytavern", character_renamed, _CHARACTER),
    Again("notes", copies),
    Again("notes", renamed),
    Again("notes", items_shuffled),
    Again("notes", keys_reordered),
    Again("notes", lists_split),
    Again("notes", utf_16),
    Again("syncro", copies),
    Again("syncro", renamed),
    Again("syncro", items_shuffled),
    Again("syncro", keys_reordered),
    Again("syncro", lists_split),
    Again("syncro", utf_16),
)
