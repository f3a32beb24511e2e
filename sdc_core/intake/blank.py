"""Input files without a byte beyond white space.

An empty file is no record and nothing to reject. One that was full says nothing either: a crash,
a full disk or a half copy leaves such files. Its records stay as they were and its rejected units
stay open, until it is full again or deleted, and a person is told.
"""

from collections import Counter
from collections.abc import Collection, Iterable

from sdc_core.records import Record
from sdc_core.sources.base import InputFile

# White space, with the marks and zeros of UTF-8 and UTF-16 around it.
_BLANK_BYTES = b" \t\r\n\0\xef\xbb\xbf\xfe\xff"
_PIECE_BYTES = 1024 * 1024


def is_blank(file: InputFile) -> bool:
    """Whether there is nothing in the file."""
    try:
        with file.path.open("rb") as stream:
            pieces = iter(lambda: stream.read(_PIECE_BYTES), b"")
            return not any(piece.strip(_BLANK_BYTES) for piece in pieces)
    except OSError:
        return True  # it went away at this moment, and says nothing either


def emptied(stored: Iterable[Record], blank: Collection[str], source: str) -> list[str]:
    """One line per blank file that held records before."""
    held = Counter(r.ref.file for r in stored if r.ref.file in blank and not r.source_missing)
    return [
        f"{source}: {file} is empty now; the {count} records that it held stay as they were: put "
        "its content back, or delete it if it is really gone"
        for file, count in sorted((str(file), count) for file, count in held.items())
    ]
