"""One policy for all providers: what is waited for, how long, and by whom together."""

from threading import Thread

import pytest

from sdc_core.errors import AnswerError, ProviderDownError, ProviderSetupError
from sdc_core.llm.providers.patience import LONGEST_SECONDS, SPREAD_SECONDS, Patience
from sdc_core.llm.providers.service import Service
from sdc_core.llm.providers.trouble import RateLimitedError
from tests.core.api.clock import Clock


def patience(clock, **changes):
    service = Service("local_llm", "http://127.0.0.1:9/v1", **changes)
    return Patience(service, sleep=clock.sleep, clock=clock)


def failing(*troubles):
    """A call that meets these troubles and then answers."""
    left = list(troubles)

    def call():
        if left:
            raise left.pop(0)
        return "answer"

    return call, left


def down(seconds=None):
    return ProviderDownError("down", retry_after_seconds=seconds)


def limited(seconds=None):
    return RateLimitedError("slowly", retry_after_seconds=seconds)


def test_back_off_has_jitter_and_an_end():
    waits = set()
    for _ in range(20):
        clock = Clock()
        call, _ = failing(*[down()] * 3)
        assert patience(clock).ask(call) == "answer"
        waits.add(tuple(clock.slept))
        assert sum(clock.slept) < 1 + 2 + 4 + 3 * SPREAD_SECONDS
    assert len(waits) == 20


@pytest.mark.parametrize("error", [ProviderSetupError("no"), AnswerError("no", kind="refused")])
def test_what_another_try_does_not_mend_is_tried_once(error):
    call, left = failing(error, down())
    with pytest.raises(type(error), match=r"^no$"):
        patience(Clock()).ask(call)
    assert len(left) == 1


def test_all_tries_together_have_an_end():
    clock = Clock()
    call, left = failing(*[down(100.0)] * 9)
    with pytest.raises(ProviderDownError, match="gave up after"):
        patience(clock, max_tries=10).ask(call)
    assert clock.seconds <= LONGEST_SECONDS
    assert len(left) == 9 - 3


def test_one_callers_429_holds_the_others():
    clock = Clock()
    shared = patience(clock, max_tries=1)
    with pytest.raises(ProviderDownError):
        shared.ask(failing(limited(30.0))[0])
    assert clock.seconds == 0
    assert shared.ask(failing()[0]) == "answer"
    assert clock.seconds == 30.0


def test_a_pause_longer_than_anybody_waits_is_said_at_once_and_asks_nobody():
    clock = Clock()
    shared = patience(clock)
    with pytest.raises(ProviderDownError):
        shared.ask(failing(limited(3600.0))[0])
    call, left = failing(down())
    with pytest.raises(ProviderDownError) as caught:
        shared.ask(call)
    assert (caught.value.retry_after_seconds, left != [], clock.slept) == (3600.0, True, [])
    clock.seconds += 3600
    assert shared.ask(failing()[0]) == "answer"


def test_a_failure_that_is_no_limit_holds_nobody_else():
    clock = Clock()
    shared = patience(clock, max_tries=1)
    with pytest.raises(ProviderDownError):
        shared.ask(failing(down(30.0))[0])
    assert shared.ask(failing()[0]) == "answer"
    assert clock.seconds == 0


def test_requests_per_minute_are_kept():
    clock = Clock()
    bounded = patience(clock, requests_per_minute=6)
    for _ in range(4):
        bounded.ask(failing()[0])
    assert clock.seconds == pytest.approx(30.0)


def test_every_try_counts_as_a_request():
    clock = Clock()
    bounded = patience(clock, requests_per_minute=1)
    bounded.ask(failing(down(0.0), down(0.0))[0])
    assert clock.seconds >= 120


def test_the_bound_holds_between_threads():
    clock = Clock()
    bounded = patience(clock, requests_per_minute=60)
    threads = [Thread(target=bounded.ask, args=(failing()[0],)) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    burst = 7
    assert clock.seconds == pytest.approx(20 - burst)


def test_whether_a_try_may_have_cost_is_kept_to_the_end():
    """The first try may be charged, whatever the last one met."""
    for first, is_charged in ((True, True), (False, False)):
        troubles = (ProviderDownError("x", may_cost=cost) for cost in (first, False))
        with pytest.raises(ProviderDownError) as caught:
            patience(Clock(), max_tries=2).ask(failing(*troubles)[0])
        assert caught.value.may_cost is is_charged
