"""Insights by key, kept in one small file per key prefix; rebuildable.

A file that cannot be read is dropped: its insights are written anew. Nothing reaches the disk
before `flush`, so that ten thousand Sessions cost at most 16 writes. A key is `generator:content`;
each insight names its Session, so that it goes when the text goes that it was written from.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from sdc_core.ids import stable_id
from sdc_core.llm.base import Insight, Usage
from sdc_core.store.paths import check_path
from sdc_core.store.platform import atomic_write

_PREFIX = 1


class InsightCache:
    """A folder of JSON Lines files, each read when first asked for."""

    def __init__(self, folder: Path, *, root: Path) -> None:
        """Make no folder yet; `root` is what `folder` lies below."""
        self._folder = folder
        self._root = root
        self._shards: dict[str, dict[str, dict[str, Any]]] = {}
        self._changed: set[str] = set()

    def get(self, key: str) -> Insight | None:
        """The insight kept under the key."""
        entry = self._shard(key).get(key)
        return None if entry is None else _insight(entry)

    def put(self, key: str, insight: Insight, written_utc: datetime, *, session_id: str) -> None:
        """Keep an insight; an equal one that is there stays, with its time and Session."""
        stamp = {"session_id": session_id, "written_utc": written_utc.isoformat()}
        entry = {**asdict(insight), **stamp}
        known = self._shard(key).get(key)
        if known is None or _insight(known) != insight:
            self._shard(key)[key] = entry
            self._changed.add(_prefix(key))

    def flush(self) -> None:
        """Write the files that changed since the last flush."""
        for prefix in sorted(self._changed):
            lines = [_line(key, entry) for key, entry in sorted(self._shards[prefix].items())]
            path = check_path(self._root, self._path(prefix))
            atomic_write(path, "".join(lines).encode(), durable=False)
        self._changed.clear()

    def keep_only(self, session_ids: Collection[str], contents: Collection[str]) -> None:
        """Drop what was written for these Sessions from any other content than these."""
        for path in sorted(self._folder.glob("*.jsonl")):
            self._load(path.stem)
        for prefix, shard in self._shards.items():
            outdated = [
                key
                for key, entry in shard.items()
                if entry["session_id"] in session_ids and key.rpartition(":")[2] not in contents
            ]
            for key in outdated:
                del shard[key]
                self._changed.add(prefix)
        self.flush()

    def _shard(self, key: str) -> dict[str, dict[str, Any]]:
        return self._load(_prefix(key))

    def _load(self, prefix: str) -> dict[str, dict[str, Any]]:
        if prefix not in self._shards:
            self._shards[prefix] = _read(self._path(prefix))
        return self._shards[prefix]

    def _path(self, prefix: str) -> Path:
        return self._folder / f"{prefix}.jsonl"


def _prefix(key: str) -> str:
    # Keys name their generator first, so the key itself would put all into one file.
    return stable_id(key)[:_PREFIX]


def _line(key: str, entry: Mapping[str, Any]) -> str:
    return json.dumps({"key": key, **entry}, ensure_ascii=False) + "\n"


def _read(path: Path) -> dict[str, dict[str, Any]]:
    """The entries of a file; none where it is missing or any line of it is damaged."""
    try:
        entries = [json.loads(line) for line in path.read_bytes().splitlines()]
        shard = {entry.pop("key"): entry for entry in entries}
        for entry in shard.values():
            _insight(entry)
            str(entry["session_id"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
    return shard


def _insight(entry: Mapping[str, Any]) -> Insight:
    return Insight(entry["title"], entry["summary"], entry["generator"], Usage(**entry["usage"]))
