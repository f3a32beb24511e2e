"""The screen of the chats: a file that is not work leaves the reader without its text."""

from collections.abc import Iterable, Iterator, Sequence

from sdc_core.ids import digest_bytes
from sdc_core.records import Record, RecordError
from sdc_core.settings import Settings
from sdc_core.sources.base import InputFile
from sdc_core.sources.sillytavern.withheld import (
    CHAT,
    OF,
    hidden_name,
    is_hidden,
    is_work,
    judged,
    withhold,
)
from sdc_core.sources.sillytavern.work import SOURCE_NAME, Rules, State, Verdict, chat_of
from sdc_core.store.hand_edits import QUARANTINE_NAME
from sdc_core.store.ledger import Decision
from sdc_core.store.quarantine import Quarantine
from sdc_core.store.quarantine_entry import QuarantineEntry, QuarantineStatus

NOTE = "the chat is not work, or nobody has said yet that it is"
READ_AGAIN = "no longer rejected: its file, or what was decided on its chat, changed"

_ID_IN_NAME = 16


def make_screen(settings: Settings, decisions: Sequence[Decision]) -> "ChatScreen":
    """The screen for one intake."""
    return ChatScreen(settings, Rules(settings, decisions))


class ChatScreen:
    """Implements `Screen`; remembers what it read, for the quarantine."""

    def __init__(self, settings: Settings, rules: Rules) -> None:
        self.digest = rules.digest
        self._settings = settings
        self._rules = rules
        self._read: set[str] = set()
        self._withheld: set[str] = set()
        self._shown: set[str] = set()
        self._met: set[str] = set()

    def read(
        self, file: InputFile, units: Iterable[Record | RecordError]
    ) -> list[Record | RecordError]:
        """The units of a chat that is work as they are; of any other one without text."""
        found = list(units)
        records = [unit for unit in found if isinstance(unit, Record)]
        chat = chat_of(file, records, self._settings)
        for record in records[:1]:  # the records of one file share what it says of itself
            record.fields[CHAT][OF] = chat.stored()
        verdict = self._rules.verdict(chat)
        self._read.add(hidden_name(file.name))
        if verdict.state is State.WORK:
            self._shown.add(file.sha256)
            return found
        self._withheld.add(hidden_name(file.name))
        return [self._without_text(unit, verdict) for unit in found]

    def stored(self, record: Record) -> Record:
        """A stored record under the rules of now."""
        return judged(record, self._rules)

    def forget(self, quarantine: Quarantine, records: Iterable[Record]) -> None:
        """Bytes of withheld lines and of finished files that showed withheld chats go.

        Withheld lines that their file no longer holds, or that now may be shown, are closed.
        """
        known = list(records)
        own = list(self._to_forget(quarantine.entries(SOURCE_NAME), known))
        shown = list(_edited_files(quarantine.entries(QUARANTINE_NAME), known))
        if own:
            quarantine.forget(SOURCE_NAME, own, NOTE, kept_name=hidden_name)
        if shown:
            quarantine.forget(QUARANTINE_NAME, shown, NOTE)
        closed = [entry.id for entry in quarantine.entries(SOURCE_NAME) if self._is_closed(entry)]
        if closed:
            quarantine.resolve(SOURCE_NAME, closed, QuarantineStatus.REPLAYED, READ_AGAIN)

    def _without_text(self, unit: Record | RecordError, verdict: Verdict) -> Record | RecordError:
        if isinstance(unit, Record):
            raw, fields, ref = withhold((unit.raw, unit.fields, unit.ref), verdict)
            return Record(key=unit.key, kind=unit.kind, raw=raw, fields=fields, ref=ref)
        ref = unit.ref.model_copy(update={"file": hidden_name(unit.ref.file or "")})
        self._met.add(ref.model_dump_json())
        left = {"raw_sha256": digest_bytes(unit.raw)}
        return RecordError(
            reason=unit.reason, detail=f"not shown: {NOTE}", ref=ref, raw=b"", context=left
        )

    def _to_forget(
        self, entries: Iterable[QuarantineEntry], records: Iterable[Record]
    ) -> Iterator[str]:
        """Units that came in when their chat was work, also from files that are gone.

        A message that its file no longer holds stays withheld when its chat becomes work; and two
        folders may hold a file of one name.
        """
        gone = {r.ref.file or "" for r in records if not is_work(r)} - self._read
        withheld = self._withheld | gone
        for entry in entries:
            may_stay = entry.status is QuarantineStatus.FORGOTTEN or self._is_shown(entry)
            name = entry.source_ref.file
            if name and not is_hidden(name) and not may_stay and hidden_name(name) in withheld:
                yield entry.id

    def _is_shown(self, entry: QuarantineEntry) -> bool:
        """Whether the very file that held it was just read as work."""
        return entry.input_sha256 in self._shown

    def _is_closed(self, entry: QuarantineEntry) -> bool:
        name = entry.source_ref.file
        is_met = entry.source_ref.model_dump_json() in self._met
        return entry.is_open and is_hidden(name) and name in self._read and not is_met


def _edited_files(entries: Iterable[QuarantineEntry], records: Iterable[Record]) -> Iterator[str]:
    """Copies of finished Session files, found by the id that their name ends with."""
    past = {old[:_ID_IN_NAME] for r in records if not is_work(r) for old in r.superseded_ids}
    for entry in entries:
        stem = (entry.source_ref.file or "").removesuffix(".json")
        is_forgotten = entry.status is QuarantineStatus.FORGOTTEN
        if stem[-_ID_IN_NAME:] in past and not is_forgotten:
            yield entry.id
