"""Linking one Session: the query it poses, and the answer written into it with its evidence."""

import re
from collections.abc import Iterable
from dataclasses import asdict
from functools import lru_cache
from urllib.parse import urlsplit

from sdc_core.addresses import is_loopback
from sdc_core.ids import digest_json
from sdc_core.linking.base import Decision, Linker, LinkQuery, LinkResult
from sdc_core.models import ProcessingLogEntry, ProcessingStatus, Session
from sdc_core.settings import Settings
from sdc_core.sources.base import Source
from sdc_core.times import now_utc
from sdc_core.work.technicians import addresses

LINK_STEP_VERSION = "4"
PROCESSOR = "customer_linking"
_STATUS = {
    Decision.LINKED: ProcessingStatus.LINKED,
    Decision.AMBIGUOUS: ProcessingStatus.NEEDS_REVIEW,
    Decision.UNLINKED: ProcessingStatus.NO_MATCH_FOUND,
}
_OPEN = ": needs review"


def prepare(
    sessions: Iterable[Session], source: Source, linker: Linker, settings: Settings
) -> None:
    """Let the linker judge all queries of a month together, before each is asked for."""
    if not source.is_proposal_only:
        linker.link_many([query_of(session, source, settings) for session in sessions])


def link_session(session: Session, source: Source, linker: Linker, settings: Settings) -> Session:
    """The Session with customer, contact, status and evidence.

    A ticket carries Syncro's own customer and stays linked to it even when the cache lacks it. A
    chat is left as it is: what becomes of it rests on the other Sessions (`proposals`).
    """
    if source.is_proposal_only:
        return session
    query = query_of(session, source, settings)
    result = linker.link(query)
    write(session, result, keeps_own=source.is_linked_at_once)
    session.meta.processing_log.append(log_entry(query, result, linker.version))
    return session


def query_of(session: Session, source: Source, settings: Settings) -> LinkQuery:
    """All that the Session says of its customer; the technicians' own addresses are left out."""
    context = session.context
    said = source.evidence_of(session, settings)
    own = addresses(settings)
    return LinkQuery(
        source_system=session.meta.source_system,
        company=context.source_customer_name,
        contact=context.source_contact_name,
        customer_id=context.source_customer_id,
        contact_id=context.source_contact_id,
        emails=tuple(email for email in said.emails if email.casefold() not in own),
        phones=said.phones,
        machines=said.machines,
        users=said.users,
        text=_without(said.text, own),
    )


def asked_with(settings: Settings) -> dict[str, list[str]]:
    """The settings that shape queries and the reading of chats, for staleness."""
    return {"own_addresses": sorted(addresses(settings)), "hosts": list(account_hosts(settings))}


def account_hosts(settings: Settings) -> tuple[str, ...]:
    """Where pages of the Syncro account lie; nobody writes down a server on this machine."""
    host = urlsplit(settings.syncro_api.url() or "").hostname
    return (host,) if host and not is_loopback(host) else ()


def write(session: Session, result: LinkResult, *, keeps_own: bool = False) -> None:
    """Customer, contact and status as the linker decided."""
    context = session.context
    if result.customer is not None:
        context.customer_id, context.customer_name = result.customer.id, result.customer.name
        session.meta.processing_status = ProcessingStatus.LINKED
    elif not keeps_own:
        context.customer_id = context.customer_name = None
        session.meta.processing_status = _STATUS[result.evidence.decision]
    if result.contact is not None:
        context.contact_id, context.contact_name = result.contact.id, result.contact.name


def log_entry(query: LinkQuery, result: LinkResult, version: str) -> ProcessingLogEntry:
    """The step as the Session remembers it: a sentence for a person, the record for a program."""
    return ProcessingLogEntry(
        processor_name=PROCESSOR,
        processor_version=version,
        timestamp_utc=now_utc(),
        outcome=_sentence(result),
        input_hash=digest_json(asdict(query)),
        details=result.evidence.model_dump(mode="json"),
    )


def _sentence(result: LinkResult) -> str:
    reason = result.evidence.reason.removesuffix(_OPEN)
    if result.customer is not None:
        return f"linked to {result.customer.name or result.customer.id}: {reason}"
    is_open = result.evidence.decision == Decision.AMBIGUOUS
    return f"{'needs review' if is_open else 'not linked'}: {reason}"


def _without(text: str, own: frozenset[str]) -> str:
    """The text without those addresses: in a signature they name no customer."""
    return _any_of(own).sub("", text) if own and "@" in text else text


@lru_cache(maxsize=4)
def _any_of(addresses: frozenset[str]) -> re.Pattern[str]:
    choice = "|".join(map(re.escape, sorted(addresses)))
    return re.compile(rf"(?<![\w.+-])(?:{choice})(?![\w-])", re.IGNORECASE)
