"""A rejected row of the API can be read again from what was kept of it."""

import json

from sdc_core.records import Record, RecordError
from sdc_core.settings import Settings
from sdc_core.sources.syncro.records import COMMENT, TICKET, TIMER, Place, record_of
from sdc_core.sources.syncro.source import SOURCE
from tests.core.syncro.account import NOW, comment, ticket, timer

NAMES = {1: "Joe Doe"}


def _again(unit, **mended):
    row = {**json.loads(unit.raw), **mended}
    kept = unit.model_copy(update={"raw": json.dumps(row).encode()})
    (read,) = SOURCE.reread(kept, Settings())
    return read


def test_every_kind_reads_as_a_crawl_would_have_read_it():
    nameless = comment(9, 1005, NOW, tech=None)
    del nameless["ticket_id"]
    cases = (
        (TICKET, ticket(5), Place("/tickets/1005"), None, "subject"),
        (COMMENT, nameless, Place("/tickets/1005/comments"), 1005, "created_at"),
        (TIMER, timer(7, 1005, NOW, 30), Place("/ticket_timers"), None, "start_time"),
    )
    for kind, row, place, ticket_id, field in cases:
        good = record_of(kind, row, place, NAMES, ticket_id=ticket_id)
        bad = record_of(kind, {**row, field: None}, place, NAMES, ticket_id=ticket_id)
        assert isinstance(good, Record)
        assert isinstance(bad, RecordError)
        assert _again(bad, **{field: row[field]}) == good


def test_what_is_still_wrong_stays_rejected_at_its_place():
    bad = record_of(TICKET, ticket(5, subject=None), Place("/tickets/1005"), NAMES)
    assert _again(bad) == bad


def test_a_unit_from_before_contexts_were_kept_stays_as_it_is():
    bad = record_of(TICKET, ticket(5, subject=None), Place("/tickets/1005"), NAMES)
    old = bad.model_copy(update={"context": {}})
    assert list(SOURCE.reread(old, Settings())) == [old]
