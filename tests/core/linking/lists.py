"""Customer lists for the tests of linking."""

from sdc_core.linking.base import Customer

# Names near to each other as real lists have them; the labelled pairs of the first version's log
# are of this kind (original system, section 5).
NEAR_NAMES = (
    "Test Corp",
    "Wellness Partners East",
    "Wellness Partners West",
    "Wellness Partners Metro",
    "HealthGroup Alpha",
    "HealthGroup Beta",
    "Innovatech Services",
    "Acme Incorporated",
    "Keystone Financial",
    "Premier Motors",
    "Oakwood Pediatrics",
    "Crimson Creek Ranch",
)


def customers_named(*names: str | None, **changes: object) -> list[Customer]:
    """Customers with ids from 1 in the order of their names."""
    return [
        Customer.model_validate({"id": number, "name": name, **changes})
        for number, name in enumerate(names, start=1)
    ]
