"""What a crawl asks for, when it reads again, and what it concludes from silence."""

from datetime import timedelta

import pytest

from sdc_core.demo.fake_syncro_calls import Switches
from sdc_core.demo.fake_syncro_faults import Fault, json_fault, server_error
from sdc_core.errors import ApiError
from sdc_core.records import Reason
from sdc_core.sources.syncro import checkpoint, cursor
from tests.core.sources.syncro.crawls import Crawls
from tests.core.syncro.account import NOW, comment, local, ticket, timer


@pytest.fixture
def make(tmp_path, monkeypatch):
    return lambda tickets=3, **changes: Crawls(tmp_path, monkeypatch, tickets, **changes)


def _young(crawls, number, *, days=1, **changes):
    row = ticket(number, moment=crawls.now() - timedelta(days=days), **changes)
    crawls.account.insert_ticket(row)
    return row["id"]


def _stop(crawls, path):
    """A crawl that fails because there is no answer at this path; afterwards there is one."""
    crawls.fake.faults.append(server_error(path=path, times=99))
    with pytest.raises(ApiError):
        crawls.crawl()
    crawls.fake.faults.clear()


# --- the mark


def test_the_mark_is_the_servers_clock_at_the_start_minus_the_overlap(make):
    crawls = make()

    def move(fake, request):
        crawls.clock.seconds += 60

    crawls.fake.hooks.append(move)
    crawls.crawl()
    first_answer = NOW + timedelta(seconds=60)
    assert crawls.cursor()["mark"] == f"{first_answer - timedelta(minutes=10):%Y-%m-%dT%H:%M:%SZ}"


def test_changes_are_asked_for_without_a_status(make):
    crawls = make()
    crawls.begin()
    crawls.crawl(days=0.01)
    assert crawls.asked("/tickets") == [{"since_updated_at": "2025-03-12T14:50:00Z", "page": "1"}]


@pytest.mark.parametrize("is_inclusive", [True, False])
def test_a_change_at_the_very_bound_is_seen(make, is_inclusive):
    crawls = make(fake_changes={"switches": Switches(is_since_inclusive=is_inclusive)})
    crawls.begin()
    bound = crawls.now() - timedelta(minutes=10)
    crawls.account.update_ticket(1002, status="Resolved", updated_at=local(bound))
    crawls.account.update_ticket(1003, status="Resolved", updated_at=local(crawls.now()))
    crawls.crawl(days=0.01)
    assert crawls.records("ticket")[1003].raw["status"] == "Resolved"
    crawls.crawl(days=8)
    assert crawls.records("ticket")[1002].raw["status"] == "Resolved"


def test_a_list_that_never_comes_to_rest_keeps_the_old_mark(make):
    crawls = make(fake_changes={"page_sizes": {"/tickets": 10}})
    crawls.begin()
    before = crawls.cursor()["mark"]
    for number in range(30):
        _young(crawls, 5000 + number, updated_at=local(crawls.now() + timedelta(hours=2)))

    def grow(fake, request):
        if request.path == "/tickets":
            changed = local(crawls.now() + timedelta(hours=2))
            _young(crawls, 6000 + len(fake.requests), updated_at=changed)

    crawls.fake.hooks.append(grow)
    crawls.crawl(days=0.1)
    assert crawls.cursor()["mark"] == before
    crawls.fake.hooks.clear()
    crawls.crawl()
    assert crawls.cursor()["mark"] > before


# --- slow looks


def test_a_system_comment_that_moves_nothing_is_met_within_a_day(make):
    crawls = make()
    ticket_id = _young(crawls, 50, days=12)
    crawls.begin()
    mailed = comment(9, ticket_id, crawls.now(), subject="Invoice Emailed", user_id=None)
    crawls.account.add_comment(ticket_id, mailed)
    crawls.crawl(days=0.5)
    assert 9 not in crawls.records("comment")
    crawls.crawl(days=0.5)
    assert crawls.asked("/tickets")[0]["since_updated_at"] == "2025-02-27T15:00:00Z"
    assert 9 in crawls.records("comment")
    assert crawls.cursor()["tail"] == "2025-03-13T15:00:00Z"
    crawls.crawl(days=0.5)
    assert crawls.asked(f"/tickets/{ticket_id}/comments") == []


def test_all_ids_are_compared_after_the_first_crawl_and_then_weekly(make):
    crawls = make()
    assert "reconciled" not in (crawls.crawl(), crawls.cursor())[1]
    crawls.crawl()
    assert crawls.asked("/tickets") == [{"page": "1"}]
    assert crawls.asked("/tickets/1001/comments") == []
    assert crawls.cursor()["reconciled"] == "2025-03-12T15:00:00Z"
    crawls.crawl(days=6)
    assert "since_updated_at" in crawls.asked("/tickets")[0]
    crawls.crawl(days=1)
    assert crawls.asked("/tickets") == [{"page": "1"}]


def test_a_ticket_that_was_missed_is_found_by_comparing(make):
    crawls = make()
    crawls.begin()
    crawls.account.insert_ticket(ticket(77, moment=NOW - timedelta(days=400)))
    crawls.crawl(days=1)
    assert 1077 not in crawls.records("ticket")
    crawls.crawl(days=7)
    assert 1077 in crawls.records("ticket")


def test_a_clock_that_was_set_back_makes_the_slow_looks_due():
    at = NOW + timedelta(days=99)
    assert cursor.Cursor(mark=NOW, tail=at, reconciled=at).is_tail_due(NOW)
    assert cursor.Cursor(mark=NOW, tail=at, reconciled=at).is_reconcile_due(NOW)


@pytest.mark.parametrize(
    "broken",
    [{}, {"mark": 5}, {"mark": "soon", "tail": []}, {"retry": "x"}, {"retry": [True, "a"]}],
)
def test_a_broken_cursor_is_a_lost_one(broken):
    assert cursor.Cursor.from_json(broken) == cursor.Cursor()


# --- what is gone


def test_a_deleted_ticket_is_confirmed_and_marked_and_kept(make):
    crawls = make()
    crawls.account.tickets[1002]["ticket_timers"] = [timer(5, 1002, NOW, 30)]
    crawls.begin()
    crawls.account.delete_ticket(1002)
    report = crawls.crawl(days=8)
    assert "1 tickets are no longer in Syncro" in report.warnings[0]
    assert crawls.asked("/tickets/1002") == [{}]
    gone = [r for kind in ("ticket", "comment", "timer") for r in crawls.records(kind).values()]
    assert {r.fields["ticket_id"] for r in gone if r.source_missing} == {1002}
    session = crawls.sessions()[1002]
    assert session.meta.flags == ["source_missing"]
    assert session.insights.session_duration_minutes == 30
    crawls.crawl(days=8)
    assert crawls.asked("/tickets/1002") == []


def test_only_the_apis_own_404_says_that_a_ticket_is_gone(make):
    crawls = make()
    crawls.begin()
    crawls.account.delete_ticket(1002)
    page = Fault(path="/tickets/1002", status=404, content=b"<html>?", kind="text/html", times=9)
    crawls.fake.faults.append(page)
    with pytest.raises(ApiError, match="404"):
        crawls.crawl(days=8)
    assert not crawls.records("ticket")[1002].source_missing


def test_a_ticket_that_is_not_listed_but_answers_is_not_gone(make):
    crawls = make()
    crawls.begin()
    row = crawls.account.tickets.pop(1002)

    def hide(fake, request):
        if request.path == "/tickets":
            fake.account.tickets.pop(1002, None)
        else:
            fake.account.tickets[1002] = row

    crawls.fake.hooks.append(hide)
    crawls.crawl(days=8)
    assert crawls.asked("/tickets/1002") == [{}]
    assert not crawls.records("ticket")[1002].source_missing


def test_a_ticket_that_comes_back_is_not_gone_any_more(make):
    crawls = make()
    crawls.begin()
    row = crawls.account.tickets.pop(1002)
    crawls.crawl(days=8)
    assert crawls.records("ticket")[1002].source_missing
    crawls.account.insert_ticket(row)
    crawls.crawl(days=8)
    assert not crawls.records("ticket")[1002].source_missing
    assert crawls.sessions()[1002].meta.flags == []


def test_an_account_that_lacks_most_tickets_is_taken_for_another_one(make):
    crawls = make(40)
    crawls.begin()
    for number in range(1, 31):
        crawls.account.delete_ticket(1000 + number)
    report = crawls.crawl(days=8)
    assert "30 of 40 known tickets are not in the list: is this the same account" in str(
        report.warnings
    )
    assert not any(r.source_missing for r in crawls.records("ticket").values())


def test_a_deleted_timer_counts_no_minutes(make):
    crawls = make()
    rows = [timer(5, 1002, NOW, 30), timer(6, 1002, NOW + timedelta(hours=1), 15)]
    crawls.account.tickets[1002]["ticket_timers"] = rows
    crawls.begin()
    assert crawls.sessions()[1002].insights.session_duration_minutes == 45
    crawls.account.tickets[1002]["ticket_timers"] = rows[1:]
    crawls.crawl(days=1)
    assert {i: r.source_missing for i, r in crawls.records("timer").items()} == {5: True, 6: False}
    session = crawls.sessions()[1002]
    assert session.insights.session_duration_minutes == 15
    (deleted,) = (s for s in session.segments if "deleted_in_source" in s.metadata.flags)
    assert deleted.metadata.source_ref.id == "5"
    assert deleted.metadata.deleted_end_time_utc == (NOW + timedelta(minutes=30)).isoformat()


def test_a_comment_that_its_ticket_no_longer_has_is_marked(make):
    crawls = make()
    ticket_id = _young(crawls, 50)
    crawls.account.add_comment(ticket_id, comment(9, ticket_id, NOW))
    crawls.begin()
    crawls.account.tickets[ticket_id]["comments"].pop()
    crawls.crawl(days=1)
    assert crawls.records("comment")[9].source_missing


def test_what_moved_to_another_ticket_by_a_merge_is_there_and_counts_once(make):
    crawls = make()
    crawls.account.tickets[1002]["ticket_timers"] = [timer(5, 1002, NOW, 30)]
    crawls.account.add_comment(1002, comment(9, 1002, NOW))
    crawls.begin()
    crawls.days(1)
    moved = {"ticket_id": 1003, "updated_at": local(crawls.now())}
    source = crawls.account.tickets[1002]
    crawls.account.tickets[1003]["ticket_timers"] = [{**source["ticket_timers"][0], **moved}]
    crawls.account.add_comment(1003, {**source["comments"][-1], **moved})
    crawls.account.update_ticket(1003, updated_at=local(crawls.now()))
    crawls.account.delete_ticket(1002)
    crawls.crawl(days=8)
    sessions = crawls.sessions()
    assert sessions[1003].insights.session_duration_minutes == 30
    assert sessions[1002].insights.session_duration_minutes == 0
    assert not crawls.records("comment")[9].source_missing


# --- rejected and old


def test_a_ticket_that_does_not_parse_is_tried_again_at_every_crawl(make):
    crawls = make()
    crawls.account.tickets[1002]["subject"] = None
    report = crawls.begin()
    assert report.rejected == {"schema_type": 1}
    assert crawls.cursor()["retry"] == [1002]
    crawls.account.tickets[1002]["subject"] = "Mended, with updated_at as it was"
    report = crawls.crawl(days=0.01)
    assert (report.rejected, report.sessions) == ({}, 3)
    assert "retry" not in crawls.cursor()


def test_a_rejected_comment_and_timer_are_tried_again_with_their_ticket(make):
    crawls = make()
    crawls.account.tickets[1001]["ticket_timers"] = [timer(5, 1001, NOW, 9, start_time="soon")]
    crawls.account.add_comment(1003, comment(9, 1003, NOW, created_at=None))
    report = crawls.begin()
    assert set(report.rejected) == {Reason.BAD_TIME}
    assert crawls.cursor()["retry"] == [1001, 1003]
    crawls.account.tickets[1001]["ticket_timers"] = [timer(5, 1001, NOW, 9)]
    crawls.account.tickets[1003]["comments"][-1]["created_at"] = local(NOW)
    assert crawls.crawl(days=0.01).rejected == {}
    assert 5 in crawls.records("timer")
    assert 9 in crawls.records("comment")


def test_a_rejected_ticket_that_is_deleted_is_not_tried_for_ever(make):
    crawls = make()
    crawls.account.tickets[1002]["subject"] = None
    crawls.begin()
    crawls.account.delete_ticket(1002)
    crawls.crawl(days=0.01)
    assert "retry" not in crawls.cursor()


def test_the_cursor_stays_small_when_all_is_rejected(make, monkeypatch):
    monkeypatch.setattr("sdc_core.sources.syncro.pull.MOST_RETRIED", 5)
    crawls = make(20)
    for row in crawls.account.tickets.values():
        row["status"] = None
    report = crawls.crawl()
    assert len(crawls.cursor()["retry"]) == 5
    assert "20 tickets hold something that could not be read" in str(report.warnings)
    for row in crawls.account.tickets.values():
        row["status"] = "New"
    assert crawls.crawl().sessions == 20


def test_an_old_ticket_comes_whole_with_its_first_new_comment(make):
    crawls = make(first_crawl_days=30)
    rows = crawls.account.tickets
    rows[1001]["ticket_timers"] = [timer(5, 1001, NOW - timedelta(days=900), 30)]
    crawls.begin()
    assert crawls.records("ticket") == {}
    crawls.account.add_comment(1001, comment(9, 1001, crawls.now()))
    crawls.account.update_ticket(1001, updated_at=local(crawls.now()))
    crawls.crawl(days=0.01)
    assert set(crawls.records("ticket")) == {1001}
    assert set(crawls.records("comment")) == {9, 100100}
    assert crawls.sessions()[1001].insights.session_duration_minutes == 30


def test_a_new_timer_brings_its_old_ticket(make):
    crawls = make(first_crawl_days=30)
    crawls.begin()
    row = timer(5, 1001, crawls.now(), 30)
    crawls.account.tickets[1001]["ticket_timers"] = [row]
    crawls.crawl(days=0.01)
    session = crawls.sessions()[1001]
    assert session.insights.session_duration_minutes == 30
    assert session.context.contact_name == "Jo Weir"


def test_a_timer_of_a_deleted_ticket_is_asked_for_once(make):
    crawls = make(0)
    crawls.account.insert_ticket(ticket(5, ticket_timers=[timer(7, 9999, NOW, 30)]))
    crawls.crawl()
    assert crawls.asked("/tickets/9999") == [{}]
    assert crawls.records("timer")[7].source_missing
    crawls.crawl(days=0.01)
    assert crawls.asked("/tickets/9999") == []


# --- a first crawl that is stopped


def test_a_stopped_first_crawl_goes_on_where_it_was(make, monkeypatch):
    monkeypatch.setattr(checkpoint, "TICKETS_PER_FILE", 10)
    crawls = make(60)
    _stop(crawls, r"/tickets/1020/comments")
    assert crawls.workspace.records("syncro").load_all() == []
    crawls.crawl()
    asked = [r.path for r in crawls.fake.requests if r.path.endswith("/comments")]
    assert len(asked) == 20
    assert (len(crawls.records("ticket")), len(crawls.records("comment"))) == (60, 60)
    crawls.crawl()
    assert list((crawls.workspace.cache / "syncro_crawl").glob("*")) == []


def test_what_changed_since_the_stop_is_read_again(make, monkeypatch):
    monkeypatch.setattr(checkpoint, "TICKETS_PER_FILE", 10)
    crawls = make(60)
    _stop(crawls, r"/tickets/1020/comments")
    crawls.account.add_comment(1050, comment(9, 1050, NOW))
    crawls.account.update_ticket(1050, updated_at=local(NOW))
    crawls.account.delete_ticket(1051)
    crawls.crawl()
    assert 9 in crawls.records("comment")
    assert 1051 not in crawls.records("ticket")


def test_recent_tickets_are_not_kept_because_system_comments_move_nothing(make):
    crawls = make(0)
    ticket_id = _young(crawls, 50)
    _stop(crawls, "/ticket_timers")
    mailed = comment(9, ticket_id, NOW, subject="Invoice Emailed", user_id=None)
    crawls.account.add_comment(ticket_id, mailed)
    crawls.crawl()
    assert 9 in crawls.records("comment")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"tickets": {"1001": {}}}', b"\xff"])
def test_a_torn_checkpoint_is_none(make, monkeypatch, content):
    monkeypatch.setattr(checkpoint, "TICKETS_PER_FILE", 10)
    crawls = make(30)
    _stop(crawls, "/ticket_timers")
    files = sorted((crawls.workspace.cache / "syncro_crawl").glob("*"))
    assert len(files) == 3
    for path in files:
        path.write_bytes(content)
    crawls.crawl()
    assert len(crawls.records("comment")) == 30


# --- forms


def test_lean_rows_of_the_endpoint_take_nothing_from_the_lists_row(make):
    crawls = make(1, fake_changes={"switches": Switches(has_lean_comments=True)})
    crawls.account.tickets[1001]["comments"][0].update(subject="Update", sms_body="on my way")
    crawls.begin()
    kinds = [s.type for s in crawls.sessions()[1001].segments]
    assert kinds == ["TicketCreation", "SMS"]
    report = crawls.crawl(days=8)
    assert (report.revised, report.months_changed) == (0, [])


def test_the_account_zone_is_compared_with_the_setting(make):
    crawls = make(account_zone="UTC")
    report = crawls.crawl()
    assert report.warnings == [
        "syncro_api.account_zone is 'UTC', the account's zone is 'America/New_York'"
    ]


def test_fields_that_nobody_knows_are_kept_and_told_once_a_day(make):
    crawls = make(2, fake_changes={"switches": Switches(has_extra_keys=True)})
    told = crawls.crawl().warnings
    assert told == [
        "a ticket has fields that SDC does not know: 'brand_new_field' (2)",
        "a comment has fields that SDC does not know: 'brand_new_field' (2)",
    ]
    assert crawls.records("ticket")[1001].raw["brand_new_field"] == {"nested": [1]}
    assert crawls.crawl().warnings == []


def test_a_failed_crawl_leaves_store_and_cursor(make):
    crawls = make()
    crawls.begin()
    before = crawls.cursor()
    refused = json_fault(401, {"error": "Not authorized."}, path="/ticket_timers", times=9)
    crawls.fake.faults.append(refused)
    crawls.account.update_ticket(1002, status="Resolved", updated_at=local(crawls.now()))
    with pytest.raises(ApiError, match="Ticket Timers - Overview"):
        crawls.crawl(days=1)
    assert crawls.cursor() == before
    assert crawls.records("ticket")[1002].raw["status"] == "New"
