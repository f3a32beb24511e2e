"""Linking one Session: the query it poses, and the answer written into it with its evidence."""

from collections.abc import Iterable

from sdc_core.ids import digest_json
from sdc_core.linking.base import Decision, Linker, LinkQuery, LinkResult
from sdc_core.models import ProcessingLogEntry, ProcessingStatus, Session
from sdc_core.sources.base import Source
from sdc_core.times import now_utc

LINK_STEP_VERSION = "1"
PROCESSOR = "customer_linking"
_STATUS = {
    Decision.LINKED: ProcessingStatus.LINKED,
    Decision.AMBIGUOUS: ProcessingStatus.NEEDS_REVIEW,
    Decision.UNLINKED: ProcessingStatus.NO_MATCH_FOUND,
}


def prepare(sessions: Iterable[Session], source: Source, linker: Linker) -> None:
    """Let the linker judge all queries of a month together, before each is asked for."""
    if not source.is_proposal_only:
        linker.link_many([_query(session) for session in sessions])


def link_session(session: Session, source: Source, linker: Linker) -> Session:
    """The Session with customer, contact, status and evidence.

    A ticket carries Syncro's own customer and stays linked to it even when the cache lacks it; a
    chat names no customer and stays `Complete`.
    """
    if source.is_proposal_only:
        return session
    query = _query(session)
    result = linker.link(query)
    _write(session, result, keeps_own=source.is_linked_at_once)
    session.meta.processing_log.append(_log(query, result, linker))
    return session


def _query(session: Session) -> LinkQuery:
    context = session.context
    return LinkQuery(
        source_system=session.meta.source_system,
        company=context.source_customer_name,
        contact=context.source_contact_name,
        customer_id=context.source_customer_id,
        contact_id=context.source_contact_id,
    )


def _write(session: Session, result: LinkResult, *, keeps_own: bool) -> None:
    context = session.context
    if result.customer is not None:
        context.customer_id, context.customer_name = result.customer.id, result.customer.name
        session.meta.processing_status = ProcessingStatus.LINKED
    elif not keeps_own:
        context.customer_id = context.customer_name = None
        session.meta.processing_status = _STATUS[result.evidence.decision]
    if result.contact is not None:
        context.contact_id, context.contact_name = result.contact.id, result.contact.name


def _log(query: LinkQuery, result: LinkResult, linker: Linker) -> ProcessingLogEntry:
    evidence = result.evidence
    return ProcessingLogEntry(
        processor_name=PROCESSOR,
        processor_version=linker.version,
        timestamp_utc=now_utc(),
        outcome=f"{evidence.decision}: {evidence.reason}",
        input_hash=digest_json([query.source_system, query.company, query.contact]),
        details=evidence.model_dump(mode="json"),
    )
