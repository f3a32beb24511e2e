"""Bytes of an input file to text: BOM, else strict UTF-8, else cp1252 (flagged as a guess).

Excel and Notepad write all of these (reliability, parser facts). What is not said here is not
guessed: no character statistics, no other code pages.
"""

import codecs
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from sdc_core.errors import InputUnreadableError
from sdc_core.sources.base import InputFile

ENCODING_GUESSED = "encoding=guessed"

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


PIECE_BYTES = 1024 * 1024


@dataclass(frozen=True)
class Encoding:
    """How a stream of bytes is written; `name` turns any part of its text back into bytes."""

    name: str
    bom: bytes = b""
    is_guessed: bool = False

    @property
    def flags(self) -> tuple[str, ...]:
        """What a record made from this text must say about it."""
        return (ENCODING_GUESSED,) if self.is_guessed else ()


@dataclass(frozen=True)
class Text:
    """Decoded text without its BOM; `encoding` turns any part of it back into its bytes."""

    text: str
    encoding: str
    is_guessed: bool = False

    @property
    def flags(self) -> tuple[str, ...]:
        """What a record made from this text must say about it."""
        return (ENCODING_GUESSED,) if self.is_guessed else ()

    def to_bytes(self, part: str) -> bytes:
        """The bytes that a part of the text came from."""
        return part.encode(self.encoding, "surrogatepass")


def read_bytes(file: InputFile) -> bytes:
    """The bytes of an input file.

    Raises:
        InputUnreadableError: No right to read it, it is gone, or another program holds it.
    """
    try:
        return file.path.read_bytes()
    except OSError as error:
        raise unreadable(file, error) from error


def unreadable(file: InputFile, error: OSError) -> InputUnreadableError:
    """The error of a file that cannot be opened or read on, with what to do about it."""
    return InputUnreadableError(
        f"{file.name}: cannot be read ({error.strerror or error}); close the program that "
        "holds it or correct its rights, then run again"
    )


def decode(content: bytes) -> Text:
    """Decode as described above.

    Raises:
        UnicodeDecodeError: The bytes contradict their BOM, or are no cp1252 either.
    """
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return Text(str(memoryview(content)[len(bom) :], encoding), encoding)
    try:
        return Text(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return Text(content.decode("cp1252"), "cp1252", is_guessed=True)


def encoding_of(stream: BinaryIO) -> Encoding:
    """The encoding of a stream, by the rules of `decode`, without holding more than a piece of it.

    Raises:
        UnicodeDecodeError: The bytes contradict their BOM, or are no cp1252 either.
    """
    stream.seek(0)
    head = stream.read(len(codecs.BOM_UTF8))
    for bom, name in _BOMS:
        if head.startswith(bom):
            return _checked(stream, Encoding(name, bom))
    try:
        return _checked(stream, Encoding("utf-8"))
    except UnicodeDecodeError:
        return _checked(stream, Encoding("cp1252", is_guessed=True))


def text_pieces(stream: BinaryIO, encoding: Encoding) -> Iterator[str]:
    """The text of a stream from its beginning, in pieces that are never empty.

    Raises:
        UnicodeDecodeError: Another encoding; its reason says where the piece begins.
    """
    decoder = codecs.getincrementaldecoder(encoding.name)()
    begin = stream.seek(len(encoding.bom))
    is_last = False
    while not is_last:
        content = stream.read(PIECE_BYTES)
        is_last = not content
        try:
            text = decoder.decode(content, final=is_last)
        except UnicodeDecodeError as error:
            error.reason += f", counted from byte {begin}" if begin else ""
            raise
        begin += len(content)
        if text:
            yield text


def _checked(stream: BinaryIO, encoding: Encoding) -> Encoding:
    for _ in text_pieces(stream, encoding):
        pass
    return encoding


def folded(text: str | None) -> str:
    """Text for comparison: NFKC, no case, single spaces; none is empty."""
    text = text or ""
    composed = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return " ".join(composed.casefold().split())


def folded_key(name: str) -> str:
    """A key or the name of a column for comparison: no case, no `-`, `_` or space."""
    return re.sub(r"[\s_-]+", "", name).casefold()
