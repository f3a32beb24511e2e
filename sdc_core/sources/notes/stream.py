"""JSON text read value by value, so that memory does not grow with the file.

Strict as RFC 8259 says: `json` with NaN and Infinity refused accepts exactly what
`pydantic_core.from_json(allow_inf_nan=False)` accepts, and gives the end of each value, so that a
value can be rejected with the bytes it came as. ijson gives no places, and its C backend ends the
process at a number of 4,301 digits (decision 0021).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from json import JSONDecodeError
from typing import Any

from sdc_core.records import Reason
from sdc_core.sources.notes.brackets import Brackets
from sdc_core.sources.notes.strict import (
    BOUNDS,
    Decode,
    RefusedError,
    StrictDecoder,
    is_too_deep,
    without_lone_surrogates,
)
from sdc_core.sources.reject import RAW_LIMIT_BYTES

VALUE_LIMIT = 8 * 1024 * 1024
MAX_DEPTH = 64

_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_SPACE = re.compile(r"[ \t\n\r]*")
_CUT = "Unterminated string"
# The longest token that a cut can make unreadable, -Infinity or half a surrogate pair, and more.
_TOKEN = 16
# Of `1e+5`, cut before the 5, the reader takes the 1.
_EXPONENT = "e+"
# Of a text that is passed over: what quarantine holds, and one character that says there is more.
_KEPT = RAW_LIMIT_BYTES + 1
_TOO_LARGE = f"is larger than {VALUE_LIMIT} characters"
_TOO_DEEP = f"is nested deeper than {MAX_DEPTH} levels"


class NotJsonError(ValueError):
    """The text is no JSON; the message says what was met, and where."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value as it stands in the file; of one that is not kept, the beginning of its text."""

    text: str
    value: Any = None
    problem: Reason | None = None
    detail: str = ""
    lost: tuple[tuple[str, Any], ...] = ()
    is_repaired: bool = False


class JsonStream:
    """A place in a JSON text, and the part of the text around it."""

    def __init__(self, pieces: Iterator[str]) -> None:
        self._pieces = pieces
        self._text, self._at = "", 0
        self._line, self._column = 0, 0
        self._strict = StrictDecoder()

    def peek(self) -> str:
        """The next character that is no space; none at the end."""
        while True:
            if match := _SPACE.match(self._text, self._at):
                self._at = match.end()
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def take(self, allowed: str) -> str:
        """Move past the next character.

        Raises:
            NotJsonError: It is none of these.
        """
        found = self.peek()
        if not found or found not in allowed:
            raise self.error(f"expected {' or '.join(map(repr, allowed))}")
        self._at += 1
        return found

    def end(self) -> None:
        """Make sure that nothing follows.

        Raises:
            NotJsonError: Something does.
        """
        if self.peek():
            raise self.error("text after the end of the value")

    def key(self) -> str:
        """The next value, which must be a text, and the colon after it.

        Raises:
            NotJsonError: Something else stands there.
        """
        if self.peek() != '"':
            raise self.error("expected a key in double quotes")
        found = self.value()
        if not isinstance(found.value, str):
            raise self.error(f"a key that {found.detail}")
        self.take(":")
        return found.value

    def value(self) -> Value:
        """The next value of any kind; one beyond the limits is passed over.

        Raises:
            NotJsonError: No value stands there.
        """
        self.peek()
        decode: Decode = self._strict.decoded
        problem = ""
        while True:
            try:
                value, end = decode(self._text, self._at)
            except RecursionError:
                return self._skipped(Reason.TOO_DEEP, _TOO_DEEP)
            except JSONDecodeError as error:
                if self._is_cut(error) and self._is_full():
                    return self._skipped(Reason.TOO_LARGE, _TOO_LARGE)
                self._need_more(error)
            except RefusedError as error:
                raise self.error(str(error)) from None
            except ValueError:
                decode, problem = BOUNDS, "has a number that is too large to be held"
            else:
                if self._is_whole(end):
                    return self._taken(value, end, problem)

    def error(self, what: str, at: int | None = None) -> NotJsonError:
        """What is wrong here or at a place in what is held, with line and column from 1."""
        line, column = self._place(self._at if at is None else at)
        return NotJsonError(f"no JSON: {what} at line {line + 1} column {column + 1}")

    def _is_cut(self, error: JSONDecodeError) -> bool:
        """Whether more text could mend it."""
        return error.pos >= len(self._text) - _TOKEN or error.msg.startswith(_CUT)

    def _is_full(self) -> bool:
        return len(self._text) - self._at > VALUE_LIMIT

    def _need_more(self, error: JSONDecodeError) -> None:
        """Read on where the text may only be cut; what is held then begins at the value.

        Raises:
            NotJsonError: The fault lies in the text itself.
        """
        if not (self._is_cut(error) and self._more()):
            what = error.msg[:1].lower() + error.msg[1:].removesuffix(": ").removesuffix(" at")
            raise self.error(what, error.pos)

    def _is_whole(self, end: int) -> bool:
        """Whether the value ends there: a number near the end of what is held may go on."""
        if end + len(_EXPONENT) < len(self._text) or self._text[end - 1] in '"}]':
            return True
        if self._is_full():
            raise self.error("a number without an end")
        return not self._more()

    def _taken(self, value: Any, end: int, problem: str) -> Value:
        text, self._at = self._text[self._at : end], end
        if problem or len(text) > VALUE_LIMIT:
            return Value(text, problem=Reason.TOO_LARGE, detail=problem or _TOO_LARGE)
        if is_too_deep(text, value, MAX_DEPTH):
            return Value(text, problem=Reason.TOO_DEEP, detail=_TOO_DEEP)
        lost = tuple(self._strict.lost)
        if not _SURROGATE.search(text):
            return Value(text, value, lost=lost)
        (clean, clean_lost), is_repaired = without_lone_surrogates([value, lost])
        return Value(text, clean, lost=tuple(map(tuple, clean_lost)), is_repaired=is_repaired)

    def _skipped(self, reason: Reason, detail: str) -> Value:
        """Move past a value without keeping it or judging what is in it."""
        brackets, kept, is_done = Brackets(), "", False
        while not is_done:
            reached, is_done = brackets.follow(self._text, self._at)
            kept = (kept + self._text[self._at : reached])[:_KEPT]
            self._at = reached
            if not is_done and not self._more():
                raise self.error("a value without its end")
        return Value(kept, problem=reason, detail=detail)

    def _more(self) -> bool:
        """Take in more text, as much again as is still needed; false at the end."""
        rest = self._text[self._at :]
        parts, length = [rest], len(rest)
        for piece in self._pieces:
            parts.append(piece)
            length += len(piece)
            if length >= 2 * len(rest):
                break
        if len(parts) == 1:
            return False
        self._line, self._column = self._place(self._at)
        self._text, self._at = "".join(parts), 0
        return True

    def _place(self, at: int) -> tuple[int, int]:
        """Line and column from 0 of a place in what is held."""
        lines = self._text.count("\n", 0, at)
        begin = self._text.rfind("\n", 0, at) + 1
        return self._line + lines, at - begin if lines else self._column + at
