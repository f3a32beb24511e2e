"""`status`, `history` and `doctor` read and never write."""

import json

from sdc_assets.cli.exits import Exit

from .conftest import row


def test_status_of_an_empty_place_says_what_to_do(place):
    shown = place.sdc("status")
    assert shown.exit_code == Exit.FINE, shown.output
    assert "sdc run" in shown.stdout


def test_status_counts_and_names_what_waits(ran):
    facts = ran.json("status")
    assert facts["sessions"]["screenconnect"] == {"Linked": 2, "No Match Found": 1}
    assert facts["review"][0]["text"] == "Somebody Else Ltd"
    assert facts["months"] == {"2025-01": {"screenconnect": 2}, "2025-02": {"screenconnect": 1}}
    assert facts["stale_months"] == {}
    assert facts["runs"]
    assert "FROM A LOCAL FILE" in ran.sdc("status").stdout


def test_status_names_files_that_a_person_deleted_or_changed(ran):
    gone, edited, *_ = ran.finished()
    gone.unlink()
    edited.write_text(edited.read_text("utf-8").replace('"user_notes": null', '"user_notes": "x"'))
    facts = ran.json("status")
    assert sorted(facts["files_changed_by_hand"].values()) == ["changed", "deleted"]
    assert facts["stale_months"]


def test_status_names_quarantine_and_lost_sources(ran):
    ran.write_rows(row(1, "2025-01-03"), "too,short")
    ran.json("run")
    assert sum(ran.json("status")["quarantine"]["screenconnect"].values()) == 1
    ran.write_rows(row(1, "2025-01-03"))
    ran.json("run")
    assert ran.json("status")["source_missing"] == {"screenconnect": {"report.csv": 2}}


def test_looking_writes_nothing(ran):
    before = ran.tree("output", "store", "records", "cache", "decisions")
    for command in (["status"], ["doctor"], ["history", ran.finished()[0].stem[-16:]]):
        ran.sdc(*command)
    assert ran.tree("output", "store", "records", "cache", "decisions") == before


def test_history_finds_a_session_by_id_beginning_and_path(ran):
    path = ran.finished()[0]
    session_id = json.loads(path.read_text("utf-8"))["meta"]["session_id"]
    found = [ran.json("history", text) for text in (session_id, session_id[:8], str(path))]
    assert {facts["session_id"] for facts in found} == {session_id}


def test_history_shows_steps_evidence_and_where_the_records_came_from(ran):
    facts = ran.json("history", str(ran.finished()[0]))
    names = [step["processor_name"] for step in facts["steps"]]
    assert {"customer_linking", "llm_title", "llm_summary"} <= set(names)
    linking = next(s for s in facts["steps"] if s["processor_name"] == "customer_linking")
    assert linking["details"]["method"] == "exact"
    assert linking["input_hash"]
    assert facts["records"][0]["place"] == "report.csv[2]"
    shown = ran.sdc("history", str(ran.finished()[0])).stdout
    assert "method exact" in shown
    assert "report.csv[2]" in shown


def test_history_names_decision_and_person(ran):
    path = ran.finished()[0]
    path.write_text(path.read_text("utf-8").replace('"user_notes": null', '"user_notes": "mine"'))
    ran.json("run")
    decision = ran.json("history", str(path))["decisions"][0]
    assert (decision["field"], decision["value"]) == ("user_notes", "mine")
    assert decision["who"]
    assert "'mine'" in ran.sdc("history", str(path)).stdout


def test_history_of_nothing_or_too_many_says_so(ran):
    for text in ("ffffffff", "nonsense", "a"):
        refused = ran.sdc("history", text)
        assert refused.exit_code == Exit.USAGE
        assert "no single Session" in refused.stderr


def states(findings, about):
    return [f["state"] for f in findings if f["about"] == about]


def test_doctor_recognises_a_file_in_the_wrong_folder(place):
    wrong = place.data / "input" / "sillytavern" / "report.csv"
    wrong.parent.mkdir(parents=True)
    wrong.write_bytes(place.write_rows(row(9, "2025-01-03")).read_bytes())
    findings = place.json("doctor")
    found = [f for f in findings if str(wrong) in f["text"]]
    assert found[0]["state"] == "warn"
    assert "ScreenConnect" in found[0]["text"]
    assert "move it to" in found[0]["advice"]


def test_doctor_fails_where_something_must_be_fixed(place):
    settings = json.loads(place.config.read_text())
    settings["project_paths"] = {"screenconnect_logs": "nowhere"}
    settings["syncro_api"]["subdomain"] = "acme"
    place.config.write_text(json.dumps(settings))
    findings = place.json("doctor")
    assert states(findings, "screenconnect") == ["fail"]
    assert states(findings, "Syncro API") == ["fail"]
    assert place.sdc("doctor").exit_code == Exit.FAILED


def test_doctor_is_content_with_a_sound_place(place):
    shown = place.sdc("doctor")
    assert shown.exit_code == Exit.FINE, shown.output
    assert "0 to fix" in shown.stdout
