"""The intake keeps what was once accepted, says what it could not read, and repeats itself."""

import json
import threading
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sdc_core.errors import (
    BusyError,
    InputMissingError,
    InputUnreadableError,
    SourceError,
    TornError,
    TransientApiError,
)
from sdc_core.intake import run_intake
from sdc_core.models import SourceRef
from sdc_core.records import Reason, Record, RecordError
from sdc_core.sources.base import Pull
from sdc_core.store.locks import hold
from tests.core.toy import NAME, World, line, make_source, read

NOW = datetime(2025, 6, 30, 12, tzinfo=UTC)
LATER = datetime(2025, 7, 1, 12, tzinfo=UTC)


@pytest.fixture
def world(tmp_path):
    return World(tmp_path)


def _run(world, now=NOW):
    return run_intake(world.open(), NAME, now=now)


def _records(world):
    return {record.raw["id"]: record for record in world.open().records(NAME).load_all()}


def _open_entries(world):
    return [e for e in world.open().quarantine.entries(NAME) if e.status == "open"]


def _counting_source(**changes):
    read_files = []

    def counting(file, settings):
        read_files.append(file.name)
        yield from read(file, settings)

    return make_source(read=counting, **changes), read_files


class TestUnchanged:
    def test_nothing_is_parsed_when_nothing_moved(self, tmp_path):
        source, read_files = _counting_source()
        world = World(tmp_path, source)
        world.write(line(1))
        assert not _run(world).is_unchanged
        before = world.tree("records", "quarantine")
        assert _run(world, LATER).is_unchanged
        assert read_files == ["a.toy"]
        assert world.tree("records", "quarantine") == before

    def test_the_same_size_and_time_with_other_bytes_is_seen(self, world):
        world.write(line(1, text="one"))
        _run(world)
        world.write(line(1, text="two"))
        assert _run(world).revised == 1

    def test_a_lost_cursor_gives_the_same_records(self, world):
        world.write(line(1), line(2), "broken\n")
        _run(world)
        before = world.tree("records", "quarantine")
        (world.root / "records/toy/_cursor.json").unlink()
        _run(world)
        assert world.tree("records", "quarantine") == before

    def test_a_torn_cursor_costs_one_full_look(self, world):
        world.write(line(1))
        _run(world)
        before = world.tree("records")
        cursor = world.root / "records/toy/_cursor.json"
        cursor.write_bytes(cursor.read_bytes()[:20])
        assert not _run(world).is_unchanged
        assert world.tree("records") == before

    def test_a_file_that_becomes_the_newest_by_its_time_is_the_newer_statement(self, world):
        world.write(line(1, text="one"), name="a.toy", at=1)
        world.write(line(1, text="two"), name="b.toy", at=2)
        _run(world)
        assert _records(world)[1].raw["text"] == "two"
        world.write(line(1, text="one"), name="a.toy", at=3)
        _run(world)
        assert _records(world)[1].raw["text"] == "one"


class TestStates:
    def test_content_that_changes_and_returns_keeps_one_revision(self, world):
        for text in ("A", "B", "A"):
            world.write(line(1, text=text))
            _run(world)
        record = _records(world)[1]
        assert record.raw["text"] == "A"
        assert [revision.raw["text"] for revision in record.revisions] == ["B"]

    def test_a_renamed_file_makes_no_duplicates(self, world):
        path = world.write(line(1), line(2))
        _run(world)
        path.rename(path.with_name("renamed.toy"))
        report = _run(world)
        assert (report.records, report.new, report.missing) == (2, 0, 0)
        assert {r.ref.file for r in _records(world).values()} == {"renamed.toy"}

    def test_a_vanished_file_leaves_its_records_marked_and_back_again_cleared(self, world):
        path = world.write(line(1))
        world.write(line(2), name="b.toy")
        _run(world)
        path.unlink()
        assert _run(world).missing == 1
        assert {n: r.source_missing for n, r in _records(world).items()} == {1: True, 2: False}
        world.write(line(1))
        assert _run(world).missing == 0

    def test_a_row_that_left_its_file_is_marked(self, world):
        world.write(line(1), line(2))
        _run(world)
        world.write(line(2))
        _run(world)
        assert {n: r.source_missing for n, r in _records(world).items()} == {1: True, 2: False}

    def test_a_file_with_a_broken_line_says_nothing_of_what_it_lacks(self, world):
        world.write(line(1), line(2))
        _run(world)
        world.write(line(2), "broken\n")
        assert _run(world).missing == 0

    def test_of_overlapping_files_the_preferred_state_stands_in_any_order(self, tmp_path):
        longest = make_source(prefer=_longest)
        for first, second in ((1, 2), (2, 1)):
            world = World(tmp_path / f"{first}", longest)
            world.write(line(1, text="short"), name="a.toy", at=first)
            world.write(line(1, text="much longer"), name="b.toy", at=second)
            _run(world)
            record = _records(world)[1]
            assert record.raw["text"] == "much longer"
            assert [revision.raw["text"] for revision in record.revisions] == ["short"]

    def test_two_folders_may_hold_files_of_one_name(self, tmp_path):
        world = World(tmp_path)
        world.write(line(1, text="one"), name="a/x.toy", at=5)
        world.write(line(2, text="two"), name="b/x.toy", at=6)
        folders = [tmp_path / "input/toy/a", tmp_path / "input/toy/b"]
        paths = world.settings.project_paths.model_copy(update={"notes_json": folders})
        world.settings = world.settings.model_copy(update={"project_paths": paths})
        world.sources = (make_source(folder_setting="notes_json"),)
        assert _run(world).records == 2
        world.write(line(1, text="changed"), name="a/x.toy", at=5)
        assert _run(world).revised == 1


def _longest(old, new):
    return max(old, new, key=lambda record: len(record.raw.get("text", "")))


class TestFailures:
    def test_a_held_file_keeps_its_records_and_is_read_at_the_next_run(self, tmp_path):
        held = set()

        def read_unless_held(file, settings):
            if file.name in held:
                raise InputUnreadableError(f"{file.name}: is held")
            yield from read(file, settings)

        world = World(tmp_path, make_source(read=read_unless_held))
        world.write(line(1, text="one"))
        world.write(line(2), name="b.toy")
        _run(world)
        held.add("a.toy")
        world.write(line(1, text="two"))
        report = _run(world)
        assert (report.missing, report.failures) == (0, ["a.toy: is held"])
        assert _records(world)[1].raw["text"] == "one"
        held.clear()
        assert _run(world).failures == []
        assert _records(world)[1].raw["text"] == "two"

    def test_an_older_copy_does_not_replace_what_a_held_file_said(self, tmp_path):
        held = set()

        def read_unless_held(file, settings):
            if file.name in held:
                raise InputUnreadableError(f"{file.name}: is held")
            yield from read(file, settings)

        world = World(tmp_path, make_source(read=read_unless_held))
        world.write(line(1, text="open"), name="a.toy", at=1)
        world.write(line(1, text="closed"), name="b.toy", at=2)
        _run(world)
        held.add("b.toy")
        world.write(line(9), name="c.toy", at=3)
        _run(world)
        assert _records(world)[1].raw["text"] == "closed"

    def test_an_older_copy_does_not_replace_what_a_deleted_file_said(self, world):
        world.write(line(1, text="open"), name="a.toy", at=1)
        newer = world.write(line(1, text="closed"), name="b.toy", at=2)
        _run(world)
        newer.unlink()
        _run(world)
        record = _records(world)[1]
        assert (record.raw["text"], record.source_missing) == ("closed", False)

    def test_a_merged_preference_holds_when_its_file_is_gone(self, tmp_path):
        def fuller(old, new):
            if "end" in new.raw or "end" not in old.raw:
                return new
            return old.model_copy(update={"fields": {"said": new.raw["text"]}})

        world = World(tmp_path, make_source(prefer=fuller))
        first = world.write(line(1, text="one", end="11:00"))
        _run(world)
        first.unlink()
        world.write(line(1, text="two"), name="b.toy")
        _run(world)
        record = _records(world)[1]
        assert (record.raw.get("end"), record.fields) == ("11:00", {"said": "two"})
        assert [revision.raw["text"] for revision in record.revisions] == ["two"]

    def test_a_wrong_file_is_named_at_every_run(self, world):
        world.write(line(1))
        world.write("WRONG", name="w.toy")
        said = ["w.toy: looks like something else; allowed are JSON lines"]
        assert _run(world).failures == said
        again = _run(world)
        assert (again.is_unchanged, again.failures) == (True, said)

    def test_only_wrong_files_is_an_error_at_every_run(self, world):
        world.write("WRONG")
        for _ in range(2):
            with pytest.raises(SourceError, match=r"a\.toy: looks like something else"):
                _run(world)

    def test_a_named_folder_that_is_missing_changes_nothing(self, tmp_path):
        world = World(tmp_path, make_source(folder_setting="notes_json"))
        world.write(line(1))
        _run(world)
        before = world.tree("records")
        paths = world.settings.project_paths.model_copy(update={"notes_json": [tmp_path / "no"]})
        world.settings = world.settings.model_copy(update={"project_paths": paths})
        with pytest.raises(InputMissingError, match="notes_json names"):
            _run(world)
        assert world.tree("records") == before

    def test_a_folder_that_cannot_be_listed_does_not_look_empty(self, world, monkeypatch):
        world.write(line(1))
        _run(world)

        def deny(folder, **_):
            raise PermissionError(13, "Permission denied", str(folder))

        monkeypatch.setattr("sdc_core.inputs.os.scandir", deny, raising=True)
        with pytest.raises(InputUnreadableError, match="cannot be listed"):
            _run(world)
        monkeypatch.undo()
        assert not _records(world)[1].source_missing

    def test_a_torn_record_store_is_named_and_untouched(self, world):
        world.write(line(1))
        _run(world)
        manifest = world.root / "records/toy/_manifest.json"
        manifest.write_bytes(manifest.read_bytes()[:30])
        before = world.tree("records")
        world.write(line(2))
        with pytest.raises(TornError, match=r"_manifest\.json"):
            _run(world)
        assert world.tree("records") == before


class TestOneAtATime:
    def test_two_intakes_at_once_lose_nothing(self, tmp_path):
        """The second one starts while the first has read its files and not yet committed."""
        reading, go_on = threading.Event(), threading.Event()

        def slow(records, settings):
            if not reading.is_set():
                reading.set()
                go_on.wait(20)
            return records

        world = World(tmp_path, make_source(settle=slow))
        world.write(line(1))
        first = threading.Thread(target=_run, args=[world])
        first.start()
        reading.wait(20)
        world.write(line(2), name="b.toy", at=2)
        (tmp_path / "input/toy/a.toy").unlink()
        second = threading.Thread(target=_run, args=[world, LATER])
        second.start()
        go_on.set()
        first.join()
        second.join()
        assert {n: r.source_missing for n, r in _records(world).items()} == {1: True, 2: False}

    def test_one_that_waits_too_long_names_the_holder(self, tmp_path):
        world = World(tmp_path, processing_defaults={"lock_timeout_seconds": 0})
        lock = world.open().records(NAME).lock
        with (
            hold(lock, what="intake of toy", timeout_seconds=0),
            pytest.raises(BusyError, match="for 'intake of toy'"),
        ):
            _run(world)


class TestQuarantine:
    def test_a_bad_line_is_kept_and_closed_when_the_file_is_mended(self, world):
        world.write(line(1), "broken\n")
        assert _run(world).rejected == {"syntax": 1}
        world.write(line(1), line(2))
        assert _run(world).rejected == {}
        [entry] = world.open().quarantine.entries(NAME)
        assert (entry.status, entry.raw) == ("replayed", b"broken")

    def test_a_bad_line_that_moves_is_counted_once(self, world):
        world.write("broken\n")
        with pytest.raises(SourceError):
            _run(world)
        world.write(line(1), "broken\n")
        assert _run(world).rejected == {"syntax": 1}

    def test_a_bad_line_of_a_file_that_vanished_stays_listed(self, world):
        path = world.write(line(1), "broken\n")
        _run(world)
        path.unlink()
        assert _run(world).rejected == {"syntax": 1}

    def test_a_bad_line_of_a_file_that_became_wrong_stays_listed(self, world):
        world.write(line(1), name="b.toy")
        world.write(line(2), "broken\n")
        _run(world)
        world.write("WRONG")
        assert _run(world).rejected == {"syntax": 1}

    def test_a_discarded_one_stays_discarded(self, world):
        world.write(line(1), "broken\n")
        _run(world)
        quarantine = world.open().quarantine
        [entry] = quarantine.entries(NAME)
        quarantine.resolve(NAME, [entry.id], "discarded", "test row")
        world.write(line(1))
        _run(world)
        assert world.open().quarantine.entries(NAME)[0].status == "discarded"


class TestRange:
    def test_records_outside_come_back_when_the_setting_covers_them(self, world):
        world.write(line(1, "2023-05-03T10:00:00+00:00"), line(2))
        report = _run(world)
        assert (report.records, report.sessions) == (2, 1)
        assert report.rejected == {"out_of_range": 1}
        wider = world.settings.processing_defaults.model_copy(update={"first_month": "2023-01"})
        world.settings = world.settings.model_copy(update={"processing_defaults": wider})
        report = _run(world)
        assert (report.sessions, report.rejected) == (2, {})
        assert [e.status for e in world.open().quarantine.entries(NAME)] == ["replayed"]

    def test_a_future_record_comes_back_when_its_month_runs(self, world):
        world.write(line(1, "2025-07-01T09:00:00+00:00"), line(2))
        assert _run(world).rejected == {"out_of_range": 1}
        assert _run(world).is_unchanged
        report = _run(world, LATER)
        assert (report.sessions, report.rejected) == (2, {})

    def test_a_clock_that_was_set_back_takes_no_session_away(self, world):
        world.write(line(1))
        _run(world)
        world.write(line(1), line(2))
        assert _run(world, datetime(2024, 3, 1, tzinfo=UTC)).sessions == 1
        assert {record.month for record in _records(world).values()} == {"2025-01"}

    def test_an_undated_record_lies_in_the_month_it_was_first_seen(self, world):
        world.write(line(1, start=None))
        _run(world)
        world.write(line(1, start=None, text="more"))
        _run(world, LATER)
        assert _records(world)[1].month == "2025-06"


class TestSessions:
    def test_an_earlier_row_moves_the_id_and_the_old_one_is_superseded(self, world):
        world.write(line(1))
        _run(world)
        old = _records(world)[1].session_id
        world.write(line(1), line(2, "2025-01-03T09:00:00+00:00"))
        _run(world)
        records = _records(world)
        assert records[1].session_id == records[2].session_id != old
        assert records[1].superseded_ids == [old]

    def test_an_id_that_exists_again_is_superseded_no_more(self, world):
        world.write(line(1))
        _run(world)
        world.write(line(1), line(2, "2025-01-03T09:00:00+00:00"))
        _run(world)
        world.write(line(1), line(2, "2025-01-02T09:00:00+00:00"))
        _run(world)
        assert _records(world)[1].superseded_ids == []

    def test_a_session_that_moves_leaves_its_old_month(self, world):
        world.write(line(1))
        _run(world)
        world.write(line(1, "2025-02-03T10:00:00+00:00"))
        assert _run(world).months_changed == ["2025-01", "2025-02"]
        assert world.open().records(NAME).months() == ["2025-02"]

    def test_a_new_order_within_a_session_is_stored(self, world):
        world.write(line(1, text="a"), line(2, text="b"))
        _run(world)
        before = {n: r.position for n, r in _records(world).items()}

        def backwards(records, settings):
            for found in make_source().group(records, settings):
                yield found.model_copy(update={"keys": found.keys[::-1]})

        world.sources = (replace(make_source(group=backwards), parser_version="2"),)
        assert _run(world).months_changed == ["2025-01"]
        assert {n: 1 - p for n, p in before.items()} == {
            n: r.position for n, r in _records(world).items()
        }


class TestApi:
    def _world(self, tmp_path, answers):
        asked = []

        def pull(settings, cursor, now):
            asked.append(dict(cursor))
            answer = answers.pop(0)
            if isinstance(answer, Exception):
                raise answer
            return answer

        source = make_source(pull=pull, is_api=lambda _: True)
        return World(tmp_path, source), asked

    def test_a_failed_pull_changes_nothing_and_keeps_the_mark(self, tmp_path):
        world, asked = self._world(
            tmp_path,
            [
                _pulled(1, mark="1"),
                TransientApiError("GET /tickets: 502"),
                _pulled(2, mark="2"),
            ],
        )
        _run(world)
        before = world.tree("records", "quarantine")
        with pytest.raises(TransientApiError):
            _run(world)
        assert world.tree("records", "quarantine") == before
        assert _run(world).records == 2
        assert asked == [{}, {"mark": "1"}, {"mark": "1"}]

    def test_an_empty_answer_moves_the_mark_only(self, tmp_path):
        world, _ = self._world(tmp_path, [_pulled(1, mark="1"), _pulled(mark="2")])
        _run(world)
        assert _run(world).is_unchanged
        assert world.open().records(NAME).cursor()["api"] == {"mark": "2"}
        assert _records(world)[1].source_missing is False

    def test_an_answer_that_is_known_moves_the_mark_only(self, tmp_path):
        world, _ = self._world(tmp_path, [_pulled(1, mark="1"), _pulled(1, mark="2")])
        _run(world)
        assert _run(world).is_unchanged
        assert world.open().records(NAME).cursor()["api"] == {"mark": "2"}

    def test_a_rejected_row_is_closed_when_the_api_gives_it_well(self, tmp_path):
        place = SourceRef(path="/tickets", id="2")
        bad = RecordError(reason=Reason.SCHEMA_TYPE, detail="id", ref=place, raw=b"{}")
        world, _ = self._world(
            tmp_path,
            [
                _pulled(1, mark="1", errors=[bad]),
                _pulled(3, mark="2"),
                _pulled(2, mark="3"),
            ],
        )
        assert _run(world).rejected == {"schema_type": 1}
        assert _run(world).rejected == {"schema_type": 1}
        assert _run(world).rejected == {}


def _pulled(*numbers, mark, errors=()):
    records = [
        Record(
            key=f"k{n}",
            kind="toy",
            raw=json.loads(line(n)),
            ref=SourceRef(path="/tickets", id=str(n)),
        )
        for n in numbers
    ]
    return Pull(records=records, errors=list(errors), cursor={"mark": mark})


_rows = st.lists(
    st.tuples(st.integers(1, 6), st.integers(1, 28), st.sampled_from("abc")), max_size=6
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(files=st.lists(_rows, min_size=1, max_size=3), turn=st.randoms(use_true_random=False))
def test_the_order_of_files_does_not_matter_where_prefer_has_none(tmp_path_factory, files, turn):
    """Same files under any times: same Sessions, same standing records."""
    order = list(range(len(files)))
    turn.shuffle(order)
    results = []
    for times in (range(len(files)), order):
        world = World(tmp_path_factory.mktemp("w"), make_source(prefer=_by_text))
        for number, (rows, at) in enumerate(zip(files, times, strict=True)):
            lines = [line(n, f"2025-03-{d:02d}T10:00:00+00:00", text=t) for n, d, t in rows]
            world.write(*lines, name=f"{number}.toy", at=at)
        _run(world)
        results.append(
            {n: (r.raw, r.session_id, r.month, r.position) for n, r in _records(world).items()}
        )
    assert results[0] == results[1]


def _by_text(old, new):
    return max(old, new, key=lambda r: json.dumps(r.raw, sort_keys=True))
