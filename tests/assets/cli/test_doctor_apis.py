"""`sdc doctor` asks GetReport where it is configured, and says what to mend."""

import json
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

import pytest

from sdc_assets.cli.exits import Exit
from sdc_core.demo.fake_screenconnect import DEFAULT_KEY, EXTENSION, FakeScreenConnect
from sdc_core.demo.fake_syncro_faults import Fault, login_page

NOW = datetime(2025, 3, 15, 12, tzinfo=UTC)


class Server(FakeScreenConnect):
    """Knows some fields only, and leaves the others out of its answers."""

    unknown: frozenset[str] = frozenset()

    def _report(self, question):
        names = [name for name in question["SelectFieldNames"] if name not in self.unknown]
        return super()._report({**question, "SelectFieldNames": names})


@pytest.fixture
def server():
    started = ["2025-03-15T09:00:00Z", "2025-03-15T10:00:00Z", "2025-03-01T10:00:00Z"]
    rows = [{"ProcessType": "Host", "ConnectedTime": text} for text in started]
    return Server(rows, now=lambda: NOW)


@pytest.fixture
def examined(place, monkeypatch):
    """Findings of GetReport and the exit code, for these settings of the API and this key."""

    def examine(key=DEFAULT_KEY, **api):
        if key is None:
            monkeypatch.delenv("SCREENCONNECT_API_KEY", raising=False)
        else:
            monkeypatch.setenv("SCREENCONNECT_API_KEY", key)
        settings = json.loads(place.config.read_text("utf-8"))
        settings["screenconnect"] = {"api": api}
        place.config.write_text(json.dumps(settings), encoding="utf-8")
        findings = [f for f in place.json("doctor") if f["about"] == "GetReport"]
        return findings, place.sdc("doctor").exit_code

    return examine


def test_without_a_server_nothing_is_said_of_it(examined):
    assert examined() == ([], Exit.FINE)


def test_a_sound_server_is_asked_once_and_its_rows_are_counted(server, examined):
    with server.serve() as url:
        findings, code = examined(base_url=url, extension_id=EXTENSION)
    assert [(f["state"], f["text"]) for f in findings] == [
        ("ok", "the key is accepted; 2 rows of a day")
    ]
    assert code == Exit.FINE
    assert len(server.asked) == 2  # once for each of the two commands
    assert f"'{NOW - timedelta(days=1):%Y-%m-%d}T" in server.asked[0]["FilterExpression"]


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Fault(status=HTTPStatus.FORBIDDEN, times=9), "does not accept the key"),
        (Fault(status=HTTPStatus.NOT_FOUND, times=9), "check screenconnect.api.base_url"),
        (login_page(times=9), "web page instead of JSON"),
        (Fault(is_cut_off=True, times=9), "gave no whole answer"),
        (Fault(status=HTTPStatus.OK, content=b"{}", times=9), "no lists FieldNames and Items"),
    ],
)
def test_trouble_is_named_with_what_to_check(server, examined, fault, said):
    server.faults.append(fault)
    with server.serve() as url:
        findings, code = examined(base_url=url, extension_id=EXTENSION)
    assert [f["state"] for f in findings] == ["fail"]
    assert said in findings[0]["text"]
    assert "save the report as CSV" in findings[0]["advice"]
    assert code == Exit.FAILED


def test_a_server_that_is_not_there_is_named(server, examined):
    with server.serve() as url:
        pass
    ((finding,), code) = examined(base_url=url, extension_id=EXTENSION)
    assert "check the network and screenconnect.api.base_url" in finding["text"]
    assert code == Exit.FAILED


def test_a_bad_key_and_no_key_are_told_apart(server, examined):
    with server.serve() as url:
        ((bad,), _) = examined(key="wrong", base_url=url, extension_id=EXTENSION)
        ((none,), code) = examined(key=None, base_url=url, extension_id=EXTENSION)
    assert "does not accept the key" in bad["text"]
    assert "no ScreenConnect key" in none["text"]
    assert "SCREENCONNECT_API_KEY" in none["advice"]
    assert code == Exit.FAILED


def test_fields_that_the_server_lacks_are_named(server, examined):
    server.unknown = frozenset({"SessionHost", "ClientType"})
    with server.serve() as url:
        findings, code = examined(base_url=url, extension_id=EXTENSION)
    assert [f["state"] for f in findings] == ["ok", "fail"]
    assert findings[1]["text"] == "the server has no field 'SessionHost', 'ClientType'"
    assert "screenconnect.api.fields" in findings[1]["advice"]
    assert code == Exit.FAILED


@pytest.mark.parametrize(
    ("api", "missing"),
    [
        ({"base_url": "https://acme.screenconnect.com"}, "extension_id"),
        ({"extension_id": EXTENSION}, "base_url"),
    ],
)
def test_half_an_address_is_a_warning_that_names_the_other_half(examined, api, missing):
    ((finding,), code) = examined(**api)
    assert finding["state"] == "warn"
    assert f"screenconnect.api.{missing}" in finding["advice"]
    assert code == Exit.FINE


def test_an_address_that_would_show_the_key_is_refused(examined):
    ((finding,), code) = examined(base_url="http://example.com", extension_id=EXTENSION)
    assert finding["state"] == "fail"
    assert "https" in finding["text"]
    assert code == Exit.FAILED
