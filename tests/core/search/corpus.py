"""Finished Sessions on disk, and a search over them, for the tests of search."""

from datetime import UTC, datetime, timedelta

from sdc_core.layers import EMBEDDED, FINISHED
from sdc_core.models import SegmentType
from sdc_core.pipeline import run_month
from sdc_core.settings import load_settings
from sdc_core.store.months import MonthBatch
from sdc_core.workspace import open_workspace
from tests.core.embeddings.paraphrases import PAIRS
from tests.factory import make_segment, make_session

CUSTOMERS = ((1, "Acme Dental"), (2, "Bright Law LLC"), (3, "Cedar Bakery"))
MONTH = "2025-01"
FIRST = datetime(2025, 1, 2, 9, tzinfo=UTC)


def ticket(name, text, *, day=0, customer=CUSTOMERS[0], system="SyncroTicket", **changes):
    """A Session in which a person wrote the text."""
    start = FIRST + timedelta(days=day)
    session = make_session(
        name, start, system, customer_id=customer[0], customer_name=customer[1], **changes
    )
    kind = SegmentType.TICKET_INITIAL_ISSUE
    session.segments = [make_segment(name, type=kind, content=text, author="Technician Nine")]
    session.insights.source_title = None
    return session


def paraphrases():
    """One Session for each text of the pairs, with a ticket number and a machine each."""
    return [
        ticket(
            f"p{number}",
            f"{text}. Seen on HOST-{number:02}.",
            day=number,
            customer=CUSTOMERS[number % 3],
            links=[f"Ticket: {31000 + number}"],
        )
        for number, (_, text) in enumerate(PAIRS)
    ]


def open_root(folder):
    return open_workspace(load_settings(None, {"SDC_DATA_FOLDER": str(folder)}))


def finish(workspace, sessions, month=MONTH):
    """Make these the finished Sessions of the month."""
    state = str(sorted(hash(session.to_bytes()) for session in sessions))
    workspace.layers[FINISHED].store.commit(MonthBatch(month, sessions, {"made": state}))


def embed(workspace, month=MONTH):
    return run_month(workspace, EMBEDDED, month)
