"""When a month with Sessions that wait for a model is asked about again (decision 0040).

`asked` among the inputs of a month says that something in it waits, and the hour in which it was
asked. It is stale again in a later hour, while there is somebody to ask: not at once, or a provider
that is down would keep every run busy with it. `held_back` names the tasks that a run over some
steps only left out; they are asked at the next chance.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sdc_core.insights.settled import Standing
from sdc_core.insights.writer import NOT_NOW
from sdc_core.llm.asking import State

ASKED = "asked"
HELD_BACK = "held_back"
_CIRCUMSTANCES = {ASKED, HELD_BACK}


def lasting(inputs: Mapping[str, str]) -> dict[str, str]:
    """The inputs without when, and which of it, was asked."""
    return {name: value for name, value in inputs.items() if name not in _CIRCUMSTANCES}


def circumstances(inputs: Mapping[str, str]) -> dict[str, str]:
    """Those alone."""
    return {name: value for name, value in inputs.items() if name in _CIRCUMSTANCES}


def circumstances_of(standings: Iterable[Standing], now: datetime) -> dict[str, str]:
    """What the month has to remember of how its Sessions stand; nothing where none waits."""
    waiting = [standing for standing in standings if standing.state == State.WAITING]
    left_out = sorted({standing.task for standing in waiting if standing.reason == NOT_NOW})
    found = {HELD_BACK: ", ".join(left_out)} if left_out else {}
    if any(standing.reason != NOT_NOW for standing in waiting):
        found[ASKED] = _hour(now)
    return found


def is_waiting(made: Mapping[str, str]) -> bool:
    """Whether a Session of a month made with these inputs waits for a model."""
    return not _CIRCUMSTANCES.isdisjoint(made)


def may_be_due(made: Mapping[str, str], now: datetime) -> bool:
    """Whether it is to be asked again, where there is somebody to ask."""
    return HELD_BACK in made or (ASKED in made and made[ASKED] != _hour(now))


def _hour(now: datetime) -> str:
    return f"{now:%Y-%m-%dT%H}"
