"""What a source made of one input: nothing to say, or the sentence that names what is wrong."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sdc_core.errors import SourceError
from sdc_core.models import Session
from sdc_core.records import Reason, Record, RecordError
from sdc_core.settings import Settings
from sdc_core.sources.base import InputFile, Source
from tests.core.sources.play import merged, sessions
from tests.core.sources.units import UNITS, is_whole, traces

LIMIT_SECONDS = 5.0
SETTINGS = Settings.model_validate({"sillytavern": {"zone": "America/New_York"}})
Unit = Record | RecordError


class HangError(Exception):
    """A small input took longer than the limit."""


def judge(source: Source, content: bytes, folder: Path) -> str | None:
    """What is wrong, None where all is well."""
    path = folder / f"input{Path(source.patterns[0]).suffix}"
    path.write_bytes(content)
    file = InputFile(path=path, name=path.name)
    try:
        with _at_most(LIMIT_SECONDS):
            return _wrong(source, file, content)
    except Exception as error:  # whatever it is, that it came out is the finding
        return f"{type(error).__name__}: {error}"[:300]


def _wrong(source: Source, file: InputFile, content: bytes) -> str | None:
    first = _read(source, file)
    if first is None:
        return None if _read(source, file) is None else "refused at the first read only"
    second = _read(source, file)
    if second is None or [_dump(u) for u in first] != [_dump(u) for u in second]:
        return "two reads of equal bytes differ"
    return _lost(source, first, content) or _unplaced(first, content) or _unsound(source, first)


def _read(source: Source, file: InputFile) -> list[Unit] | None:
    try:
        return list(source.read(file, SETTINGS))
    except SourceError:
        return None


def _dump(unit: Unit) -> str:
    return unit.model_dump_json() if isinstance(unit, Record) else repr(unit)


def _lost(source: Source, units: list[Unit], content: bytes) -> str | None:
    """A unit that is neither a record nor rejected; a file rejected whole is one trace for all."""
    expected = UNITS[source.name].count(content)
    if expected is None or any(map(is_whole, units)):
        return None
    lost = expected - traces(units)
    return f"{lost} of {expected} units left no trace" if lost > 0 else None


def _unplaced(units: list[Unit], content: bytes) -> str | None:
    for unit in units:
        if unit.ref.file is None:
            return f"no place: {unit!r}"
        if isinstance(unit, RecordError) and not (
            (unit.raw or not content)
            and unit.detail
            and unit.reason in Reason
            and unit.reason != Reason.INTERNAL
        ):
            return f"no bytes, detail or reason: {unit!r}"
    return None


def _unsound(source: Source, units: list[Unit]) -> str | None:
    """Sessions of what was accepted, forwards, backwards and through the store's JSON."""
    made = _made(source, units)
    stored = [Record.model_validate_json(u.model_dump_json()) if isinstance(u, Record) else u
              for u in units]  # fmt: skip
    if _made(source, stored) != made:
        return "other Sessions after the store"
    if _made(source, merged(source, units, SETTINGS)[::-1]) != made:
        return "other Sessions in another order of records"
    for content in made:
        session = Session.from_bytes(content)
        if session.to_bytes() != content:
            return "a Session changes when it is read back"
        end = session.insights.session_end_time_utc
        if session.start_utc and end and end < session.start_utc:
            return f"ends before it starts: {session.start_utc} {end}"
    return None


def _made(source: Source, units: list[Unit]) -> list[bytes]:
    return [s.to_bytes() for s in sessions(source, merged(source, units, SETTINGS), SETTINGS)]


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Ends what takes longer; without POSIX timers or off the main thread nothing is ended."""
    is_main = threading.current_thread() is threading.main_thread()
    if not (hasattr(signal, "setitimer") and is_main):
        yield
        return
    before = signal.signal(signal.SIGALRM, _hang)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _hang(_number, _frame):
    raise HangError(f"more than {LIMIT_SECONDS} s for a small input")
