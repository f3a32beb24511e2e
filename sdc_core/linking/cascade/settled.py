"""The first step of the cascade: what a person decided on the text stands above all rules.

It links nothing where something speaks against it that the person could not know; that is a
question then, and says so.
"""

from collections.abc import Collection, Mapping

from sdc_core.linking.base import Customer, Decision, LinkQuery, Method
from sdc_core.linking.cascade.record import Verdict, ambiguous, linked
from sdc_core.linking.lessons.learned import Learned, Ruling, Said
from sdc_core.linking.names.normalize import shown


def settled(
    learned: Learned,
    query: LinkQuery,
    customers: Mapping[int, Customer],
    *,
    owners: Collection[int],
    identified: Customer | None = None,
) -> Verdict | None:
    """The verdict of the ledger on a query, None where it has none.

    Args:
        learned: What was decided.
        query: Its company text is looked up; one with Syncro's own customer id is not judged by it.
        customers: The list as it is now, by id.
        owners: Customers that carry the text as a name or alias now.
        identified: Whom a hard identifier of the query names.
    """
    ruling = learned.ruling(query.source_system, query.company)
    if ruling is None or ruling.verdict is None or query.customer_id is not None:
        return None
    if ruling.verdict is Said.NOBODY:
        return Verdict(Method.LEDGER, Decision.UNLINKED, ruling.reason)
    if ruling.verdict is Said.OPEN:
        return ambiguous(ruling.reason, method=Method.LEDGER)
    customer = customers.get(int(ruling.verdict))
    if customer is None:
        return ambiguous(f"{ruling.reason}, who is not in the customer list", method=Method.LEDGER)
    if doubt := _doubt(ruling, customer, owners, identified, customers):
        return ambiguous(f"{ruling.reason}, but {doubt}", method=Method.LEDGER)
    return linked(Method.LEDGER, customer, ruling.reason, matched_name=ruling.text)


def _doubt(
    ruling: Ruling,
    customer: Customer,
    owners: Collection[int],
    identified: Customer | None,
    customers: Mapping[int, Customer],
) -> str | None:
    if identified is not None and identified.id != customer.id:
        return f"an id or address in it is customer {identified.id}'s ('{shown(identified.name)}')"
    new = sorted((set(owners) & customers.keys()) - {customer.id} - ruling.despite)
    if new:
        named = ", ".join(f"{owner} ('{shown(customers[owner].name)}')" for owner in new)
        return f"'{ruling.text}' is the name of customer {named} now"
    return None
