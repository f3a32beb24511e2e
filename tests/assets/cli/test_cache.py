"""`cache` fetches customers, and what a failing Syncro looks like on the command line."""

import json

import pytest
from click.testing import CliRunner

from sdc_assets.cli import main
from sdc_assets.cli.exits import Exit
from sdc_core.demo.fake_syncro import FakeSyncro

WORLD = {
    "customers": [{"id": 1, "business_name": "Harbor Dental Group"}],
    "contacts": [],
    "tickets": [],
    "users": [],
    "settings": {},
}


@pytest.fixture
def online(place):
    """The place with an account instead of a customers file; yields `run(key, url, *arguments)`."""
    settings = json.loads(place.config.read_text())
    settings["syncro_api"] = {"max_tries": 1}
    place.config.write_text(json.dumps(settings))

    def run(key, url, *arguments):
        variables = {"SYNCRO_API_KEY": key, "SDC_SYNCRO_API__BASE_URL": url}
        return CliRunner(env=variables).invoke(main, ["--config", str(place.config), *arguments])

    return run


def test_customers_come_from_the_account(online):
    with FakeSyncro(WORLD).serve() as url:
        done = online("demo-key", url, "cache", "--json")
        assert json.loads(done.stdout)["count"] == 1, done.output
        assert "1 from api" in online("demo-key", url, "cache").stdout


@pytest.mark.parametrize("command", ["cache", "run", "doctor"])
def test_a_wrong_key_is_one_clear_line(online, place, command):
    with FakeSyncro(WORLD).serve() as url:
        done = online("wrong", url, command)
    assert done.exit_code == (Exit.NOTHING_DONE if command == "cache" else Exit.FAILED)
    assert "SYNCRO_API_KEY" in done.output
    assert "Traceback" not in done.output
    if command == "run":
        assert len(place.finished()) == 3


def test_an_unreachable_server_is_one_clear_line(online):
    done = online("demo-key", "http://127.0.0.1:9/api/v1", "cache")
    assert done.exit_code == Exit.NOTHING_DONE
    assert done.stderr.count("error:") == 1
    assert "127.0.0.1:9" in done.stderr


def test_no_key_says_which_variable_to_set(online):
    done = online("", "https://acme.example/api/v1", "cache")
    assert done.exit_code == Exit.NOTHING_DONE
    assert "SYNCRO_API_KEY" in done.stderr
