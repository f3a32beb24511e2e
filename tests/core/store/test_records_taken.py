"""Some records of the store are exchanged for others; the rest keeps its bytes unread."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sdc_core.errors import TornError
from sdc_core.store import records as records_module
from sdc_core.store.record_lines import digest_of, digest_without, key_of, line_of
from sdc_core.store.records import RecordStore
from tests.core.store.stops import steps_of, tree
from tests.factory import make_record

FOLDER = "records/toy"
MONTHS = (None, "2025-01", "2025-02", "2025-03")


def open_store(root: Path) -> RecordStore:
    return RecordStore(root / FOLDER, root=root)


def stored(name, month, version=0):
    session = f"s-{name}" if month else None
    return make_record(name, raw={"v": version}, month=month, session_id=session)


def keys_of(names):
    return {make_record(name).key for name in names}


_contents = st.dictionaries(
    st.sampled_from("abcdefgh"), st.tuples(st.sampled_from(MONTHS), st.integers(0, 2)), max_size=8
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=_contents, after=_contents, names=st.sets(st.sampled_from("abcdefgh")))
def test_exchanging_some_is_storing_all(tmp_path_factory, before, after, names):
    """Whatever was there, `replace` ends with the bytes that `commit` of everything gives."""
    roots = [tmp_path_factory.mktemp("s") for _ in range(2)]
    old = {name: stored(name, *value) for name, value in before.items()}
    new = {name: stored(name, *value) for name, value in after.items() if name in names}
    kept = {name: record for name, record in old.items() if name not in names}
    for root in roots:
        open_store(root).commit(old.values(), assigned_with="v1")
    some, everything = map(open_store, roots)
    wanted = keys_of(names)
    taken = some.take([month or "none" for month in MONTHS], wanted.__contains__)
    assert {record.key for record in taken.records} == wanted & keys_of(old)
    changed = some.replace(taken, new.values(), assigned_with="v2")
    assert changed == everything.commit([*kept.values(), *new.values()], assigned_with="v2")
    assert tree(roots[0]) == tree(roots[1])
    assert some.version() == everything.version()


def test_what_is_not_wanted_is_not_parsed(tmp_path, monkeypatch):
    store = open_store(tmp_path)
    store.commit([stored(name, "2025-01") for name in "abc"], assigned_with="v1")
    parsed, real = [], records_module.parse_line

    def parse(line, path, number):
        parsed.append(key_of(line))
        return real(line, path, number)

    monkeypatch.setattr(records_module, "parse_line", parse)
    taken = store.take(["2025-01"], keys_of("b").__contains__)
    store.replace(taken, [stored("b", "2025-02", 1)], assigned_with="v1")
    assert set(parsed) == keys_of("b")


def test_a_month_that_is_not_touched_is_neither_read_nor_written(tmp_path):
    store = open_store(tmp_path)
    store.commit([stored("a", "2025-01"), stored("b", "2025-02")], assigned_with="v1")
    hurt = next((tmp_path / FOLDER).glob("2025-02-*"))
    hurt.write_bytes(b"torn")
    taken = store.take(["2025-01"], keys_of("a").__contains__)
    steps = steps_of(lambda: store.replace(taken, [stored("a", "2025-01", 1)], assigned_with="v1"))
    assert steps.count("record_store") == 1
    assert hurt.read_bytes() == b"torn"


def test_a_torn_month_is_named_before_a_line_of_it_is_carried_over(tmp_path):
    store = open_store(tmp_path)
    store.commit([stored("a", "2025-01"), stored("b", "2025-02")], assigned_with="v1")
    taken = store.take(["2025-01"], keys_of("a").__contains__)
    hurt = next((tmp_path / FOLDER).glob("2025-02-*"))
    hurt.write_bytes(hurt.read_bytes().replace(b"connection", b"connectioN"))
    with pytest.raises(TornError, match=hurt.name):
        store.replace(taken, [stored("a", "2025-02", 1)], assigned_with="v1")


@pytest.mark.parametrize("key", ["plain", 'with "quotes"', "back\\slash", "ünï\u2028code", ""])
def test_the_key_is_known_without_parsing_the_line(key):
    line = line_of(make_record("a", key=key, raw={"key": "another"}))
    assert key_of(line) == key


def test_the_digest_of_a_month_needs_no_order_and_gives_back_what_was_added():
    one, two, three = (stored(name, "2025-01") for name in "abc")
    assert digest_of([one, two, three]) == digest_of([three, one, two])
    assert digest_without(digest_of([one, two, three]), [two]) == digest_of([one, three])
    assert digest_of([one, one]) != digest_of([two, two])
    assert digest_of([two], base=digest_of([one])) == digest_of([one, two])
