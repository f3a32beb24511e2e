"""`sdc chats`: what waits is seen without its text; a decision is carried out by the next run."""

import base64
import gzip
import json
import re
import shutil

import pytest

from sdc_assets.cli.exits import Exit

from .conftest import Place

CANARY = "kanarienvogel"
TEXT = f"The {CANARY} printer at Harbor Dental Group does not print since this morning."


def message(text, minute, name="Ana", **more):
    date = f"2025-02-10T12:{minute:02d}:00.000Z"
    return {"name": name, "is_user": True, "send_date": date, "mes": text, "extra": {}, **more}


def write_chat(place, character, *texts, user="default-user", folder="chats"):
    path = place.root / "SillyTavern/data" / user / folder / character / f"{CANARY} file.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(message(text, number)) for number, text in enumerate(texts)]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def link(place, **work):
    """Put the installation beside the drop folder."""
    values = json.loads(place.config.read_text("utf-8"))
    folders = ["data/input/sillytavern", "SillyTavern/data"]
    values["project_paths"] = {"sillytavern_chat_input_folder": folders}
    values["sillytavern"] = {"zone": "UTC", "work": work}
    place.config.write_text(json.dumps(values), encoding="utf-8")
    (place.data / "input/sillytavern").mkdir(parents=True, exist_ok=True)


@pytest.fixture(scope="module")
def linked_template(tmp_path_factory, fresh_template):
    """One run over an installation in which nobody has said anything yet, and what it said."""
    root = tmp_path_factory.mktemp("linked") / "place"
    shutil.copytree(fresh_template, root)
    place = Place(root)
    link(place)
    write_chat(place, "Seraphina", TEXT, f"Replaced the {CANARY} cable, it prints again.")
    write_chat(place, "Aqua", "fix the scanner")
    return root, ran_well(place)


@pytest.fixture
def linked(tmp_path, linked_template):
    shutil.copytree(linked_template[0], tmp_path / "linked")
    return Place(tmp_path / "linked")


def ran_well(place):
    done = place.sdc("run")
    assert done.exit_code == Exit.FINE, done.output
    return done.stdout


def chats_finished(place):
    return [path for path in place.finished() if "_sillytavern_" in path.name]


def states(place):
    return {c["character"]: c["state"] for c in place.json("chats")["chats"]}


def traces(place, text, *, apart_from=("input",)):
    """Files below the data root, Dagster's home among them, whose name or bytes hold a text."""
    found = []
    for path in sorted(place.data.rglob("*")):
        parts = path.relative_to(place.data).parts
        if path.is_file() and parts[0] not in apart_from:
            content = path.read_bytes()
            unpacked = gzip.decompress(content) if path.suffix == ".gz" else content
            if text.encode() in unpacked or text in path.name:
                found.append("/".join(parts))
    return found


def test_a_run_says_which_characters_wait_and_what_to_type(linked, linked_template):
    _, shown = linked_template
    assert "Seraphina" in shown
    assert "sdc chats work NAME" in shown
    assert chats_finished(linked) == []
    assert traces(linked, CANARY) == []


def test_status_shows_one_line_per_waiting_character(linked):
    (aqua, seraphina) = linked.json("status")["chats_waiting"]
    assert (aqua["character"], seraphina["character"]) == ("Aqua", "Seraphina")
    assert (seraphina["user"], seraphina["chats"], seraphina["messages"]) == ("default-user", 1, 2)
    assert (seraphina["first_day"], seraphina["last_day"]) == ("2025-02-10", "2025-02-10")
    shown = linked.sdc("status").stdout
    assert re.search(r"Seraphina\s+1\s+2\s+2025-02-10\s+2025-02-10", shown)
    assert "sdc chats private NAME" in shown


def test_work_is_followed_by_sessions_at_the_next_run(linked):
    said = linked.sdc("chats", "work", "Seraphina", "--why", "our help desk log")
    assert said.exit_code == Exit.FINE, said.output
    assert "sdc run" in said.stdout
    assert linked.json("chats")["chats"][1]["is_due"]
    ran_well(linked)
    (path,) = chats_finished(linked)
    assert TEXT in path.read_text("utf-8")
    assert states(linked) == {"Aqua": "waiting", "Seraphina": "work"}
    assert not any(chat["is_due"] for chat in linked.json("chats")["chats"])
    (entry,) = (linked.data / "decisions/ledger.jsonl").read_text("utf-8").splitlines()
    decision = json.loads(entry)
    assert decision["kind"] == "chat"
    assert decision["about"] == {"character": "Seraphina", "user": "default-user"}
    assert (decision["value"], decision["why"]) == ("work", "our help desk log")
    assert decision["who"]


def test_after_private_nothing_below_the_data_root_holds_the_text(linked):
    linked.sdc("chats", "work", "Seraphina")
    ran_well(linked)
    path = linked.root / f"SillyTavern/data/default-user/chats/Seraphina/{CANARY} file.jsonl"
    good = path.read_text("utf-8")
    path.write_text(good + '\n{"mes": "' + CANARY, encoding="utf-8")  # a torn last line
    linked.sdc("run")
    path.write_text(good.replace("does not", "did not"), encoding="utf-8")  # an edit
    linked.sdc("run")
    (finished,) = chats_finished(linked)
    edited = finished.read_text("utf-8")
    finished.write_text(edited[:-20], encoding="utf-8")  # a hand edit that breaks the file
    linked.sdc("run")
    places = {trace.split("/")[0] for trace in traces(linked, CANARY)}
    assert places == {"cache", "output", "quarantine", "records", "store"}
    assert linked.sdc("chats", "private", "Seraphina").exit_code == Exit.FINE
    ran_well(linked)
    assert chats_finished(linked) == []
    assert traces(linked, CANARY) == []
    assert states(linked)["Seraphina"] == "private"


def test_the_tables_of_dagster_hold_neither_title_nor_file_name(linked):
    linked.sdc("chats", "work", "Seraphina")
    ran_well(linked)
    assert len(chats_finished(linked)) == 1
    assert [t for t in traces(linked, CANARY) if t.startswith(".dagster")] == []
    assert any(t.startswith(".dagster") for t in traces(linked, "session_insights"))


def test_ask_takes_the_decision_back(linked):
    linked.sdc("chats", "work", "Seraphina")
    ran_well(linked)
    assert linked.sdc("chats", "ask", "Seraphina").exit_code == Exit.FINE
    ran_well(linked)
    assert states(linked)["Seraphina"] == "waiting"
    assert traces(linked, CANARY) == []


def test_the_drop_folder_is_work_without_a_word(place):
    drop = place.data / "input/sillytavern"
    drop.mkdir(parents=True)
    (drop / "a.jsonl").write_text(json.dumps(message("fix the printer", 0)), encoding="utf-8")
    shown = ran_well(place)
    assert len(chats_finished(place)) == 1
    assert "sdc chats work" not in shown
    assert place.json("status")["chats_waiting"] == []


def test_an_unknown_name_is_told_with_those_that_exist(linked):
    told = linked.sdc("chats", "work", "seraphina")
    assert told.exit_code == Exit.USAGE
    assert "'seraphina'" in told.stderr
    assert "Seraphina (default-user)" in told.stderr
    assert not (linked.data / "decisions/ledger.jsonl").exists()


def test_a_name_of_two_users_asks_which(linked):
    write_chat(linked, "Seraphina", "mine", user="bob")
    ran_well(linked)
    told = linked.sdc("chats", "work", "Seraphina")
    assert told.exit_code == Exit.USAGE
    assert "--user" in told.stderr
    assert "'bob'" in told.stderr
    assert linked.sdc("chats", "work", "Seraphina", "--user", "bob").exit_code == Exit.FINE
    chats = [c for c in linked.json("chats")["chats"] if c["character"] == "Seraphina"]
    assert {c["user"]: c["state"] for c in chats} == {"default-user": "waiting", "bob": "work"}


def test_one_unknown_name_among_several_decides_nothing(linked):
    assert linked.sdc("chats", "work", "Aqua", "Nobody").exit_code == Exit.USAGE
    assert set(states(linked).values()) == {"waiting"}


def test_private_by_the_settings_is_counted_without_its_name(place):
    link(place, exclude={"characters": ["Sera*"]})
    write_chat(place, "Seraphina", TEXT)
    ran_well(place)
    (line,) = place.json("chats")["chats"]
    assert (line["character"], line["messages"]) == ("(private by the settings)", 1)
    assert "'Sera*'" in line["why"]
    assert traces(place, "Seraphina") == []


def test_before_the_first_run_the_list_says_what_to_do(place):
    assert "sdc run" in place.sdc("chats").stdout
    assert place.sdc("chats", "work", "Anna").exit_code == Exit.USAGE


def test_a_torn_line_of_a_chat_that_is_work_again_waits_with_its_bytes(linked):
    torn = f'{{"mes": "{CANARY}'
    path = write_chat(linked, "Seraphina", TEXT)
    path.write_text(path.read_text("utf-8") + f"\n{torn}", encoding="utf-8")
    for said in ("work", "private", "work"):
        assert linked.sdc("chats", said, "Seraphina").exit_code == Exit.FINE
        ran_well(linked)
    path.unlink()
    units = linked.json("quarantine", "inspect")["units"]
    (unit,) = (one for one in units if one["status"] == "open")
    assert base64.b64decode(unit["raw_base64"]) == torn.encode()
    kept = [gzip.decompress(copy.read_bytes()) for copy in linked.data.rglob("*.gz")]
    assert kept == [f"{json.dumps(message(TEXT, 0))}\n{torn}".encode()]
