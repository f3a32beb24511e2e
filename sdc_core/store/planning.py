"""What a commit of one month has to write and to remove, decided before anything is touched."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from pydantic import ValidationError

from sdc_core.errors import SdcError
from sdc_core.ids import digest_bytes
from sdc_core.models import Session
from sdc_core.store.folder import Folder
from sdc_core.store.manifest import (
    ManifestEntry,
    content_digest_of,
    editable_of,
    file_name_of,
    rest_digest_of,
    with_times,
)
from sdc_core.store.platform import check_distinct
from sdc_core.times import now_utc

_FINISHED_FILE = re.compile(r"(\d{4}-\d{2}-\d{2}|undated)_[a-z0-9]*_[0-9a-f]{16}\.json")


class Layout(StrEnum):
    """How the Sessions of a month lie in files."""

    LINES = "lines"
    FILES = "files"


@dataclass
class Plan:
    """The new entries of a month and the files that must be written to make them true."""

    entries: list[ManifestEntry] = field(default_factory=list)
    writes: dict[str, bytes] = field(default_factory=dict)
    written: int = 0


def make_plan(
    layout: Layout, folder: Folder, sessions: Iterable[Session], known: Iterable[ManifestEntry]
) -> Plan:
    """Compare the Sessions with the entries known so far; equal content keeps its times."""
    old = {entry.session_id: entry for entry in known}
    ordered = sorted(sessions, key=_order)
    if layout is Layout.LINES:
        return _plan_lines(folder, ordered, old)
    return _plan_files(folder, ordered, old)


def read_entries(folder: Folder, layout: Layout) -> list[ManifestEntry]:
    """Entries made from the finished files themselves, for a month that lost its manifest."""
    if layout is Layout.LINES:
        return []
    names = sorted(name for name in folder.names() if _FINISHED_FILE.fullmatch(name))
    found = (_read_entry(folder, name) for name in names)
    return [entry for entry in found if entry]


def _read_entry(folder: Folder, name: str) -> ManifestEntry | None:
    content = folder.read(name)
    try:
        session = Session.from_bytes(content or b"")
    except (ValidationError, SdcError):
        return None
    is_its_file = file_name_of(session) == name
    return _file_entry(session, content or b"", content_digest_of(session)) if is_its_file else None


def _order(session: Session) -> tuple[str, str]:
    """By start, then id; undated ones first."""
    start = session.start_utc
    return (start.isoformat(timespec="microseconds") if start else "", session.meta.session_id)


def _settled(session: Session, content: str, old: ManifestEntry | None) -> Session:
    """The Session with the times that it must carry."""
    if old is None:
        return session
    if old.content_digest == content:
        return with_times(session, old.ingested_utc, old.updated_utc, old.logged_utc)
    return with_times(session, old.ingested_utc, now_utc())


def _plan_lines(folder: Folder, sessions: list[Session], old: dict[str, ManifestEntry]) -> Plan:
    plan, lines, before = Plan(), [], _lines_before(folder, old)
    for session in sessions:
        content, known = content_digest_of(session), old.get(session.meta.session_id)
        settled = _settled(session, content, known)
        kept = before.get(session.meta.session_id)
        is_equal = known is not None and known.content_digest == content
        lines.append(kept if kept and is_equal else settled.to_line())
        plan.entries.append(_entry(settled, "", "", content))
        plan.written += known is None or known.content_digest != content
    if lines:
        joined = b"".join(lines)
        digest = digest_bytes(joined)
        name = f"sessions-{digest[:12]}.jsonl"
        for entry in plan.entries:
            entry.file, entry.file_digest = name, digest
        if folder.digest(name) != digest:
            plan.writes[name] = joined
    return plan


def _lines_before(folder: Folder, old: dict[str, ManifestEntry]) -> dict[str, bytes]:
    """The stored line of each Session, as long as the file is what its manifest says."""
    files = {(entry.file, entry.file_digest) for entry in old.values()}
    if len(files) != 1:
        return {}
    name, digest = files.pop()
    content = folder.read(name) if folder.digest(name) == digest else None
    return dict(zip(old, (content or b"").splitlines(keepends=True), strict=False))


def _plan_files(folder: Folder, sessions: list[Session], old: dict[str, ManifestEntry]) -> Plan:
    plan, present = Plan(), folder.names()
    for session in sessions:
        content, known = content_digest_of(session), old.get(session.meta.session_id)
        name = file_name_of(session)
        actual = folder.digest(name) if name in present else None
        if known and (known.content_digest, known.file, known.file_digest) == (
            content,
            name,
            actual,
        ):
            plan.entries.append(known)
            continue
        settled = _settled(session, content, known)
        written = settled.to_bytes()
        entry = _file_entry(settled, written, content)
        plan.entries.append(entry)
        if actual != entry.file_digest:
            plan.writes[name] = written
            plan.written += 1
    check_distinct(entry.file for entry in plan.entries)
    return plan


def _file_entry(session: Session, written: bytes, content: str) -> ManifestEntry:
    entry = _entry(session, file_name_of(session), digest_bytes(written), content)
    entry.editable = editable_of(session)
    entry.rest_digest = rest_digest_of(session)
    return entry


def _entry(session: Session, file: str, file_digest: str, content: str) -> ManifestEntry:
    meta = session.meta
    # Every value comes from a validated Session; validating 10,000 again would cost a third more.
    return ManifestEntry.model_construct(
        session_id=meta.session_id,
        file=file,
        file_digest=file_digest,
        content_digest=content,
        ingested_utc=meta.ingestion_timestamp_utc,
        updated_utc=meta.last_updated_timestamp_utc,
        logged_utc=[log.timestamp_utc for log in meta.processing_log],
        editable=None,
        rest_digest=None,
    )
