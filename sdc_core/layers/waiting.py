"""When a month with Sessions that wait for a model is asked about again (decision 0040).

`asked` among the inputs of a month says that something in it waits, and when it was asked. It is
stale again in a later hour, or with other settings of the models, while there is somebody to ask:
not at once, or a provider that is down would keep every run busy with it. `held_back` names the
tasks that a run over some steps only left out; they are asked at the next chance.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sdc_core.ids import SHORT, digest_json
from sdc_core.insights.settled import Standing
from sdc_core.insights.writer import NOT_NOW
from sdc_core.llm.asking import State
from sdc_core.settings import Settings

ASKED = "asked"
HELD_BACK = "held_back"
_CIRCUMSTANCES = {ASKED, HELD_BACK}
_KEYS = ("gemini_api_key", "openai_api_key", "local_llm_api_key")


def lasting(inputs: Mapping[str, str]) -> dict[str, str]:
    """The inputs without when, and which of it, was asked."""
    return {name: value for name, value in inputs.items() if name not in _CIRCUMSTANCES}


def circumstances(inputs: Mapping[str, str]) -> dict[str, str]:
    """Those alone."""
    return {name: value for name, value in inputs.items() if name in _CIRCUMSTANCES}


def moment_of(settings: Settings, now: datetime) -> str:
    """The hour, and the settings of the models: what is mended need not wait for the next hour."""
    keys = [bool(getattr(settings.secrets, name)) for name in _KEYS]
    config = settings.llm_config.model_dump(mode="json")
    return f"{now:%Y-%m-%dT%H} {digest_json([config, keys])[:SHORT]}"


def circumstances_of(standings: Iterable[Standing], moment: str) -> dict[str, str]:
    """What the month has to remember of how its Sessions stand; nothing where none waits."""
    waiting = [standing for standing in standings if standing.state == State.WAITING]
    left_out = sorted({standing.task for standing in waiting if standing.reason == NOT_NOW})
    found = {HELD_BACK: ", ".join(left_out)} if left_out else {}
    if any(standing.reason != NOT_NOW for standing in waiting):
        found[ASKED] = moment
    return found


def is_waiting(made: Mapping[str, str]) -> bool:
    """Whether a Session of a month made with these inputs waits for a model."""
    return not _CIRCUMSTANCES.isdisjoint(made)


def may_be_due(made: Mapping[str, str], moment: str) -> bool:
    """Whether it is to be asked again, where there is somebody to ask."""
    return HELD_BACK in made or (ASKED in made and made[ASKED] != moment)
