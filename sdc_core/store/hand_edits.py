"""Edits that a person made in finished Session files become decisions before anything is computed.

An edit is a finished file whose bytes are neither what the manifest says nor what an interrupted
commit was about to write. Allowed fields become decisions; any other change is reported and undone
by the next commit; a file that no longer parses, or an edit that cannot be used, is copied to
quarantine first.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from getpass import getuser
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from sdc_core.errors import DecisionError, NewerSchemaError
from sdc_core.ids import digest_bytes
from sdc_core.linking.base import Customer
from sdc_core.linking.lessons.corrections import lesson_of
from sdc_core.linking.lessons.lesson import FIELD, LINK, Lesson, Says, about_text, after
from sdc_core.log import bound
from sdc_core.models import ProcessingStatus, Session, SourceRef
from sdc_core.records import Reason, RecordError
from sdc_core.store.edited_fields import differences
from sdc_core.store.ledger import Decision, Ledger
from sdc_core.store.months import ManifestEntry, MonthStore, rest_digest_of
from sdc_core.store.quarantine import Quarantine

_logger = logging.getLogger(__name__)
QUARANTINE_NAME = "output"
EDIT = "edit"
UNDONE = "undone"
_STATUSES = sorted(status.value for status in ProcessingStatus)


@dataclass
class EditReport:
    """What was found in the finished files of one month."""

    decisions: list[Decision] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class HandEdits:
    """Finds edits in the finished files of a store and takes them into the ledger."""

    store: MonthStore
    ledger: Ledger
    quarantine: Quarantine

    def changed(self, month: str) -> dict[str, ManifestEntry]:
        """Finished files that hold something else than SDC wrote or was about to write."""
        manifest = self.store.manifest(month)
        changed = {n for n, what in self.store.damage(month).items() if what == "changed"}
        if manifest is None or not changed:
            return {}
        pending = self.store.pending(month)
        return {
            entry.file: entry
            for entry in manifest.sessions
            if entry.file in changed and pending.get(entry.file) != self._digest(month, entry.file)
        }

    def take(self, month: str, customers: Iterable[Customer], now: datetime) -> EditReport:
        """Every edit of the month into the ledger; repeating it adds nothing."""
        report = EditReport()
        changed = self.changed(month)
        if changed:
            known, ledger = list(customers), self.ledger.read()
            moment = after(now, ledger)
            for name, entry in changed.items():
                content = self._path(month, name).read_bytes()
                edited = _EditedFile(f"{month}/{name}", month, entry, content, moment)
                if not edited.is_known(ledger):
                    self._take_file(edited, known, report)
            self.ledger.append(report.decisions)
            _log(report)
        return report

    def taken(self, month: str) -> dict[str, str]:
        """Digests of edited files that the ledger already knows: they may be overwritten."""
        changed = self.changed(month)
        newest = {d.session_id: d for d in self.ledger.read()} if changed else {}
        digests = {name: self._digest(month, name) for name in changed}
        return {
            name: digests[name]
            for name, entry in changed.items()
            if entry.session_id in newest and newest[entry.session_id].file_digest == digests[name]
        }

    def _digest(self, month: str, name: str) -> str:
        return digest_bytes(self._path(month, name).read_bytes())

    def _path(self, month: str, name: str) -> Path:
        return self.store.folder / month / name

    def _take_file(
        self, edited: "_EditedFile", customers: list[Customer], report: EditReport
    ) -> None:
        try:
            session = edited.session()
            changes = list(differences(session, edited.entry, customers))
        except DecisionError as error:
            self._refuse(edited, str(error))
            report.problems.append(f"{edited.name}: {error}; a copy is in quarantine")
            report.decisions.append(edited.decision(UNDONE, why=str(error)))
            return
        keys = [segment.segment_id for segment in session.segments]
        for field_name, value in changes:
            report.decisions.append(edited.decision(EDIT, field_name, value, keys))
        is_rest_equal = rest_digest_of(session) == edited.entry.rest_digest
        if not is_rest_equal:
            report.problems.append(f"{edited.name}: {_OTHER_FIELDS}")
        if not changes:
            report.decisions.append(edited.decision(UNDONE, why=_OTHER_FIELDS))
        lesson = lesson_of(session, edited.customer_before, dict(changes), customers)
        if lesson is not None:
            # Where another field was changed too, the company text may be what was changed.
            said = lesson if is_rest_equal else Lesson(says=Says.OPEN)
            report.decisions += self._taught(edited, session, said)

    def _taught(self, edited: "_EditedFile", session: Session, lesson: Lesson) -> list[Decision]:
        """What the edit says of its text; one about this Session alone ends what another said."""
        about = about_text(session.meta.source_system, session.context.source_customer_name or "")
        if lesson.says is Says.OPEN:
            own = (edited.entry.session_id, LINK)
            before = [d.about for d in self.ledger.read() if (d.session_id, d.kind) == own]
            if not before:
                return []
            about = before[-1]
        keys = [segment.segment_id for segment in session.segments]
        value = lesson.model_dump(mode="json")
        return [edited.decision(LINK, FIELD, value, keys, about=about)]

    def _refuse(self, edited: "_EditedFile", why: str) -> None:
        ref = SourceRef(file=f"output/sessions/{edited.name}")
        error = RecordError(reason=Reason.CONFLICT, detail=why, ref=ref, raw=edited.content)
        self.quarantine.put(QUARANTINE_NAME, [error], now=edited.now, parser_version="1")


@dataclass(frozen=True)
class _EditedFile:
    """One edited finished file: `name` is month and file name, `content` its bytes."""

    name: str
    month: str
    entry: ManifestEntry
    content: bytes
    now: datetime

    def is_known(self, ledger: list[Decision]) -> bool:
        """Taken before: the process ended between the ledger and its commit."""
        own = (d for d in reversed(ledger) if d.session_id == self.entry.session_id)
        stamp = (digest_bytes(self.content), self.entry.file_digest)
        newest = next(own, None)
        return newest is not None and (newest.file_digest, newest.base_digest) == stamp

    @property
    def customer_before(self) -> int | None:
        """The customer that SDC wrote."""
        customer: int | None = (self.entry.editable or {})["customer_id"]
        return customer

    def session(self) -> Session:
        """What the file says now.

        Raises:
            DecisionError: It is no Session any more, or another one.
        """
        return _parse(self.content, self.entry)

    def decision(
        self,
        kind: str,
        field_name: str | None = None,
        value: Any = None,
        keys: Sequence[str] = (),
        *,
        why: str = "edited in the finished Session file",
        about: dict[str, str | None] | None = None,
    ) -> Decision:
        """The ledger entry of one changed field, or of a change that is undone."""
        return Decision.make(
            when_utc=self.now,
            who=person(),
            why=why,
            kind=kind,
            about=about or {},
            session_id=self.entry.session_id,
            month=self.month,
            segment_keys=list(keys),
            field=field_name,
            value=value,
            base_digest=self.entry.file_digest,
            file_digest=digest_bytes(self.content),
        )


def _log(report: EditReport) -> None:
    for decision in report.decisions:
        what = "whose text it is" if decision.kind == LINK else decision.field or decision.kind
        with bound(session=decision.session_id):
            _logger.info("%s decided %s", decision.who, what)
    for problem in report.problems:
        _logger.warning(problem)


_OTHER_FIELDS = (
    "a field was changed that SDC computes; it is put back (allowed are user_notes, links, "
    "customer, contact and processing_status)"
)


def _parse(content: bytes, entry: ManifestEntry) -> Session:
    try:
        session = Session.from_bytes(content.removeprefix(b"\xef\xbb\xbf"))
    except NewerSchemaError as error:
        raise DecisionError(str(error)) from error
    except (ValidationError, UnicodeDecodeError) as error:
        raise DecisionError(_explain(error)) from error
    if session.meta.session_id != entry.session_id:
        raise DecisionError(f"its session_id was changed to {session.meta.session_id!r}")
    return session


def _explain(error: Exception) -> str:
    if not isinstance(error, ValidationError):
        return f"it is not UTF-8 text: {error}"
    first = error.errors(include_url=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    if place.endswith("processing_status"):
        return f"{place}: {first['input']!r} is none of {_STATUSES}"
    return f"{place or 'the file'}: {first['msg']}"


def person() -> str:
    """Who is logged in on this machine."""
    try:
        return getuser()
    except (OSError, KeyError, ImportError):  # no login name, as in a container
        return "unknown"
