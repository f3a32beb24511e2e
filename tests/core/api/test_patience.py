"""How often trouble is met again: by its kind, and never without end."""

import pytest

from sdc_core.api.answers import BrokenAnswerError, RateLimitError
from sdc_core.api.patience import LONGEST_WAIT_SECONDS, RATE_LIMIT_TRIES, patiently
from sdc_core.errors import TerminalApiError, TransientApiError


def asked(*troubles, max_tries=5):
    """What comes of it, and how often it was asked."""
    left, slept = list(troubles), []

    def ask():
        if left:
            raise left.pop(0)
        return "answer"

    try:
        outcome = patiently(ask, max_tries=max_tries, sleep=slept.append)
    except (TransientApiError, TerminalApiError) as error:
        outcome = error
    return outcome, len(troubles) - len(left) + (outcome == "answer"), slept


@pytest.mark.parametrize(
    ("kind", "tries"),
    [(TransientApiError, 5), (BrokenAnswerError, 2), (RateLimitError, RATE_LIMIT_TRIES)],
)
def test_each_kind_has_its_own_number_of_tries(kind, tries):
    outcome, count, _ = asked(*(kind("trouble") for _ in range(tries - 1)))
    assert (outcome, count) == ("answer", tries)
    outcome, count, _ = asked(*(kind("trouble") for _ in range(99)))
    assert count == tries
    assert str(outcome) == f"trouble; gave up after {tries} tries"


def test_what_is_terminal_is_asked_once():
    outcome, count, slept = asked(TerminalApiError("bad key"), TransientApiError("never met"))
    assert (str(outcome), count, slept) == ("bad key", 1, [])


def test_it_waits_as_long_as_asked_but_not_for_hours():
    outcome, _, slept = asked(RateLimitError("later", retry_after_seconds=17.0))
    assert (outcome, slept) == ("answer", [17.0])
    too_long = RateLimitError("later", retry_after_seconds=LONGEST_WAIT_SECONDS + 1)
    outcome, count, slept = asked(too_long)
    assert (count, slept) == (1, [])
    assert isinstance(outcome, TransientApiError)
