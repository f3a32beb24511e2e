"""Tickets become Sessions with every comment, its author and its kind, and minutes from labor."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from sdc_core.demo.fake_syncro_calls import Switches
from sdc_core.demo.fake_syncro_faults import Fault, json_fault, server_error
from sdc_core.errors import ApiError, InputUnreadableError, NotAuthorizedError, WrongInputError
from sdc_core.ids import stable_id
from sdc_core.models import SegmentType
from sdc_core.records import Reason, Record, RecordError
from sdc_core.settings import Settings
from sdc_core.sources.base import InputFile
from sdc_core.sources.syncro.comments import segment_type
from sdc_core.sources.syncro.source import SOURCE
from sdc_core.syncro.wire import CommentRow
from tests.core.sources.play import merged, play, sessions
from tests.core.syncro.account import BASE, NOW, comment, make_client, make_fake, ticket, timer

T0 = NOW - timedelta(days=3)
SETTINGS = Settings.model_validate(
    {
        "syncro_api": {"base_url": BASE, "account_zone": "America/New_York"},
        "secrets": {"syncro_api_key": "demo-key"},
        "technicians": [{"id": "joe", "name": "Joe Doe", "syncro_user_ids": [1]}],
    }
)


def write(folder, content, name="tickets.json"):
    path = folder / name
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def one(folder, row, settings=SETTINGS):
    (session,), _ = play(SOURCE, [write(folder, {"tickets": [row]})], settings)
    return session


@pytest.fixture
def crawl(monkeypatch, tmp_path):
    """Pulls from a fake account; each call continues where the last one ended."""

    def make(tickets=3, **changes):
        fake, clock = make_fake(tickets, **changes)
        monkeypatch.setattr(
            "sdc_core.sources.syncro.pull.open_client", lambda settings: make_client(fake, clock)
        )

        def pull(cursor=None, settings=SETTINGS):
            folders = settings.project_paths.model_copy(update={"data_folder": tmp_path})
            here = settings.model_copy(update={"project_paths": folders})
            return SOURCE.pull(here, cursor or {}, NOW)

        return fake, clock, pull

    return make


def keys_of(pull, kind):
    return {record.key for record in pull.records if record.kind == kind}


# --- the Session


def test_a_ticket_is_linked_at_once_to_its_own_customer(tmp_path):
    session = one(tmp_path, ticket(5, moment=T0))
    assert session.meta.processing_status == "Linked"
    assert session.meta.session_id == stable_id("SyncroTicket", 1005)
    context = session.context
    assert (context.customer_id, context.customer_name) == (7, "HealthGroup Alpha")
    assert (context.contact_id, context.contact_name) == (71, "Jo Weir")
    assert (context.source_customer_id, context.source_contact_name) == (7, "Jo Weir")
    assert context.links == ["Ticket: 5"]
    assert session.insights.source_title == "Subject 5"


def test_minutes_are_the_union_of_labor_and_the_span_is_no_work(tmp_path):
    row = ticket(5, moment=T0)
    row["ticket_timers"] = [
        timer(1, 1005, T0 + timedelta(hours=1), 30, recorded=True),
        timer(2, 1005, T0 + timedelta(hours=1, minutes=20), 20, user_id=2),
    ]
    row["comments"].append(comment(9, 1005, T0 + timedelta(days=2)))
    insights = one(tmp_path, row).insights
    assert insights.session_duration_minutes == 40
    assert insights.sum_minutes == 50
    assert insights.span_minutes == 48 * 60
    assert insights.session_start_time_utc == T0
    assert insights.session_end_time_utc == T0 + timedelta(days=2)


def test_a_ticket_without_timers_has_bounds_and_no_minutes(tmp_path):
    row = ticket(5, moment=T0, total_formatted_billable_time="00:30:00", billing_status="Invoiced")
    session = one(tmp_path, row)
    assert session.insights.session_duration_minutes == 0
    creation = next(s for s in session.segments if s.type == SegmentType.TICKET_CREATION)
    assert creation.metadata.total_formatted_billable_time == "00:30:00"
    assert creation.metadata.billing_status == "Invoiced"


def test_the_session_starts_with_the_comment_before_the_ticket(tmp_path):
    row = ticket(5, moment=T0)
    row["comments"][0]["created_at"] = "2025-03-09T09:59:59.959-05:00"
    assert one(tmp_path, row).start_utc == datetime(2025, 3, 9, 14, 59, 59, 959000, tzinfo=UTC)


def test_labor_says_who_worked_and_whether_it_was_charged(tmp_path):
    row = ticket(5, moment=T0)
    row["ticket_timers"] = [timer(1, 1005, T0, 30, recorded=True, billable_time=1200)]
    (labor,) = (s for s in one(tmp_path, row).segments if s.type == SegmentType.LABOR)
    assert (labor.author, labor.metadata.technician) == ("Joe Doe", "joe")
    assert labor.metadata.is_recorded
    assert labor.metadata.billable_seconds == 1200
    assert labor.metadata.flags == ["billable_time_differs"]


@pytest.mark.parametrize(
    ("changes", "flag"),
    [({"end_time": None}, "running"), ({"end_time": "2020-01-01T00:00:00Z"}, "end_before_start")],
)
def test_a_timer_without_a_usable_end_counts_no_minutes(tmp_path, changes, flag):
    row = ticket(5, moment=T0)
    row["ticket_timers"] = [timer(1, 1005, T0, 30, **changes)]
    session = one(tmp_path, row)
    assert session.insights.session_duration_minutes == 0
    assert session.meta.flags == [flag]


def test_every_comment_has_its_author(tmp_path):
    row = ticket(5, moment=T0)
    row["comments"] += [
        comment(20, 1005, T0, tech="Sue Poe", user_id=None),
        comment(21, 1005, T0, tech=None, user={"id": 3, "full_name": "Kim Lo"}, user_id=3),
        comment(22, 1005, T0, tech=None),
        comment(23, 1005, T0, tech=None, user_id=None, email_sender="jo@alpha.example"),
    ]
    by_id = {s.metadata.source_ref.id: s for s in one(tmp_path, row).segments}
    authors = {key: by_id[key].author for key in ("20", "21", "22", "23")}
    assert authors == {"20": "Sue Poe", "21": "Kim Lo", "22": "Joe Doe", "23": None}
    assert by_id["22"].metadata.technician == "joe"
    assert by_id["23"].metadata.technician is None


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"subject": "Initial Issue", "sms_body": "x"}, SegmentType.TICKET_INITIAL_ISSUE),
        ({"sms_body": "on my way", "hidden": True}, SegmentType.SMS),
        ({"new_sms_body": "on my way"}, SegmentType.SMS),
        ({"subject": "Invoice Emailed", "user_id": None}, SegmentType.SYSTEM),
        ({"ticket_automation_id": 4, "user_id": None}, SegmentType.SYSTEM),
        ({"subject": "Invoice Emailed"}, SegmentType.PUBLIC_NOTE),
        ({"email_sender": "a@b.example"}, SegmentType.EMAIL),
        ({"destination_emails": "a@b.example, "}, SegmentType.EMAIL),
        ({"destination_emails": ", "}, SegmentType.PUBLIC_NOTE),
        ({"hidden": True}, SegmentType.PRIVATE_NOTE),
        ({}, SegmentType.PUBLIC_NOTE),
    ],
)
def test_what_a_comment_is(changes, kind):
    row = CommentRow.model_validate(comment(1, 2, T0, **changes))
    assert segment_type(row, Settings()) == kind


def test_a_system_comment_is_kept_and_ends_no_work(tmp_path):
    row = ticket(5, moment=T0)
    late = T0 + timedelta(days=1)
    row["comments"].append(
        comment(9, 1005, late, subject="Invoice Emailed", tech="Joe Doe", user_id=None)
    )
    session = one(tmp_path, row)
    assert session.segments[-1].type == SegmentType.SYSTEM
    assert session.segments[-1].metadata.technician is None
    assert session.insights.session_end_time_utc == T0


def test_the_detail_names_customer_and_contact_in_objects(tmp_path, shared):
    path = shared / "samples" / "syncro" / "examples" / "GET_tickets-id-_200.json"
    (session,), _ = play(SOURCE, [path])
    assert session.context.customer_name == "Walkin Customer"
    detail = ticket(5, contact={"id": 71, "name": "Jo Weir"})
    del detail["contact_id"], detail["contact_fullname"]
    assert one(tmp_path, detail).context.contact_id == 71


# --- files


def test_published_answers_are_inputs(shared):
    folder = shared / "samples" / "syncro" / "examples"
    for name, kinds in (
        ("GET_tickets_200.json", ["ticket"]),
        ("GET_tickets-id-_200.json", ["ticket"]),
        ("GET_tickets-id-comments_200.json", ["comment"]),
        ("GET_ticket_timers_200.json", ["timer"]),
    ):
        units = list(SOURCE.read(InputFile(path=folder / name, name=name), Settings()))
        assert [unit.kind for unit in units] == kinds, name


def test_all_forms_of_a_file_give_one_session(tmp_path):
    row = ticket(5, moment=T0)
    paths = [
        write(tmp_path, {"tickets": [row]}, "a.json"),
        write(tmp_path, {"ticket": row}, "b.json"),
        write(tmp_path, [row], "c.json"),
        write(tmp_path, row, "d.json"),
        write(tmp_path, {"comments": row["comments"]}, "e.json"),
    ]
    made, rejected = play(SOURCE, paths, SETTINGS)
    assert rejected == []
    assert [len(s.segments) for s in made] == [2]


def test_no_portal_key_is_kept(tmp_path):
    row = ticket(5, customer={"id": 7, "online_profile_url": "https://x?portal_key=canary"})
    row["comments"][0]["body"] = "see https://x?portal_key=canary"
    path = write(tmp_path, [row])
    units = list(SOURCE.read(InputFile(path=path, name="t.json"), SETTINGS))
    assert "canary" not in json.dumps([unit.model_dump(mode="json") for unit in units])


def test_a_bad_ticket_is_rejected_alone_with_its_place(tmp_path):
    bad_time = ticket(2, created_at="2025-01-29 13:00")
    nameless = {k: v for k, v in ticket(3).items() if k != "customer_id"}
    path = write(tmp_path, {"tickets": [ticket(1), bad_time, nameless, 7, ticket(4)]})
    made, rejected = play(SOURCE, [path], SETTINGS)
    assert [s.context.links for s in made] == [["Ticket: 1"], ["Ticket: 4"]]
    assert [e.reason for e in rejected] == [
        Reason.BAD_TIME,
        Reason.SCHEMA_MISSING,
        Reason.SCHEMA_TYPE,
    ]
    assert rejected[0].detail.startswith("tickets.json[tickets[1]]: the ticket has 'created_at'")
    assert json.loads(rejected[0].raw)["id"] == 1002


def test_comments_of_an_unknown_ticket_wait_for_it(tmp_path):
    lonely = write(tmp_path, {"comments": [comment(9, 1005, T0)]}, "a.json")
    assert play(SOURCE, [lonely], SETTINGS) == ([], [])
    both = [lonely, write(tmp_path, [ticket(5, comments=[])], "b.json")]
    (session,), _ = play(SOURCE, both, SETTINGS)
    assert len(session.segments) == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"tickets": [{"date": "1/2/25", "ticketNumber": "1"}]}, "looks like a notes.json"),
        ([{"id": 1, "business_name": "A", "contacts": []}], "looks like a customer list"),
        ({"a": 1}, "not like Syncro tickets; allowed are"),
    ],
)
def test_another_kind_of_file_is_named(tmp_path, content, said):
    path = write(tmp_path, content)
    with pytest.raises(WrongInputError, match=said):
        list(SOURCE.read(InputFile(path=path, name="x.json"), SETTINGS))


def test_broken_json_is_kept_whole(tmp_path):
    path = tmp_path / "cut.json"
    path.write_bytes(b'{"tickets": [{"id": 1,')
    (error,) = SOURCE.read(InputFile(path=path, name="cut.json"), SETTINGS)
    assert isinstance(error, RecordError)
    assert (error.reason, error.raw) == (Reason.SYNTAX, b'{"tickets": [{"id": 1,')


def test_a_missing_file_is_an_error(tmp_path):
    with pytest.raises(InputUnreadableError):
        list(SOURCE.read(InputFile(path=tmp_path / "no.json", name="no.json"), SETTINGS))


def test_ids_as_text_are_the_same_records(tmp_path):
    row = ticket(5, moment=T0)
    as_text = {**row, "id": "1005", "customer_id": "7"}
    first, second = one(tmp_path, row), one(tmp_path, as_text)
    assert [s.segment_id for s in first.segments] == [s.segment_id for s in second.segments]
    assert second.meta.flags == ["id_as_text"]


def test_the_state_that_changed_last_stands_in_any_order(tmp_path):
    old = ticket(5, moment=T0, status="New")
    new = {**old, "status": "Resolved", "updated_at": "2025-03-12T09:00:00-05:00"}
    read = [
        next(iter(SOURCE.read(InputFile(path=write(tmp_path, [r]), name="t"), SETTINGS)))
        for r in (old, new)
    ]
    for pair in (read, read[::-1]):
        (record,) = merged(SOURCE, pair, SETTINGS)
        assert record.raw["status"] == "Resolved"


# --- the API


def test_a_crawl_reads_all_tickets_comments_and_timers(crawl):
    fake, _, pull = crawl(120)
    for number in range(2, 30):
        fake.account.add_comment(1005, comment(number, 1005, T0 + timedelta(minutes=number)))
    fake.account.tickets[1006]["ticket_timers"] = [timer(1, 1006, T0, 30, user_id=2)]
    got = pull()
    assert len(keys_of(got, "ticket")) == 120
    assert len(keys_of(got, "comment")) == 120 + 28
    (labor,) = (r for r in got.records if r.kind == "timer")
    assert labor.fields["author"] == "Sue Poe"
    assert got.errors == []
    assert got.cursor == {"mark": "2025-03-12T14:50:00Z", "tail": "2025-03-12T15:00:00Z"}


def test_a_second_crawl_asks_for_changes_only_and_without_a_status(crawl):
    fake, _, pull = crawl()
    cursor = pull(pull().cursor).cursor
    fake.requests.clear()
    assert keys_of(pull(cursor), "ticket") == set()
    (listing,) = (r for r in fake.requests if r.path == "/tickets")
    assert dict(listing.params) == {"since_updated_at": "2025-03-12T14:50:00Z", "page": "1"}


def test_a_change_behind_the_place_of_reading_is_met_by_the_next_crawl(crawl):
    fake, clock, pull = crawl(120)

    def touch(fake, request):
        clock.seconds += 5
        if request.path == "/tickets" and request.page == 3 and len(fake.requests) < 9:
            stamp = f"{fake.now():%Y-%m-%dT%H:%M:%SZ}"
            fake.account.update_ticket(1119, status="Resolved", updated_at=stamp)
            fake.account.update_ticket(1002, status="Resolved", updated_at=stamp)

    fake.hooks.append(touch)
    first = pull()
    second = pull(first.cursor)
    records = [*first.records, *second.records]
    (session,) = (
        s
        for s in sessions(SOURCE, merged(SOURCE, records, SETTINGS), SETTINGS)
        if s.context.links == ["Ticket: 119"]
    )
    assert any(getattr(s.metadata, "status", None) == "Resolved" for s in session.segments)


@pytest.mark.parametrize(
    "fault",
    [
        server_error(path="/tickets", page=2, times=99),
        server_error(path=r"/tickets/1050/comments", times=99),
        server_error(path="/ticket_timers", times=99),
        Fault(path=r"/tickets/1050/comments", is_drop=True, times=99),
        json_fault(422, {"error": "?"}, path="/tickets", page=3, times=99),
    ],
)
def test_a_partial_crawl_brings_nothing(crawl, fault):
    _, _, pull = crawl(120, faults=[fault])
    with pytest.raises(ApiError):
        pull()


def test_a_missing_permission_is_named(crawl):
    _, _, pull = crawl(missing_permissions={"Ticket Timers - Overview"})
    with pytest.raises(NotAuthorizedError, match="'Ticket Timers - Overview'"):
        pull()


def test_a_ticket_that_does_not_parse_is_rejected_and_its_comments_stay(crawl):
    fake, _, pull = crawl()
    fake.account.tickets[1002]["subject"] = None
    got = pull()
    assert len(keys_of(got, "ticket")) == 2
    assert len(keys_of(got, "comment")) == 3
    (error,) = got.errors
    assert error.detail.startswith("GET /tickets/1002: the ticket has 'subject' = None")
    assert json.loads(error.raw)["id"] == 1002


def test_a_ticket_deleted_meanwhile_is_noted(crawl):
    fake, _, pull = crawl()

    def delete(fake, request):
        if request.path.endswith("/comments"):
            fake.account.delete_ticket(1001)

    fake.hooks.append(delete)
    got = pull()
    assert got.notes == [
        "1 tickets are no longer in Syncro (deleted or merged); what was read of them is kept: id 1001"
    ]
    gone = {r.fields["ticket_id"] for r in got.records if r.source_missing}
    assert (len(keys_of(got, "ticket")), gone) == (3, {1001})


@pytest.mark.parametrize("lists_all", [True, False])
def test_list_row_and_endpoint_row_are_one_comment(crawl, lists_all):
    fake, _, pull = crawl(switches=Switches(lists_all_comments=lists_all))
    fake.account.add_comment(1001, comment(5, 1001, T0, sms_body="on my way"))
    assert len(keys_of(pull(), "comment")) == 4


def test_the_first_crawl_can_be_limited_by_setting(crawl):
    fake, _, pull = crawl()
    limited = SETTINGS.model_copy(
        update={"syncro_api": SETTINGS.syncro_api.model_copy(update={"first_crawl_days": 180})}
    )
    assert keys_of(pull(settings=limited), "ticket") == set()
    assert any(r.params.get("created_after") == "2024-09-13T15:00:00Z" for r in fake.requests)


@pytest.mark.parametrize("cursor", [{}, {"mark": "no time"}, {"mark": None}, {"other": 1}])
def test_a_lost_cursor_costs_one_full_crawl(crawl, cursor):
    _, _, pull = crawl()
    assert len(keys_of(pull(cursor), "ticket")) == 3


def test_file_and_api_are_one_identity(crawl, tmp_path):
    fake, _, pull = crawl()
    path = write(tmp_path, {"tickets": list(fake.account.tickets.values())})
    from_file = list(SOURCE.read(InputFile(path=path, name="t.json"), SETTINGS))
    assert {r.key for r in from_file} == {r.key for r in pull().records}


def test_the_older_state_of_a_file_read_again_does_not_come_back(tmp_path):
    old = ticket(5, moment=T0, status="New")
    new = {**old, "status": "Resolved", "updated_at": "2025-03-12T09:00:00-05:00"}
    states = []
    for row in (old, new):
        path = write(tmp_path, [row])
        states.append(next(iter(SOURCE.read(InputFile(path=path, name="t"), SETTINGS))))
    older, newer = (state.model_copy(update={"last_seen_utc": NOW}) for state in states)
    past = {"raw": newer.raw, "fields": newer.fields, "ref": newer.ref, "seen_utc": NOW}
    stored = Record.model_validate({**older.model_dump(), "revisions": [past]})
    (settled,) = SOURCE.settle([stored], SETTINGS)
    assert settled.raw["status"] == "Resolved"
    assert [r.raw["status"] for r in settled.revisions] == ["New"]
    assert SOURCE.settle([settled], SETTINGS) == [settled]


def test_the_api_is_used_with_account_and_key_and_no_file():
    assert SOURCE.is_api(SETTINGS)
    assert not SOURCE.is_api(Settings())
    assert not SOURCE.is_api(Settings.model_validate({"syncro_api": {"subdomain": "acme"}}))
    with_file = {**SETTINGS.model_dump(), "secrets": {"syncro_api_key": "k"}}
    with_file["syncro_api"]["tickets_file"] = "t.json"
    assert not SOURCE.is_api(Settings.model_validate(with_file))


def test_what_is_nested_too_deep_is_rejected_alone(tmp_path):
    deep: object = "https://x?portal_key=canary"
    for _ in range(200):
        deep = [deep]
    path = write(tmp_path, {"tickets": [{**ticket(1), "properties": deep}, ticket(2)]})
    made, rejected = play(SOURCE, [path], SETTINGS)
    assert [s.context.links for s in made] == [["Ticket: 2"]]
    assert [(e.reason, b"canary" in e.raw) for e in rejected] == [(Reason.TOO_DEEP, False)]


def test_a_key_that_may_not_list_users_still_reads_tickets(crawl):
    _, _, pull = crawl(faults=[json_fault(401, {"error": "Not authorized."}, path="/users")])
    got = pull()
    assert len(keys_of(got, "ticket")) == 3
    assert got.notes[0].startswith("authors known by user id only")
