"""The shared samples through `sdc run`, against the truth that is known of them."""

import json
import shutil

import pytest

from tests.assets.end_to_end.program import Program, file_of

pytestmark = pytest.mark.slow

EXPORT = "report_export_excel_resaved.csv"
RAW_FILES = (
    "report_raw_iso_utf8bom.csv",
    "report_raw_iso_cp1252.csv",
    "report_raw_iso_utf16le.csv",
)
TICKETS = ("GET_tickets_200.json", "GET_tickets-id-_200.json", "POST_tickets_200.json")
NEW_YORK = "America/New_York"
# The import files were written on 21 November 2026.
NOW = "2026-12-01T12:00:00+00:00"

HEADER = (
    "SessionSessionID,ProcessType,SessionSessionType,SessionName,ParticipantName,ConnectedTime,"
    "DisconnectedTime,DurationSeconds,ConnectionID,SessionCustomProperty1"
)
# Company as a source wrote it: the customer that it truly is, None where there is none.
LABELLED = {
    "Sample Corp": None,
    "Beta Wellness Group": "HealthGroup Beta",
    "Innovatech Industries": None,
    "(empty)": None,
    "Acme Inc.": "Acme Incorporated",
    "HG Alpha": "HealthGroup Alpha",
    "Keystone FG": "Keystone Financial",
    "Innovahtek Services": "Innovatech Services",
}
NEVER_LINKED = ("Sample Corp", "Beta Wellness Group", "(empty)")


# Text of each comment of the ticket that is made from the two samples of a ticket and a comment.
COMMENTS = {
    "Test Body": "Test Tech",
    "Replaced the drum": "Dana Poe",
    "It prints again": "Eleanor Vance",
}


def ticket_with_comments(examples) -> str:
    body = json.loads((examples / "GET_tickets-id-_200.json").read_text("utf-8"))
    listed = json.loads((examples / "GET_tickets-id-comments_200.json").read_text("utf-8"))
    (sample,) = listed["comments"]
    comments = [
        {**sample, "id": number, "ticket_id": 77, "body": text, "tech": author, "user_id": None}
        for number, (text, author) in enumerate(COMMENTS.items(), start=70)
    ]
    body["ticket"] |= {"id": 77, "number": 770, "comments": comments}
    return json.dumps(body)


def labelled_report() -> str:
    rows = [
        f"m{day},Host,Access,WS-{day},Ana,2025-03-{day:02d}T10:00:00Z,2025-03-{day:02d}T10:30:00Z,"
        f"1800,c{day},{company}"
        for day, company in enumerate(LABELLED, start=1)
    ]
    return "\n".join([HEADER, *rows]) + "\n"


def prepare(root, shared) -> Program:
    samples, drop = shared / "samples", root / "data" / "input"
    shutil.copytree(samples / "sillytavern", drop / "sillytavern")
    shutil.copytree(samples / "notes", drop / "notes")
    for folder in ("screenconnect", "syncro"):
        (drop / folder).mkdir()
    shutil.copy(samples / "screenconnect" / EXPORT, drop / "screenconnect")
    (drop / "screenconnect" / "labelled.csv").write_text(labelled_report(), encoding="utf-8")
    for name in TICKETS:
        shutil.copy(samples / "syncro" / "examples" / name, drop / "syncro")
    commented = ticket_with_comments(samples / "syncro" / "examples")
    (drop / "syncro" / "commented.json").write_text(commented, encoding="utf-8")
    program = Program(root, {"SDC_NOW": NOW})
    program.configure(
        syncro_api={"customers_file": str(samples / "syncro" / "lean_customer_cache.json")},
        processing_defaults={"business_time_zone": NEW_YORK},
    )
    return program


@pytest.fixture(scope="module")
def ran(tmp_path_factory, shared):
    program = prepare(tmp_path_factory.mktemp("samples"), shared)
    return program, program.sdc("run", "--json")


@pytest.fixture(scope="module")
def sessions(ran) -> list[dict]:
    return ran[0].sessions()


def of(sessions, system) -> list[dict]:
    return [session for session in sessions if session["meta"]["source_system"] == system]


def test_the_run_ends_well_and_names_the_one_torn_line(ran):
    _, run = ran
    assert run.returncode == 0, run.stdout + run.stderr
    told = json.loads(run.stdout)
    assert told["problems"] == []
    assert {line["source"]: line["rejected"] for line in told["sources"]} == {
        "screenconnect": {},
        "syncro": {},
        "notes": {},
        "sillytavern": {"syntax": 1},
    }
    assert "not from Syncro" in " ".join(told["warnings"])


def test_every_session_is_found_in_one_finished_file(ran, sessions):
    ids = [session["meta"]["session_id"] for session in sessions]
    assert len(set(ids)) == len(ids) == json.loads(ran[1].stdout)["files_written"]


def test_the_25_row_export_makes_12_sessions(sessions):
    export = [s for s in of(sessions, "ScreenConnect") if file_of(s) == EXPORT]
    assert len(export) == 12
    assert sum(len(session["segments"]) for session in export) == 25
    union = sum(session["insights"]["connected_union_minutes"] for session in export)
    span = sum(session["insights"]["span_minutes"] for session in export)
    assert (round(union), round(span)) == (940, 973)  # ends by DurationSeconds


@pytest.mark.parametrize("names", [*((name,) for name in RAW_FILES), (*RAW_FILES, "report.json")])
def test_each_raw_report_and_all_together_make_the_same_3_sessions(
    tmp_path, shared, dagster_home, names
):
    program = Program(tmp_path)
    program.take_home(dagster_home)
    drop = program.data / "input" / "screenconnect"
    drop.mkdir(parents=True)
    for name in names:
        shutil.copy(shared / "samples" / "screenconnect" / name, drop)
    program.configure()
    run = program.sdc_here("ingest", "--source", "screenconnect")
    assert run.exit_code == 0, run.output
    found = program.layer("sessions/screenconnect")
    assert sorted((s.context.source_customer_name, s.segments[0].author) for s in found) == [
        ("HealthGroup Alpha", "AdminUser"),
        ("HealthGroup Alpha", "Second Tech"),
        ("Müller & Söhne, GmbH", "AdminUser"),
    ]
    (laptop,) = [s for s in found if s.context.source_customer_name == "Müller & Söhne, GmbH"]
    assert [segment.content for segment in laptop.segments] == ['Smith, Bob "laptop"\nsecond line']


def test_the_recorded_chat_has_its_right_utc_times(sessions):
    (chat,) = [s for s in of(sessions, "SillyTavern") if "No Reasoning" in file_of(s)]
    first = chat["segments"][0]
    assert first["start_time_utc"] == "2025-08-06T22:48:00Z"  # 6:48pm in New York
    assert first["metadata"]["time_basis"] == "inferred_offset"


def test_the_chat_family_has_18_messages_though_5_files_repeat_them(sessions):
    family = [
        segment
        for session in of(sessions, "SillyTavern")
        for segment in session["segments"]
        if "WorkLog - 2025-10-27" in segment["metadata"]["source_ref"]["file"]
    ]
    assert len(family) == 18
    assert len({segment["segment_id"] for segment in family}) == 18


def test_the_old_notes_make_4_sessions(sessions):
    notes = of(sessions, "NotesJSON")
    assert sorted(len(session["segments"]) for session in notes) == [1, 1, 4, 5]


def test_every_ticket_comment_has_its_author(sessions):
    tickets = of(sessions, "SyncroTicket")
    assert len(tickets) == 4
    authors = {
        segment["content"]: segment["author"]
        for session in tickets
        for segment in session["segments"]
        if segment["type"] != "TicketCreation"
    }
    # The example of the documentation has a comment without author: none is made up.
    assert authors == {**COMMENTS, "Comment Body": None}


@pytest.mark.parametrize("company", LABELLED)
def test_a_labelled_company_is_linked_rightly_or_waits_for_a_person(sessions, company):
    (session,) = [
        s
        for s in of(sessions, "ScreenConnect")
        if file_of(s) == "labelled.csv" and s["context"]["source_customer_name"] == company
    ]
    linked = session["context"]["customer_name"]
    status = session["meta"]["processing_status"]
    assert (status == "Linked") == (linked is not None)
    assert linked in (LABELLED[company], None)
    if company in NEVER_LINKED:
        assert linked is None
    elif linked is None:
        assert status == "Needs Review"
        proposed = [candidate["name"] for candidate in evidence(session)["candidates"]]
        assert LABELLED[company] in (None, proposed[0])


def test_a_company_that_differs_in_its_legal_form_only_is_linked(sessions):
    linked = {s["context"]["source_customer_name"]: s["context"]["customer_id"] for s in sessions}
    assert linked["Acme Inc."] == 51797823
    assert linked["HealthGroup Alpha"] == 48222713


def test_every_link_has_a_reason(sessions):
    for session in sessions:
        if session["meta"]["processing_status"] in ("Linked", "Needs Review", "No Match Found"):
            assert evidence(session)["reason"]


def evidence(session) -> dict:
    (step,) = [
        step
        for step in session["meta"]["processing_log"]
        if step["processor_name"] == "customer_linking"
    ]
    return step["details"]
