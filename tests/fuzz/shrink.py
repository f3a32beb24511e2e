"""The smallest input that still shows the fault: parts are left out as long as it stays."""

import time
from collections.abc import Callable


def shrunk(content: bytes, is_bad: Callable[[bytes], bool], *, seconds: float = 20) -> bytes:
    """Lines first, then ever smaller stretches of bytes, for so many seconds at most."""
    until = time.monotonic() + seconds
    small = _without(content.splitlines(keepends=True), is_bad, until)
    return _without([small[i : i + 1] for i in range(len(small))], is_bad, until)


def _without(parts: list[bytes], is_bad: Callable[[bytes], bool], until: float) -> bytes:
    """The parts that the fault needs; ever smaller stretches of them are left out."""
    size = max(1, len(parts) // 2)
    while True:
        at = 0
        while at < len(parts) and time.monotonic() < until:
            rest = parts[:at] + parts[at + size :]
            if rest and is_bad(b"".join(rest)):
                parts = rest
            else:
                at += size
        if size == 1 or time.monotonic() >= until:
            return b"".join(parts)
        size = max(1, size // 2)
