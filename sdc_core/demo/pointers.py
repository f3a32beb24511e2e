"""Which facts of a source record point to its true customer, and to no other in Syncro's list.

Only what decides by itself counts: the company text, a contact's mail address, a contact's full
name, in a chat the number of the job's own ticket. A machine's prefix is a hint and stays out.
"""

from enum import StrEnum

from sdc_core.demo.world import Job, Says, World


class Fact(StrEnum):
    """A kind of fact that names one customer."""

    IDENTIFIER = "identifier"
    COMPANY = "company"
    MAIL = "mail"
    CONTACT = "contact"
    TICKET = "ticket"


def facts_of(
    job: Job, world: World, *, says: Says, mail: str = "", contact: str = ""
) -> list[Fact]:
    """The facts of one record, given what it says of the company and what else it shows."""
    if not job.customer.is_listed:
        return []
    alone = {job.customer.id}
    found = {
        Fact.COMPANY: says is Says.RIGHT,
        Fact.MAIL: world.owners_of_contacts.get(mail) == alone,
        Fact.CONTACT: world.owners_of_contacts.get(contact) == alone,
    }
    return [fact for fact, is_so in found.items() if is_so]


def facts_of_chat(job: Job, world: World, text: str, *, says: Says) -> list[Fact]:
    """The facts of one message that a technician wrote.

    A number counts where it is called a ticket; `T2216` may also be a room or a part.
    """
    forms = [form for form in world.texts.ticket_mentions if "ticket" in form.casefold()]
    mentions = (form.format(number=job.number) for form in forms)
    names_ticket = bool(job.number) and any(mention in text for mention in mentions)
    return [*facts_of(job, world, says=says), *([Fact.TICKET] if names_ticket else [])]
