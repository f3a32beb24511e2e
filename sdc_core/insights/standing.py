"""How the finished Sessions stand with the language models, read from their logs."""

from collections import Counter
from collections.abc import Iterable

from sdc_core.insights.scope import STEPS
from sdc_core.insights.settled import LOCAL, Standing
from sdc_core.models import ProcessingLogEntry, Session


def standings_of(sessions: Iterable[Session]) -> Counter[Standing]:
    """How many tasks of these Sessions stand how; `asked` is not in a log and stays empty."""
    return Counter(
        _standing(entry)
        for session in sessions
        for entry in session.meta.processing_log
        if entry.processor_name in STEPS
    )


def _standing(entry: ProcessingLogEntry) -> Standing:
    details = entry.details
    state, reason = str(details.get("state", LOCAL)), str(details.get("reason", ""))
    return Standing(entry.processor_name.removeprefix("llm_"), state, "", reason)
