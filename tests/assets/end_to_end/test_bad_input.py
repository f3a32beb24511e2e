"""Bad input: one clear line that says what, where and what to do; nothing lost, no one stopped."""

import json
import shutil
from pathlib import Path

import pytest

from sdc_assets.cli.exits import Exit
from sdc_core.demo.fake_syncro import FakeSyncro
from sdc_core.demo.fake_syncro_faults import login_page
from tests.assets.end_to_end.program import Program

pytestmark = pytest.mark.slow

NOW = "2025-03-15T12:00:00+00:00"
REPORT = (
    "SessionSessionID,ProcessType,SessionSessionType,SessionName,ParticipantName,ConnectedTime,"
    "DisconnectedTime,DurationSeconds,ConnectionID,SessionCustomProperty1\n"
    "m1,Host,Access,WS-1,Ana,2025-02-03T10:00:00Z,2025-02-03T10:30:00Z,1800,c1,Harbor Dental\n"
)
SECOND_REPORT = REPORT.replace("m1", "m2").replace("c1", "c2").replace("T10:00", "T10:05")
CHAT = "".join(
    json.dumps(line) + "\n"
    for line in (
        {"user_name": "Ana", "character_name": "WorkLog", "chat_metadata": {}},
        {
            "name": "Ana",
            "is_user": True,
            "send_date": "2025-02-04T10:00:00.000Z",
            "mes": "New drum",
        },
    )
)
NOTES = json.dumps(
    {
        "tickets": [
            {"date": "2/5/25", "customer": "Harbor Dental", "subject": "Scanner", "notes": []}
        ]
    }
)
TICKETS = json.dumps(
    {
        "tickets": [
            {
                "id": 5,
                "number": 105,
                "customer_id": 1,
                "customer_business_then_name": "Harbor Dental",
                "subject": "Mail is down",
                "status": "New",
                "created_at": "2025-02-06T13:31:46.716Z",
                "updated_at": "2025-02-06T13:31:46.716Z",
                "comments": [],
            }
        ]
    }
)
GOOD = {
    "screenconnect/report.csv": REPORT,
    "sillytavern/WorkLog.jsonl": CHAT,
    "notes/notes.json": NOTES,
    "syncro/tickets.json": TICKETS,
}
BAD = {
    "screenconnect/bank.csv": "date,amount\n2025-02-01,5\n",
    "sillytavern/report.jsonl": REPORT,
    "notes/cut.json": '{"tickets": [',
    "syncro/wrong.json": '{"theme": "dark"}',
}
BAD_SAYS = {
    "bank.csv": "it looks like a CSV file of another program; needed is a ScreenConnect report",
    "report.jsonl": "it looks like a ScreenConnect connection report",
    "cut.json": "mend it or export it again",
    "wrong.json": "looks like a JSON file of another program",
}
SOURCES = {"ScreenConnect", "SillyTavern", "NotesJSON", "SyncroTicket"}
SETTINGS = {
    "syncro_api": {"customers_file": "customers.json"},
    "processing_defaults": {"first_month": "2025-02", "business_time_zone": "UTC"},
}
WORLD = {"customers": [], "contacts": [], "tickets": [], "users": [], "settings": {}}


def write(program, files):
    for name, text in files.items():
        path = program.data / "input" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


@pytest.fixture
def program(tmp_path, dagster_home) -> Program:
    """One good file in each source; nothing has run."""
    made = Program(tmp_path / "place", {"SDC_NOW": NOW})
    made.take_home(dagster_home)
    write(made, GOOD)
    customers = [{"id": 1, "business_name": "Harbor Dental", "contacts": []}]
    (made.root / "customers.json").write_text(json.dumps(customers), encoding="utf-8")
    made.configure(**SETTINGS)
    return made


@pytest.fixture(scope="module")
def ran_template(tmp_path_factory, dagster_home) -> Path:
    made = Program(tmp_path_factory.mktemp("ran") / "place", {"SDC_NOW": NOW})
    made.take_home(dagster_home)
    write(made, GOOD)
    (made.root / "customers.json").write_text("[]", encoding="utf-8")
    made.configure(**SETTINGS)
    assert made.sdc_here("run").exit_code == Exit.FINE
    return made.root


@pytest.fixture
def ran(tmp_path, ran_template) -> Program:
    """Everything good was taken in and finished."""
    shutil.copytree(ran_template, tmp_path / "ran")
    return Program(tmp_path / "ran", {"SDC_NOW": NOW})


def errors(result) -> list[str]:
    """The error lines; an exception that nobody foresaw fails the test."""
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return [line for line in result.stderr.splitlines() if line.lower().startswith("error: ")]


def systems(program) -> set[str]:
    return {session["meta"]["source_system"] for session in program.sessions()}


def ingest(program, source):
    return program.sdc_here("ingest", "--source", source)


def test_a_bad_neighbour_of_every_good_file_is_named_and_stops_nothing(program):
    write(program, BAD)
    write(program, {"notes/report.csv": REPORT})
    run = program.sdc_here("run")
    lines = errors(run)
    assert run.exit_code == Exit.FAILED
    assert len(lines) == len(BAD)
    for name, says in BAD_SAYS.items():
        (line,) = [line for line in lines if line.startswith(f"error: {name}: ")]
        assert says in line
        assert line.count(name) == 1
    assert systems(program) == SOURCES
    (stray,) = [line for line in run.stdout.splitlines() if "report.csv" in line]
    assert "passed over: it looks like a ScreenConnect connection report" in stray
    assert "move it to" in stray


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("screenconnect/report.csv", "date,amount\n2025-02-01,5\n", "SessionConnection"),
        ("notes/notes.json", '{"tickets": [', "mend it or export it again"),
        ("syncro/tickets.json", '{"tickets": [{"id": 5', "mend it or export it again"),
        ("sillytavern/WorkLog.jsonl", REPORT, "a SillyTavern chat is a .jsonl file"),
    ],
)
def test_a_file_that_turns_bad_costs_nothing_that_was_known(ran, name, text, says):
    before = ran.tree("records", "output")
    write(ran, {name: text})
    run = ingest(ran, name.partition("/")[0])
    (line,) = errors(run)
    assert run.exit_code == Exit.NOTHING_DONE
    assert Path(name).name in line
    assert says.casefold() in line.casefold()
    after = ran.tree("records", "output")
    assert without_cursors(after) == without_cursors(before)


def without_cursors(tree) -> dict[str, bytes]:
    """What an intake remembers of its files: a wrong one is not read again until it changes."""
    remembered = ("_cursor.json", "_blocks.bin")
    return {path: content for path, content in tree.items() if not path.endswith(remembered)}


@pytest.mark.parametrize(
    "refused", [PermissionError(13, "Permission denied"), OSError(22, "used by another process")]
)
def test_a_file_that_cannot_be_opened_is_named_and_the_others_are_read(ran, monkeypatch, refused):
    """As Excel holds a file on Windows, or rights forbid it: root reads everything here."""
    before = ran.tree("output")
    write(ran, {"screenconnect/second.csv": SECOND_REPORT})
    read_bytes = Path.read_bytes

    def held(path):
        if path.name == "report.csv":
            raise refused
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", held)
    run = ingest(ran, "screenconnect")
    monkeypatch.undo()
    (line,) = errors(run)
    assert run.exit_code == Exit.FAILED
    assert line.startswith(f"error: report.csv: cannot be read ({refused.strerror})")
    assert "close the program that holds it or correct its rights, then run again" in line
    assert len(ran.layer("sessions/screenconnect")[0].segments) == 2
    assert ran.tree("output") == before


def test_a_missing_folder_of_the_settings(ran):
    before = ran.tree()
    ran.configure(**SETTINGS, project_paths={"notes_json": "no such folder"})
    run = ran.sdc_here("run")
    (line,) = errors(run)
    assert run.exit_code == Exit.FAILED
    assert "project_paths.notes_json names" in line
    assert "no such folder" in line
    assert "make the folder or correct the setting" in line
    assert ran.tree() == before
    assert ingest(ran, "notes").exit_code == Exit.NOTHING_DONE


def test_an_empty_folder_says_where_to_put_what(program):
    (program.data / "input" / "notes" / "notes.json").unlink()
    run = ingest(program, "notes")
    assert run.exit_code == Exit.NOTHING_DONE
    (line,) = [line for line in run.output.splitlines() if "nothing to read" in line]
    assert "*.json" in line
    assert str(program.data / "input" / "notes") in line
    assert "project_paths.notes_json" in line


def test_no_input_at_all_is_nothing_done_and_an_emptied_folder_loses_nothing(program, ran):
    shutil.rmtree(program.data / "input")
    assert program.sdc_here("run").exit_code == Exit.NOTHING_DONE
    before = {s["meta"]["session_id"] for s in ran.sessions()}
    shutil.rmtree(ran.data / "input")
    run = ran.sdc_here("run")
    assert run.exit_code == Exit.FINE
    assert run.stdout.count("nothing to read") == len(SOURCES)
    assert {s["meta"]["session_id"] for s in ran.sessions()} == before


def test_an_unknown_source_and_a_bad_month_name_what_is_allowed(program):
    unknown = ingest(program, "teamviewer")
    assert unknown.exit_code == Exit.USAGE
    assert "unknown source 'teamviewer'; there are syncro, screenconnect" in errors(unknown)[0]
    month = program.sdc_here("run", "--since", "2025-13")
    assert month.exit_code == Exit.USAGE
    assert "'2025-13' is not a month of the form '2025-01'" in errors(month)[0]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"processing_defaults": {"first_month": "soon"}}', "processing_defaults.first_month"),
        ('{"processing_defaults": {"first_mnth": "2025-01"}}', "unknown key; allowed are"),
        ('{"processing_defaults": {"business_time_zone": "NY"}}', "'America/New_York'"),
        ('{"project_paths": ', "not valid JSON"),
        ('{"syncro_api": {"api_key": "T123"}}', "SYNCRO_API_KEY"),
    ],
)
def test_a_bad_setting_stops_the_start_with_file_key_and_what_is_allowed(program, text, says):
    program.config.write_text(text, encoding="utf-8")
    run = program.sdc_here("run")
    (line,) = errors(run)
    assert run.exit_code == Exit.USAGE
    assert line.startswith(f"error: {program.config}: ")
    assert says in line
    assert "T123" not in run.output
    assert program.finished() == []


class TestSyncroThatDoesNotAnswer:
    """The account fails in every way; the other three sources are finished all the same."""

    @pytest.fixture
    def online(self, program):
        (program.data / "input" / "syncro" / "tickets.json").unlink()

        def run(url, key="demo-key", command=("run",)):
            api = {"base_url": url, "max_tries": 1, "requests_per_minute": 10_000}
            program.configure(**{**SETTINGS, "syncro_api": api})
            variables = {**program.variables, "SYNCRO_API_KEY": key} if key else program.variables
            return Program(program.root, variables).sdc_here(*command)

        return run

    def check(self, program, run, *says):
        lines = errors(run)
        assert run.exit_code == Exit.FAILED
        assert [line for line in lines if not all(text in line for text in says)] == []
        assert len(lines) == 2  # the customers and the tickets
        assert systems(program) == SOURCES - {"SyncroTicket"}
        assert not list((program.data / "records" / "syncro").glob("_cursor*"))

    def test_a_wrong_key(self, program, online):
        with FakeSyncro(WORLD).serve() as url:
            run = online(url, "secret-key")
            self.check(program, run, "401", "SYNCRO_API_KEY", "Admin > API Tokens")
            assert "secret-key" not in run.output
            alone = online(url, "secret-key", ("ingest", "--source", "syncro"))
        assert alone.exit_code == Exit.NOTHING_DONE
        assert len(errors(alone)) == 1

    def test_a_login_page_instead_of_json(self, program, online):
        with FakeSyncro(WORLD, faults=[login_page(times=999)]).serve() as url:
            run = online(url)
        self.check(program, run, "a web page instead of JSON", "check syncro_api.subdomain")

    def test_a_server_that_cannot_be_reached(self, program, online):
        with FakeSyncro(WORLD).serve() as url:
            pass
        self.check(program, online(url), url, "check the network and syncro_api.subdomain")

    def test_no_key(self, program, online):
        run = online("https://acme.example/api/v1", None)
        assert run.exit_code == Exit.FINE
        assert "no Syncro key (set the environment variable SYNCRO_API_KEY" in run.stdout
        assert systems(program) == SOURCES - {"SyncroTicket"}
        alone = online("https://acme.example/api/v1", None, ("ingest", "--source", "syncro"))
        assert alone.exit_code == Exit.NOTHING_DONE
        assert "no API with a key is configured" in alone.output
