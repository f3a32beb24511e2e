"""The lines of a chat file: each by itself a JSON object, or a rejected line beside good ones.

UTF-8 with or without BOM, any line ends, UTF-16 as some editors save it, a torn last line. Line 0
may be a header (an object without `mes`); group chats before 2025-11-23 have none.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from math import isinf
from typing import Any, NamedTuple

from pydantic_core import from_json

from sdc_core.errors import WrongInputError
from sdc_core.models import SourceRef
from sdc_core.records import Reason, RecordError
from sdc_core.sources.base import InputFile
from sdc_core.sources.recognize import looks_like
from sdc_core.sources.reject import rejected
from sdc_core.sources.text import ENCODING_GUESSED, decode, read_bytes

TEXT_REPAIRED = "text_repaired"
DUPLICATE_KEYS = "duplicate_keys"

_HEADER_KEYS = frozenset({"chat_metadata", "user_name", "character_name"})
_MAX_DEPTH = 64
# A message with pictures inside is a few megabytes; a line far beyond that is no message.
_MAX_LINE_BYTES = 16 * 1024 * 1024
_BOMS_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_BOM_UTF8 = b"\xef\xbb\xbf"


class Line(NamedTuple):
    """One object of the file, and the bytes that it came from."""

    number: int
    value: dict[str, Any]
    original: bytes
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChatLines:
    """What a file holds: its header (empty without one), its messages, its rejected lines."""

    header: dict[str, Any]
    messages: list[Line]
    errors: list[RecordError]


def read_lines(file: InputFile) -> ChatLines:
    """Read one file.

    Raises:
        InputUnreadableError: It cannot be opened.
        WrongInputError: Nothing in it is a line of a chat.
    """
    content = read_bytes(file)
    messages: list[Line] = []
    others: list[Line] = []
    errors: list[RecordError] = []
    for unit in _units(content, file.name):
        if isinstance(unit, Line):
            (messages if "mes" in unit.value else others).append(unit)
        else:
            errors.append(unit)
    headers = [line.value for line in others if _is_header(line.value)]
    if (others or errors) and not (headers or messages or _is_damaged_chat(errors)):
        raise WrongInputError(_wrong(file, content))
    errors += [_no_message(line, file) for line in others if not _is_header(line.value)]
    return ChatLines(headers[0] if headers else {}, messages, errors)


def _is_header(value: dict[str, Any]) -> bool:
    """Whether an object without `mes` is line 0."""
    return not _HEADER_KEYS.isdisjoint(value)


def _is_damaged_chat(errors: list[RecordError]) -> bool:
    """A line that begins as an object but does not parse may well be a torn message."""
    return any(
        error.reason is not Reason.SCHEMA_TYPE and error.raw.lstrip().startswith(b"{")
        for error in errors
    )


def _wrong(file: InputFile, content: bytes) -> str:
    kind = looks_like(content.decode("utf-8", "replace"))
    return (
        f"{file.name}: holds no chat message; it looks like {kind}. A SillyTavern chat is a .jsonl "
        "file with one JSON object per line that has 'mes'; move this file to its own folder"
    )


def _no_message(line: Line, file: InputFile) -> RecordError:
    detail = f"no 'mes' among its keys {sorted(line.value)[:8]!r}"
    ref = SourceRef(file=file.name, line=line.number)
    return rejected(Reason.SCHEMA_MISSING, detail, ref, line.original)


def _units(content: bytes, name: str) -> Iterator[Line | RecordError]:
    try:
        lines, to_original, flags = _split(content)
    except UnicodeDecodeError as error:
        detail = f"not the UTF-16 that its first bytes promise: {error.reason}"
        yield rejected(Reason.DECODE, detail, SourceRef(file=name), content)
        return
    for number, line in enumerate(lines, start=1):
        if line and not line.isspace():
            try:
                value, own = _parse(line)
            except _BadLineError as error:
                ref = SourceRef(file=name, line=number)
                yield rejected(error.reason, str(error), ref, to_original(line))
            else:
                yield Line(number, value, to_original(line), (*flags, *own) if own else flags)


def _split(content: bytes) -> tuple[list[bytes], Callable[[bytes], bytes], tuple[str, ...]]:
    """Lines as UTF-8, how to turn one back into the bytes that came in, and flags for all."""
    if content.startswith(_BOMS_UTF16):
        text = decode(content)
        lines = text.text.encode("utf-8", "surrogatepass").splitlines()
        return lines, lambda line: text.to_bytes(line.decode("utf-8", "surrogatepass")), ()
    lines = content.removeprefix(_BOM_UTF8).splitlines()
    if _is_utf8(content) or any(_is_utf8(line) for line in lines if not line.isascii()):
        return lines, lambda line: line, ()
    return _as_cp1252(content, lines)


def _as_cp1252(
    content: bytes, lines: list[bytes]
) -> tuple[list[bytes], Callable[[bytes], bytes], tuple[str, ...]]:
    """A file where no line beyond ASCII is UTF-8 was saved with a Windows code page."""
    try:
        text = decode(content)
    except UnicodeDecodeError:
        return lines, lambda line: line, ()
    recoded = [line.decode("cp1252").encode() for line in lines]
    return recoded, lambda line: text.to_bytes(line.decode()), (ENCODING_GUESSED,)


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


class _BadLineError(Exception):
    """Why one line is no usable object."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


def _parse(line: bytes) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The object of a line, and flags where it says less than the line."""
    if len(line) > _MAX_LINE_BYTES:
        raise _BadLineError(Reason.TOO_LARGE, f"{len(line)} bytes; at most {_MAX_LINE_BYTES}")
    flags: tuple[str, ...] = ()
    try:
        value = from_json(line, allow_inf_nan=False)
    except ValueError as error:
        value, flags = _repaired(line, error), (TEXT_REPAIRED,)
    if not isinstance(value, dict):
        raise _BadLineError(Reason.SCHEMA_TYPE, f"{type(value).__name__} instead of an object")
    if _may_repeat_keys(line, _storable_keys(value)) and _repeats_keys(line):
        flags = (*flags, DUPLICATE_KEYS)
    return value, flags


def _repaired(line: bytes, error: ValueError) -> Any:
    """A second look at a refused line: only a lone surrogate, or really broken."""
    if "recursion limit" in str(error):
        raise _BadLineError(Reason.TOO_DEEP, f"nested deeper than {_MAX_DEPTH}") from None
    detail = str(error).replace(" at line 1 column", " at character")
    if b"\\u" not in line:
        raise _BadLineError(Reason.SYNTAX if _is_utf8(line) else Reason.DECODE, detail) from None
    try:
        return from_json(without_lone_surrogates(line), allow_inf_nan=False)
    except (ValueError, RecursionError):
        raise _BadLineError(Reason.SYNTAX, detail) from None


def without_lone_surrogates(line: bytes) -> bytes:
    """JSON with U+FFFD for each half of a character, which no file of ours can hold."""
    value = json.loads(line)
    text = json.dumps(value, ensure_ascii=False)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").encode()


def _storable_keys(value: dict[str, Any] | list[Any], depth: int = 1) -> int:
    """Number of keys at all levels.

    Raises:
        _BadLineError: Too deep a nesting, or a number like 1e999, which no JSON file can hold.
    """
    if depth > _MAX_DEPTH:
        raise _BadLineError(Reason.TOO_DEEP, f"nested deeper than {_MAX_DEPTH}")
    children: Iterable[Any] = value
    keys = 0
    if isinstance(value, dict):
        children, keys = value.values(), len(value)
    for child in children:
        kind = type(child)
        if kind is str:
            continue
        if kind is dict or kind is list:
            keys += _storable_keys(child, depth + 1)
        elif kind is float and isinf(child):
            raise _BadLineError(Reason.SYNTAX, "a number is too large to be kept")
    return keys


def _may_repeat_keys(line: bytes, keys: int) -> bool:
    """A look at the bytes: a second reading of every line would double the work."""
    written = line.count(b'":')
    return written > keys and written - line.count(b'\\":') > keys


def _repeats_keys(line: bytes) -> bool:
    """Whether an object names a key twice; the last one stands, as in every JSON reader."""
    found = False

    def take(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal found
        value = dict(pairs)
        found = found or len(value) < len(pairs)
        return value

    json.loads(line, object_pairs_hook=take)
    return found
