"""A store that is read and written range of keys by range of keys."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sdc_core.store import platform
from sdc_core.store.key_ranges import Spool, StoredRanges, make_bounds
from sdc_core.store.month_files import MonthFiles
from sdc_core.store.records import RecordStore
from tests.core.store.stops import tree
from tests.factory import make_record

FOLDER = "records/toy"
MONTHS = (None, "2025-01", "2025-02")
NAMES = "abcdefghij"


def open_store(root: Path) -> RecordStore:
    store = RecordStore(root / FOLDER, root=root)
    store.folder.mkdir(parents=True, exist_ok=True)
    return store


def stored(name, month, version=0, key=None):
    session = f"s-{name}" if month else None
    more = {"key": key} if key else {}
    return make_record(name, raw={"v": version}, month=month, session_id=session, **more)


_contents = st.dictionaries(
    st.sampled_from(NAMES), st.tuples(st.sampled_from(MONTHS), st.integers(0, 2))
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(before=_contents, after=_contents, count=st.integers(1, 9))
def test_writing_by_ranges_is_storing_all(tmp_path_factory, before, after, count):
    roots = [tmp_path_factory.mktemp("s") for _ in range(2)]
    new = [stored(name, *value) for name, value in after.items()]
    for root in roots:
        old = [stored(name, *value) for name, value in before.items()]
        open_store(root).commit(old, assigned_with="v1")
    parted, whole = map(open_store, roots)
    spool, written = Spool(parted.folder, make_bounds(count)), MonthFiles(parted.folder)
    for record in new:
        spool.add(record)
    for records in spool:
        written.add(records)
    changed = parted.commit_files(written, assigned_with="v2")
    platform.clear_leftovers(parted.folder)
    assert changed == whole.commit(new, assigned_with="v2")
    assert tree(roots[0]) == tree(roots[1])


@given(count=st.integers(1, 40), key=st.text(alphabet="0123456789abcdef", min_size=1))
def test_bounds_part_all_keys_evenly(count, key):
    bounds = make_bounds(count)
    assert len(bounds) == count - 1
    assert bounds == sorted(set(bounds))
    assert sum(bound <= key for bound in bounds) in range(count)


@pytest.mark.parametrize("count", [1, 2, 7])
def test_stored_records_come_range_by_range_in_the_order_of_months_and_keys(tmp_path, count):
    store, bounds = open_store(tmp_path), make_bounds(count)
    records = [stored(name, MONTHS[n % 3]) for n, name in enumerate(NAMES)]
    store.commit(records, assigned_with="v1")
    found = list(StoredRanges(store.checked(), bounds))
    assert len(found) == count
    for below, above in pairwise(found):
        assert max((r.key for r in below), default="") <= min((r.key for r in above), default="~")
    for part in found:
        assert part == sorted(part, key=lambda r: (r.month or "none", r.key))
    assert sorted(r.key for part in found for r in part) == sorted(r.key for r in records)


def test_keys_that_are_no_digests_are_parted_too(tmp_path):
    store = open_store(tmp_path)
    store.commit([stored(k, "2025-01", key=k) for k in ("!", "K1", "f", "k1")], assigned_with="v1")
    found = StoredRanges(store.checked(), ["0", "a", "g"])
    assert [[record.key for record in part] for part in found] == [["!"], ["K1"], ["f"], ["k1"]]


def test_what_is_taken_back_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr("sdc_core.store.key_ranges._BUFFER_BYTES", 100)
    spool = Spool(tmp_path, make_bounds(3))
    first, second, third = (stored(name, None) for name in "abc")
    spool.add(first)
    mark = spool.mark()
    for _ in range(9):
        spool.add(second)
    spool.return_to(mark)
    spool.add(third)
    found = sorted(record.key for part in spool for record in part)
    assert found == sorted([first.key, third.key])
