"""What one run may ask: some steps or all, and whether also what failed before."""

from collections.abc import Iterable
from dataclasses import dataclass

from sdc_core.errors import SettingsError
from sdc_core.llm_sections import TASK_NAMES

CUSTOMER_TASK = "customer_disambiguation"
STEPS = tuple(f"llm_{name}" for name in TASK_NAMES if name != CUSTOMER_TASK)
"""As in `sdc process --step`, in the order in which they are written."""


@dataclass(frozen=True, slots=True)
class Scope:
    """No steps are all steps."""

    steps: frozenset[str] = frozenset()
    retry: bool = False

    def holds(self, step: str) -> bool:
        """Whether the step may be asked."""
        return not self.steps or step in self.steps


EVERYTHING = Scope()


def scope_of(steps: Iterable[str], *, retry: bool = False) -> Scope:
    """The scope of these steps.

    Raises:
        SettingsError: One is unknown; names those that there are.
    """
    wanted = frozenset(steps)
    if unknown := sorted(wanted - set(STEPS)):
        raise SettingsError(f"unknown steps {unknown!r}; there are {', '.join(STEPS)}")
    return Scope(wanted, retry)
