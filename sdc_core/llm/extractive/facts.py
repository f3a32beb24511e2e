"""Title and summary of a Session without text: which machines, how many connections, how long."""

from sdc_core.llm.extractive.cutting import MAX_LENGTH, MAX_WORDS
from sdc_core.llm.extractive.sentences import clean, one_line
from sdc_core.models import SegmentType, Session

_TITLE = "Remote work on"
_MORE_WORDS = 3
_SHOWN_MACHINES = 10
_MACHINE_LENGTH = 40


def machines_of(session: Session) -> list[str]:
    """The machines of the remote connections in the order first met, each once."""
    found: dict[str, None] = {}
    for segment in session.segments:
        if segment.type == SegmentType.REMOTE_CONNECTION:
            lines = [one_line(line) for line in clean(segment.content).split("\n")]
            name = next((line for line in lines if line), "")
            if name:
                found.setdefault(name[:_MACHINE_LENGTH].strip())
    return list(found)


def factual_title(session: Session) -> str | None:
    """`Remote work on WKSTN-02, SRV-MAIN`; None where no machine is named."""
    machines = machines_of(session)
    if not machines:
        return None
    shown = machines[:1]
    for machine in machines[1:]:
        if not _fits([*shown, machine], machines):
            break
        shown.append(machine)
    more = len(machines) - len(shown)
    return _cut(f"{_TITLE} {', '.join(shown)}" + (f" and {more} more" if more else ""))


def factual_summary(session: Session) -> str | None:
    """One sentence with machines, connections and connected minutes."""
    machines = machines_of(session)
    if not machines:
        return None
    count = sum(s.type == SegmentType.REMOTE_CONNECTION for s in session.segments)
    connections = "1 connection" if count == 1 else f"{count} connections"
    minutes = session.insights.session_duration_minutes
    time = "" if minutes is None else f", {minutes} minute{'' if minutes == 1 else 's'} connected"
    named = ", ".join(machines[:_SHOWN_MACHINES])
    more = len(machines) - _SHOWN_MACHINES
    return f"{_TITLE} {named}{f' and {more} more' if more > 0 else ''}: {connections}{time}."


def _fits(shown: list[str], machines: list[str]) -> bool:
    text = f"{_TITLE} {', '.join(shown)}"
    left = _MORE_WORDS if len(shown) < len(machines) else 0
    return len(text.split()) + left <= MAX_WORDS and len(text) + 4 * left <= MAX_LENGTH


def _cut(text: str) -> str:
    return " ".join(text.split()[:MAX_WORDS])[:MAX_LENGTH].rstrip(" ,")
