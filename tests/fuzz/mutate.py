"""Broken copies of samples: flipped, cut, spliced, doubled, recoded, with hostile values in them."""

import json
import random
import re
from collections.abc import Callable

LARGEST = 60_000

# Values that broke readers of JSON, CSV and dates elsewhere.
TOKENS = (
    b"\x00", b"\x1a", b"\x0b", b"\x0c", b"\xff", b"\xfe\xff", b"\xff\xfe", b"\xef\xbb\xbf",
    b"\r", b"\n", b"\r\n", b"\n\r", b'"', b'""', b'"""', b"\\", b"\\u0000", b"\\ud800", b"\\udc00",
    b"\\ud83d\\ude00", "\u2028".encode(), "\u0085".encode(), "\u202e".encode(), "\u0130".encode(),
    "\u00df".encode(), "e\u0301".encode(), b"\xed\xa0\x80", b"\xf5\x80\x80\x80", b"null", b"true",
    b"NaN", b"-Infinity", b"1e999", b"-1e999", b"1e-999", b"-0", b"0.1", b"9007199254740993",
    b"18446744073709551616", b"9" * 400, b"1_000", b"[]", b"{}", b"[[", b"{" * 40, b'{"a":', b",",
    b";", b"\t", b"=1+1", b"../..", b"CON", b"0000-00-00", b"0001-01-01T00:00:00Z",
    b"9999-12-31T23:59:59.999-14:00", b"0001-01-01T00:00:00+14:00", b"2/30/25", b"1/1/0001",
    b"2024-02-29", b"2025-11-02T01:30:00", b"24:00", b"1700000000000", b"-1", b"253402300800",
    b"P1D", "\u0661\u0662".encode(), "\u00b2".encode(), "\u2460".encode(),
)  # fmt: skip
VALUES = (
    None, True, False, 0, -1, 0.5, 2**31, 2**53 + 1, 2**64, 10**400, 1e308, -1e308, 5e-324, "",
    " ", "0", "nan", "\x00", "\ud83d", "a\u0301", "\u0661\u0662", "\u00b2", "x" * 3000, [], {},
    [[]], [None], {"": ""}, {"name": None}, "0001-01-01", "9999-12-31T23:59:59-12:00",
    "1/1/1", "2025-03-09T02:30:00", "253402300800000", -62135596800000,
)  # fmt: skip
ENCODINGS = ("utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "cp1252", "utf-32", "shift_jis")
_NUMBER = re.compile(rb"\d+")
_NEWLINES = (b"\r\n", b"\r", b"\n\n", b"")


def mutant(rng: random.Random, samples: list[bytes]) -> bytes:
    """A sample with one to four changes."""
    content = rng.choice(samples)
    for _ in range(rng.choice((1, 1, 2, 4))):
        content = rng.choice(CHANGES)(rng, content, samples)[:LARGEST]
    return content


def _flip(rng: random.Random, content: bytes, _: list[bytes]) -> bytes:
    broken = bytearray(content)
    for _ in range(rng.choice((1, 1, 3, 20)) if broken else 0):
        broken[rng.randrange(len(broken))] ^= 1 << rng.randrange(8)
    return bytes(broken)


def _cut(rng: random.Random, content: bytes, _: list[bytes]) -> bytes:
    a, b = sorted((_at(rng, content), _at(rng, content)))
    return rng.choice((content[:a], content[b:], content[:a] + content[b:]))


def _splice(rng: random.Random, content: bytes, samples: list[bytes]) -> bytes:
    other = rng.choice(samples)
    a, b = sorted((_at(rng, other), _at(rng, other)))
    at = _at(rng, content)
    return content[:at] + other[a:b] + content[at:]


def _double(rng: random.Random, content: bytes, _: list[bytes]) -> bytes:
    a, b = sorted((_at(rng, content), _at(rng, content)))
    return content[:b] + content[a:b] * rng.choice((1, 1, 5)) + content[b:]


def _insert(rng: random.Random, content: bytes, _: list[bytes]) -> bytes:
    at = _at(rng, content)
    return content[:at] + rng.choice(TOKENS) + content[at + rng.choice((0, 0, 1, 5)) :]


def _number(rng: random.Random, content: bytes, _: list[bytes]) -> bytes:
    found = list(_NUMBER.finditer(content))
    if not found:
        return content
    spot, token = rng.choice(found), rng.choice((*TOKENS, b"0", b"13", b"60", b"99999"))
    return content[: spot.start()] + token + content[spot.end() :]


def _lines(rng: random.Random, content: bytes, _: list[bytes]) -> bytes:
    lines = content.split(b"\n")
    place = rng.randrange(len(lines))
    line = lines[place]
    rng.choice((
        lambda: rng.shuffle(lines),
        lambda: lines.pop(place),
        lambda: lines.insert(rng.randrange(len(lines)), line),
        lambda: lines.__setitem__(place, line[: _at(rng, line)]),
    ))()  # fmt: skip
    return rng.choice((b"\n",) * 4 + _NEWLINES).join(lines)


def _recode(rng: random.Random, content: bytes, _: list[bytes]) -> bytes:
    text = content.decode("utf-8", "replace")
    return text.encode(rng.choice(ENCODINGS), "replace")


def _value(rng: random.Random, content: bytes, _: list[bytes]) -> bytes:
    """One value, key or item of a JSON text replaced, dropped or doubled."""
    if content.count(b"\n{") > 1:  # one object per line
        lines = content.split(b"\n")
        place = rng.randrange(len(lines))
        lines[place] = _changed_json(rng, lines[place])
        return b"\n".join(lines)
    return _changed_json(rng, content)


def _changed_json(rng: random.Random, content: bytes) -> bytes:
    try:
        root = json.loads(content)
    except (ValueError, RecursionError):
        return content
    places = list(_places(root)) if isinstance(root, dict | list) else []
    if not places:
        return content
    holder, key = rng.choice(places)
    if isinstance(holder, list) and rng.random() < 0.3:
        holder.insert(key, holder[key])
    elif rng.random() < 0.2:
        del holder[key]
    else:
        holder[key] = rng.choice(VALUES)
    return _dumped(root)


def _places(value, depth=0):
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, child in items:
        yield value, key
        if isinstance(child, dict | list) and depth < 20:
            yield from _places(child, depth + 1)


def _dumped(root: object) -> bytes:
    return json.dumps(root).encode()


def _at(rng: random.Random, content: bytes) -> int:
    return rng.randrange(len(content) + 1)


CHANGES: tuple[Callable[[random.Random, bytes, list[bytes]], bytes], ...] = (
    _flip, _cut, _splice, _double, _insert, _insert, _number, _lines, _lines, _recode,
    _value, _value, _value, _value,
)  # fmt: skip
