"""The client gets whole answers through every kind of trouble, or says what is wrong."""

import json
import logging

import pytest

from sdc_core.demo.fake_syncro_faults import (
    Fault,
    bad_key,
    cut_json,
    json_fault,
    login_page,
    rate_limit,
    server_error,
    wrong_type,
)
from sdc_core.errors import (
    NotAuthorizedError,
    SettingsError,
    TerminalApiError,
    TransientApiError,
)
from sdc_core.syncro.answers import flatten_error
from tests.core.syncro.account import BASE, NOW, make_client, make_fake


def _numbers(client):
    return sorted(row["number"] for row in client.pages("/tickets", {}, "tickets"))


@pytest.mark.parametrize(
    "fault",
    [
        rate_limit(3),
        server_error(500),
        server_error(503, times=4),
        Fault(is_drop=True, times=2),
        Fault(delay_seconds=99),
        cut_json(times=2),
        login_page(),
        wrong_type(),
        Fault(status=404, content=b"<html>not here</html>", kind="text/html"),
    ],
    ids=["429", "500", "503", "drop", "slow", "cut", "html", "type", "404 page"],
)
def test_passing_trouble_is_survived(fault):
    fake, clock = make_fake(faults=[fault])
    assert _numbers(make_client(fake, clock)) == [1, 2, 3]
    assert fault.times == 0


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (
            server_error(502, times=99),
            r"GET /tickets: 502 Bad Gateway: a web page; gave up after 5",
        ),
        (Fault(is_drop=True, times=99), "gave no whole answer .*gave up after 5"),
        (cut_json(times=99), "cut or broken body"),
        (login_page(times=99), "a web page instead of JSON; check syncro_api.subdomain.*after 2"),
        (wrong_type(times=99), r"200 with content type 'text/plain' instead of JSON; .*after 2"),
        (
            Fault(status=404, content=b"<html>", kind="text/html", times=99),
            r"404 Not Found: a web page; check syncro_api.subdomain; gave up after 2",
        ),
        (rate_limit(99), "429 .*Retry later; gave up after 10"),
    ],
)
def test_lasting_trouble_has_a_name(fault, said):
    fake, clock = make_fake(faults=[fault])
    with pytest.raises(TransientApiError, match=said):
        make_client(fake, clock).get("/tickets")


def test_waits_as_long_as_the_server_asks_in_seconds_or_as_a_date():
    fake, clock = make_fake(faults=[rate_limit(retry_after="17")])
    make_client(fake, clock).get("/me")
    assert clock.slept == [17.0]
    fake, clock = make_fake(faults=[rate_limit(retry_after_date_seconds=42)])
    make_client(fake, clock).get("/me")
    assert clock.slept == [42.0]


def test_does_not_wait_an_hour():
    fake, clock = make_fake(faults=[rate_limit(retry_after="3600")])
    with pytest.raises(TransientApiError, match="429"):
        make_client(fake, clock).get("/me")
    assert clock.slept == []


def test_stays_within_the_limit_of_the_server():
    fake, clock = make_fake(requests_per_minute=180)
    client = make_client(fake, clock)
    for _ in range(600):
        client.get("/me")
    assert len(fake.requests) == 600
    assert clock.seconds >= 60 * (600 - 20) / 150 - 1


def test_missing_permission_is_told_from_a_bad_key():
    fake, clock = make_fake(missing_permissions={"Tickets - List/Search"})
    client = make_client(fake, clock)
    client.get("/me")
    with pytest.raises(
        NotAuthorizedError, match=r"GET /tickets: 401.*lacks the permission 'Tickets - List/Search'"
    ):
        client.get("/tickets")
    with pytest.raises(NotAuthorizedError, match="does not accept the key in SYNCRO_API_KEY"):
        make_client(fake, clock, key="wrong").get("/tickets")


def test_probe_names_the_permission_to_tick():
    fake, clock = make_fake(missing_permissions={"Customers - View Detail"})
    probes = {probe.endpoint: probe for probe in make_client(fake, clock).probe()}
    assert [e for e, probe in probes.items() if not probe.is_ok] == ["/contacts"]
    assert probes["/contacts"].permission == "Customers - View Detail"
    assert "/tickets/1003/comments" in probes


def test_probe_of_a_failing_endpoint_names_no_permission():
    fake, clock = make_fake(faults=[server_error(path="/customers", times=99)])
    (failed,) = (p for p in make_client(fake, clock).probe() if not p.is_ok)
    assert (failed.endpoint, failed.permission) == ("/customers", None)
    assert "502" in failed.problem


def test_probe_of_a_bad_key_asks_no_further():
    fake, clock = make_fake(faults=[bad_key(times=99)])
    probes = make_client(fake, clock).probe()
    assert len(probes) == 1
    assert "Admin > API Tokens" in probes[0].problem


def test_validation_is_not_retried():
    fake, clock = make_fake(faults=[json_fault(422, {"message": ["Body can't be blank"]})])
    with pytest.raises(TerminalApiError, match=r"422 .*Body can't be blank"):
        make_client(fake, clock).get("/tickets")
    assert len(fake.requests) == 1


def test_knows_the_servers_clock_and_zone():
    fake, clock = make_fake()
    client = make_client(fake, clock)
    assert client.account_zone() == "America/New_York"
    assert client.server_date == NOW
    assert client.users() == {1: "Joe Doe", 2: "Sue Poe"}


@pytest.mark.parametrize(
    "url", ["http://acme.example/api/v1", "ftp://127.0.0.1", "acme", "http://"]
)
def test_the_key_never_travels_in_the_clear(url):
    fake, clock = make_fake()
    with pytest.raises(SettingsError, match="allowed is https"):
        make_client(fake, clock, base_url=url)
    make_client(fake, clock, base_url="http://127.0.0.1:8000/api/v1").get("/me")


def test_the_key_is_in_no_message_url_or_log(caplog):
    caplog.set_level(logging.DEBUG)
    fake, clock = make_fake(faults=[server_error(times=99)])
    with pytest.raises(TransientApiError) as caught:
        make_client(fake, clock, key="canary-key").get("/tickets", {"page": 1})
    assert "canary-key" not in str(caught.value) + caplog.text
    assert all("canary-key" not in json.dumps(dict(r.params)) for r in fake.requests)


def test_back_off_grows_is_capped_and_has_full_jitter():
    waits = []
    for _ in range(30):
        fake, clock = make_fake(faults=[rate_limit(9)])
        make_client(fake, clock, requests_per_minute=100_000).get("/me")
        waits.append(clock.slept)
    assert all(
        0 <= wait <= min(60, 2 ** (n + 1)) for slept in waits for n, wait in enumerate(slept)
    )
    assert len({round(slept[-1], 6) for slept in waits}) == 30
    assert max(slept[-1] for slept in waits) > 30


@pytest.mark.parametrize("text", ["soon", "-5", "1.5", ""])
def test_a_retry_after_that_is_none_of_both_forms_is_passed_over(text):
    fake, clock = make_fake(faults=[rate_limit(retry_after=text)])
    assert make_client(fake, clock).get("/me")
    assert len(clock.slept) == 1


def test_403_is_a_refusal_too():
    fake, clock = make_fake(faults=[json_fault(403, {"error": "Forbidden"}, path="/contacts")])
    with pytest.raises(NotAuthorizedError, match=r"GET /contacts: 403.*'Customers - View Detail'"):
        make_client(fake, clock).get("/contacts")


def test_an_answer_without_end_has_a_name(monkeypatch):
    monkeypatch.setattr("sdc_core.api.answers.MAX_ANSWER_BYTES", 1000)
    fake, clock = make_fake(faults=[Fault(status=200, content=b" " * 2000)])
    with pytest.raises(TerminalApiError, match="more than 1000 bytes"):
        make_client(fake, clock).get("/tickets")


def test_every_endpoint_in_use_is_probed_by_its_permission():
    for permission, endpoints in (
        ("Tickets - List/Search", {"/tickets"}),
        ("Tickets - View Details", {"/tickets/1003/comments"}),
        ("Ticket Timers - Overview", {"/ticket_timers"}),
        ("Customers - List/Search", {"/customers"}),
        ("Customers - View Detail", {"/contacts"}),
    ):
        fake, clock = make_fake(missing_permissions={permission})
        failed = [p for p in make_client(fake, clock).probe() if not p.is_ok]
        assert ({p.endpoint for p in failed}, {p.permission for p in failed}) == (
            endpoints,
            {permission},
        )


def test_a_redirect_is_not_followed():
    moved = Fault(status=302, headers={"Location": "https://evil.example"}, times=99)
    fake, clock = make_fake(faults=[moved])
    with pytest.raises(TransientApiError, match=r"302 sends elsewhere"):
        make_client(fake, clock).get("/me")
    assert BASE.startswith("https")


def test_all_published_error_forms_become_one_line(shared):
    folder = shared / "samples" / "syncro" / "examples"
    said = {p.name: flatten_error(json.loads(p.read_bytes())) for p in folder.glob("*_4*.json")}
    assert said["GET_contacts_401.json"].startswith("Not authorized.")
    assert said["POST_tickets-id-comment_422.json"] == "Body can't be blank; Subject can't be blank"
    assert said["GET_contacts-id-_404.json"] == "Not found"
    assert all(text and "{" not in text and "[" not in text for text in said.values())
    assert flatten_error({"email": ["is bad", "is taken"]}) == "email: is bad; is taken"
