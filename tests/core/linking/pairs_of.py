"""Texts beside a small list, measured as the scorer measures them, without any weights."""

from collections.abc import Sequence

from sdc_core.linking.candidates import ListedName
from sdc_core.linking.measures import Usage
from sdc_core.linking.normalize import normalize
from sdc_core.linking.omission import Omission
from sdc_core.linking.pairs import Measured
from sdc_core.linking.rarity import Background
from sdc_core.linking.scoring import NameMeasurer

BACKGROUND = Background(1000, {"acme": 5, "tools": 100, "north": 60, "restaurant": 200})
OMISSION = Omission({"restaurant": 1.5, "north": -2.0, "tools": -0.25}, {}, 0.5, BACKGROUND)
USAGE = Usage(OMISSION, OMISSION)


def listed_of(rows: Sequence[tuple[int, str]]) -> list[ListedName]:
    """Of (customer id, name)."""
    return [ListedName(normalize(text), text, customer) for customer, text in rows]


def measured_of(rows: Sequence[tuple[int, str]], *texts: str) -> Measured:
    """The customers near each text."""
    customers = len({customer for customer, _ in rows})
    measurer = NameMeasurer(listed_of(rows), BACKGROUND, USAGE, customers=customers)
    return measurer.measure([normalize(text) for text in texts])
