"""Hard identifiers: Syncro's own ids in the record, and a mail address that is one customer's."""

from collections.abc import Hashable, Iterable, Mapping

from sdc_core.linking.base import Customer, LinkQuery, Method
from sdc_core.linking.cascade.record import Verdict, ambiguous, linked
from sdc_core.linking.evidence.mails import domain_of, mails_in, registrable
from sdc_core.linking.evidence.word_lists import NOBODY
from sdc_core.linking.evidence.words import squeezed


class Identifiers:
    """Which customer owns a customer id, a contact id or the mail address of a contact."""

    def __init__(self, customers: Mapping[int, Customer], own_domains: Iterable[str] = ()) -> None:
        """Index the contacts; the domains of the MSP itself identify nobody."""
        self._customers = customers
        self._own = frozenset(registrable(domain) or domain for domain in own_domains)
        contacts = [(c, contact) for c in customers.values() for contact in c.contacts]
        self._by_contact = _owners((contact.id, c.id) for c, contact in contacts)
        self._by_mail = _owners(
            (mail, c.id)
            for c, contact in contacts
            for mail in mails_in(contact.email or "")
            if self._is_personal(mail)
        )

    def find(self, query: LinkQuery) -> Verdict | None:
        """The verdict on Syncro's own ids, None where the record carries none that decides."""
        if query.customer_id is not None:
            customer = self._customers.get(query.customer_id)
            if customer is None:
                return ambiguous(f"customer id {query.customer_id} is not in the customer list")
            reason = f"the source carries Syncro's own id of the customer, {customer.id}"
            return linked(Method.IDENTIFIER, customer, reason)
        owners = self._by_contact.get(query.contact_id, ())
        if query.contact_id is None or len(owners) != 1:
            return None
        customer = self._customers[owners[0]]
        reason = f"the source carries Syncro's own id of its contact, {query.contact_id}"
        return linked(Method.IDENTIFIER, customer, reason)

    def owner_of_mail(self, query: LinkQuery) -> int | None:
        """The customer whose contact has a mail address of the query; None if none, or several."""
        texts = (*query.emails, query.contact or "")
        mails = {mail for text in texts if "@" in text for mail in mails_in(text)}
        found = {self._by_mail[mail] for mail in mails if mail in self._by_mail}
        owners = {owner for each in found for owner in each}
        return owners.pop() if len(owners) == 1 else None

    def _is_personal(self, mail: str) -> bool:
        """Not the MSP's, nor a desk's (`info@`) at a domain that many companies share."""
        mailbox, _, host = mail.rpartition("@")
        if registrable(host) in self._own:
            return False
        return domain_of(mail) is not None or squeezed(mailbox) not in NOBODY


def _owners(pairs: Iterable[tuple[Hashable, int]]) -> dict[Hashable, tuple[int, ...]]:
    owners: dict[Hashable, set[int]] = {}
    for key, customer_id in pairs:
        owners.setdefault(key, set()).add(customer_id)
    return {key: tuple(sorted(ids)) for key, ids in owners.items()}
