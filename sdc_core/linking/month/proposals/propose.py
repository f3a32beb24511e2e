"""Proposals for the chats of a month: pure over its Sessions and what customers are known by."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sdc_core.linking.base import LinkQuery
from sdc_core.linking.evidence.hits import CustomerHit
from sdc_core.linking.month.proposals.clue import Clue, Kind, Proposal, proposals_of
from sdc_core.linking.month.proposals.machines import MachineIndex
from sdc_core.linking.month.proposals.named import named
from sdc_core.linking.month.proposals.overlap import overlaps
from sdc_core.linking.month.proposals.tickets import SURE_OF_PAGE, TicketIndex, customers_in
from sdc_core.models import Session
from sdc_core.store.bulk import collector_paused


@dataclass(frozen=True, eq=False)
class Chat:
    """A chat and what it says; without text, as where it may not be kept, only its times tell.

    Attributes:
        hits: What its text says beyond tickets and machines of the month.
    """

    session: Session
    query: LinkQuery
    hits: Sequence[CustomerHit] = ()


@dataclass(frozen=True)
class Known:
    """What chats are looked up in.

    Attributes:
        names: Of all customers, by id.
        hosts: Where pages of the account lie.
    """

    names: Mapping[int, str]
    hosts: tuple[str, ...] = ()


def propose(
    chats: Sequence[Chat],
    linked: Mapping[str, tuple[Session, tuple[str, ...]]],
    known: Known,
    tickets: TicketIndex | None = None,
    elsewhere: Mapping[str, Session] | None = None,
) -> dict[str, list[Proposal]]:
    """At most five proposals, best first, by the id of the chat.

    Args:
        chats: Those without a customer.
        linked: Sessions of the same month with a customer, each with its machines, by id.
        known: What texts are looked up in.
        tickets: All that texts may name; those among `linked` if not given.
        elsewhere: Sessions of other months with a customer, by id.
    """
    own = [linked[key][0] for key in sorted(linked)]
    tickets = tickets or TicketIndex.of(own)
    work = [*own, *(session for _, session in sorted((elsewhere or {}).items()))]
    machines = MachineIndex.of(_machines(linked))
    with collector_paused():
        met = overlaps([chat.session for chat in chats], work)
        return {
            chat.session.meta.session_id: proposals_of(
                [*clues, *_in_text(chat, tickets, machines, known)], known.names
            )
            for chat, clues in zip(chats, met, strict=True)
        }


def _machines(
    linked: Mapping[str, tuple[Session, tuple[str, ...]]],
) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    for key, (session, machines) in linked.items():
        if session.context.customer_id is not None:
            yield session.context.customer_id, key, machines


def _in_text(
    chat: Chat, tickets: TicketIndex, machines: MachineIndex, known: Known
) -> Iterator[Clue]:
    if chat.query.text:
        for customer_id in sorted(customers_in(chat.query.text, known.hosts)):
            yield Clue(
                customer_id, Kind.CUSTOMER, SURE_OF_PAGE, "the text names its page in Syncro"
            )
        yield from tickets.clues(chat.query.text, known.hosts)
        yield from machines.clues(chat.query.text)
        yield from named(chat.hits, len(known.names))
