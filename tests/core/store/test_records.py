"""The record store keeps every accepted record, says what changed, and never drops one silently."""

import random
from datetime import timedelta
from pathlib import Path

import pytest

from sdc_core.errors import NewerSchemaError, PathError, StoreError, TornError
from sdc_core.models import SourceRef
from sdc_core.records import Revision
from sdc_core.store.records import RecordStore
from sdc_core.store.seal import seal
from tests.core.store.stops import disturbed_trees, steps_of, tree
from tests.factory import MOMENT, make_record

FOLDER = "records/screenconnect"


def open_store(root: Path) -> RecordStore:
    return RecordStore(root / FOLDER, root=root)


def records():
    return [
        make_record(
            "a", month="2025-01", session_id="s1", first_seen_utc=MOMENT, last_seen_utc=MOMENT
        ),
        make_record("b", month="2025-01", session_id="s1"),
        make_record("c", month="2025-02", session_id="s2"),
        make_record("d"),
    ]


def test_an_empty_store_is_empty(tmp_path):
    store = open_store(tmp_path)
    assert store.months() == []
    assert store.load("2025-01") == store.load_all() == []
    assert store.digest("2025-01") is None
    assert store.assigned_with() is None
    assert store.count() == store.session_count() == 0
    assert store.cursor() == {}
    assert tree(tmp_path) == {}


def test_what_is_committed_comes_back_ordered_by_key(tmp_path):
    store = open_store(tmp_path)
    assert store.commit(records(), assigned_with="v1") == ["2025-01", "2025-02"]
    again = open_store(tmp_path)
    assert again.months() == ["2025-01", "2025-02"]
    assert again.load("2025-01") == sorted(records()[:2], key=lambda r: r.key)
    assert again.load("none") == [records()[3]]
    assert sorted(again.load_all(), key=lambda r: r.key) == sorted(records(), key=lambda r: r.key)
    assert (again.count(), again.session_count(), again.assigned_with()) == (4, 2, "v1")


def test_equal_records_in_any_order_write_nothing(tmp_path):
    store = open_store(tmp_path)
    store.commit(records(), assigned_with="v1")
    before = tree(tmp_path)
    shuffled = random.Random(7).sample(records(), 4)
    assert steps_of(lambda: store.commit(shuffled, assigned_with="v1")) == []
    assert tree(tmp_path) == before


def test_only_the_changed_month_is_written(tmp_path):
    store = open_store(tmp_path)
    store.commit(records(), assigned_with="v1")
    changed = [*records()[:2], make_record("c", month="2025-02", session_id="s3"), records()[3]]
    steps = steps_of(lambda: store.commit(changed, assigned_with="v1"))
    assert steps == ["record_store", "rename", "manifest", "rename", "delete"]
    assert store.load("2025-02")[0].session_id == "s3"


def test_a_month_without_records_is_reported_once_and_gone(tmp_path):
    store = open_store(tmp_path)
    store.commit(records(), assigned_with="v1")
    assert store.commit(records()[:2], assigned_with="v1") == ["2025-02"]
    assert store.commit(records()[:2], assigned_with="v1") == []
    assert store.months() == ["2025-01"]


@pytest.mark.parametrize("change", [
    {"raw": {"name": "other"}},
    {"fields": {"zone": "UTC"}},
    {"ref": SourceRef(file="renamed.csv", row=2)},
    {"revisions": [Revision(raw={}, fields={}, ref=SourceRef(file="x"), seen_utc=MOMENT)]},
    {"source_missing": True},
    {"session_id": "s2"},
])  # fmt: skip
def test_the_digest_of_a_month_covers_what_sessions_rest_on(tmp_path, change):
    store = open_store(tmp_path)
    store.commit([make_record("a", month="2025-01", session_id="s1")], assigned_with="v1")
    before = store.digest("2025-01")
    changed = make_record("a", **{"month": "2025-01", "session_id": "s1", **change})
    assert store.commit([changed], assigned_with="v1") == ["2025-01"]
    assert store.digest("2025-01") != before


def test_the_digest_ignores_when_a_record_was_seen_and_the_order_of_its_keys(tmp_path):
    store = open_store(tmp_path)
    store.commit([make_record("a", month="2025-01", raw={"x": 1, "y": 2})], assigned_with="v1")
    later = make_record(
        "a", month="2025-01", raw={"y": 2, "x": 1}, last_seen_utc=MOMENT + timedelta(days=1)
    )
    assert store.commit([later], assigned_with="v1") == []


@pytest.mark.parametrize("hurt", [
    lambda content: content[: len(content) // 2],
    lambda content: b"",
    lambda content: content.replace(b"connection", b"connectioN", 1),
    None,
])  # fmt: skip
def test_a_damaged_record_file_is_named(tmp_path, hurt):
    store = open_store(tmp_path)
    store.commit(records(), assigned_with="v1")
    file = next((tmp_path / FOLDER).glob("2025-01-*"))
    if hurt:
        file.write_bytes(hurt(file.read_bytes()))
    else:
        file.unlink()
    with pytest.raises(TornError, match=file.name):
        store.load("2025-01")
    with pytest.raises(TornError, match=file.name):
        store.load_all()
    assert len(store.load("2025-02")) == 1


def test_a_reader_overtaken_by_a_commit_reads_the_new_state(tmp_path, monkeypatch):
    store, real = open_store(tmp_path), RecordStore._read
    store.commit(records(), assigned_with="v1")
    newer = [make_record("c", month="2025-02", session_id="s3")]

    def overtaken(self, stored):
        monkeypatch.setattr(RecordStore, "_read", real)
        open_store(tmp_path).commit(newer, assigned_with="v2")
        return real(self, stored)

    monkeypatch.setattr(RecordStore, "_read", overtaken)
    assert store.load("2025-02") == newer


def test_a_record_that_is_no_json_is_named(tmp_path):
    store = open_store(tmp_path)
    with pytest.raises(StoreError, match=r"report\.csv"):
        store.commit([make_record("a", raw={"text": "\ud800"})], assigned_with="v1")
    assert store.load_all() == []


@pytest.mark.parametrize("share", range(8))
def test_a_torn_manifest_is_named_and_nothing_is_deleted(tmp_path, share):
    store = open_store(tmp_path)
    store.commit(records(), assigned_with="v1")
    manifest = tmp_path / FOLDER / "_manifest.json"
    content = manifest.read_bytes()
    manifest.write_bytes(content[: len(content) * share // 8])
    before = tree(tmp_path)
    for act in (store.months, store.load_all, lambda: store.commit([], assigned_with="v1")):
        with pytest.raises(TornError, match=r"_manifest\.json"):
            act()
    assert tree(tmp_path) == before


def test_a_lost_manifest_is_an_error_and_not_an_empty_store(tmp_path):
    store = open_store(tmp_path)
    store.commit(records(), assigned_with="v1")
    (tmp_path / FOLDER / "_manifest.json").unlink()
    with pytest.raises(TornError, match="missing beside record files"):
        store.commit([], assigned_with="v1")


def test_a_manifest_of_a_newer_version_is_refused(tmp_path):
    store = open_store(tmp_path)
    (tmp_path / FOLDER).mkdir(parents=True)
    (tmp_path / FOLDER / "_manifest.json").write_bytes(seal(b'{\n "schema": 2,\n "new": {}\n}'))
    with pytest.raises(NewerSchemaError, match="schema 2"):
        store.months()


def test_a_month_that_is_no_file_name_is_refused(tmp_path):
    with pytest.raises(PathError):
        open_store(tmp_path).commit([make_record("a", month="../x")], assigned_with="v1")


def test_the_cursor_comes_back_and_an_equal_one_is_not_written(tmp_path):
    store = open_store(tmp_path)
    assert steps_of(lambda: store.write_cursor({"page": 3})) == ["cursor", "rename"]
    assert open_store(tmp_path).cursor() == {"page": 3}
    assert steps_of(lambda: store.write_cursor({"page": 3})) == []


@pytest.mark.parametrize("share", range(8))
def test_a_torn_cursor_counts_as_lost(tmp_path, share):
    store = open_store(tmp_path)
    store.write_cursor({"page": 3, "file": "a.csv"})
    cursor = tmp_path / FOLDER / "_cursor.json"
    content = cursor.read_bytes()
    cursor.write_bytes(content[: len(content) * share // 8])
    assert store.cursor() == {}
    cursor.write_bytes(content.replace(b"3", b"4", 1))
    assert store.cursor() == {}


def first_intake(root: Path) -> None:
    store = open_store(root)
    store.commit(records(), assigned_with="v1")
    store.write_cursor({"seen": 4})


def second_intake(root: Path) -> None:
    store = open_store(root)
    store.commit(
        [*records()[:3], make_record("e", month="2025-02", session_id="s9")], assigned_with="v2"
    )
    store.write_cursor({"seen": 5})


@pytest.mark.parametrize(("prepare", "act"), [
    (lambda root: None, first_intake),
    (first_intake, second_intake),
])  # fmt: skip
def test_stopped_at_any_step_and_run_again_it_is_as_if_undisturbed(tmp_path, prepare, act):
    steps = set()
    for step, undisturbed, disturbed in disturbed_trees(tmp_path, prepare, act):
        assert disturbed == undisturbed, step
        steps.add(step)
    assert {"record_store", "rename", "manifest", "cursor"} <= steps
