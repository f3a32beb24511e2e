"""Whether the run that asks was stopped (Ctrl-C): then no call and no other try begins any more.

What is under way is waited for: it may be paid for, and its answer is kept.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Event

from sdc_core.errors import ProviderDownError

_stopped: ContextVar[Event | None] = ContextVar("sdc_llm_stopped", default=None)


@contextmanager
def stoppable() -> Iterator[None]:
    """Who leaves by an error stops all that was begun inside, in threads of this context too."""
    event = Event()
    token = _stopped.set(event)
    try:
        yield
    except BaseException:
        event.set()
        raise
    finally:
        _stopped.reset(token)


def is_stopped() -> bool:
    """Whether nothing more is to begin."""
    event = _stopped.get()
    return event is not None and event.is_set()


def check_not_stopped() -> None:
    """Before a call or another try of one.

    Raises:
        ProviderDownError: The run was stopped; nothing was sent.
    """
    if is_stopped():
        raise ProviderDownError("the run was stopped", may_cost=False)


def sleep(seconds: float) -> None:
    """Wait so long, or until the run is stopped."""
    event = _stopped.get()
    if event is None:
        time.sleep(seconds)
    else:
        event.wait(seconds)
