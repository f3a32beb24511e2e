"""Months of Sessions: what is committed comes back, equal content is not written, damage is found."""

import os
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sdc_core.errors import BusyError, MovedInputError, NewerSchemaError, StoreError, TornError
from sdc_core.ids import digest_bytes
from sdc_core.models import ProcessingLogEntry, Session
from sdc_core.store import platform
from sdc_core.store.locks import hold
from sdc_core.store.manifest import file_name_of
from sdc_core.store.months import Layout, MonthBatch, MonthStore, editable_of, rest_digest_of
from sdc_core.store.seal import seal
from tests.core.store.stops import disturbed_trees, steps_of, stop_at, tree
from tests.factory import MOMENT, make_session

MONTH = "2025-01"
BOTH = pytest.mark.parametrize("layout", list(Layout))


@pytest.fixture(autouse=True)
def _fixed_clock(monkeypatch):
    monkeypatch.setenv("SDC_NOW", "2025-06-01T00:00:00+00:00")


def open_store(root: Path, layout: Layout = Layout.FILES, **changes) -> MonthStore:
    return MonthStore(root / "store", root=root, layer="linked", layout=layout, **changes)


def batch(*names: str, inputs: str = "1", **changes) -> MonthBatch:
    sessions = [make_session(n, MOMENT + timedelta(hours=i)) for i, n in enumerate(names)]
    return MonthBatch(MONTH, sessions, {"records": inputs}, **changes)


def changed_batch() -> MonthBatch:
    """`a` changed, `b` as before, `c` gone, `d` new."""
    new = batch("a", "b", "d", inputs="2")
    new.sessions[0].context.customer_name = "Alpha"
    return new


def finished_files(root: Path) -> list[Path]:
    return sorted((root / "store" / MONTH).glob("2025*.json"))


def file_of(root: Path, name: str) -> Path:
    return root / "store" / MONTH / file_name_of(make_session(name))


def ids(sessions: list[Session]) -> list[str]:
    return [session.meta.session_id for session in sessions]


@BOTH
def test_what_is_committed_comes_back_in_order_of_start(tmp_path, layout):
    store, given = open_store(tmp_path, layout), batch("a", "b", "c")
    expected = list(given.sessions)
    random.Random(3).shuffle(given.sessions)
    report = store.commit(given)
    assert (report.sessions, report.written, report.unchanged, report.removed) == (3, 3, 0, 0)
    assert store.load(MONTH) == expected
    assert store.months() == [MONTH]
    assert store.damage(MONTH) == store.pending(MONTH) == {}


@BOTH
def test_a_month_without_manifest_is_empty(tmp_path, layout):
    store = open_store(tmp_path, layout)
    assert store.months() == store.load(MONTH) == []
    assert store.manifest(MONTH) is None
    assert store.lines_file(MONTH) is None


@BOTH
def test_a_month_without_sessions_has_a_manifest(tmp_path, layout):
    store = open_store(tmp_path, layout)
    store.commit(batch())
    assert store.months() == [MONTH]
    assert store.load(MONTH) == []
    assert store.lines_file(MONTH) is None


@BOTH
def test_equal_content_and_inputs_write_nothing(tmp_path, layout, monkeypatch):
    store = open_store(tmp_path, layout)
    store.commit(batch("a", "b"))
    before = tree(tmp_path)
    monkeypatch.setenv("SDC_NOW", "2025-07-01T00:00:00+00:00")
    assert steps_of(lambda: store.commit(batch("a", "b"))) == []
    report = store.commit(batch("a", "b"))
    assert (report.written, report.unchanged, report.skipped, report.files) == (0, 2, True, [])
    assert tree(tmp_path) == before


@BOTH
def test_other_inputs_with_equal_content_write_the_manifest_only(tmp_path, layout):
    store = open_store(tmp_path, layout)
    store.commit(batch("a", "b"))
    digest = store.manifest(MONTH).content_digest
    assert steps_of(lambda: store.commit(batch("a", "b", inputs="2"))) == ["manifest", "rename"]
    assert store.manifest(MONTH).inputs == {"records": "2"}
    assert store.manifest(MONTH).content_digest == digest


def test_only_changed_sessions_are_written_and_those_gone_are_removed(tmp_path):
    store = open_store(tmp_path)
    store.commit(batch("a", "b", "c"))
    report = store.commit(changed_batch())
    assert (report.written, report.unchanged, report.removed, report.skipped) == (2, 1, 1, False)
    assert len(report.files) == 2
    assert [path.name for path in finished_files(tmp_path)] == sorted(store.manifest(MONTH).files)
    assert ids(store.load(MONTH)) == ids(changed_batch().sessions)


@BOTH
def test_a_changed_session_keeps_its_first_time_and_gets_a_new_last_one(tmp_path, layout):
    store = open_store(tmp_path, layout)
    store.commit(batch("a", "b", "c"))
    new = changed_batch()
    for session in new.sessions:
        session.meta.ingestion_timestamp_utc = MOMENT + timedelta(days=9)
        session.meta.last_updated_timestamp_utc = MOMENT + timedelta(days=9)
    store.commit(new)
    changed, equal, fresh = (session.meta for session in store.load(MONTH))
    assert changed.ingestion_timestamp_utc == equal.ingestion_timestamp_utc == MOMENT
    assert changed.last_updated_timestamp_utc == datetime(2025, 6, 1, tzinfo=UTC)
    assert equal.last_updated_timestamp_utc == MOMENT
    assert fresh.ingestion_timestamp_utc == MOMENT + timedelta(days=9)


def test_the_batch_itself_is_left_as_it_was(tmp_path):
    store = open_store(tmp_path)
    store.commit(batch("a"))
    given = changed_batch()
    store.commit(given)
    assert given.sessions == changed_batch().sessions


@pytest.mark.parametrize("hurt", [Path.unlink, lambda path: path.write_bytes(b"")])
def test_a_lost_or_torn_file_is_found_and_comes_back_as_it_was(tmp_path, hurt, monkeypatch):
    store, first = open_store(tmp_path), batch("a", "b")
    log = {"processor_name": "linker", "processor_version": "1", "outcome": "exact"}
    first.sessions[0].meta.processing_log.append(ProcessingLogEntry(**log, timestamp_utc=MOMENT))
    store.commit(first)
    before = tree(tmp_path)
    file = finished_files(tmp_path)[0]
    hurt(file)
    torn = {file.name: digest_bytes(b"")}
    assert store.damage(MONTH) == {file.name: "changed" if file.exists() else "missing"}
    with pytest.raises(TornError, match=file.name):
        store.load(MONTH)
    monkeypatch.setenv("SDC_NOW", "2025-07-01T00:00:00+00:00")
    again = batch("a", "b", taken=torn)
    again.sessions[0].meta.processing_log.append(
        ProcessingLogEntry(**log, timestamp_utc=MOMENT + timedelta(days=1))
    )
    assert store.commit(again).files == [file.name]
    assert tree(tmp_path) == before


def test_a_lost_or_torn_lines_file_comes_back_as_it_was(tmp_path):
    store = open_store(tmp_path, Layout.LINES)
    store.commit(batch("a", "b"))
    before, file = tree(tmp_path), store.lines_file(MONTH)
    for hurt in (Path.unlink, lambda path: path.write_bytes(b"{")):
        hurt(file)
        assert list(store.damage(MONTH)) == [file.name]
        with pytest.raises(TornError):
            store.load(MONTH)
        store.commit(batch("a", "b"))
        assert tree(tmp_path) == before


def test_a_change_within_one_tick_of_the_clock_is_seen(tmp_path):
    store = open_store(tmp_path)
    store.commit(batch("a"))
    assert store.damage(MONTH) == {}
    file = finished_files(tmp_path)[0]
    status = file.stat()
    file.write_bytes(file.read_bytes().replace(b"work a", b"work A"))
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert store.damage(MONTH) == {file.name: "changed"}


@pytest.mark.parametrize("share", range(8))
def test_a_torn_manifest_counts_as_none_and_is_made_again_as_it_was(tmp_path, share, monkeypatch):
    store = open_store(tmp_path)
    store.commit(batch("a", "b"))
    before, manifest = tree(tmp_path), tmp_path / "store" / MONTH / "_manifest.json"
    manifest.write_bytes(manifest.read_bytes()[: len(manifest.read_bytes()) * share // 8])
    assert store.manifest(MONTH) is None
    monkeypatch.setenv("SDC_NOW", "2025-07-01T00:00:00+00:00")
    later = batch("a", "b")
    for session in later.sessions:
        session.meta.ingestion_timestamp_utc += timedelta(days=9)
    store.commit(later)
    assert tree(tmp_path) == before


def test_with_the_manifest_lost_a_differing_file_is_kept_as_a_copy(tmp_path):
    store = open_store(tmp_path)
    store.commit(batch("a"))
    file = finished_files(tmp_path)[0]
    edited = file.read_bytes().replace(b'"user_notes": null', b'"user_notes": "call back"')
    file.write_bytes(edited)
    (tmp_path / "store" / MONTH / "_manifest.json").unlink()
    store.commit(batch("a"))
    assert [copy.read_bytes() for copy in file.parent.glob("*.kept")] == [edited]
    assert store.damage(MONTH) == {}


def test_a_flipped_manifest_is_not_believed(tmp_path):
    store = open_store(tmp_path)
    store.commit(batch("a"))
    manifest = tmp_path / "store" / MONTH / "_manifest.json"
    manifest.write_bytes(manifest.read_bytes().replace(b'"user_notes": null', b'"user_notes": "x"'))
    assert store.manifest(MONTH) is None


def test_a_manifest_of_a_newer_version_is_refused(tmp_path):
    store = open_store(tmp_path)
    store.commit(batch("a"))
    (tmp_path / "store" / MONTH / "_manifest.json").write_bytes(seal(b'{\n "schema": 2\n}'))
    with pytest.raises(NewerSchemaError):
        store.commit(batch("a"))


def test_an_edit_made_meanwhile_is_never_overwritten(tmp_path):
    store = open_store(tmp_path)
    store.commit(batch("a", "b", "c"))
    for name in "abc":  # to change, to leave, to remove
        file = file_of(tmp_path, name)
        original = file.read_bytes()
        edited = original.replace(b'"user_notes": null', b'"user_notes": "mine"')
        file.write_bytes(edited)
        before = tree(tmp_path)
        with pytest.raises(MovedInputError, match=file.name):
            store.commit(changed_batch())
        assert tree(tmp_path) == before
        file.write_bytes(original)


@pytest.mark.parametrize(("name", "number"), [("a", 0), ("c", 6)])
def test_an_edit_made_during_the_commit_itself_is_spared_too(tmp_path, monkeypatch, name, number):
    """Saved by the person after the check of all files: before `a` is replaced, before `c` goes."""
    store = open_store(tmp_path)
    store.commit(batch("a", "b", "c"))
    file = file_of(tmp_path, name)
    edited = file.read_bytes().replace(b'"user_notes": null', b'"user_notes": "mine"')
    steps = iter(range(100))
    monkeypatch.setattr(
        platform, "on_step", lambda step: next(steps) == number and file.write_bytes(edited)
    )
    with pytest.raises(MovedInputError, match=file.name):
        store.commit(changed_batch())
    assert file.read_bytes() == edited


def test_an_edit_that_is_in_the_ledger_may_be_overwritten(tmp_path):
    store = open_store(tmp_path)
    store.commit(batch("a"))
    file = finished_files(tmp_path)[0]
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    taken = {file.name: digest_bytes(file.read_bytes())}
    report = store.commit(batch("a", taken=taken))
    assert (report.written, report.files) == (1, [file.name])
    assert store.damage(MONTH) == {}


def test_files_of_a_person_are_left_alone(tmp_path):
    store = open_store(tmp_path)
    store.commit(batch("a", "c"))
    own = tmp_path / "store" / MONTH / "my notes.txt"
    own.write_text("mine")
    store.commit(batch("b"))
    assert own.read_text() == "mine"
    assert len(finished_files(tmp_path)) == 1


@BOTH
def test_a_session_that_is_no_json_is_named_and_the_month_stands(tmp_path, layout):
    store = open_store(tmp_path, layout)
    store.commit(batch("a"))
    broken = batch("a", "b", inputs="2")
    broken.sessions[1].insights.user_notes = "\ud800"
    with pytest.raises(StoreError, match=broken.sessions[1].meta.session_id):
        store.commit(broken)
    assert len(store.load(MONTH)) == 1
    assert store.damage(MONTH) == {}


def test_a_reader_overtaken_by_a_commit_reads_the_new_month(tmp_path, monkeypatch):
    store, real = open_store(tmp_path, Layout.LINES), MonthStore._read
    store.commit(batch("a", "b", "c"))

    def overtaken(self, *args):
        monkeypatch.setattr(MonthStore, "_read", real)
        open_store(tmp_path, Layout.LINES).commit(changed_batch())
        return real(self, *args)

    monkeypatch.setattr(MonthStore, "_read", overtaken)
    assert ids(store.load(MONTH)) == ids(changed_batch().sessions)


def test_a_taken_edit_in_a_file_that_goes_away_goes_with_it_also_after_a_stop(tmp_path):
    def prepare(root):
        open_store(root).commit(batch("a", "b", "c"))
        file = file_of(root, "c")
        file.write_bytes(file.read_bytes().replace(b'"user_notes": null', b'"user_notes": "x"'))

    def act(root):
        files = (root / "store" / MONTH).glob("2025*.json")
        new = changed_batch()
        new.taken = {file.name: digest_bytes(file.read_bytes()) for file in files}
        open_store(root).commit(new)

    for step, undisturbed, disturbed in disturbed_trees(tmp_path, prepare, act):
        assert disturbed == undisturbed, step


def test_moved_inputs_are_named_and_nothing_is_written(tmp_path):
    store = open_store(tmp_path)
    with pytest.raises(MovedInputError, match="records"):
        store.commit(batch("a"), lambda: {"records": "other"})
    with pytest.raises(MovedInputError, match="customers"):
        store.commit(batch("a"), lambda: {"records": "1", "customers": "new"})
    assert tree(tmp_path) == {}
    assert store.commit(batch("a"), lambda: {"records": "1"}).written == 1


def test_an_unchanged_batch_is_a_report_only(tmp_path):
    store = open_store(tmp_path)
    store.commit(batch("a", "b"))
    unchanged = MonthBatch(MONTH, [], {"records": "1"}, is_unchanged=True)
    assert steps_of(lambda: store.commit(unchanged)) == []
    report = store.commit(unchanged)
    assert (report.sessions, report.unchanged, report.skipped) == (2, 2, True)
    assert len(store.load(MONTH)) == 2


@BOTH
def test_a_session_twice_or_in_the_wrong_month_is_refused(tmp_path, layout):
    store = open_store(tmp_path, layout)
    twice = MonthBatch(MONTH, [make_session("a"), make_session("a")], {})
    elsewhere = MonthBatch(MONTH, [make_session("a", datetime(2025, 2, 1, tzinfo=UTC))], {})
    with pytest.raises(StoreError, match="twice"):
        store.commit(twice)
    with pytest.raises(StoreError, match="another UTC month"):
        store.commit(elsewhere)
    with pytest.raises(StoreError, match="'2025-13'"):
        store.commit(MonthBatch("2025-13", [], {}))
    assert tree(tmp_path) == {}


def test_an_undated_session_may_lie_in_any_month(tmp_path):
    store, session = open_store(tmp_path), make_session("a")
    session.insights.session_start_time_utc = None
    store.commit(MonthBatch(MONTH, [session, make_session("b")], {}))
    assert ids(store.load(MONTH)) == ids([session, make_session("b")])
    assert next(iter(store.manifest(MONTH).files)).startswith("undated_screenconnect_")


def test_file_names_hold_no_text_of_a_source(tmp_path):
    store = open_store(tmp_path)
    session = make_session("a", system="../Evil <Source>\x00" * 9)
    session.meta.session_id = "../../etc/passwd"
    store.commit(MonthBatch(MONTH, [session], {}))
    (name,) = store.manifest(MONTH).files
    assert name.startswith("2025-01-03_evilsourceevilsource")
    assert name == name.lower()
    assert len(name) < 80


def test_a_month_held_by_another_process_is_named(tmp_path):
    store = open_store(tmp_path, lock_timeout_seconds=0.05)
    lock = tmp_path / "store" / f"{MONTH}.lock"
    with (
        hold(lock, what="another run", timeout_seconds=0),
        pytest.raises(BusyError, match="another run"),
    ):
        store.commit(batch("a"))


def test_where_case_does_not_count_a_renamed_file_is_not_deleted(tmp_path):
    store = open_store(tmp_path)
    store.commit(batch("a"))
    manifest = store.manifest(MONTH)
    entry = manifest.sessions[0]
    file, old_name = (
        finished_files(tmp_path)[0],
        entry.file.replace("screenconnect", "ScreenConnect"),
    )
    file.rename(file.with_name(old_name))
    entry.file = old_name
    (file.parent / "_manifest.json").write_bytes(manifest.to_bytes())
    deleted = []
    real = platform.remove

    def remove(path):
        deleted.append(path.name)
        real(path)

    platform.remove = remove
    try:
        store.commit(batch("a"))
    finally:
        platform.remove = real
    assert old_name not in deleted
    assert file.exists()


@BOTH
@pytest.mark.parametrize(("prepare", "act"), [
    (lambda root, layout: None, lambda root, layout: open_store(root, layout).commit(batch("a", "b", "c"))),
    (lambda root, layout: open_store(root, layout).commit(batch("a", "b", "c")),
     lambda root, layout: open_store(root, layout).commit(changed_batch())),
])  # fmt: skip
def test_stopped_at_any_step_and_run_again_it_is_as_if_undisturbed(tmp_path, layout, prepare, act):
    steps = set()
    trees = disturbed_trees(tmp_path, lambda r: prepare(r, layout), lambda r: act(r, layout))
    for step, undisturbed, disturbed in trees:
        assert disturbed == undisturbed, step
        steps.add(step)
    assert {"file_write", "rename", "manifest", "delete"} <= steps


@BOTH
def test_stopped_at_any_step_readers_see_the_old_month_or_the_new_one(tmp_path, layout):
    """In the layout `FILES` a torn month is an error that names the file, never a mixture."""
    count = len(steps_of(lambda: _update(tmp_path / "count", layout)))
    for number in range(count):
        root = tmp_path / str(number)
        open_store(root, layout).commit(batch("a", "b", "c"))
        old = open_store(root, layout).load(MONTH)
        stop_at(number, lambda root=root: open_store(root, layout).commit(changed_batch()))
        store = open_store(root, layout)
        try:
            found = store.load(MONTH)
        except TornError:
            assert layout is Layout.FILES
            assert store.damage(MONTH)
            assert store.pending(MONTH)
            continue
        assert found == old or ids(found) == ids(changed_batch().sessions)


def _update(root: Path, layout: Layout) -> None:
    before, platform.on_step = platform.on_step, lambda step: None
    open_store(root, layout).commit(batch("a", "b", "c"))
    platform.on_step = before
    open_store(root, layout).commit(changed_batch())


def test_what_a_stopped_commit_left_is_never_taken_for_an_edit(tmp_path):
    """Stopped twice, each time after writing another version of `a`, then a third version."""
    store = open_store(tmp_path)
    store.commit(batch("a", "b"))
    name = store.manifest(MONTH).sessions[0].file
    for number, customer in enumerate(("Alpha", "Beta"), start=1):
        new = batch("a", "b", inputs=str(number + 1))
        new.sessions[0].context.customer_name = customer
        stop_at(4, lambda new=new: store.commit(new))  # before the manifest
        left = (tmp_path / "store" / MONTH / name).read_bytes()
        assert customer.encode() in left
        assert store.pending(MONTH)[name] == digest_bytes(left)
    stop_at(2, lambda: store.commit(batch("a", "b", "d", inputs="4")))  # journal written, no file
    assert b"Beta" in (tmp_path / "store" / MONTH / name).read_bytes()
    store.commit(changed_batch())
    assert store.load(MONTH)[0].context.customer_name == "Alpha"
    assert store.damage(MONTH) == {}


def test_a_commit_stopped_among_its_deletions_shows_and_is_finished(tmp_path):
    store = open_store(tmp_path)
    store.commit(batch("a", "b", "c"))
    steps = steps_of(lambda: open_store(tmp_path / "other").commit(batch("a")))
    assert steps.count("delete") == 1
    stop_at(8, lambda: store.commit(changed_batch()))
    assert store.manifest(MONTH).inputs == {"records": "2"}
    assert store.damage(MONTH) == {"_pending.json": "unfinished"}
    store.commit(changed_batch())
    assert store.damage(MONTH) == {}
    assert len(finished_files(tmp_path)) == 3


def test_the_editable_fields_and_the_rest_split_the_content():
    session = make_session("a", customer_id=7, customer_name="Alpha")
    assert editable_of(session) == {
        "user_notes": None,
        "links": [],
        "customer_id": 7,
        "customer_name": "Alpha",
        "contact_id": None,
        "contact_name": None,
        "processing_status": "Needs Linking",
    }
    rest = rest_digest_of(session)
    session.insights.user_notes = "x"
    session.context.links.append("https://example.test")
    session.context.customer_name = session.context.contact_name = "Beta"
    session.context.customer_id = session.context.contact_id = 8
    session.meta.processing_status = "Reviewed"
    session.meta.last_updated_timestamp_utc = MOMENT + timedelta(days=1)
    assert rest_digest_of(session) == rest
    session.insights.source_title = "other"
    assert rest_digest_of(session) != rest


def test_the_manifest_of_finished_files_holds_what_a_hand_edit_is_compared_with(tmp_path):
    store = open_store(tmp_path)
    store.commit(batch("a"))
    (entry,) = store.manifest(MONTH).sessions
    (session,) = store.load(MONTH)
    assert entry.editable == editable_of(session)
    assert entry.rest_digest == rest_digest_of(session)
    lines = open_store(tmp_path / "lines", Layout.LINES)
    lines.commit(batch("a"))
    assert lines.manifest(MONTH).sessions[0].editable is None
