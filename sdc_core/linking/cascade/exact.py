"""Who owns a name exactly: the customers whose name is the text, but for how it is written.

Real lists (linking reference, section 1): of 640 links by a name of one customer none was wrong, of
126 by a name of two customers 63 were. So a name of two owners is never a link by itself.
"""

from typing import Protocol

from sdc_core.linking.names.guards import objection
from sdc_core.linking.names.listed import ListedName
from sdc_core.linking.names.normalize import Name


class Owners(Protocol):
    """Who owns a name; one listed name of each customer."""

    def owners_of_key(self, name: Name) -> list[ListedName]:
        """The customers with a name that is spelt so, but for case and spaces."""
        ...

    def owners_of_core(self, name: Name) -> list[ListedName]:
        """The customers with a name that is the same after normalisation."""
        ...

    def owners_of_letters(self, name: Name) -> list[ListedName]:
        """The customers with a name that is the same after normalisation, but for spaces."""
        ...


def exact_owners(index: Owners, name: Name, never: frozenset[int]) -> dict[int, ListedName]:
    """The owners of the text by customer id, spelt so or the same after normalisation.

    A name that is the same after normalisation counts unless its numbers, legal form or brackets
    speak against it.
    """
    alike = [x for x in index.owners_of_core(name) if not objection(name, x.name)]
    found = {x.customer_id: x for x in [*alike, *index.owners_of_key(name)]}
    return {id_: found[id_] for id_ in sorted(found) if id_ not in never}


def namesakes(index: Owners, listed: ListedName, never: frozenset[int]) -> dict[int, ListedName]:
    """The customers that carry the normalised name of `listed`, itself included.

    No name parts them, whatever the legal form or the spaces: `Acme LLC` and `Acme Inc.` are both
    `Acme`, `Yak-Zies Bar` and `Yakzies Bar` are one to the ear.
    """
    owners = {x.customer_id: x for x in index.owners_of_letters(listed.name)}
    owners[listed.customer_id] = listed
    return {id_: owners[id_] for id_ in sorted(owners) if id_ not in never}
