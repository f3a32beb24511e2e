"""The one place where a linker is made: the graph and the evaluation link with the same."""

from collections.abc import Sequence

from sdc_core.linking.base import Customer, Linker
from sdc_core.linking.learned import Learned
from sdc_core.settings import Settings


def make_linker(
    customers: Sequence[Customer],
    settings: Settings,
    *,
    fingerprint: str,
    learned: Learned | None = None,
) -> Linker:
    """The linker that the settings ask for, over these customers.

    Args:
        customers: The whole list; ids are unique.
        settings: Threshold, margin and the knobs of the section `linking`.
        fingerprint: Names this state of the list in the evidence.
        learned: What people decided on texts.
    """
    from sdc_core.linking.wratio import WRatioLinker  # noqa: PLC0415 - numpy only where linking

    return WRatioLinker(customers, settings, fingerprint=fingerprint, learned=learned)
