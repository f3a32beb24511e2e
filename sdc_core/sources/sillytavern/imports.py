"""Messages that an importing program stamped with the moment of the import.

The imports of Ooba, Agnai, CAI and Kobold Lite write their own clock on every message, one line
after the other, to the millisecond. No person and no model writes twice in so short a time.
"""

from collections.abc import Iterable
from datetime import timedelta

from sdc_core.sources.sillytavern.dates import MILLISECOND
from sdc_core.sources.sillytavern.messages import Message, Role

# A loop over the lines of a chat may see the clock move between two of them.
_STEP = timedelta(milliseconds=5)


def imported_lines(messages: Iterable[Message]) -> set[int]:
    """Lines of the messages whose date is that of an import: no time of work."""
    found: set[int] = set()
    together: list[Message] = []
    for message in messages:
        if _is_stamped(message):
            if together and not _follows(together[-1], message):
                found |= _lines(together)
                together = []
            together.append(message)
    return found | _lines(together)


def _is_stamped(message: Message) -> bool:
    is_exact = message.sent is not None and message.sent.resolution == MILLISECOND
    return is_exact and message.begun is None


def _follows(before: Message, message: Message) -> bool:
    first, second = before.sent, message.sent
    if first is None or second is None or first.is_local != second.is_local:
        return False
    return timedelta() <= second.moment - first.moment <= _STEP


def _lines(together: list[Message]) -> set[int]:
    """Greetings of several characters also share a moment, but there no person speaks."""
    is_import = len(together) > 1 and any(m.role is Role.USER for m in together)
    return {message.line for message in together} if is_import else set()
