"""No call goes beyond the budget, whatever fails and whoever else spends."""

import multiprocessing
import os
import shutil
import signal
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdc_core import log
from sdc_core.errors import AnswerError, BudgetError, ProviderDownError, ProviderSetupError
from sdc_core.llm.asking import State
from sdc_core.llm.base import Completion, Route, Usage
from sdc_core.llm.spending.budget import Spending
from sdc_core.llm.spending.calls import CallLedger
from sdc_core.llm.spending.prices import Prices
from sdc_core.llm_sections import Budget, Price
from tests.core.llm.gateway_world import ANSWER, NOW, FakeProvider, ask_for, gateway

ROUTE = Route("title", "openai", "lightweight", "m", {"max_tokens": 300})
WORST = Usage(1, 1_000, 100)  # costs 0.002
COST = 0.002


def spending(root, budget=None, at=NOW):
    prices = Prices({"m": Price(input_usd=1.0, output_usd=10.0)})
    return Spending(CallLedger(root), Budget(**(budget or {})), prices, lambda: at)


def call(one, usage=WORST, outcome="answered", route=ROUTE, is_here=False):
    return one.settle(one.reserve(route, WORST, is_here=is_here), usage, outcome)


def calls_until_refused(one, most=50, **given):
    for number in range(most):
        try:
            call(one, **given)
        except BudgetError:
            return number
    return most


@pytest.mark.parametrize("limit", ["run_usd", "month_usd"])
def test_calls_end_before_the_budget_does(tmp_path, limit):
    assert calls_until_refused(spending(tmp_path, {limit: 0.011})) == 5


def test_the_number_of_calls_is_bounded_too(tmp_path):
    assert calls_until_refused(spending(tmp_path, {"run_calls": 3})) == 3


def test_a_call_that_took_less_gives_its_room_back(tmp_path):
    """0.002 is the most, 0.0002 what it took: only the last call needs room for the most."""
    usage = Usage(1, 100, 10)
    assert calls_until_refused(spending(tmp_path, {"run_usd": 0.00401}), usage=usage) == 11


def test_a_call_that_never_came_back_counts_in_full(tmp_path):
    """The process was killed between reservation and settlement."""
    spending(tmp_path).reserve(ROUTE, WORST, is_here=False)
    assert calls_until_refused(spending(tmp_path, {"month_usd": 0.005})) == 1


def test_a_budget_of_nothing_refuses_what_costs(tmp_path):
    one = spending(tmp_path, {"run_usd": 0})
    assert calls_until_refused(one) == 0
    assert call(one, is_here=True) == 0.0


def test_a_new_run_has_its_own_budget_and_the_month_has_one(tmp_path):
    both = {"run_usd": 0.005, "month_usd": 0.009}
    counts = [calls_until_refused(spending(tmp_path, both)) for _run in range(4)]
    assert counts == [2, 2, 0, 0]


def test_processes_of_one_run_share_its_budget(tmp_path):
    with log.bound(run="run-1"):
        assert calls_until_refused(spending(tmp_path, {"run_usd": 0.005})) == 2
        assert calls_until_refused(spending(tmp_path, {"run_usd": 0.005})) == 0
    with log.bound(run="run-2"):
        assert calls_until_refused(spending(tmp_path, {"run_usd": 0.005})) == 2


def test_a_run_keeps_its_budget_when_the_month_ends_and_the_month_does_not(tmp_path):
    end = datetime(2025, 6, 30, 23, 59, tzinfo=UTC)
    both = {"run_usd": 0.009, "month_usd": 0.007}
    with log.bound(run="run-1"):
        assert calls_until_refused(spending(tmp_path, both, at=end)) == 3
        assert calls_until_refused(spending(tmp_path, both, at=end + timedelta(minutes=2))) == 1


def test_a_call_is_settled_in_the_month_of_its_reservation(tmp_path):
    times = iter([datetime(2025, 12, 31, 23, 59, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)])
    one = spending(tmp_path)
    one._clock = lambda: next(times)
    call(one)
    ledger = CallLedger(tmp_path)
    assert [row.row for row in ledger.rows("2025-12")[0]] == ["reserved", "settled"]
    assert ledger.rows("2026-01")[0] == []


def test_an_unknown_price_is_refused_where_money_is_bounded(tmp_path):
    unknown = Route("title", "local_llm", "lightweight", "who-knows")
    with pytest.raises(BudgetError, match=r"llm_config\.prices for 'who-knows'"):
        call(spending(tmp_path, {"month_usd": 5}), route=unknown)
    assert call(spending(tmp_path, {"run_calls": 5}), route=unknown) is None
    assert call(spending(tmp_path, {"month_usd": 5}), route=unknown, is_here=True) == 0.0


def test_a_refusal_says_the_same_each_time(tmp_path):
    """It stands beside each Session that waits, and in the counts by reason."""
    said = set()
    for _ in range(3):
        with pytest.raises(BudgetError) as refused:
            call(spending(tmp_path, {"month_usd": 0.001}))
        said.add(str(refused.value))
    assert len(said) == 1


def test_checking_takes_no_room(tmp_path):
    one = spending(tmp_path, {"run_usd": COST})
    for _ in range(3):
        one.check(ROUTE, WORST, is_here=False)
    assert calls_until_refused(one) == 1


def _spend(root, results):
    results.put(calls_until_refused(spending(Path(root), {"month_usd": 0.0401}), most=30))


def test_processes_together_stay_in_the_budget(tmp_path):
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    runs = [context.Process(target=_spend, args=(str(tmp_path), results)) for _ in range(2)]
    for run in runs:
        run.start()
    counts = [results.get(timeout=60) for _ in runs]
    for run in runs:
        run.join()
    assert sum(counts) == 20


# Through the gateway


def _killed_in_a_call(root):
    def die(_prompt):
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))

    gateway(Path(root), FakeProvider(die)).ask(ask_for())


def test_a_process_killed_in_a_call_leaves_its_reservation(tmp_path):
    run = multiprocessing.get_context("spawn").Process(target=_killed_in_a_call, args=(tmp_path,))
    run.start()
    run.join()
    assert run.exitcode != 0
    (reserved,) = CallLedger(tmp_path).rows("2025-06")[0]
    provider = FakeProvider()
    asker = gateway(tmp_path, provider, budget={"month_usd": reserved.cost_usd * 1.5})
    assert (asker.ask(ask_for()).state, provider.calls) == (State.WAITING, 0)


def test_past_the_budget_questions_wait_and_the_run_goes_on(tmp_path):
    provider = FakeProvider()
    asker = gateway(tmp_path, provider, budget={"run_calls": 2})
    replies = asker.ask_many([ask_for(f"text {number}") for number in range(6)])
    assert provider.calls == 2
    assert [reply.state for reply in replies].count(State.WAITING) == 4
    assert asker.tally.waiting == {"budget": 4}


def test_threads_together_stay_in_the_budget(tmp_path):
    """Each call takes all that it may; there is room for six of them and a half."""
    bill = Bill([])
    asker = gateway(tmp_path, FakeProvider(bill.answer))
    limit = asker.preview(ask_for("text 10")).cost_usd * 6.5
    asker = gateway(tmp_path, FakeProvider(bill.answer), budget={"run_usd": limit})
    replies = asker.ask_many([ask_for(f"text {number}") for number in range(10, 40)], workers=8)
    assert bill.usd <= limit
    assert 6 <= [reply.state for reply in replies].count(State.ANSWERED) <= 8


def test_a_provider_that_says_nothing_of_tokens_is_counted_at_the_most(tmp_path):
    provider = FakeProvider(Completion(ANSWER, Usage()))
    asker = gateway(tmp_path, provider)
    most = asker.preview(ask_for()).cost_usd
    assert asker.ask(ask_for()).cost_usd == pytest.approx(most)


class Bill:
    """What a provider would charge: as much as a call may take at most, also for what fails."""

    def __init__(self, fates):
        self.fates = iter(fates)
        self.usd = 0.0

    def answer(self, prompt):
        share, fate = next(self.fates, (1.0, "answered"))
        size = sum(len(text.encode()) for _name, text in prompt.parts) + len(prompt.rules)
        usage = Usage(1, max(1, int(size * share)), int(300 * share))
        cost = (usage.prompt_tokens + 10 * usage.completion_tokens) / 1e6
        if fate in {"free", "setup"}:
            raise FAILURES[fate](usage)
        self.usd += cost
        if fate != "answered":
            raise FAILURES[fate](usage)
        return Completion(ANSWER, usage)


FAILURES = {
    "free": lambda _usage: ProviderDownError("429", may_cost=False),
    "setup": lambda _usage: ProviderSetupError("401"),
    "late": lambda _usage: ProviderDownError("timeout"),
    "cut": lambda usage: AnswerError("cut", kind="cut", usage=usage),
    "silent": lambda _usage: AnswerError("refused", kind="refused"),
    "bug": lambda _usage: KeyError("x"),
    "killed": lambda _usage: KeyboardInterrupt(),
}
FATES = st.lists(
    st.tuples(st.floats(0.01, 1.0), st.sampled_from([*FAILURES, "answered", "answered"])),
    max_size=30,
)


@settings(max_examples=25, deadline=None)
@given(
    FATES,
    st.floats(0.0, 0.03),
    st.sampled_from(["run_usd", "month_usd"]),
    st.lists(st.booleans(), min_size=30, max_size=30),
)
def test_no_order_of_calls_and_failures_spends_over_the_budget(fates, limit, kind, restarts):
    root = Path(tempfile.mkdtemp())
    try:
        bill = Bill(fates)
        provider = FakeProvider(bill.answer)
        with log.bound(run="run-1"):
            asker = gateway(root, provider, budget={kind: limit})
            for number, restarted in enumerate(restarts):
                if restarted:
                    asker.close()
                    asker = gateway(root, provider, budget={kind: limit})
                try:
                    asker.ask(ask_for(f"text {number} {'x' * (number * 37 % 400)}"))
                except KeyboardInterrupt:
                    continue
            asker.close()
        assert bill.usd <= limit + 1e-12
    finally:
        shutil.rmtree(root)
