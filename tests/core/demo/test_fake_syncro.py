"""The fake account answers as the real one does, as far as that is known."""

import json
import threading

import httpx
import pytest

from sdc_core.demo.fake_syncro import DEFAULT_TOKEN, FakeSyncro
from sdc_core.demo.fake_syncro_calls import Switches
from sdc_core.demo.fake_syncro_faults import Fault, login_page, rate_limit
from tests.core.syncro.account import NOW, comment, make_fake, ticket, timer

KEY = {"Authorization": f"Bearer {DEFAULT_TOKEN}"}


def call(fake, target, method="GET", headers=KEY, **body):
    status, _, content = fake.handle(
        method, "/api/v1" + target, headers, json.dumps(body).encode() if body else b""
    )
    return status, json.loads(content)


@pytest.mark.parametrize(
    ("target", "keys"),
    [
        ("/me", {"user_token", "user_email"}),
        ("/settings", {"locale"}),
        ("/tickets/settings", {"ticket_status_list"}),
        ("/users", {"users"}),
        ("/customers", {"customers", "meta"}),
        ("/customers/7", {"customer"}),
        ("/customers/autocomplete?query=alpha", {"customers"}),
        ("/contacts", {"contacts", "meta"}),
        ("/contacts/71", {"id", "name", "customer_id"}),
        ("/tickets", {"tickets", "meta"}),
        ("/tickets/1001", {"ticket"}),
        ("/tickets/1001/comments", {"comments", "meta"}),
        ("/ticket_timers", {"ticket_timers", "meta"}),
        ("/invoices", {"invoices", "meta"}),
    ],
)
def test_every_reading_call_answers(target, keys):
    fake, _ = make_fake()
    status, body = call(fake, target)
    assert status == 200
    assert keys <= set(body)


@pytest.mark.parametrize(
    "headers",
    [KEY, {"authorization": DEFAULT_TOKEN}],
    ids=["bearer", "bare"],
)
def test_the_key_in_every_accepted_form(headers):
    fake, _ = make_fake()
    assert call(fake, "/me", headers=headers)[0] == 200
    assert call(fake, f"/me?api_key={DEFAULT_TOKEN}", headers={})[0] == 200
    assert call(fake, "/me", headers={"Authorization": "Bearer wrong"})[0] == 401
    assert call(fake, "/me", headers={})[0] == 401


def test_a_missing_permission_is_401_while_me_is_good():
    fake, _ = make_fake(missing_permissions={"Tickets - List/Search"})
    assert call(fake, "/me")[0] == 200
    status, body = call(fake, "/tickets")
    assert (status, body["error"][:14]) == (401, "Not authorized")
    assert call(fake, "/tickets/1001")[0] == 200


def test_what_does_not_exist_is_404():
    fake, _ = make_fake()
    for target in ("/tickets/9", "/nothing", "/contacts/5"):
        assert call(fake, target) == (404, {"message": "Not found"})


def test_pages_and_an_empty_page_past_the_end():
    fake, _ = make_fake(120)
    _, body = call(fake, "/tickets?page=3")
    assert body["meta"] == {"total_pages": 3, "page": 3}
    assert len(body["tickets"]) == 20
    assert call(fake, "/tickets?page=9")[1]["tickets"] == []
    _, body = call(FakeSyncro({}), "/contacts")
    assert body["meta"] == {"total_pages": 1, "page": 1, "total_entries": 0, "per_page": 50}


def test_order_newest_tickets_oldest_timers_newest_comments():
    fake, _ = make_fake(3)
    fake.account.tickets[1001]["ticket_timers"] = [timer(2, 1001, NOW, 5), timer(1, 1001, NOW, 1)]
    fake.account.add_comment(1001, comment(1, 1001, NOW))
    assert [t["number"] for t in call(fake, "/tickets")[1]["tickets"]] == [3, 2, 1]
    assert [t["id"] for t in call(fake, "/ticket_timers")[1]["ticket_timers"]] == [1, 2]
    assert [c["id"] for c in call(fake, "/tickets/1001/comments")[1]["comments"]] == [1, 100100]


def test_the_list_holds_the_first_comment_only_unless_asked():
    fake, _ = make_fake(1)
    fake.account.add_comment(1001, comment(1, 1001, NOW))
    assert len(call(fake, "/tickets")[1]["tickets"][0]["comments"]) == 1
    assert len(call(fake, "/tickets?all_comments=true")[1]["tickets"][0]["comments"]) == 2


def test_the_detail_lacks_fields_of_the_list_and_adds_its_own():
    fake, _ = make_fake(1)
    detail = call(fake, "/tickets/1001")[1]["ticket"]
    assert "contact_fullname" not in detail
    assert (detail["contact"]["name"], detail["customer"]["id"]) == ("Jo Weir", 7)
    assert "ticket_timers" not in call(fake, "/tickets")[1]["tickets"][0]


def test_since_updated_at_is_a_strict_bound_by_instant():
    fake, _ = make_fake(1)
    fake.account.update_ticket(1001, updated_at="2025-01-29T13:31:46.000-05:00")
    target = "/tickets?since_updated_at=2025-01-29T18:31:46Z"
    assert call(fake, target)[1]["tickets"] == []
    fake.switches = Switches(is_since_inclusive=True)
    assert len(call(fake, target)[1]["tickets"]) == 1


def test_disabled_customers_are_hidden_unless_asked():
    fake, _ = make_fake()
    assert [c["id"] for c in call(fake, "/customers")[1]["customers"]] == [9, 7]
    body = call(fake, "/customers?include_disabled=true")[1]
    assert [c["id"] for c in body["customers"]] == [9, 8, 7]


def test_charging_twice_bills_twice():
    fake, _ = make_fake(1)
    start = NOW.isoformat()
    made = call(fake, "/tickets/1001/timer_entry", "POST", start_at=start, duration_minutes=30)[1]
    assert (made["recorded"], made["billable_time"]) == (False, 1800)
    for _ in range(2):
        charged = call(fake, "/tickets/1001/charge_timer_entry", "POST", timer_entry_id=made["id"])[
            1
        ]
    assert charged["recorded"]
    assert len(call(fake, "/tickets/1001")[1]["ticket"]["line_items"]) == 2
    body = {"timer_entry_id": made["id"]}
    assert call(fake, "/tickets/1001/delete_timer_entry", "POST", **body)[1] == {"success": True}
    assert call(fake, "/ticket_timers")[1]["ticket_timers"] == []


def test_write_calls_refuse_as_the_real_ones(shared):
    folder = shared / "samples" / "syncro" / "examples"

    def example(name):
        return json.loads((folder / name).read_bytes())

    fake, _ = make_fake(1)
    made = call(fake, "/tickets/1001/timer_entry", "POST", notes="x")
    assert made == (422, example("POST_tickets-id-timer_entry_422.json"))
    made = call(fake, "/tickets/1001/comment", "POST", tech="x")
    assert made == (422, example("POST_tickets-id-comment_422.json"))
    fake.account.tickets[1001]["ticket_timers"] = [timer(1, 1001, NOW, 5)]
    made = call(fake, "/ticket_timers/1?billable=maybe", "PATCH")
    assert made == (422, example("PATCH_ticket_timers-id-_422.json"))
    assert not call(fake, "/ticket_timers/1?billable=false", "PATCH")[1]["ticket_timer"]["billable"]


def test_other_write_calls():
    fake, _ = make_fake(1)
    fake.account.tickets[1001]["ticket_timers"] = [timer(1, 1001, NOW, 5)]
    body = {"timer_entry_id": 1, "notes": "new", "duration_minutes": 50}
    changed = call(fake, "/tickets/1001/update_timer_entry", "PUT", **body)[1]
    assert (changed["notes"], changed["active_duration"]) == ("new", 300)
    given = {"subject": "Note", "body": "done", "hidden": True}
    assert call(fake, "/tickets/1001/comment", "POST", **given)[1]["comment"]["hidden"]
    line = call(fake, "/tickets/1001/add_line_item", "POST", name="Labor", description="x")[1]
    assert line["quantity"] == "1.0"


def test_faults_are_consumed_in_order_by_path_and_page():
    fake, _ = make_fake(
        120, faults=[rate_limit(retry_after="3"), login_page(path="/tickets", page=2)]
    )
    status, headers, _ = fake.handle("GET", "/api/v1/me", KEY)
    assert (status, headers["Retry-After"]) == (429, "3")
    assert call(fake, "/tickets?page=1")[0] == 200
    status, headers, content = fake.handle("GET", "/api/v1/tickets?page=2", KEY)
    assert (status, content[:9]) == (200, b"<!DOCTYPE")
    assert call(fake, "/tickets?page=2")[0] == 200


def test_the_window_slides():
    fake, clock = make_fake(requests_per_minute=2)
    assert [call(fake, "/me")[0] for _ in range(3)] == [200, 200, 429]
    clock.seconds += 61
    assert call(fake, "/me")[0] == 200


def test_hooks_come_first_and_may_change_the_account():
    def insert(fake, request):
        fake.account.insert_ticket(ticket(9))

    fake, _ = make_fake(0, hooks=[insert])
    assert call(fake, "/tickets/1009")[0] == 200


def test_its_world_is_not_changed():
    rows = {"tickets": [ticket(1)], "users": [[1, "Joe Doe"]]}
    before = json.dumps(rows)
    fake = FakeSyncro(rows, now=lambda: NOW)
    call(fake, "/tickets/1001/comment", "POST", subject="a", body="b")
    assert json.dumps(rows) == before


def test_over_a_real_socket_with_its_own_date():
    fake, _ = make_fake(3, faults=[Fault(path="/users", is_drop=True)])
    with fake.serve() as url, httpx.Client(base_url=url, headers=KEY, trust_env=False) as http:
        answer = http.get("/tickets")
        assert answer.headers.get_list("date") == ["Wed, 12 Mar 2025 15:00:00 GMT"]
        assert len(answer.json()["tickets"]) == 3
        with pytest.raises(httpx.TransportError):
            http.get("/users")
        assert http.get("/users").status_code == 200
        posted = http.post("/tickets/1001/comment", json={"subject": "a", "body": "b"})
        assert posted.json()["comment"]["body"] == "b"
    assert not any(thread.name == "fake-syncro" for thread in threading.enumerate())


def test_a_late_answer_over_a_real_socket_is_a_timeout():
    fake, _ = make_fake(1, faults=[Fault(path="/me", delay_seconds=0.6)])
    with fake.serve() as url, httpx.Client(timeout=0.1, headers=KEY, trust_env=False) as http:
        with pytest.raises(httpx.ReadTimeout):
            http.get(f"{url}/me")
        assert http.get(f"{url}/me").status_code == 200


def test_a_connection_reset_in_the_middle_of_a_body_over_a_real_socket():
    fake, _ = make_fake(3, faults=[Fault(path="/tickets", is_cut_off=True)])
    with fake.serve() as url, httpx.Client(headers=KEY, trust_env=False) as http:
        with pytest.raises(httpx.RemoteProtocolError):
            http.get(f"{url}/tickets")
        assert len(http.get(f"{url}/tickets").json()["tickets"]) == 3


@pytest.mark.parametrize("lie", [-1, 0, 5])
def test_a_lying_total_moves_no_row(lie):
    fake, _ = make_fake(120, switches=Switches(meta_lie=lie))
    _, body = call(fake, "/tickets?page=3")
    assert (body["meta"]["total_pages"], len(body["tickets"])) == (3 + lie, 20)


def test_rows_that_repeat_over_pages_and_lean_comments():
    fake, _ = make_fake(60, switches=Switches(repeats_rows=True, has_lean_comments=True))
    pages = [call(fake, f"/tickets?page={n}")[1]["tickets"] for n in (1, 2)]
    assert pages[0][-1]["id"] == pages[1][0]["id"]
    (row,) = call(fake, "/tickets/1001/comments")[1]["comments"]
    assert "tech" in row
    assert "sms_body" not in row


def test_a_world_in_a_file(tmp_path):
    path = tmp_path / "syncro_world.json"
    path.write_text(json.dumps({"users": [[4, "Åsa"]]}), encoding="utf-8")
    assert call(FakeSyncro(path), "/users")[1] == {"users": [[4, "Åsa"]]}
