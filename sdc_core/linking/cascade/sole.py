"""The one customer whose name a text is, where nothing but a rule sets its namesakes aside.

`exact_owners` leaves out a namesake whose legal form, numbers or brackets speak against the text.
What is left is certain only if it fits in these: "Zenith LLC" is not "Zenith Inc.", but that does
not make it "Zenith".
"""

from collections.abc import Mapping

from sdc_core.linking.cascade.exact import Owners, namesakes
from sdc_core.linking.names.listed import ListedName
from sdc_core.linking.names.normalize import Name


def sole_owner(
    index: Owners, name: Name, owners: Mapping[int, ListedName], never: frozenset[int]
) -> ListedName | None:
    """The name of the only owner; None where there is none, or a namesake may be meant as well.

    Args:
        index: Over all names.
        name: The text.
        owners: Its owners, by `exact_owners`.
        never: Customers that a person ruled out for the text.
    """
    if len(owners) != 1:
        return None
    listed = next(iter(owners.values()))
    is_alone = len(namesakes(index, listed, never)) == 1
    return listed if is_alone or _fits(name, listed.name) else None


def _fits(text: Name, name: Name) -> bool:
    """Whether they are the same in all that sets namesakes apart."""
    return text.key == name.key or _marks(text) == _marks(name)


def _marks(name: Name) -> tuple[frozenset[str], frozenset[str], tuple[str, ...]]:
    return name.legal, name.numbers, name.parenthetical
