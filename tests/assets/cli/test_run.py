import json
from shutil import rmtree

import pytest

from sdc_assets.cli.exits import Exit
from sdc_assets.instance import open_instance
from sdc_core.settings import load_settings
from sdc_core.store.locks import hold

from .conftest import row


def jobs_run(place) -> list[str]:
    with open_instance(load_settings(place.config, {})) as instance:
        return [run.job_name for run in instance.get_runs()]


def test_a_full_run_writes_linked_sessions_and_says_what_it_did(place):
    done = place.json("run")
    assert done["exit_code"] == Exit.FINE, done
    assert done["files_written"] == len(place.finished()) == 3
    assert done["sessions"] == {"screenconnect": {"Linked": 2, "No Match Found": 1}}
    source = next(line for line in done["sources"] if line["source"] == "screenconnect")
    assert (source["files_read"], source["records"], source["new"]) == (1, 3, 3)


def test_a_second_run_executes_and_writes_nothing(ran):
    before, runs = ran.tree("output", "store", "records"), len(jobs_run(ran))
    again = ran.json("run")
    assert again["files_written"] == 0
    assert again["files_unchanged"] == 3
    assert ran.tree("output", "store", "records") == before
    assert len(jobs_run(ran)) > runs


def test_a_late_row_reruns_only_its_month(ran):
    ran.write_rows(row(4, "2025-02-20"), name="late.csv")
    again = ran.json("run")
    assert again["files_written"] == 1
    assert again["months"] == [["2025-02", "2025-02"]]


def test_since_leaves_earlier_months_due(place):
    first = place.json("run", "--since", "2025-02")
    assert first["files_written"] == 1
    assert place.json("run")["files_written"] == 2


def test_a_month_that_is_none_is_a_usage_error(place):
    wrong = place.sdc("run", "--since", "February")
    assert wrong.exit_code == Exit.USAGE
    assert "'2025-01'" in wrong.stderr


def test_ingest_only_links_nothing(place):
    done = place.json("run", "--pipeline", "ingest_only")
    assert done["exit_code"] == Exit.FINE
    assert place.finished() == []
    assert {run["job"] for run in done["runs"]} >= {
        "intake_screenconnect",
        "sessions_screenconnect",
    }


def test_one_broken_source_stops_no_other_and_the_exit_code_says_so(place):
    settings = json.loads(place.config.read_text())
    settings["project_paths"] = {"notes_json": "nowhere"}
    place.config.write_text(json.dumps(settings))
    done = place.sdc("run")
    assert done.exit_code == Exit.FAILED
    assert len(place.finished()) == 3
    assert "nowhere" in done.stderr
    assert "Traceback" not in done.output


def test_no_source_at_all_is_nothing_done(place):
    settings = json.loads(place.config.read_text())
    keys = (
        "notes_json",
        "screenconnect_logs",
        "sillytavern_chat_input_folder",
        "syncro_tickets_input_folder",
    )
    settings["project_paths"] = dict.fromkeys(keys, "nowhere")
    place.config.write_text(json.dumps(settings))
    assert place.sdc("run").exit_code == Exit.NOTHING_DONE


def test_people_get_tables_of_at_most_100_columns(place):
    shown = place.sdc("run").stdout
    assert "Sessions by status" in shown
    assert "3 written" in shown
    tables = shown.partition("Months run")[0]
    assert max(len(line) for line in tables.splitlines()) <= 100


def test_a_second_run_waits_and_then_names_the_holder(place):
    lock = place.data / ".dagster" / "sdc-run.lock"
    with hold(lock, what="sdc run --pipeline full", timeout_seconds=0):
        refused = place.sdc("run", "--wait", "1")
    assert refused.exit_code == Exit.BUSY
    assert refused.stderr.count("'sdc run --pipeline full'") == 2
    assert place.finished() == []


def test_the_log_names_runs(ran):
    written = (ran.data / "logs" / "sdc.log").read_text("utf-8")
    with open_instance(load_settings(ran.config, {})) as instance:
        assert all(f"run={run.run_id} " in written for run in instance.get_runs())


def test_process_runs_one_step(place):
    place.json("run", "--pipeline", "ingest_only")
    place.json("cache")
    linked = place.json("process", "--step", "customer_linking")
    assert [run["job"] for run in linked["runs"]] == ["customer_linking"]
    assert place.finished() == []
    titled = place.json("process", "--step", "llm_title")
    assert titled["files_written"] == 3


def test_process_retry_runs_all_months_and_writes_nothing_that_is_equal(ran):
    assert ran.json("process")["runs"] == []
    again = ran.json("process", "--retry")
    assert [run["job"] for run in again["runs"]] == ["customer_linking", "insights", "embeddings"]
    assert again["files_written"] == 0


def test_a_step_goes_by_its_older_name_too_and_one_that_is_none_names_those_there_are(place):
    place.json("run", "--pipeline", "ingest_only")
    place.json("cache")
    place.json("process", "--step", "customer_linking")
    done = place.json("process", "--step", "categorize")
    assert {run["job"] for run in done["runs"]} == {"llm_categorize"}
    wrong = place.sdc("process", "--step", "linking")
    assert wrong.exit_code == Exit.USAGE
    assert "customer_linking" in wrong.stderr


@pytest.mark.usefixtures("embeds")
def test_vectors_can_be_made_alone(ran):
    vectors = ran.data / "store" / "session_embeddings"
    rmtree(vectors)

    done = ran.json("process", "--step", "embeddings")

    assert {run["job"] for run in done["runs"]} == {"embeddings"}
    assert list(vectors.glob("*/_manifest.json"))
    assert ran.sdc("process", "--step", "embeddings", "--dry-run").exit_code == Exit.USAGE


def test_ingest_narrowed_to_days_keeps_all_records(place):
    done = place.json("ingest", "--source", "screenconnect", "--start-date", "2025-02-01")
    assert next(iter(done["sources"]))["records"] == 3
    assert done["months"] == [["2025-02", "2025-02"]]
    assert place.json("run")["files_written"] == 3


def test_ingest_narrowed_by_a_column(place):
    narrowed = ("--source", "screenconnect", "--filter", "CustomProperty1=somebody else ltd")
    assert place.json("ingest", *narrowed)["months"] == [["2025-01", "2025-01"]]


def test_a_filter_that_is_none_names_those_that_are(place):
    wrong = place.sdc("ingest", "--source", "screenconnect", "--filter", "Color=red")
    assert wrong.exit_code == Exit.USAGE
    assert "ParticipantName" in wrong.stderr
    assert "ParticipantName" in place.sdc("ingest", "--show-filters").stdout
    assert len(place.sdc("ingest", "--show-filters").stdout.split()) == 11


def test_an_unknown_source_names_those_there_are(place):
    wrong = place.sdc("ingest", "--source", "teamviewer")
    assert wrong.exit_code == Exit.USAGE
    assert "screenconnect" in wrong.stderr
    assert place.sdc("ingest", "--filter", "SessionName=x").exit_code == Exit.USAGE
