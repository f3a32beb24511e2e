"""Inputs that once broke a source, kept as files and replayed by a test."""

import hashlib
from pathlib import Path

from sdc_core.sources import SOURCES
from sdc_core.sources.base import Source

FOLDER = Path(__file__).parent / "findings"
SAMPLES = Path(__file__).parents[1] / "fixtures"
LARGEST_SAMPLE = 20_000


def samples(source: Source) -> list[bytes]:
    """The fixtures of a source as bytes, but for large ones."""
    contents = [
        path.read_bytes()
        for path in sorted((SAMPLES / source.name).rglob("*"))
        if path.is_file() and not path.name.endswith(".expected.json")
    ]
    return [content for content in contents if len(content) <= LARGEST_SAMPLE]


def keep(source: Source, content: bytes, what: str) -> Path:
    """One finding as a file: the input; beside it what was wrong."""
    folder = FOLDER / source.name
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{hashlib.sha256(content).hexdigest()[:12]}.bin"
    path.write_bytes(content)
    path.with_suffix(".txt").write_text(what + "\n", encoding="utf-8", newline="\n")
    return path


def kept() -> list[tuple[Source, Path]]:
    """All findings."""
    return [
        (source, path)
        for source in SOURCES
        for path in sorted((FOLDER / source.name).glob("*.bin"))
    ]
