"""Group chats and the file that describes their group."""

import json
from dataclasses import replace

import pytest

from sdc_core.inputs import list_inputs, stat_inputs
from sdc_core.intake.run import run_intake
from sdc_core.settings import Settings
from sdc_core.sources.sillytavern.groups import beside, context_of
from sdc_core.sources.sillytavern.source import SOURCE
from sdc_core.workspace import Workspace
from tests.core.sources.test_sillytavern import Chats, answer, built, header, units, user

CHAT = "2025-09-03@10h00m00s"
GROUP = {
    "id": "1693737600000",
    "name": "Night shift",
    "members": ["WorkLog.png", "Dispatch.png"],
    "chat_id": CHAT,
    "chats": [CHAT, "2025-08-01@10h00m00s"],
    "chat_metadata": {"chat_id_hash": 11},
    "past_metadata": {"2025-08-01@10h00m00s": {"chat_id_hash": 12}},
}


@pytest.fixture
def chats(tmp_path):
    return Chats(tmp_path)


@pytest.fixture
def write_group(tmp_path):
    def write(value=GROUP, name="1693737600000.json"):
        path = tmp_path / "data/ann/groups" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")

    return write


def group_chat(chats, lines, name=CHAT):
    return chats.write(f"data/ann/group chats/{name}.jsonl", lines)


def chat_of(file):
    return units([file])[0].fields["chat"]


def test_a_group_chat_without_line_0_keeps_its_first_message(chats):
    found = units([group_chat(chats, [answer("Here."), user("one")])])
    assert [record.raw["mes"] for record in found] == ["Here.", "one"]


def test_the_group_of_a_chat_is_named(chats, write_group):
    write_group()
    chat = chat_of(group_chat(chats, [user("one")]))
    assert (chat["character"], chat["called"], chat["is_group"]) == (
        "Night shift",
        "Night shift",
        True,
    )
    assert chat["group"]["id"] == "1693737600000"
    assert chat["group"]["members"] == ["WorkLog", "Dispatch"]


def test_the_session_of_a_group_chat_is_titled_after_its_group(chats, write_group):
    write_group()
    (session,) = built([group_chat(chats, [user("one"), answer("two", 3)])])
    assert session.insights.source_title == "SillyTavern Chat with Night shift"


@pytest.mark.parametrize(("name", "number"), [(CHAT, 11), ("2025-08-01@10h00m00s", 12)])
def test_metadata_of_a_chat_without_line_0_come_from_its_group(chats, write_group, name, number):
    write_group()
    chat = chat_of(group_chat(chats, [user("one")], name))
    assert chat["chat_id_hash"] == number
    assert f"chat_id_hash:{number}" in chat["family"]


def test_line_0_of_the_chat_stands_against_its_group(chats, write_group):
    write_group()
    assert chat_of(group_chat(chats, [header(chat_id_hash=99), user("one")]))["chat_id_hash"] == 99


def test_a_branch_of_a_group_chat_is_of_its_family(chats, write_group):
    past = {"tail": {"main_chat": CHAT}}
    write_group({**GROUP, "chats": [CHAT, "tail"], "past_metadata": past})
    main = group_chat(chats, [answer("two", 3), user("one")])
    branch = group_chat(chats, [answer("two", 3), answer("of its own", 30)], "tail")
    assert [len(session.segments) for session in built([main, branch])] == [3]


@pytest.mark.parametrize(
    "content",
    ["{", "[]", "null", '{"chats": 1, "members": {}, "past_metadata": []}', "[" * 100_000],
)
def test_a_broken_group_costs_its_name_only(chats, write_group, content):
    write_group(content)
    chat = chat_of(group_chat(chats, [user("one")]))
    assert (chat["character"], chat["is_group"]) == (CHAT, True)


def test_a_groups_file_is_no_input(chats, write_group, tmp_path):
    write_group()
    group_chat(chats, [user("one")])
    settings = Settings.model_validate({"project_paths": {SOURCE.folder_setting: tmp_path}})
    names = [file.name for file in list_inputs(settings, SOURCE)]
    assert names == [f"data/ann/group chats/{CHAT}.jsonl"]


@pytest.mark.parametrize(
    ("change", "described"),
    [
        ({"name": "Night \ud83d"}, {"name": "Night \ufffd"}),
        ({"members": ["\ud83d.png"]}, {"members": ["\ufffd"]}),
        ({"chat_metadata": {"integrity": "\udc00"}}, {}),
    ],
)
def test_half_a_character_in_a_group_stops_no_intake(tmp_path, change, described):
    drop = Chats(tmp_path / "input/sillytavern/data/ann")
    drop.write(f"group chats/{CHAT}.jsonl", [user("one"), '{"mes'])
    drop.write("groups/1693737600000.json", [GROUP | change])
    workspace = Workspace(Settings.model_validate({"project_paths": {"data_folder": tmp_path}}))
    assert run_intake(workspace, SOURCE.name).records == 1
    (record,) = workspace.records(SOURCE.name).load_all()
    assert record.fields["chat"]["group"].items() >= described.items()


@pytest.mark.parametrize(
    "change",
    [{"name": "Day shift"}, {"members": ["WorkLog.png"]}, {"chat_metadata": {"chat_id_hash": 5}}],
)
def test_a_change_of_the_group_is_seen_beside_the_chat(chats, write_group, change):
    file = group_chat(chats, [user("one")])
    alone = beside(file)
    write_group()
    before = beside(file)
    write_group({**GROUP, **change})
    assert alone == ""
    assert len({alone, before, beside(file)}) == 3


def test_what_changes_with_every_message_is_no_change_of_the_group(chats, write_group):
    file = group_chat(chats, [user("one")])
    write_group()
    before = beside(file)
    write_group({**GROUP, "date_last_chat": 1, "chat_metadata": {"chat_id_hash": 11, "tainted": 1}})
    assert beside(file) == before


def test_the_intake_reads_a_chat_again_when_its_group_changed(tmp_path):
    drop = Chats(tmp_path / "input/sillytavern/data/ann")
    drop.write(f"group chats/{CHAT}.jsonl", [user("one")])
    workspace = Workspace(Settings.model_validate({"project_paths": {"data_folder": tmp_path}}))

    def look():
        report = run_intake(workspace, SOURCE.name)
        (record,) = workspace.records(SOURCE.name).load_all()
        return report.is_unchanged, record.fields["chat"]["character"]

    assert [look(), look()] == [(False, CHAT), (True, CHAT)]
    drop.write("groups/1693737600000.json", [GROUP])
    assert [look(), look()] == [(False, "Night shift"), (True, "Night shift")]


def test_a_copy_elsewhere_is_read_with_what_lay_beside_the_file(chats, write_group, tmp_path):
    write_group()
    file = group_chat(chats, [user("one"), answer("two", 3)])
    copy = tmp_path / "elsewhere" / "copy.jsonl"
    copy.parent.mkdir()
    copy.write_bytes(file.path.read_bytes())
    context = json.loads(json.dumps(context_of(file)))
    there = units([replace(file, path=copy, context=context)])
    assert [one.model_dump() for one in there] == [one.model_dump() for one in units([file])]
    assert chat_of(replace(file, path=copy)) != chat_of(file)  # by its name alone it is less


def test_a_sensor_sees_a_group_that_changed_beside_its_chats(tmp_path):
    drop = Chats(tmp_path / "input/sillytavern/data/ann")
    drop.write(f"group chats/{CHAT}.jsonl", [user("one")])
    drop.write("chats/WorkLog/a.jsonl", [user("two")])
    settings = Settings.model_validate({"project_paths": {"data_folder": tmp_path}})
    before = stat_inputs(settings, SOURCE)
    drop.write("groups/1693737600000.json", [GROUP])
    after = stat_inputs(settings, SOURCE)
    assert [name.rpartition("/")[2] for name in after if after[name] != before[name]] == [
        f"{CHAT}.jsonl"
    ]


class TestAGroupThatIsGone:
    """Its chat stays and is read by what it says itself; a person is told once."""

    @pytest.fixture
    def place(self, tmp_path):
        drop = Chats(tmp_path / "input/sillytavern/data/ann")
        chat = drop.write(f"group chats/{CHAT}.jsonl", [user("one")])
        self.group = drop.write("groups/1693737600000.json", [GROUP]).path
        self.values = {"project_paths": {"data_folder": tmp_path}}
        assert not self.look().warnings
        return chat.path

    def look(self):
        return run_intake(Workspace(Settings.model_validate(self.values)), SOURCE.name)

    def alone(self):
        return [line for line in self.look().warnings if "what lay beside them" in line]

    @pytest.mark.parametrize("how", ["deleted", "torn"])
    def test_told_with_the_name_of_the_chat(self, place, how):
        if how == "deleted":
            self.group.unlink()
        else:
            self.group.write_text("{", encoding="utf-8")
        (told,) = self.alone()
        assert "1 files are read without" in told
        assert f"data/ann/group chats/{CHAT}.jsonl; put it back" in told
        assert self.alone() == []

    def test_told_also_where_the_chat_grew_and_all_is_read_again(self, place):
        self.group.unlink()
        place.write_text(
            place.read_text("utf-8") + "\n" + json.dumps(user("two")), encoding="utf-8"
        )
        self.values["sillytavern"] = {"zone": "Asia/Tokyo"}
        assert len(self.alone()) == 1

    def test_not_told_of_a_chat_that_went_with_its_group(self, place):
        self.group.unlink()
        place.unlink()
        assert self.alone() == []

    def test_the_name_of_a_private_chat_is_not_told(self, place):
        self.values["sillytavern"] = {"work": {"exclude": {"folders": ["data/*"]}}}
        self.look()
        self.group.unlink()
        (told,) = self.alone()
        assert CHAT not in told
        assert "chat#" in told
