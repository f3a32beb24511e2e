"""Who stops a run waits for the tries that are under way, and pays for no other."""

from contextlib import suppress
from contextvars import copy_context
from threading import Event

import pytest

from sdc_core.errors import ProviderDownError
from sdc_core.llm import stopping
from sdc_core.llm.asking import State
from sdc_core.llm.providers.patience import Patience
from sdc_core.llm.providers.service import Service
from sdc_core.llm.spending.calls import CallLedger
from sdc_core.llm.stopping import is_stopped, sleep, stoppable
from tests.core.llm.gateway_world import FakeProvider, ask_for, gateway


@pytest.fixture
def stopped():
    """The context of a thread whose run was stopped."""
    with suppress(KeyboardInterrupt), stoppable():
        context = copy_context()
        raise KeyboardInterrupt
    return context


def test_a_run_that_ends_well_stops_nothing(stopped):
    with stoppable():
        context = copy_context()
    assert not context.run(is_stopped)
    assert not is_stopped()
    assert stopped.run(is_stopped)


def test_a_pause_ends_at_once(stopped):
    stopped.run(sleep, 3_600)
    sleep(0)


def test_no_call_begins_and_no_money_is_reserved(stopped, tmp_path):
    provider = FakeProvider()
    reply = stopped.run(gateway(tmp_path, provider).ask, ask_for())
    assert (reply.state, reply.reason) == (State.WAITING, "the run was stopped")
    assert provider.calls == 0
    assert CallLedger(tmp_path).rows("2025-06")[0] == []


def test_of_a_stopped_run_no_try_begins(stopped):
    tried = []
    patience = Patience(Service("openai", "http://127.0.0.1:9/v1"))
    with pytest.raises(ProviderDownError, match="the run was stopped"):
        stopped.run(patience.ask, lambda: tried.append(1))
    assert tried == []


def test_a_bad_answer_after_the_stop_is_not_asked_for_once_more(tmp_path):
    stop = Event()
    provider = FakeProvider(lambda _prompt: stop.set() or "not JSON")
    asker = gateway(tmp_path, provider)
    context = copy_context()
    context.run(_bind, stop)
    assert context.run(asker.ask, ask_for()).state is State.WAITING
    assert provider.calls == 1


def _bind(event):
    stopping._stopped.set(event)
