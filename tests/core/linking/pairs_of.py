"""Texts beside a small list, measured as the scorer measures them, without any weights."""

from collections.abc import Sequence

from sdc_core.linking.match.measures import Usage
from sdc_core.linking.match.pairs import Measured
from sdc_core.linking.match.scoring import NameMeasurer
from sdc_core.linking.names.listed import ListedName
from sdc_core.linking.names.normalize import normalize
from sdc_core.linking.names.omission import Omission
from sdc_core.linking.names.rarity import Background

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
