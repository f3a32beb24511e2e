"""The ledger: what people decided, one JSON line per decision, append-only.

It cannot be rebuilt: an append is one write, fsynced before it counts. A last line without its end
is what a dying process left; it is saved aside, never dropped.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import BaseModel, Field, JsonValue, ValidationError

from sdc_core.errors import TornError
from sdc_core.ids import digest_bytes, digest_json
from sdc_core.models import UtcTime
from sdc_core.store import platform
from sdc_core.store.locks import hold

LOCK_TIMEOUT_SECONDS = 60

_NOT_IN_ID = {"decision_id", "when_utc", "who", "why"}
_Subject = tuple[str | None, str, str | None, tuple[tuple[str, str | None], ...]]


class Decision(BaseModel):
    """What a person decided about one Session, or about something else that has a name.

    Attributes:
        decision_id: Digest of all but who, when and why; taking the same edit in again after a
            crash gives the same id.
        when_utc: When it was taken into the ledger.
        who: The person.
        why: The reason, or where it was decided.
        kind: What kind of decision, `edit` for a field changed in a finished file.
        about: What it was decided about where that is no Session, by the names that tell it apart.
        session_id: The Session it was decided about, None where `about` says what.
        source: Its source.
        month: Its month.
        segment_keys: The segments it rests on, by which it finds its Session again.
        field: The field that was decided, None for a decision on no single field.
        value: The value from then on.
        base_digest: Digest of the file that the person saw.
        file_digest: Digest of the file as the person left it.
    """

    decision_id: str
    when_utc: UtcTime
    who: str
    why: str = ""
    kind: str
    about: dict[str, str | None] = Field(default_factory=dict)
    session_id: str | None = None
    source: str | None = None
    month: str | None = None
    segment_keys: list[str] = Field(default_factory=list)
    field: str | None = None
    value: JsonValue = None
    base_digest: str | None = None
    file_digest: str | None = None

    @classmethod
    def make(cls, **values: Any) -> "Decision":
        """A decision with its id; the values are the other fields."""
        draft = cls(decision_id="", **values)
        # An empty `about` is left out: decisions on Sessions keep the ids they had before it was.
        said = draft.model_dump(
            mode="json", exclude=_NOT_IN_ID if draft.about else {*_NOT_IN_ID, "about"}
        )
        return draft.model_copy(update={"decision_id": digest_json(said)})

    def subject(self) -> _Subject:
        """What it decides on: the newest decision on one subject stands."""
        return (self.session_id, self.kind, self.field, tuple(sorted(self.about.items())))


class Ledger:
    """The decisions of one data root."""

    def __init__(self, path: Path, *, root: Path) -> None:
        self.path = path
        self.root = root
        self._parsed: tuple[str, list[Decision]] = ("", [])

    def read(self) -> list[Decision]:
        """All decisions, oldest first; a torn last line is not among them.

        The file is read at every call and parsed once per content: every month asks for it.

        Raises:
            TornError: A whole line is not a decision.
        """
        content = self._content()
        digest = digest_bytes(content)
        if digest != self._parsed[0]:
            lines = enumerate(_split(content)[0], start=1)
            self._parsed = (digest, [self._parse(line, number) for number, line in lines])
        return list(self._parsed[1])

    def append(self, decisions: Iterable[Decision]) -> int:
        """Add decisions in one durable write; one that already stands on its subject is left out.

        Returns:
            Number of decisions added.
        """
        lock = self.path.with_suffix(".lock")
        with hold(lock, what="ledger", timeout_seconds=LOCK_TIMEOUT_SECONDS):
            new = self._new(decisions)
            if new:
                self._write(new)
            return len(new)

    def _new(self, decisions: Iterable[Decision]) -> list[Decision]:
        standing = {decision.subject(): decision.decision_id for decision in self.read()}
        new = []
        for decision in decisions:
            if standing.get(decision.subject()) != decision.decision_id:
                standing[decision.subject()] = decision.decision_id
                new.append(decision)
        return new

    def _content(self) -> bytes:
        try:
            return platform.read_bytes(platform.check_path(self.root, self.path))
        except FileNotFoundError:
            return b""

    def _write(self, decisions: list[Decision]) -> None:
        content = self._content()
        whole, torn = _split(content)
        is_unended = bool(whole) and not torn and not content.endswith(b"\n")
        if torn:
            self._save_aside(torn)
        lines = b"".join(decision.model_dump_json().encode() + b"\n" for decision in decisions)
        platform.append(
            self.path,
            b"\n" + lines if is_unended else lines,
            keep=len(content) - len(torn),
            step="ledger",
        )

    def _save_aside(self, torn: bytes) -> None:
        platform.clear_leftovers(self.path.parent)
        aside = self.path.with_name(f"{self.path.name}.torn-{digest_bytes(torn)[:12]}")
        platform.atomic_write(platform.check_path(self.root, aside), torn, durable=True)

    def _parse(self, line: bytes, number: int) -> Decision:
        try:
            return _decision(line)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]["msg"]
            raise TornError(
                f"{self.path}[{number}]: not a decision: {first}; mend the line by hand, "
                "the ledger is never rewritten"
            ) from error


def _split(content: bytes) -> tuple[list[bytes], bytes]:
    """Whole lines, and what is left of a last line whose writing was cut."""
    *lines, last = content.split(b"\n")
    if last and _is_whole(last):  # only its newline is missing, as an editor may leave it
        return [*lines, last], b""
    return [line for line in lines if line.strip()], last


def _decision(line: bytes) -> Decision:
    """A line of the ledger, also with the byte order mark that Notepad puts first."""
    return Decision.model_validate_json(line.removeprefix(b"\xef\xbb\xbf"))


def _is_whole(line: bytes) -> bool:
    try:
        _decision(line)
    except ValidationError:
        return False
    return True
