"""Stable ids and content digests: pure functions of values, the same on every machine."""

import hashlib
import json
from json.encoder import encode_basestring
from typing import Any

SHORT = 16

_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def stable_id(*parts: str | int | None) -> str:
    """SHA-256 hex over the parts as a JSON array, so that no separator can collide."""
    text = ", ".join([_literal(part) for part in parts])
    return digest_bytes(f"[{text}]".encode("utf-8", "surrogatepass"))


def digest_json(value: Any) -> str:
    """SHA-256 hex of a JSON value, independent of key order."""
    return digest_bytes(_CANONICAL.encode(value).encode("utf-8", "surrogatepass"))


def digest_bytes(content: bytes) -> str:
    """SHA-256 hex of bytes."""
    return hashlib.sha256(content).hexdigest()


def _literal(part: str | int | None) -> str:
    """One part as JSON; a text without the detour over an encoder, as every record has a key."""
    if isinstance(part, str):
        return encode_basestring(part)
    return str(part) if type(part) is int else json.dumps(part)
