"""A stored record that another version of SDC read is named, not stumbled over."""

import pytest

from sdc_core.errors import StoreError
from sdc_core.records import Revision
from sdc_core.sources.sillytavern.source import SOURCE
from tests.core.sources.play import sessions
from tests.core.sources.test_sillytavern import SETTINGS, Chats, answer, header, settled, user

STEPS = {
    "settle": lambda records: SOURCE.settle(records, SETTINGS),
    "group": lambda records: list(SOURCE.group(records, SETTINGS)),
    "build": lambda records: SOURCE.build(
        next(iter(SOURCE.group(GOOD[0], SETTINGS))), records, SETTINGS
    ),
}
GOOD: list = [None]


@pytest.fixture
def records(tmp_path):
    GOOD[0] = settled([Chats(tmp_path).write("a.jsonl", [header(), user("one"), answer("two", 3)])])
    return [record.model_copy(deep=True) for record in GOOD[0]]


@pytest.mark.parametrize(
    ("step", "name"),
    [
        ("settle", "message_key"), ("settle", "chat"),
        ("group", "start_utc"), ("group", "flags"), ("group", "line"), ("group", "chat"),
        ("build", "role"), ("build", "resolution"), ("build", "time_basis"), ("build", "chat"),
    ],
)  # fmt: skip
def test_a_field_that_is_not_there_is_named(records, step, name):
    del records[1].fields[name]
    with pytest.raises(StoreError, match=rf"a\.jsonl\[\d\].*fields has no '{name}'.*backup"):
        STEPS[step](records)


@pytest.mark.parametrize(
    ("step", "name", "value"),
    [
        ("settle", "family", None), ("group", "family", 7), ("group", "order", None),
        ("build", "order", None),
    ],
)  # fmt: skip
def test_a_field_of_another_type_is_named(records, step, name, value):
    records[0].fields["chat"][name] = value
    with pytest.raises(StoreError, match=rf"fields\.chat\.{name} is {type(value).__name__}"):
        STEPS[step](records)


def test_the_first_shape_of_the_evidence_is_named(records):
    """Version 1 had `user` for the persona, and no `called`."""
    chat = records[0].fields["chat"]
    chat["user"] = chat.pop("persona")
    del chat["called"], chat["folder"], chat["is_group"]
    with pytest.raises(StoreError, match=r"fields\.chat has no"):
        sessions(SOURCE, records, SETTINGS)


def test_an_unfit_revision_is_named(records):
    old = records[0]
    revision = Revision(raw=old.raw, fields={}, ref=old.ref, seen_utc=old.first_seen_utc)
    with pytest.raises(StoreError, match=r"fields has no 'role'"):
        SOURCE.settle([old.model_copy(update={"revisions": [revision]}), records[1]], SETTINGS)


def test_a_fault_that_no_record_explains_is_not_hidden(records):
    with pytest.raises(AttributeError):
        SOURCE.settle([*records, None], SETTINGS)
