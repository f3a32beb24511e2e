"""Stable ids and content digests: pure functions of values, the same on every machine."""

import hashlib
import json
from typing import Any

SHORT = 16


def stable_id(*parts: str | int | None) -> str:
    """SHA-256 hex over the parts as a JSON array, so that no separator can collide."""
    return digest_bytes(json.dumps(parts, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def digest_json(value: Any) -> str:
    """SHA-256 hex of a JSON value, independent of key order."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return digest_bytes(text.encode("utf-8", "surrogatepass"))


def digest_bytes(content: bytes) -> str:
    """SHA-256 hex of bytes."""
    return hashlib.sha256(content).hexdigest()
