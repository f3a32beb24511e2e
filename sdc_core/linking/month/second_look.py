"""The Sessions of a month, linked one by one, looked at together.

Where a link is contradicted by the Session's own evidence it is flagged. A chat is linked on hard
evidence, else it gets proposals. This runs after people's decisions: what a person linked is work
for that customer like any other, and a Session that a person decided on is left alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from pydantic import JsonValue

from sdc_core import decisions
from sdc_core.linking.base import (
    Customer,
    Decision,
    Evidence,
    Linker,
    LinkQuery,
    LinkResult,
    Method,
)
from sdc_core.linking.cascade.weighing import has_evidence
from sdc_core.linking.evidence.hits import HitIndex
from sdc_core.linking.month.by_ticket import may_decide, names_somebody, said_by_tickets
from sdc_core.linking.month.contradiction import contradict, flag_contradiction
from sdc_core.linking.month.proposals.clue import Proposal
from sdc_core.linking.month.proposals.hard import Hard, hard_evidence
from sdc_core.linking.month.proposals.propose import Chat, Known, propose
from sdc_core.linking.month.proposals.tickets import TicketIndex
from sdc_core.linking.sessions import PROCESSOR, account_hosts, log_entry, query_of, write
from sdc_core.models import ProcessingLogEntry, ProcessingStatus, Session, SourceSystem
from sdc_core.settings import Settings
from sdc_core.sources.base import Source

_DECIDES = frozenset({"customer", "contact", "processing_status"})
WORTH_NAMING = 5
"""Score of a second proposal that the sentence for a person names; the record has them all."""
_NO_EVIDENCE = "nothing in the chat proves a customer"


class SecondLook:
    """Made once per customer list; `at` a month is asked once."""

    def __init__(
        self,
        customers: Sequence[Customer],
        settings: Settings,
        sources: Iterable[Source],
        *,
        fingerprint: str,
        hits: HitIndex | None = None,
    ) -> None:
        """`fingerprint` names this state of the list in the evidence; `hits` is over the same."""
        self._customers = customers
        self._fingerprint = fingerprint
        self._settings = settings
        self._hits = hits or HitIndex(customers, settings)
        self._sources: Mapping[str, Source] = {source.system: source for source in sources}

    @cached_property
    def _known(self) -> Known:
        names = {customer.id: customer.name or str(customer.id) for customer in self._customers}
        return Known(names, account_hosts(self._settings))

    def at(
        self, sessions: Iterable[Session], linker: Linker, elsewhere: Sequence[Session] = ()
    ) -> list[Session]:
        """The Sessions of one month in their order: contradictions flagged, open chats decided.

        Args:
            sessions: Linked one by one, and decided on by people.
            linker: Asked for customers by their id.
            elsewhere: Sessions of other months, linked in the same way: tickets that the texts
                name, work at the time of the chats.
        """
        known = list(sessions)
        chats = [self._chat(session) for session in known if self._is_open(session)]
        tickets = TicketIndex.of([*known, *elsewhere])
        for session in known:
            self._check(session, tickets, linker)
        if chats:
            held = {c: hard_evidence(c, tickets, self._known) for c in chats}
            open_ = {c: hard for c, hard in held.items() if not self._is_proved(c, hard, linker)}
            self._propose(open_, known, tickets, elsewhere, linker)
        return known

    def _check(self, session: Session, tickets: TicketIndex, linker: Linker) -> None:
        """Hold what is no chat against its own evidence, and against the tickets that it names."""
        source = self._sources.get(session.meta.source_system)
        if source is None or source.is_proposal_only or _is_decided(session):
            return
        query = self._query(session)
        if has_evidence(query):
            flag_contradiction(session, self._hits.hits(query), self._known.names)
        if query.text and not source.is_linked_at_once:
            self._by_ticket(session, query, tickets, linker)

    def _by_ticket(
        self, session: Session, query: LinkQuery, tickets: TicketIndex, linker: Linker
    ) -> None:
        is_note = session.meta.source_system == SourceSystem.NOTES_JSON
        said = said_by_tickets(query.text, tickets, self._known, is_note=is_note)
        if said.customer_id is None or said.customer_id == session.context.customer_id:
            return
        if may_decide(session, said, self._hits.hits(query), self._settings):
            self._link(session, query, said, linker)
        elif names_somebody(session, self._settings):
            contradict(
                session, said.customer_id, self._known.names, f"the evidence ({said.reason})"
            )

    def _is_open(self, session: Session) -> bool:
        source = self._sources.get(session.meta.source_system)
        is_complete = session.meta.processing_status == ProcessingStatus.COMPLETE
        is_chat = source is not None and source.is_proposal_only
        return is_chat and is_complete and not _is_decided(session)

    def _chat(self, session: Session) -> Chat:
        query = self._query(session)
        return Chat(session, query, self._hits.hits(query))

    def _query(self, session: Session) -> LinkQuery:
        return query_of(session, self._sources[session.meta.source_system], self._settings)

    def _is_proved(self, chat: Chat, hard: Hard, linker: Linker) -> bool:
        """Whether it is linked now; the linker is asked by the id only, never to guess."""
        return hard.customer_id is not None and self._link(chat.session, chat.query, hard, linker)

    def _link(self, session: Session, query: LinkQuery, hard: Hard, linker: Linker) -> bool:
        query = replace(query, customer_id=hard.customer_id)
        result = linker.link(query)
        if result.customer is None:
            return False
        evidence = result.evidence.model_copy(update={"reason": hard.reason})
        result = replace(result, evidence=evidence)
        write(session, result)
        _log(session, log_entry(query, result, linker.version))
        return True

    def _propose(
        self,
        chats: Mapping[Chat, Hard],
        sessions: list[Session],
        tickets: TicketIndex,
        elsewhere: Iterable[Session],
        linker: Linker,
    ) -> None:
        linked = {s.meta.session_id: (s, self._machines(s)) for s in sessions if _is_linked(s)}
        work = {s.meta.session_id: s for s in elsewhere if _is_linked(s)}
        found = propose(list(chats), linked, self._known, tickets, work)
        for chat, hard in chats.items():
            proposals = found[chat.session.meta.session_id]
            evidence = self._open(hard.reason or _NO_EVIDENCE, chat.query, linker)
            entry = log_entry(chat.query, LinkResult(None, None, evidence), linker.version)
            entry.details["proposals"] = [proposal.listed() for proposal in proposals]
            entry.outcome += _sentence(proposals)
            _log(chat.session, entry)

    def _open(self, reason: str, query: LinkQuery, linker: Linker) -> Evidence:
        return Evidence(
            linker_version=linker.version,
            customers_fingerprint=self._fingerprint,
            method=Method.NONE,
            decision=Decision.UNLINKED,
            query={"source_system": query.source_system},
            reason=reason,
        )

    def _machines(self, session: Session) -> tuple[str, ...]:
        source = self._sources.get(session.meta.source_system)
        return source.evidence_of(session, self._settings).machines if source else ()


def _is_linked(session: Session) -> bool:
    is_certain = session.meta.processing_status in {
        ProcessingStatus.LINKED,
        ProcessingStatus.REVIEWED,
    }
    return is_certain and session.context.customer_id is not None


def _is_decided(session: Session) -> bool:
    """Whether a person decided for whom it was, or that it stays as it is."""
    return any(
        isinstance(decision, dict) and decision["field"] in _DECIDES
        for entry in session.meta.processing_log
        if entry.processor_name == decisions.PROCESSOR
        for decision in _listed(entry.details["decisions"])
    )


def _listed(value: JsonValue) -> list[JsonValue]:
    assert isinstance(value, list)
    return value


def _log(session: Session, entry: ProcessingLogEntry) -> None:
    log = session.meta.processing_log
    log[:] = [*(old for old in log if old.processor_name != PROCESSOR), entry]


def _sentence(proposals: Sequence[Proposal]) -> str:
    if not proposals:
        return "; no proposal"
    best, *others = proposals
    second = [p for p in others[:1] if p.score >= WORTH_NAMING]
    named = (f"{p.customer_name} (score {p.score}), because {p.reason}" for p in [best, *second])
    return f"; proposed: {'; or '.join(named)}"
