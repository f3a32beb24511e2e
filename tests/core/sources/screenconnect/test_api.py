"""GetReport: every connection once, ends that come late, and never "no new rows" by mistake."""

import json
import random
from datetime import timedelta

import httpx
import pytest
from pydantic import SecretStr, ValidationError

from sdc_core.demo.fake_screenconnect import DEFAULT_KEY
from sdc_core.demo.fake_syncro_faults import Fault, login_page, rate_limit, server_error
from sdc_core.errors import (
    ApiError,
    MissingKeyError,
    NotAuthorizedError,
    SettingsError,
    TerminalApiError,
    TransientApiError,
)
from sdc_core.intake import run_intake
from sdc_core.records import Reason, Record
from sdc_core.screenconnect.client import ReportClient, open_client
from sdc_core.screenconnect.filters import between
from sdc_core.screenconnect.slices import FullMinuteError, minutes_of
from sdc_core.settings import Settings
from sdc_core.sources.screenconnect.pull import pull_from, reread
from sdc_core.sources.screenconnect.source import SOURCE
from sdc_core.workspace import Workspace
from tests.core.sources.play import merged, sessions
from tests.core.sources.screenconnect.exports import as_csv, as_json, without_place
from tests.core.sources.screenconnect.server import (
    NOW,
    Clock,
    close,
    connection,
    make_client,
    make_fake,
    make_settings,
    world,
)

HOUR = timedelta(hours=1)
OK = 200


def ids(pull):
    return sorted(record.fields["connection_id"] for record in pull.records)


def taken(fake, cursor=None, now=NOW, **api):
    return pull_from(make_client(fake, **api), make_settings(**api), cursor or {}, now)


def json_answer(body, **changes):
    return Fault(status=OK, content=json.dumps(body).encode(), **changes)


# What is asked


def test_the_question_is_a_get_with_a_json_body_and_the_key_in_its_header():
    seen = []

    def respond(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={"FieldNames": ["ConnectedTime"], "Items": []})

    api = make_settings(item_limit=200).screenconnect.api
    client = ReportClient(api, SecretStr("s3cret"), transport=httpx.MockTransport(respond))
    client.connections(NOW - HOUR, NOW)
    (request,) = seen
    assert request.method == "GET"
    assert request.url.path == f"/App_Extensions/{api.extension_id}/Service.ashx/GetReport"
    assert request.headers["ctrlauthheader"] == "s3cret"
    assert request.headers["content-type"] == "application/json"
    (question,) = json.loads(request.content)
    assert question == {
        "ReportType": "SessionConnection",
        "SelectFieldNames": api.fields,
        "FilterExpression": "ConnectedTime >= '2025-03-12T14:00:00Z' "
        "AND ConnectedTime < '2025-03-12T15:00:00Z' AND ProcessType = 'Host'",
        "ItemLimit": 200,
    }


def test_a_filter_value_with_a_quote_is_refused_by_settings_and_by_the_filter():
    with pytest.raises(ValidationError, match="quote"):
        make_settings(filters={"SessionCustomProperty1": "O'Brien"})
    with pytest.raises(SettingsError, match=r"O.Brien.*quote"):
        between(NOW - HOUR, NOW, {"SessionCustomProperty1": "O'Brien"})


def test_the_key_goes_over_https_or_to_this_machine_only():
    api = make_settings("http://acme.screenconnect.com").screenconnect.api
    with pytest.raises(SettingsError, match=r"screenconnect\.api\.base_url.*https"):
        ReportClient(api, SecretStr("key"))


def test_without_server_or_key_there_is_no_api():
    assert not SOURCE.is_api(Settings())
    with pytest.raises(MissingKeyError, match="SCREENCONNECT_API_KEY"):
        open_client(Settings())
    with pytest.raises(MissingKeyError, match="base_url and extension_id"):
        ReportClient(Settings().screenconnect.api, SecretStr("key"))
    assert SOURCE.is_api(make_settings())


# Slices


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("limit", [5, 9, 1000])
def test_an_item_limit_loses_no_row_and_doubles_none(seed, limit):
    rows = world(random.Random(seed), 60)
    fake = make_fake(*rows)
    pull = taken(fake, item_limit=limit)
    assert ids(pull) == sorted(row["ConnectionID"] for row in rows)


def test_exactly_as_many_rows_as_the_limit_may_be_a_cut_answer_and_is_asked_again_in_halves():
    rows = [connection(f"c{n}", NOW - n * HOUR) for n in range(4)]
    fake = make_fake(*rows)
    taken(fake, item_limit=5)
    assert len(fake.asked) == 1
    taken(fake, item_limit=4)
    assert len(fake.asked) > 2


def test_a_minute_that_is_full_is_an_error_that_names_it():
    start = (NOW - HOUR).replace(second=0)
    fake = make_fake(*(connection(f"c{n}", start + timedelta(seconds=n)) for n in range(3)))
    assert len(taken(fake, item_limit=4).records) == 3
    with pytest.raises(FullMinuteError, match=r"2025-03-12 14:00 UTC.*item_limit"):
        taken(fake, item_limit=3)


def test_minutes_that_touch_are_one_slice():
    minute = timedelta(minutes=1)
    begun = [NOW + 5 * minute, NOW, NOW + minute, NOW + timedelta(seconds=5)]
    assert minutes_of(begun) == [(NOW, NOW + 2 * minute), (NOW + 5 * minute, NOW + 6 * minute)]


# From pull to pull


def test_the_mark_is_the_start_of_the_pull_minus_the_overlap_and_never_the_newest_row():
    fake = make_fake(connection("c", NOW - timedelta(days=9)))
    assert taken(fake).cursor["mark"] == "2025-03-12T14:50:00Z"
    fake.now = lambda: NOW - HOUR  # their clock is behind ours
    assert taken(fake).cursor["mark"] == "2025-03-12T13:50:00Z"


def test_the_last_two_days_are_read_again_and_what_was_open_longer_ago_too():
    old_open = connection("old", NOW - timedelta(days=9), None)
    old_done = connection("done", NOW - timedelta(days=8))
    recent = connection("recent", NOW - timedelta(hours=47))
    fake = make_fake(old_open, old_done, recent)
    first = taken(fake)
    assert ids(first) == ["done", "old", "recent"]
    close(old_open, 90)
    second = taken(fake, first.cursor)
    assert ids(second) == ["old", "recent"]
    assert {r.fields["end_utc"] is None for r in second.records} == {False}
    third = taken(fake, second.cursor)
    assert ids(third) == ["recent"]


def test_a_row_that_began_before_the_mark_but_was_written_after_it_is_not_lost():
    fake = make_fake()
    first = taken(fake)
    fake.rows.append(connection("late", NOW - timedelta(minutes=3)))
    assert ids(taken(fake, first.cursor, NOW + timedelta(minutes=15))) == ["late"]


@pytest.mark.parametrize(
    "change",
    [
        {"filters": {}},
        {"first_pull_days": 60},
        {"fields": ["ConnectedTime", "SessionName", "ProcessType", "ConnectionID"]},
    ],
)
def test_another_question_has_no_past(change):
    fake = make_fake(connection("c", NOW - timedelta(days=20)))
    cursor = taken(fake).cursor
    assert ids(taken(fake, cursor)) == []
    assert ids(taken(fake, cursor, **change)) == ["c"]


@pytest.mark.parametrize("cursor", [{"mark": "x"}, {"mark": 5, "first": None, "open": 1}, {"a": 1}])
def test_a_broken_cursor_costs_one_full_pull(cursor):
    fake = make_fake(connection("c", NOW - timedelta(days=20)))
    assert ids(taken(fake, cursor)) == ["c"]


@pytest.mark.parametrize("seed", range(10))
def test_over_many_pulls_of_a_living_server_no_row_is_lost_or_doubled(seed):
    rng = random.Random(seed)
    rows = world(rng, 80)
    fake, cursor, known = make_fake(), {}, {}
    for step in range(8):
        now = NOW + step * timedelta(hours=7)
        fake.rows += rows[step * 10 : step * 10 + 10] if step == 0 else []
        fake.rows += [
            connection(f"n{step}-{n}", now - timedelta(minutes=rng.randrange(400)), None)
            for n in range(4)
        ]
        for row in fake.rows:
            if row["DisconnectedTime"] is None and rng.random() < 0.3:
                close(row, rng.randrange(1, 600))
        fake.now = lambda now=now: now
        pull = taken(fake, cursor, now, item_limit=6)
        cursor = json.loads(json.dumps(pull.cursor))
        for record in pull.records:
            earlier = known.get(record.key)
            known[record.key] = SOURCE.prefer(earlier, record) if earlier else record
    ends = {r.fields["connection_id"]: r.fields["end_utc"] is not None for r in known.values()}
    assert len(known) == len(fake.rows)
    assert ends == {row["ConnectionID"]: bool(row["DisconnectedTime"]) for row in fake.rows}


# Trouble


@pytest.mark.parametrize(
    "fault",
    [
        server_error(500),
        server_error(503, times=4),
        rate_limit(3),
        rate_limit(retry_after="17"),
        Fault(is_drop=True, times=2),
        Fault(delay_seconds=99),
        login_page(),
        Fault(status=OK, content=b'{"FieldNames": ["Conn'),
        Fault(is_cut_off=True, times=2),
    ],
    ids=["500", "503", "429", "retry-after", "drop", "slow", "html", "cut", "broken off"],
)
def test_passing_trouble_is_survived(fault):
    fake = make_fake(connection("c", NOW - HOUR), faults=[fault])
    assert ids(taken(fake)) == ["c"]
    assert fault.times == 0


@pytest.mark.parametrize(
    ("fault", "kind", "said"),
    [
        (server_error(500, times=99), TransientApiError, "500 .*gave up after 5 tries"),
        (login_page(times=99), TransientApiError, "web page instead of JSON.*extension_id"),
        (Fault(status=OK, content=b"{", times=99), TransientApiError, "cut or broken body"),
        (Fault(delay_seconds=99, times=99), TransientApiError, "gave no whole answer"),
        (Fault(is_cut_off=True, times=99), TransientApiError, "gave no whole answer"),
        (json_answer({"Items": []}), TerminalApiError, "no lists FieldNames and Items"),
        (json_answer({"FieldNames": ["ConnectedTime"]}), TerminalApiError, "no lists FieldNames"),
        (json_answer({"FieldNames": ["A"], "Items": []}), TerminalApiError, "no field Connected"),
        (json_answer([]), TerminalApiError, "no lists FieldNames"),
        (json_answer(None), TerminalApiError, "no lists FieldNames"),
        (Fault(status=401), NotAuthorizedError, "SCREENCONNECT_API_KEY"),
        (Fault(status=403), NotAuthorizedError, "SCREENCONNECT_API_KEY"),
        (Fault(status=404), TerminalApiError, "no such extension"),
        (Fault(status=400), TerminalApiError, "400 Bad Request"),
        (Fault(status=302, times=99), TransientApiError, "sends elsewhere"),
    ],
)
def test_lasting_trouble_is_an_error_and_never_no_new_rows(fault, kind, said):
    fake = make_fake(connection("c", NOW - HOUR), faults=[fault])
    with pytest.raises(kind, match=said):
        taken(fake)


def test_a_body_that_breaks_off_on_the_wire_is_asked_for_again():
    fake = make_fake(connection("c", NOW - HOUR), faults=[Fault(is_cut_off=True, times=2)])
    with fake.serve() as base_url:
        api = make_settings(base_url=base_url).screenconnect.api
        with ReportClient(api, SecretStr(DEFAULT_KEY), sleep=Clock().sleep) as client:
            report = client.connections(NOW - 2 * HOUR, NOW)
    assert len(report.items) == 1
    assert [fault.times for fault in fake.faults] == [0]


def test_waits_as_long_as_the_server_asks():
    fake, clock = make_fake(faults=[rate_limit(retry_after="17")]), Clock()
    make_client(fake, clock).connections(NOW - HOUR, NOW)
    assert clock.slept == [17.0]


def test_a_bad_key_is_refused_by_the_server():
    fake = make_fake(key="another")
    with pytest.raises(NotAuthorizedError, match="401"):
        taken(fake)


def test_an_item_that_cannot_be_read_is_a_value_and_costs_its_neighbours_nothing():
    good = connection("good", NOW - HOUR)
    names = ["ConnectedTime", "SessionName", "ConnectionID"]
    items = [["soon", "PC", "a"], [good["ConnectedTime"], "PC", "good"], ["x"], "no list"]
    fake = make_fake(faults=[json_answer({"FieldNames": names, "Items": items})])
    pull = taken(fake)
    assert ids(pull) == ["good"]
    raw = {error.reason: json.loads(error.raw) for error in pull.errors}
    assert raw == {
        Reason.BAD_TIME: items[0],
        Reason.BAD_WIDTH: items[2],
        Reason.SCHEMA_TYPE: items[3],
    }
    assert len({error.ref.id for error in pull.errors}) == 3


def test_a_rejected_item_is_read_again_from_its_own_bytes():
    names = ["ConnectedTime", "SessionName", "ConnectionID"]
    items = [["soon", "PC", "a"]]
    fake = make_fake(faults=[json_answer({"FieldNames": names, "Items": items})])
    (error,) = taken(fake).errors
    (same,) = reread(error, Settings())
    assert (same.reason, same.ref, same.raw) == (error.reason, error.ref, error.raw)
    mended = error.model_copy(update={"raw": b'["2025-01-03T10:00:00Z", "PC", "a"]'})
    (record,) = reread(mended, Settings())
    assert isinstance(record, Record)


# Through the intake, over a socket


def intake(folder, base, now, **api):
    settings = make_settings(base, **api)
    values = settings.model_dump() | {
        "project_paths": {"data_folder": folder},
        "secrets": {"screenconnect_api_key": DEFAULT_KEY},
    }
    workspace = Workspace(Settings.model_validate(values))
    return workspace, run_intake(workspace, "screenconnect", now=now)


def built(workspace):
    records = workspace.records("screenconnect").load_all()
    return sessions(SOURCE, records, workspace.settings)


def test_the_intake_takes_ends_as_they_come_and_rests_when_there_is_no_news(tmp_path):
    row = connection("c", NOW - HOUR, None)
    fake = make_fake(row, connection("g", NOW - HOUR, process="Guest"))
    with fake.serve() as base:
        workspace, report = intake(tmp_path, base, NOW)
        assert (report.new, report.sessions) == (1, 1)
        assert built(workspace)[0].segments[0].end_time_utc is None
        _, again = intake(tmp_path, base, NOW + HOUR)
        assert again.is_unchanged
        close(row, 90)
        workspace, report = intake(tmp_path, base, NOW + 2 * HOUR)
    assert (report.new, report.revised) == (0, 1)
    (session,) = built(workspace)
    assert session.insights.session_duration_minutes == 90
    assert session.segments[0].metadata.source_ref.path == "GetReport"


def test_a_failed_pull_leaves_the_store_as_it_was(tmp_path):
    fake = make_fake(connection("c", NOW - HOUR))
    with fake.serve() as base:
        workspace, _ = intake(tmp_path, base, NOW)
        before = workspace.records("screenconnect").cursor()
        fake.faults = [Fault(status=401)]
        with pytest.raises(ApiError):
            intake(tmp_path, base, NOW + HOUR)
        assert workspace.records("screenconnect").cursor() == before
        assert workspace.records("screenconnect").count() == 1


def test_rows_by_csv_by_json_and_by_api_are_the_same_sessions(tmp_path):
    rows = world(random.Random(4), 60)
    settings = make_settings()
    names = settings.screenconnect.api.fields
    files = [as_csv(tmp_path / "r.csv", names, rows), as_json(tmp_path / "r.json", names, rows)]
    ways = [list(SOURCE.read(file, settings)) for file in files]
    ways.append(taken(make_fake(*rows), item_limit=9).records)
    by_csv, by_json, by_api = (
        [without_place(s) for s in sessions(SOURCE, merged(SOURCE, way, settings), settings)]
        for way in ways
    )
    assert by_csv
    assert by_csv == by_json
    assert by_csv == by_api
