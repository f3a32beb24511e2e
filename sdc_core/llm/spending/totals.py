"""What was spent in a month and in each run: sums over the rows of the ledger of calls."""

from collections import defaultdict
from dataclasses import dataclass, field

from sdc_core.llm.spending.calls import CallLedger, CallRow


@dataclass
class Spent:
    """Calls and US dollars; what is reserved and not settled counts in full."""

    calls: int = 0
    usd: float = 0.0

    def __add__(self, other: "Spent") -> "Spent":
        """Both together."""
        return Spent(self.calls + other.calls, self.usd + other.usd)


@dataclass
class MonthTotals:
    """The sums of one month file, brought up to date by reading what was added."""

    month: str
    whole: Spent = field(default_factory=Spent)
    _runs: dict[str, Spent] = field(default_factory=lambda: defaultdict(Spent))
    _open: dict[str, CallRow] = field(default_factory=dict)
    _read_to: int = 0

    def refreshed(self, ledger: CallLedger) -> "MonthTotals":
        """These sums with the rows added since; from the start where the file was replaced."""
        if ledger.size(self.month) < self._read_to:
            return MonthTotals(self.month).refreshed(ledger)
        rows, self._read_to = ledger.rows(self.month, start=self._read_to)
        for row in rows:
            self._count(row)
        return self

    def of_run(self, run_id: str) -> Spent:
        """What a run spent in this month."""
        return self._runs.get(run_id, Spent())

    def _count(self, row: CallRow) -> None:
        reserved = self._open.pop(row.call_id, None)
        if row.row == "reserved":
            self._open[row.call_id] = row
            self._add(row, calls=1, usd=row.cost_usd or 0.0)
        elif reserved is not None:
            self._add(reserved, calls=0, usd=(row.cost_usd or 0.0) - (reserved.cost_usd or 0.0))
        else:  # its reservation stands in a line that was damaged
            self._add(row, calls=1, usd=row.cost_usd or 0.0)

    def _add(self, row: CallRow, *, calls: int, usd: float) -> None:
        for spent in (self.whole, self._runs[row.run_id]):
            spent.calls += calls
            spent.usd += usd
