"""Month files that are written range by range, without holding a month.

The records of each range are sorted and appended to temp files, one per month; because the ranges
come in the order of keys, the files end up as sorted as if they had been written at once.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from sdc_core.records import Record
from sdc_core.store import platform
from sdc_core.store.record_lines import digest_of, line_of
from sdc_core.store.record_months import NOTHING, MonthOfRecords, by_month, sessions_of
from sdc_core.store.temp_files import extend


@dataclass
class MonthFile:
    """One month while it is written: its temp file and figures."""

    temp: Path
    bytes_digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)
    size: int = 0
    digest: str = NOTHING
    count: int = 0
    sessions: int = 0

    def add(self, records: list[Record]) -> None:
        """Append the records of the next range."""
        content = b"".join(line_of(one) for one in sorted(records, key=lambda one: one.key))
        extend(self.temp, content, keep=self.size)
        self.bytes_digest.update(content)
        self.size += len(content)
        self.digest = digest_of(records, base=self.digest)
        self.count += len(records)
        self.sessions += sessions_of(records)

    def stored_as(self, month: str) -> MonthOfRecords:
        """What the manifest is to say of it."""
        return MonthOfRecords.of(
            month,
            file_digest=self.bytes_digest.hexdigest(),
            digest=self.digest,
            count=self.count,
            sessions=self.sessions,
        )


class MonthFiles:
    """All months of a record store while they are written; no Session lies in two ranges."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.months: dict[str, MonthFile] = {}

    def add(self, records: Iterable[Record]) -> None:
        """Append the records of the next range to their months."""
        for month, fresh in by_month(records).items():
            if month not in self.months:
                self.months[month] = MonthFile(platform.new_temp(self._folder))
            self.months[month].add(fresh)
