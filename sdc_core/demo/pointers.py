"""Which facts of a source record point to its true customer, and to no other in Syncro's list.

Only what decides by itself counts: the company text, a contact's mail address, a contact's full
name. A machine's prefix is a hint and stays out.
"""

from enum import StrEnum

from sdc_core.demo.world import Job, Says, World


class Fact(StrEnum):
    """A kind of fact that names one customer."""

    IDENTIFIER = "identifier"
    COMPANY = "company"
    MAIL = "mail"
    CONTACT = "contact"


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
