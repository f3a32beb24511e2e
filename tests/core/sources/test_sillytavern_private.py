"""Which chats are work: what waits has no text anywhere, what is private loses what it had."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sdc_core.ids import digest_json
from sdc_core.intake import run_intake
from sdc_core.pipeline import run_pipeline
from sdc_core.settings import load_settings
from sdc_core.sources.sillytavern.withheld import is_work
from sdc_core.work_or_private import ChatChoice, chat_decision
from sdc_core.workspace import Workspace, open_workspace

NAME = "sillytavern"
NOW = datetime(2025, 9, 1, tzinfo=UTC)
CANARY = "kanarienvogel"


def line(text, minute=0, *, name="Nick", is_user=True, **more):
    date = f"2025-08-06T12:{minute:02d}:00.000Z"
    return {"name": name, "is_user": is_user, "send_date": date, "mes": text, "extra": {}, **more}


def reply(text, minute, name):
    times = {
        "gen_started": f"2025-08-06T12:{minute:02d}:01.000Z",
        "gen_finished": f"2025-08-06T12:{minute:02d}:05.000Z",
        "extra": {"reasoning": f"{text} reasoned", "files": [{"name": f"{text}.txt"}]},
        "swipes": [text, f"{text} swiped"],
    }
    return line(text, minute, name=name, is_user=False, **times)


@dataclass
class Root:
    """A data root that reads the drop folder and a linked installation."""

    folder: Path
    work: dict

    @property
    def data(self):
        return self.folder / "data"

    @property
    def chats(self):
        return self.folder / "SillyTavern" / "data"

    @property
    def drop(self):
        return self.data / "input" / NAME

    def write(self, name, *lines, below=None):
        path = (below or self.chats) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = "\n".join(x if isinstance(x, str) else json.dumps(x) for x in lines)
        path.write_text(text, encoding="utf-8")
        return path

    def chat(self, character, *texts, user="default-user", name="2025-08-06@12h00m00s"):
        lines = [line(text, n) for n, text in enumerate(texts)]
        lines.append(reply(f"{texts[-1]} answered", len(texts), character))
        return self.write(f"{user}/chats/{character}/{character} - {name}.jsonl", *lines)

    def open(self) -> Workspace:
        config = self.folder / "config.json"
        self.drop.mkdir(parents=True, exist_ok=True)
        self.chats.mkdir(parents=True, exist_ok=True)
        folders = ["data/input/sillytavern", "SillyTavern/data"]
        values = {
            "project_paths": {"sillytavern_chat_input_folder": folders},
            "sillytavern": {"zone": "UTC", "work": self.work},
        }
        config.write_text(json.dumps(values), encoding="utf-8")
        return open_workspace(load_settings(config, {}))

    def say(self, choice, character, user="default-user"):
        decision = chat_decision((character, user), choice, who="me", why="", now=NOW)
        self.open().ledger.append([decision])

    def run(self):
        report = run_pipeline(self.open())
        assert not report.failures
        return report

    def records(self):
        return self.open().records(NAME).load_all()

    def texts(self):
        return sorted(r.raw["mes"] for r in self.records() if is_work(r))

    def titles(self):
        """First text of each finished Session."""
        found = (self.data / "output/sessions").glob("*/2*.json")
        return sorted(json.loads(p.read_bytes())["segments"][0]["content"] for p in found)

    def traces(self, text):
        """Files of the data root, inputs apart, whose bytes or name hold a text."""
        return [
            path.relative_to(self.data).as_posix()
            for path in sorted(self.data.rglob("*"))
            if path.is_file()
            and "input" not in path.relative_to(self.data).parts
            and (text.encode() in path.read_bytes() or text in path.name)
        ]


@pytest.fixture
def root(tmp_path, monkeypatch):
    monkeypatch.setenv("SDC_NOW", "2025-09-01T12:00:00+00:00")
    return Root(tmp_path, {})


def test_a_chat_of_a_linked_folder_waits_without_its_text(root):
    root.chat("Seraphina", CANARY)
    root.run()
    records = root.records()
    assert len(records) == 2
    assert not any(map(is_work, records))
    assert not root.titles()
    assert root.traces(CANARY) == []


def test_a_waiting_chat_keeps_its_times_and_a_digest_of_what_was_written(root):
    path = root.chat("Seraphina", CANARY)
    root.run()
    first, second = sorted(root.records(), key=lambda r: r.fields["line"])
    written = [json.loads(text) for text in path.read_text(encoding="utf-8").splitlines()]
    assert [first.raw["sha256"], second.raw["sha256"]] == [digest_json(w) for w in written]
    assert first.fields["start_utc"] == "2025-08-06T12:00:00+00:00"
    assert second.fields["end_utc"] == "2025-08-06T12:01:05+00:00"


def test_files_in_the_drop_folder_are_work(root):
    root.write("a.jsonl", line("fix the printer"), below=root.drop)
    root.run()
    assert root.titles() == ["fix the printer"]


def test_a_confirmed_chat_has_its_sessions_at_the_next_run(root):
    root.chat("Seraphina", "fix the printer")
    root.chat("Aqua", CANARY)
    root.run()
    root.say(ChatChoice.WORK, "Seraphina")
    root.run()
    assert root.titles() == ["fix the printer"]
    assert root.traces(CANARY) == []


def test_a_second_look_at_what_is_withheld_finds_nothing_revised(root):
    path = root.chat("Seraphina", CANARY)
    root.run()
    before = root.records()
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    report = run_intake(root.open(), NAME)
    assert (report.is_unchanged, report.new, report.revised) == (False, 0, 0)
    assert root.records() == before


def test_private_removes_every_trace_and_work_brings_the_same_session_back(root):
    root.say(ChatChoice.WORK, "Seraphina")
    first = f"The {CANARY} printer at Harbor Dental does not print since this morning."
    root.chat("Seraphina", first, f"Replaced the {CANARY} cable, the printer works again.")
    root.run()
    finished = root.titles()
    names = [path.name for path in (root.data / "output/sessions").glob("*/2*.json")]
    assert finished == [first]
    places = {trace.split("/")[0] for trace in root.traces(CANARY)}
    assert places == {"records", "store", "cache", "output"}
    root.say(ChatChoice.PRIVATE, "Seraphina")
    root.run()
    assert root.titles() == []
    assert root.traces(CANARY) == []
    root.say(ChatChoice.WORK, "Seraphina")
    root.run()
    assert root.titles() == finished
    assert [p.name for p in (root.data / "output/sessions").glob("*/2*.json")] == names


def test_private_keeps_neither_character_nor_file_name_but_in_the_ledger(root):
    root.say(ChatChoice.PRIVATE, "Seraphina")
    root.chat("Seraphina", "x", name="my divorce")
    root.run()
    assert root.traces("divorce") == []
    assert root.traces("Seraphina") == ["decisions/ledger.jsonl"]


def test_taken_back_the_chat_waits_again_without_its_text(root):
    root.say(ChatChoice.WORK, "Seraphina")
    root.chat("Seraphina", CANARY)
    root.run()
    root.say(ChatChoice.ASK, "Seraphina")
    root.run()
    assert root.titles() == []
    assert root.traces(CANARY) == []


def test_private_also_removes_what_an_edit_left_behind(root):
    root.say(ChatChoice.WORK, "Seraphina")
    root.chat("Seraphina", f"{CANARY} old")
    root.run()
    root.chat("Seraphina", f"{CANARY} new")
    root.run()
    assert any(record.revisions for record in root.records())
    root.say(ChatChoice.PRIVATE, "Seraphina")
    root.run()
    assert root.traces(CANARY) == []
    assert any(record.revisions for record in root.records())


def test_private_also_removes_rejected_lines_and_the_copy_of_their_file(root):
    root.say(ChatChoice.WORK, "Seraphina")
    path = root.chat("Seraphina", f"{CANARY} one")
    path.write_text(path.read_text(encoding="utf-8") + '\n{"mes": "' + CANARY, encoding="utf-8")
    run_pipeline(root.open())
    assert [trace for trace in root.traces(CANARY) if "quarantine" in trace] or list(
        (root.data / "quarantine").rglob("*.gz")
    )
    root.say(ChatChoice.PRIVATE, "Seraphina")
    run_pipeline(root.open())
    assert root.traces(CANARY) == []
    assert list((root.data / "quarantine").rglob("*.gz")) == []
    entries = root.open().quarantine.entries(NAME)
    assert [entry.raw for entry in entries] == [b""] * len(entries)
    assert "Seraphina" not in str(entries)
    assert sum(entry.is_open for entry in entries) == 1


def test_a_bad_line_of_a_waiting_chat_is_counted_without_being_quoted(root):
    root.write("u/chats/Aqua/a.jsonl", line("x"), '{"mes": "' + CANARY)
    run_pipeline(root.open())
    (entry,) = root.open().quarantine.entries(NAME)
    assert entry.raw == b""
    assert CANARY not in entry.detail
    assert entry.source_ref.line == 2
    assert root.traces("Aqua") != []
    assert root.traces(CANARY) == []


def test_a_withheld_line_that_is_mended_is_closed(root):
    root.write("u/chats/Aqua/a.jsonl", line("x"), '{"mes": "')
    run_pipeline(root.open())
    root.write("u/chats/Aqua/a.jsonl", line("x"), line("y", 2))
    run_pipeline(root.open())
    (entry,) = root.open().quarantine.entries(NAME)
    assert not entry.is_open


@pytest.mark.parametrize("order", [("Seraphina", "Aqua"), ("Aqua", "Seraphina")])
def test_a_message_that_also_stands_in_a_private_chat_is_private(root, order):
    for character in order:
        root.write(
            f"u/chats/{character}/a.jsonl", line(CANARY), line(f"of {character}", len(character))
        )
        root.run()
    root.say(ChatChoice.WORK, "Seraphina", "u")
    root.say(ChatChoice.PRIVATE, "Aqua", "u")
    root.run()
    assert root.texts() == ["of Seraphina"]
    assert root.traces(CANARY) == []
    root.say(ChatChoice.ASK, "Aqua", "u")
    root.run()
    assert root.texts() == [CANARY, "of Seraphina"]


def test_a_message_of_a_waiting_chat_and_of_work_is_work(root):
    for character in ("Seraphina", "Aqua"):
        root.write(
            f"u/chats/{character}/a.jsonl",
            line("shared"),
            line(f"of {character}", 1 + len(character)),
        )
    root.say(ChatChoice.WORK, "Seraphina", "u")
    root.run()
    assert root.texts() == ["of Seraphina", "shared"]
    assert not any(record.revisions for record in root.records())


def test_a_renamed_character_loses_no_session(root):
    path = root.chat("Seraphina", "fix the printer")
    root.say(ChatChoice.WORK, "Seraphina")
    root.run()
    new = path.parent.with_name("Sera")
    path.parent.rename(new)
    root.run()
    assert root.titles() == ["fix the printer"]


def test_excluded_by_settings_is_private_also_in_the_drop_folder(root):
    root.work = {"exclude": {"characters": ["sera*"]}}
    root.write("u/chats/Seraphina/a.jsonl", line(CANARY), below=root.drop)
    root.write("u/chats/Aqua/a.jsonl", line("work"), below=root.drop)
    root.run()
    assert root.texts() == ["work"]
    assert root.traces(CANARY) == []
    root.work = {}
    root.run()
    assert root.texts() == [CANARY, "work"]


@pytest.mark.parametrize(
    "include",
    [{"characters": ["Sera*"]}, {"users": ["anna"]}, {"folders": ["anna"]}, {"users": ["Nick"]}],
)
def test_included_by_settings_is_work_unless_a_person_says_private(root, include):
    root.work = {"include": include}
    root.chat("Seraphina", "fix the printer", user="anna")
    root.run()
    assert len(root.texts()) == 2
    root.say(ChatChoice.PRIVATE, "Seraphina", "anna")
    root.run()
    assert root.texts() == []


def test_exclude_wins_over_include_and_a_decision_over_both(root):
    root.work = {"include": {"users": ["*"]}, "exclude": {"characters": ["Seraphina"]}}
    root.chat("Seraphina", "fix the printer")
    root.run()
    assert root.texts() == []
    root.say(ChatChoice.WORK, "Seraphina")
    root.run()
    assert len(root.texts()) == 2


def test_a_group_is_work_only_if_all_who_speak_in_it_are(root):
    path = "default-user/group chats/2025-08-06@12h00m00s.jsonl"
    root.write(path, line("hello"), reply("one", 1, "Seraphina"), reply("two", 2, "Aqua"))
    root.say(ChatChoice.WORK, "Seraphina")
    root.run()
    assert root.texts() == []
    root.say(ChatChoice.WORK, "Aqua")
    root.run()
    assert root.texts() == ["hello", "one", "two"]
    root.say(ChatChoice.PRIVATE, "Seraphina")
    root.run()
    assert root.texts() == []


def test_confirmed_after_its_file_is_gone_only_digests_are_left(root):
    path = root.chat("Seraphina", "fix the printer")
    root.run()
    path.unlink()
    root.say(ChatChoice.WORK, "Seraphina")
    report = run_pipeline(root.open())
    assert not report.failures
    assert len(root.records()) == 2
    assert root.texts() == []


def test_a_rejected_line_of_a_work_chat_stays_beside_a_waiting_file_of_one_name(root):
    torn = '{"mes": "torn'
    dropped = root.write("Ann/one.jsonl", line("one"), torn, below=root.drop)
    root.write("Ann/one.jsonl", line("two"), '{"mes": "of the waiting one')
    for again in ("", "\n"):
        dropped.write_text(dropped.read_text("utf-8") + again, encoding="utf-8")
        root.run()
        raws = {entry.raw.decode() for entry in root.open().quarantine.entries(NAME)}
        assert raws == {torn, ""}
    dropped.unlink()
    root.run()
    assert {entry.raw for entry in root.open().quarantine.entries(NAME)} == {b""}
