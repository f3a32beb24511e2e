"""The request budget: a small burst, then one request per interval."""

from sdc_core.api.throttle import LARGEST_BURST, TokenBucket
from tests.core.api.clock import Clock


def moments(per_minute, requests):
    """When each of so many requests may go."""
    clock = Clock()
    bucket = TokenBucket(per_minute, sleep=clock.sleep, clock=clock)
    taken = []
    for _ in range(requests):
        bucket.take()
        taken.append(clock.seconds)
    return taken


def test_a_burst_passes_and_then_the_interval_holds():
    taken = moments(150, 30)
    burst = taken.count(0.0)
    assert 1 < burst <= LARGEST_BURST
    gaps = [round(b - a, 6) for a, b in zip(taken[burst - 1 :], taken[burst:], strict=False)]
    assert gaps == [0.4] * len(gaps)


def test_no_minute_holds_more_than_the_limit_of_syncro():
    taken = moments(150, 400)
    assert max(sum(t <= other < t + 60 for other in taken) for t in taken) <= 180


def test_a_budget_of_one_has_no_burst():
    assert moments(1, 3) == [0.0, 60.0, 120.0]
