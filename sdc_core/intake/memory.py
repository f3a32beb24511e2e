"""What an intake remembers of its inputs beside the cursor: the blocks of its source.

`_blocks.bin`: one line of JSON with the blocks, then the ties of all of them as 64-bit numbers. It
can be rebuilt: the cursor names its digest, and another one, or none, costs one full look.
"""

from array import array
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import Any

from pydantic_core import from_json, to_json

from sdc_core.ids import digest_bytes
from sdc_core.intake.blocks import NUMBERS, Block
from sdc_core.intake.look import State
from sdc_core.store import platform

MEMORY_FILE = "_blocks.bin"


@dataclass(frozen=True)
class Memory:
    """The blocks of a source after its last intake."""

    blocks: list[Block] = field(default_factory=list)

    @property
    def missing(self) -> int:
        """How many records are in no file any more."""
        return sum(block.missing for block in self.blocks)

    @property
    def has_cut(self) -> bool:
        """Whether a record is outside the range of months."""
        return any(block.has_cut for block in self.blocks)

    def changed(self, states: Iterable[State]) -> set[int]:
        """Numbers of the blocks whose files are not as they were, in content or in order."""
        now: list[list[State]] = [[] for _ in self.blocks]
        for state in states:
            number = self._numbers.get(state[0])
            if number is not None:
                now[number].append(state)
        return {n for n, block in enumerate(self.blocks) if now[n] != block.files}

    def is_changed(self, states: Sequence[State]) -> bool:
        """Whether a file is new, gone, or not as it was."""
        return any(name not in self._numbers for name, _ in states) or bool(self.changed(states))

    def places(self, states: Iterable[State], numbers: Collection[int]) -> list[int]:
        """Where the files of these blocks stand, and those of no block yet."""
        among = {*numbers, None}
        return [at for at, (name, _) in enumerate(states) if self._numbers.get(name) in among]

    def tied_to(self, ties: Collection[int]) -> set[int]:
        """Numbers of the blocks that have one of the ties."""
        wanted = frozenset(ties)
        return {n for n, block in enumerate(self.blocks) if not wanted.isdisjoint(block.ties)}

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {name: n for n, block in enumerate(self.blocks) for name, _ in block.files}


def load_memory(folder: Path, digest: str | None) -> Memory | None:
    """The memory of that digest; None where it is lost, torn or another one."""
    try:
        content = platform.read_bytes(folder / MEMORY_FILE)
    except FileNotFoundError:
        return None
    return _parse(content) if digest_bytes(content) == digest else None


def save_memory(folder: Path, memory: Memory) -> str:
    """Store the memory, unless it is there already.

    Returns:
        Its digest, for the cursor.
    """
    content, path = _content(memory), folder / MEMORY_FILE
    if not (path.is_file() and platform.read_bytes(path) == content):
        platform.atomic_write(path, content, durable=False)
    return digest_bytes(content)


def _content(memory: Memory) -> bytes:
    rows = [{**_values(block), "ties": len(block.ties)} for block in memory.blocks]
    numbers = b"".join(block.ties.tobytes() for block in memory.blocks)
    return to_json(rows) + b"\n" + numbers


def _values(block: Block) -> dict[str, Any]:
    return {
        "files": block.files,
        "months": block.months,
        "missing": block.missing,
        "has_cut": block.has_cut,
        "latest": block.latest.isoformat() if block.latest else None,
    }


def _parse(content: bytes) -> Memory:
    head, _, numbers = content.partition(b"\n")
    rows, ties = from_json(head), array(NUMBERS)
    ties.frombytes(numbers)
    ends = list(accumulate(row["ties"] for row in rows))
    return Memory([
        _block(row, ties[end - row["ties"] : end]) for row, end in zip(rows, ends, strict=True)
    ])  # fmt: skip


def _block(row: dict[str, Any], ties: "array[int]") -> Block:
    latest = datetime.fromisoformat(row["latest"]) if row["latest"] else None
    files = [(name, digest) for name, digest in row["files"]]
    return Block(**{**row, "files": files, "latest": latest, "ties": ties})
