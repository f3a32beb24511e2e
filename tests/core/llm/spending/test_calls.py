"""The ledger of calls: each is there, nothing is rewritten, and a torn line harms nothing."""

import json

import pytest

from sdc_core import log
from sdc_core.errors import DiskError, ProviderDownError
from sdc_core.llm.asking import State
from sdc_core.llm.base import Completion, Usage
from sdc_core.llm.spending.calls import CallLedger, for_partition
from sdc_core.store import platform
from tests.core.llm.gateway_world import ANSWER, FakeProvider, ask_for, gateway


def the_file(root):
    return root / "records" / "llm" / "calls-2025-06.jsonl"


def rows(root):
    return CallLedger(root).rows("2025-06")[0]


def test_a_call_is_two_rows_that_say_all_of_it(tmp_path):
    usage = Usage(1, 1_000, 100, 200, 50)
    provider = FakeProvider(Completion(ANSWER, usage))
    with log.bound(run="run-1"), for_partition("2025-05"):
        reply = gateway(tmp_path, provider).ask(ask_for())
    lines = [json.loads(line) for line in the_file(tmp_path).read_text("utf-8").splitlines()]
    reserved, settled = lines
    assert reserved["cost_usd"] > reply.cost_usd
    assert settled.pop("at_utc") == "2025-06-30T12:00:00Z"
    assert settled == {
        "row": "settled",
        "call_id": reserved["call_id"],
        "run_id": "run-1",
        "task": "title",
        "partition": "2025-05",
        "provider": "openai",
        "model": "m",
        "outcome": "answered",
        "prompt_tokens": 1_000,
        "completion_tokens": 100,
        "cached_tokens": 200,
        "thought_tokens": 50,
        "cost_usd": reply.cost_usd,
    }


def test_threads_write_the_run_and_month_they_were_started_in(tmp_path):
    with log.bound(run="run-1"), for_partition("2025-05"):
        gateway(tmp_path, FakeProvider()).ask_many([ask_for(f"text {n}") for n in range(6)])
    assert {(row.run_id, row.partition) for row in rows(tmp_path)} == {("run-1", "2025-05")}
    assert len(rows(tmp_path)) == 12


def test_what_comes_from_the_cache_is_no_call(tmp_path):
    for _ in range(2):
        gateway(tmp_path, FakeProvider()).ask(ask_for())
    assert len(rows(tmp_path)) == 2


def test_a_deleted_cache_leaves_the_ledger(tmp_path):
    import shutil

    gateway(tmp_path, FakeProvider()).ask(ask_for())
    shutil.rmtree(tmp_path / "cache")
    provider = FakeProvider()
    asker = gateway(tmp_path, provider, budget={"month_usd": 0.0025})
    assert (asker.ask(ask_for()).state, provider.calls) == (State.WAITING, 0)


@pytest.mark.parametrize("torn", ["reserved", "settled"])
def test_a_torn_last_line_is_ended_and_counts_nothing(tmp_path, torn):
    gateway(tmp_path, FakeProvider()).ask(ask_for())
    first, second = the_file(tmp_path).read_bytes().splitlines(keepends=True)
    left = first[:40] if torn == "reserved" else first + second[:40]
    the_file(tmp_path).write_bytes(left)
    gateway(tmp_path, FakeProvider()).ask(ask_for("another"))
    assert the_file(tmp_path).read_bytes().startswith(left + b"\n")
    assert [row.row for row in rows(tmp_path)][-2:] == ["reserved", "settled"]
    assert len(rows(tmp_path)) == (2 if torn == "reserved" else 3)


def test_a_damaged_line_is_told_and_the_others_count(tmp_path, caplog):
    gateway(tmp_path, FakeProvider()).ask(ask_for())
    with the_file(tmp_path).open("ab") as stream:
        stream.write(b'{"row": "other"}\n\n')
    gateway(tmp_path, FakeProvider()).ask(ask_for("another"))
    assert len(rows(tmp_path)) == 4
    assert "1 lines are no rows of calls" in caplog.text


def test_no_call_is_made_that_cannot_be_written_down(tmp_path):
    (tmp_path / "records").write_text("in the way", encoding="utf-8")
    provider = FakeProvider()
    asker = gateway(tmp_path, provider)
    assert (asker.ask(ask_for()).state, provider.calls) == (State.WAITING, 0)
    assert asker.tally.waiting == {"store": 1}


def test_an_answer_that_cannot_be_settled_is_given_and_counts_at_the_most(tmp_path, monkeypatch):
    asker = gateway(tmp_path, FakeProvider())
    most = asker.preview(ask_for()).cost_usd
    steps = []

    def full_at_the_second_row(step):
        steps.append(step)
        if step == "call" and steps.count("call") == 2:
            raise DiskError("the disk is full")

    monkeypatch.setattr(platform, "on_step", full_at_the_second_row)
    reply = asker.ask(ask_for())
    assert reply.state is State.ANSWERED
    assert reply.cost_usd == pytest.approx(most)
    assert [row.row for row in rows(tmp_path)] == ["reserved"]


@pytest.mark.parametrize(("may_cost", "cost"), [(True, True), (False, False)])
def test_what_was_not_answered_costs_only_if_it_may(tmp_path, may_cost, cost):
    provider = FakeProvider(ProviderDownError("no answer", may_cost=may_cost))
    gateway(tmp_path, provider).ask(ask_for())
    reserved, settled = rows(tmp_path)
    assert settled.outcome == "down"
    assert settled.cost_usd == (reserved.cost_usd if cost else 0.0)
