"""The one log file of a data root: rotating, with run id, source and Session id on each line.

Modules log with `logging.getLogger(__name__)`; `bound` says what the lines inside it are about.
Secrets never reach the file: those of the settings are cut out of every line, and so is whatever
stands where a key usually stands. The file is opened for each line and rotated under a lock, so
that several processes share it and Windows can rename it.
"""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path

from filelock import FileLock, Timeout

from sdc_core.settings import Secrets, Settings
from sdc_core.times import now_utc

LOGGERS = ("sdc_core", "sdc_assets")
FILE_NAME = "sdc.log"
MAX_BYTES = 5_000_000
KEPT_FILES = 5
CUT = "***"

_LOCK_SECONDS = 1
_FIELDS = ("run", "source", "session")
# Where a key usually stands: a header, a query parameter, a JSON member, an assignment.
_KEY_PLACES = re.compile(
    r"(?i)(authorization[\"']?\s*[:=]\s*[\"']?(?:bearer\s+)?|bearer\s+"
    r"|(?:api[_-]?key|token|password|secret)[\"']?\s*[:=]\s*[\"']?)[^\s\"'&,;]+"
)
_bound: ContextVar[dict[str, str] | None] = ContextVar("sdc_log", default=None)


@contextmanager
def bound(
    *, run: str | None = None, source: str | None = None, session: str | None = None
) -> Iterator[None]:
    """Put run id, source or Session id on every line logged inside; nests."""
    given = {"run": run, "source": source, "session": session}
    known = {name: value for name, value in given.items() if value is not None}
    token = _bound.set({**(_bound.get() or {}), **known})
    try:
        yield
    finally:
        _bound.reset(token)


def bind_run(run: str) -> None:
    """Put the run id on all lines from here on; for a process whose run has no end of its own."""
    _bound.set({**(_bound.get() or {}), "run": run})


def bound_run() -> str | None:
    """The run id that lines logged now would carry."""
    return (_bound.get() or {}).get("run")


def log_file(settings: Settings) -> Path:
    """The file of the settings, else `sdc.log` in the logs folder of the data root."""
    folder = settings.project_paths.logs_folder or settings.data_root / "logs"
    return settings.logging.log_file_path or folder / FILE_NAME


def start_log(settings: Settings) -> None:
    """Send the loggers of both packages to the file; again for other settings replaces it.

    The file and its folder are made by the first line.
    """
    handlers = [SharedRotatingFile(log_file(settings))]
    if settings.logging.log_to_terminal:
        handlers.append(logging.StreamHandler())  # type: ignore[arg-type]
    for handler in handlers:
        handler.setFormatter(LineFormatter(settings.secrets))
    stop_log()
    for name in LOGGERS:
        logger = logging.getLogger(name)
        for handler in handlers:
            logger.addHandler(handler)
        logger.setLevel(settings.logging.log_level)
        logger.propagate = False


def stop_log() -> None:
    """Undo `start_log`."""
    for name in LOGGERS:
        logger = logging.getLogger(name)
        for handler in [h for h in logger.handlers if isinstance(h.formatter, LineFormatter)]:
            logger.removeHandler(handler)
        logger.setLevel(logging.NOTSET)
        logger.propagate = True


class LineFormatter(logging.Formatter):
    """`time level run= source= session= logger: text`; each line of a long text is such a line."""

    def __init__(self, secrets: Secrets) -> None:
        super().__init__()
        values = (getattr(secrets, name) for name in type(secrets).model_fields)
        self._secrets = [secret.get_secret_value() for secret in values if secret]

    def format(self, record: logging.LogRecord) -> str:
        """The lines of one record."""
        text = record.getMessage()
        if record.exc_info:
            text = f"{text}\n{self.formatException(record.exc_info)}"
        head = f"{now_utc():%Y-%m-%dT%H:%M:%SZ} {record.levelname:<7} {self._about()}{record.name}"
        return "\n".join(f"{head}: {line}" for line in self._cut(text).splitlines() or [""])

    def _about(self) -> str:
        about = _bound.get() or {}
        return "".join(f"{name}={about.get(name, '-')} " for name in _FIELDS)

    def _cut(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, CUT)
        return _KEY_PLACES.sub(lambda match: match[1] + CUT, text)


class SharedRotatingFile(logging.Handler):
    """Appends lines to a file that other processes append to, and rotates it when it is full."""

    def __init__(self, path: Path, *, max_bytes: int = MAX_BYTES, kept: int = KEPT_FILES) -> None:
        super().__init__()
        self.path = path
        self.max_bytes = max_bytes
        self.kept = kept

    def emit(self, record: logging.LogRecord) -> None:
        """Append; a log that cannot be written never stops the work."""
        try:
            self._append(self.format(record) + "\n")
        except OSError:
            self.handleError(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Stay silent: the terminal is for what a person asked, not for the log's own trouble."""
        del record

    def _append(self, text: str) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._rotate_when_full()
        with self.path.open("a", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.write(text)

    def _rotate_when_full(self) -> None:
        if not self._is_full():
            return
        with suppress(Timeout), FileLock(f"{self.path}.lock", timeout=_LOCK_SECONDS):
            if self._is_full():  # another process may have rotated it meanwhile
                self._rotate()

    def _is_full(self) -> bool:
        return self.path.exists() and self.path.stat().st_size >= self.max_bytes

    def _rotate(self) -> None:
        # Windows refuses while a reader holds the file: it then grows until the next line.
        with suppress(PermissionError):
            for number in range(self.kept - 1, 0, -1):
                older = self._numbered(number)
                if older.exists():
                    older.replace(self._numbered(number + 1))
            self.path.replace(self._numbered(1))

    def _numbered(self, number: int) -> Path:
        return self.path.with_name(f"{self.path.name}.{number}")
