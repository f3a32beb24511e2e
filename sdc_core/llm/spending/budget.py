"""The budget: no call is made that could go beyond it, by any process, whatever fails.

Under the lock of the ledger: read what was spent, add the most that the call may cost, refuse or
reserve. What a call took replaces its reservation; one that never came back counts in full.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from sdc_core import log
from sdc_core.errors import BudgetError
from sdc_core.llm.base import Route, Usage
from sdc_core.llm.spending.calls import CallLedger, CallRow, bound_partition
from sdc_core.llm.spending.prices import Prices
from sdc_core.llm.spending.totals import MonthTotals, Spent
from sdc_core.llm_sections import Budget
from sdc_core.times import month_of

_ID_BYTES = 8


@dataclass(frozen=True, slots=True)
class Reservation:
    """Room taken in the budget for one call."""

    row: CallRow
    is_here: bool

    @property
    def month(self) -> str:
        """Of the file that both rows stand in."""
        return month_of(self.row.at_utc)


class Spending:
    """Budget, prices and ledger of calls of one data root; safe for threads and processes."""

    def __init__(
        self, ledger: CallLedger, budget: Budget, prices: Prices, clock: Callable[[], datetime]
    ) -> None:
        self._ledger = ledger
        self._budget = budget
        self._prices = prices
        self._clock = clock
        self._own_run = f"none-{secrets.token_hex(_ID_BYTES)}"
        self._totals: dict[str, MonthTotals] = {}
        self._lock = Lock()

    @property
    def run_id(self) -> str:
        """The run that calls are made in; without one, this object is its own run."""
        return log.bound_run() or self._own_run

    def cost(self, route: Route, usage: Usage, *, is_here: bool) -> float | None:
        """What the usage costs now; None where the price is not known."""
        return self._prices.cost(route, usage, is_here=is_here, at=self._clock())

    def check(self, route: Route, worst: Usage, *, is_here: bool) -> None:
        """Whether there is room now, without taking it.

        Raises:
            BudgetError: There is none, or the price is not known.
        """
        with self._lock:
            self._refuse(self.cost(route, worst, is_here=is_here), route, self._clock())

    def reserve(self, route: Route, worst: Usage, *, is_here: bool) -> Reservation:
        """Take room for one call; durable when it returns.

        Raises:
            BudgetError: There is none, or the price is not known.
            StoreError: The ledger cannot be written: no call may be made.
        """
        with self._lock, self._ledger.held():
            now = self._clock()
            cost = self._prices.cost(route, worst, is_here=is_here, at=now)
            self._refuse(cost, route, now)
            row = self._row(route, worst, cost, now)
            self._ledger.append(month_of(now), row)
            return Reservation(row, is_here)

    def settle(self, reservation: Reservation, usage: Usage | None, outcome: str) -> float | None:
        """Put what a call took in the place of its reservation.

        Args:
            reservation: Of `reserve`.
            usage: None where the provider did not say: the reservation then stands as the cost.
            outcome: As in `CallRow`.

        Returns:
            Its cost.

        Raises:
            StoreError: The ledger cannot be written: the reservation stands.
        """
        took = reservation.row
        cost = self._cost_of(reservation, usage)
        used = usage or Usage(1, took.prompt_tokens, took.completion_tokens)
        changes = {
            "row": "settled",
            "at_utc": self._clock(),
            "outcome": outcome,
            "prompt_tokens": used.prompt_tokens,
            "completion_tokens": used.completion_tokens,
            "cached_tokens": used.cached_tokens,
            "thought_tokens": used.thought_tokens,
            "cost_usd": cost,
        }
        with self._lock, self._ledger.held():
            self._ledger.append(reservation.month, took.model_copy(update=changes))
        return cost

    def _cost_of(self, reservation: Reservation, usage: Usage | None) -> float | None:
        took = reservation.row
        if usage is None:
            return took.cost_usd
        route = Route(took.task, took.provider, "", took.model)
        at = took.at_utc
        return self._prices.cost(route, usage, is_here=reservation.is_here, at=at)

    def _row(self, route: Route, worst: Usage, cost: float | None, now: datetime) -> CallRow:
        return CallRow(
            row="reserved",
            call_id=secrets.token_hex(_ID_BYTES),
            at_utc=now,
            run_id=self.run_id,
            task=route.task,
            partition=bound_partition(),
            provider=route.provider,
            model=route.model,
            prompt_tokens=worst.prompt_tokens,
            completion_tokens=worst.completion_tokens,
            cost_usd=cost,
        )

    def _refuse(self, cost: float | None, route: Route, now: datetime) -> None:
        budget = self._budget
        if budget.run_usd is None and budget.month_usd is None and budget.run_calls is None:
            return
        month, run = self._spent(now)
        if budget.run_calls is not None and run.calls >= budget.run_calls:
            raise BudgetError(f"llm_config.budget.run_calls: all {budget.run_calls} calls are made")
        _refuse_usd("run_usd", budget.run_usd, run.usd, cost, route)
        _refuse_usd("month_usd", budget.month_usd, month.usd, cost, route)

    def _spent(self, now: datetime) -> tuple[Spent, Spent]:
        """What the month and the run spent; a run may have begun in the month before."""
        month = month_of(now)
        before = _month_before(month)
        for each in (before, month):
            known = self._totals.get(each) or MonthTotals(each)
            self._totals[each] = known.refreshed(self._ledger)
        run = self._totals[before].of_run(self.run_id) + self._totals[month].of_run(self.run_id)
        return self._totals[month].whole, run


def _refuse_usd(
    name: str, limit: float | None, spent: float, cost: float | None, route: Route
) -> None:
    if limit is None:
        return
    if cost is None:
        raise BudgetError(
            f"the price of {route.generator!r} is not known, and llm_config.budget.{name} is set; "
            f"set llm_config.prices for {route.model!r}"
        )
    # A limit of 0 allows what costs nothing.
    if cost > 0 and spent + cost > limit:
        # Without the sums: one reason for all that wait, the same at the next run.
        raise BudgetError(f"llm_config.budget.{name}: no room for the call in {limit:g} USD")


def _month_before(month: str) -> str:
    year, number = int(month[:4]), int(month[5:7])
    return f"{year - (number == 1):04d}-{(number - 2) % 12 + 1:02d}"
