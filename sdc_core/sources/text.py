"""Bytes of an input file to text: BOM, else strict UTF-8, else cp1252 (flagged as a guess).

Excel and Notepad write all of these (reliability, parser facts). What is not said here is not
guessed: no character statistics, no other code pages.
"""

import codecs
import unicodedata
from dataclasses import dataclass

from sdc_core.errors import InputUnreadableError
from sdc_core.sources.base import InputFile

ENCODING_GUESSED = "encoding=guessed"

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


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
        raise InputUnreadableError(
            f"{file.name}: cannot be read ({error.strerror or error}); close the program that "
            "holds it or correct its rights, then run again"
        ) from error


def decode(content: bytes) -> Text:
    """Decode as described above.

    Raises:
        UnicodeDecodeError: The bytes contradict their BOM, or are no cp1252 either.
    """
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return Text(content.removeprefix(bom).decode(encoding), encoding)
    try:
        return Text(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return Text(content.decode("cp1252"), "cp1252", is_guessed=True)


def folded(text: str | None) -> str:
    """Text for comparison: NFKC, no case, single spaces; none is empty."""
    return " ".join(unicodedata.normalize("NFKC", text or "").casefold().split())
