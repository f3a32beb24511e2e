"""Stable ids and content digests: pure functions of values, the same on every machine."""

import hashlib
import json
from json.encoder import encode_basestring
from typing import Any

SHORT = 16

# Copied, because a new one is looked up in the library each time (430 ns a digest against 640).
_SHA256 = hashlib.sha256()

_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def stable_id(*parts: str | int | None) -> str:
    """SHA-256 hex over the parts as a JSON array, so that no separator can collide."""
    try:
        text = ", ".join(map(encode_basestring, parts))  # type: ignore[arg-type]
    except TypeError:
        text = ", ".join(map(part_text, parts))
    return id_of_text(text)


def part_text(part: str | int | None) -> str:
    """A part as `stable_id` writes it, for those that many ids share."""
    return encode_basestring(part) if isinstance(part, str) else _literal(part)


def id_of_text(text: str) -> str:
    """The `stable_id` of parts that are text already, with `, ` between them."""
    return digest_bytes(f"[{text}]".encode("utf-8", "surrogatepass"))


def digest_json(value: Any) -> str:
    """SHA-256 hex of a JSON value, independent of key order."""
    return digest_bytes(_CANONICAL.encode(value).encode("utf-8", "surrogatepass"))


def digest_bytes(content: bytes) -> str:
    """SHA-256 hex of bytes."""
    state = _SHA256.copy()
    state.update(content)
    return state.hexdigest()


def _literal(part: int | None) -> str:
    """A number as JSON without the detour over an encoder: every record has a key."""
    return str(part) if type(part) is int else json.dumps(part)
