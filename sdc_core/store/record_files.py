"""The bytes of a month file, once they are what the manifest says; else an error, never a gap."""

import hashlib
from pathlib import Path

from sdc_core.errors import TornError
from sdc_core.ids import digest_bytes
from sdc_core.store import platform
from sdc_core.store.record_months import MonthOfRecords

RECOVERY = "restore it from a backup, or delete the folder to read all sources again"
_MISSING = f"missing, though the manifest names it; {RECOVERY}"
_OTHER = f"is not what the manifest says; {RECOVERY}"


def read_checked(path: Path, stored: MonthOfRecords) -> bytes:
    """The bytes of a month.

    Raises:
        TornError: The file is missing or is not what the manifest says.
    """
    try:
        content = platform.read_bytes(path)
    except FileNotFoundError:
        raise TornError(f"{path}: {_MISSING}") from None
    if digest_bytes(content) != stored.file_digest:
        raise TornError(f"{path}: {_OTHER}")
    return content


def check(path: Path, stored: MonthOfRecords) -> Path:
    """The file of a month, checked without being held.

    Raises:
        TornError: The file is missing or is not what the manifest says.
    """
    try:
        with platform.open_to_read(path) as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
    except FileNotFoundError:
        raise TornError(f"{path}: {_MISSING}") from None
    if digest != stored.file_digest:
        raise TornError(f"{path}: {_OTHER}")
    return path
