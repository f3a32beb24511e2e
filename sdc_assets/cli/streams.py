"""What stdout and stderr can write: under Windows output that is sent on is in the code page."""

import io
from typing import TextIO


def is_utf8(stream: TextIO) -> bool:
    """Whether every character can be written to it."""
    return (stream.encoding or "").lower().replace("-", "").startswith("utf")


def never_fail(*streams: TextIO) -> None:
    """Show `?` for what a stream cannot write, instead of failing at a customer's name."""
    for stream in streams:
        if isinstance(stream, io.TextIOWrapper) and not is_utf8(stream):
            stream.reconfigure(errors="replace")
