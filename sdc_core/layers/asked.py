"""When a language model that gave no answer on a company text is asked again.

A call that failed, or a question past the budget, leaves the text open. Its month is stale again in
the next hour, for as long as there is a model to ask: not at once, or a provider that is down would
keep every run busy with it.
"""

import re
from collections.abc import Mapping
from datetime import datetime

from sdc_core.decisions import FileIndex
from sdc_core.linking.cascade.band import Chooser
from sdc_core.settings import Settings

ASKED = "asked"
"""Among the inputs of a month: the hour in which the model was asked about it."""
_PENDING = re.compile(rb'"llm_pending":true')


def pending_index() -> FileIndex:
    """Whether anything in a file of Sessions waits for an answer."""
    return FileIndex(_PENDING, bytes.decode)


def asks(settings: Settings, chooser: Chooser | None) -> str | None:
    """The model that open texts are put to, None where none is."""
    if chooser is None or not settings.linking.llm_enabled or settings.linking.scorer == "wratio":
        return None
    return chooser.model


def without_asked(inputs: Mapping[str, str]) -> dict[str, str]:
    """The inputs that do not move with the clock."""
    return {name: value for name, value in inputs.items() if name != ASKED}


def asked_at(made: Mapping[str, str], *, is_due: bool, now: datetime) -> dict[str, str]:
    """`asked` of a month: this hour where it is asked now, else what it was made with."""
    if is_due:
        return {ASKED: f"{now:%Y-%m-%dT%H}"}
    return {ASKED: made[ASKED]} if ASKED in made else {}
