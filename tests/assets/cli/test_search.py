"""`sdc search`: what it prints for people and programs, with and without the model for meaning."""

import json
import os
import subprocess
import sys

import pytest

from sdc_assets.cli.exits import Exit
from sdc_core.settings import load_settings
from sdc_core.workspace import open_workspace
from tests.core.search.corpus import CUSTOMERS, embed, finish, ticket

from .conftest import Place

SAME = "The front desk printer is offline since the update, replaced its driver"


@pytest.fixture
def place(tmp_path):
    found = Place(tmp_path)
    found.config.write_text("{}", encoding="utf-8")
    sessions = [
        ticket("a", SAME, links=["Ticket: 4711"]),
        ticket("b", SAME, day=1, system="NotesJSON"),
        ticket("c", "Mail of the owner does not arrive", day=2, customer=CUSTOMERS[1]),
        ticket("d", SAME, day=20),
        ticket("e", SAME, day=1, customer=CUSTOMERS[2]),
    ]
    finish(workspace_of(found), sessions)
    return found


def workspace_of(place):
    return open_workspace(load_settings(place.config, {}))


def test_people_see_day_customer_title_reason_and_file(place):
    session = ticket("a", SAME)
    session.insights.llm_generated_title = "Printer offline"
    finish(workspace_of(place), [session])

    said = place.sdc("search", "printer", "offline")

    assert said.exit_code == Exit.FINE
    first, second, file, last = said.stdout.splitlines()
    assert first == "2025-01-02  Acme Dental: Printer offline"
    assert second.strip() == "SyncroTicket, 10 min; found by printer, offline"
    assert file.strip().endswith(".json")
    assert "by words alone: no model for meaning is installed" in last


def test_programs_get_one_document(place):
    answer = json.loads(place.sdc("search", "4711", "--json").stdout)

    assert [hit["day"] for hit in answer["hits"]] == ["2025-01-02"]
    assert answer["hits"][0]["words"] > 0
    assert answer["hits"][0]["meaning"] == 0
    assert answer["problem"]
    assert answer["sessions"] == 5


def test_options_bound_what_is_searched(place):
    def days(*options):
        answer = json.loads(place.sdc("search", "printer", "--json", *options).stdout)
        return sorted(hit["day"] for hit in answer["hits"])

    assert days() == ["2025-01-02", "2025-01-03", "2025-01-03", "2025-01-22"]
    assert days("--since", "2025-01-10") == ["2025-01-22"]
    assert days("--until", "2025-01-02") == ["2025-01-02"]
    assert days("--source", "notesjson") == ["2025-01-03"]
    assert days("--customer", "cedar") == ["2025-01-03"]
    assert len(days("--limit", "2")) == 2


def test_a_changed_month_is_searched_as_it_is_now(place):
    assert json.loads(place.sdc("search", "scanner", "--json").stdout)["hits"] == []
    finish(workspace_of(place), [ticket("z", "A scanner that jams", day=3)])

    answer = json.loads(place.sdc("search", "scanner", "--json").stdout)

    assert [hit["day"] for hit in answer["hits"]] == ["2025-01-05"]
    assert answer["sessions"] == 1


@pytest.mark.parametrize("content", [b"", b"no database at all", None])
def test_an_index_that_is_lost_or_damaged_is_made_anew(place, content):
    before = place.sdc("search", "printer").stdout
    index = place.data / "cache" / "search" / "index.sqlite"
    if content is None:
        index.unlink()
    else:
        index.write_bytes(content)

    assert place.sdc("search", "printer").stdout == before


def test_an_index_that_is_damaged_inside_is_made_anew(place):
    before = place.sdc("search", "printer").stdout
    index = place.data / "cache" / "search" / "index.sqlite"
    content = index.read_bytes()
    index.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))

    assert place.sdc("search", "printer").stdout == before


def test_a_query_or_duplicates_and_a_customer_that_there_is(place):
    assert place.sdc("search").exit_code == Exit.USAGE
    assert place.sdc("search", "printer", "--duplicates").exit_code == Exit.USAGE
    unknown = place.sdc("search", "printer", "--customer", "Acme Dentl")
    assert unknown.exit_code == Exit.USAGE
    assert "'Acme Dental'" in unknown.stderr


def test_nothing_finished_is_nothing_found(tmp_path):
    place = Place(tmp_path)
    place.config.write_text("{}", encoding="utf-8")

    said = place.sdc("search", "printer")

    assert said.exit_code == Exit.FINE
    assert "Nothing was found." in said.stdout


def test_duplicates_need_a_model(place):
    said = place.sdc("search", "--duplicates")

    assert said.exit_code == Exit.FAILED
    assert "[embeddings]" in said.stderr


@pytest.mark.usefixtures("embeds")
def test_one_job_noted_twice_is_a_group(place):
    embed(workspace_of(place))

    (group,) = json.loads(place.sdc("search", "--duplicates", "--json").stdout)

    assert group["is_across_sources"]
    assert [entry["day"] for entry in group["sessions"]] == ["2025-01-02", "2025-01-03"]
    assert {entry["customer"] for entry in group["sessions"]} == {"Acme Dental"}
    said = place.sdc("search", "--duplicates").stdout
    assert "Acme Dental: told by SyncroTicket and NotesJSON, alike 1.00, 10 min twice" in said
    assert said.count("   10 min  (no title)") == 2
    assert "may be one job: 1." in said
    assert group["minutes_twice"] == 10


def test_a_file_that_is_gone_or_cannot_be_read_is_said(place):
    place.sdc("search", "printer")
    for path in (place.data / "output" / "sessions").rglob("2025-01-*.json"):
        path.write_bytes(b"[]")

    assert "(its file is gone or cannot be read)" in place.sdc("search", "printer").stdout


@pytest.mark.usefixtures("embeds")
def test_sessions_alike_are_one_line_with_their_number(place):
    embed(workspace_of(place))

    said = place.sdc("search", "printer offline after update")

    assert "+ meaning; 3 alike: 2025-01-03" in said.stdout
    assert "2025-01-03 Cedar Bakery" in said.stdout
    assert "alone" not in said.stdout


def test_a_search_over_what_did_not_change_opens_no_store(place):
    """What would load takes longer than the search itself."""
    place.sdc("search", "printer")
    code = (
        "import sys; from sdc_assets.cli import main\n"
        "try: main()\n"
        "finally: print(' '.join(sys.modules), file=sys.stderr)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, "--config", str(place.config), "search", "printer"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )

    loaded = set(run.stderr.split())
    assert "Acme Dental" in run.stdout
    heavy = {"sdc_core.workspace", "sdc_core.models", "sdc_core.privacy", "polars", "rich"}
    assert heavy & loaded == set()
