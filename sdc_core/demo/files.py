"""The files of a demo world on disk: written where they differ, removed where they are old.

`demo.json` names them, so that a later world replaces its own files and nothing else is touched.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

WORLD_FILE = "demo.json"


def read_values(root: Path) -> dict[str, Any] | None:
    """What `demo.json` holds, None where there is no whole one."""
    try:
        values = json.loads((root / WORLD_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return values if isinstance(values, dict) and "files" in values else None


def replace_files(root: Path, files: Mapping[str, bytes], values: Mapping[str, Any]) -> None:
    """Make the named files (path below the root, forward slashes) the world of this root."""
    old = set((read_values(root) or {"files": []})["files"])
    # The list comes first: a file that is written but not named could never be taken away again.
    _write(root / WORLD_FILE, _listing(values, old | set(files)))
    for name, content in sorted(files.items()):
        _write(root / name, content)
    for name in sorted(old - set(files)):
        if (root / name).resolve().is_relative_to(root.resolve()):
            (root / name).unlink(missing_ok=True)
    _write(root / WORLD_FILE, _listing(values, files))


def _listing(values: Mapping[str, Any], files: Iterable[str]) -> bytes:
    text = json.dumps({**values, "files": sorted(files)}, indent=1, default=str, ensure_ascii=False)
    return text.encode() + b"\n"


def _write(path: Path, content: bytes) -> None:
    """By temp file and rename; a file that already holds the bytes keeps its time."""
    if path.is_file() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + ".tmp")
    temporary.write_bytes(content)
    temporary.replace(path)
