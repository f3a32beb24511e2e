"""The names of a customer list that a text may mean: names and aliases that name somebody."""

from collections.abc import Iterable
from dataclasses import dataclass

from sdc_core.linking.base import Customer
from sdc_core.linking.names.normalize import Name, normalize, shown


@dataclass(frozen=True, slots=True)
class ListedName:
    """One name or alias in the list, with the customer that owns it."""

    name: Name
    text: str
    customer_id: int


def listed_names(
    customers: Iterable[Customer], ignored: frozenset[str] = frozenset()
) -> list[ListedName]:
    """All names by customer id, then text; a customer whose name is missing has its aliases only.

    Args:
        customers: In any order.
        ignored: Casefold keys that never name a customer.
    """
    found = []
    for customer in sorted(customers, key=lambda c: c.id):
        texts = {shown(text): text for text in sorted({customer.name or "", *customer.aliases})}
        for text, raw in sorted(texts.items()):
            name = normalize(raw)
            if not name.is_placeholder and name.key not in ignored:
                found.append(ListedName(name, text, customer.id))
    return found
