"""What the record store says of its months: in the manifest, and while records are exchanged."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from pydantic import BaseModel, Field

from sdc_core.records import Record
from sdc_core.store.seal import SCHEMA

NO_MONTH = "none"
NOTHING = "0" * 64
_NAME_DIGITS = 12
MONTH_FILE = re.compile(rf"(\d{{4}}-\d{{2}}|{NO_MONTH})-[0-9a-f]{{{_NAME_DIGITS}}}\.jsonl")


class MonthOfRecords(BaseModel):
    """One month in the manifest: its file, and the digest of what its Sessions rest on."""

    file: str
    file_digest: str
    digest: str
    count: int
    sessions: int

    @classmethod
    def of(
        cls, month: str, *, file_digest: str, digest: str, count: int, sessions: int
    ) -> "MonthOfRecords":
        """A month whose file is named by its bytes."""
        return cls(
            file=f"{month}-{file_digest[:_NAME_DIGITS]}.jsonl",
            file_digest=file_digest,
            digest=digest,
            count=count,
            sessions=sessions,
        )


class RecordsManifest(BaseModel):
    """Which files count, and what the grouping into Sessions was made with."""

    schema_number: int = Field(default=SCHEMA, alias="schema")
    assigned_with: str | None = None
    months: dict[str, MonthOfRecords] = Field(default_factory=dict)


@dataclass(slots=True)
class Rest:
    """What is left of a month after some records were taken out: their lines and figures."""

    lines: list[bytes] = field(default_factory=list)
    digest: str = NOTHING
    sessions: int = 0


@dataclass(slots=True)
class Taken:
    """Records taken out of the store in memory; `replace` puts others in their place."""

    records: list[Record] = field(default_factory=list)
    rest: dict[str, Rest] = field(default_factory=dict)


def by_month(records: Iterable[Record]) -> dict[str, list[Record]]:
    """The records of each month."""
    months: dict[str, list[Record]] = {}
    for record in records:
        months.setdefault(record.month or NO_MONTH, []).append(record)
    return months


def sessions_of(records: Iterable[Record]) -> int:
    """Number of Sessions that the records belong to."""
    return len({record.session_id for record in records} - {None})
