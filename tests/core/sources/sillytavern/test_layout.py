"""What folders and names of all eras say of a chat."""

from pathlib import Path

import pytest

from sdc_core.sources.base import InputFile
from sdc_core.sources.sillytavern.layout import place_of
from tests.core.sources.test_sillytavern import Chats, answer, header, units, user

SOLO = ("WorkLog", False, False)
GROUP = (None, True, False)
BACKUP = (None, False, True)
LOOSE = (None, False, False)


@pytest.mark.parametrize(
    ("name", "account", "kind"),
    [
        ("data/default-user/chats/WorkLog/a.jsonl", "default-user", SOLO),
        ("data/ann/chats/WorkLog/a.jsonl", "ann", SOLO),
        ("default-user/chats/WorkLog/a.jsonl", "default-user", SOLO),
        ("chats/WorkLog/a.jsonl", None, SOLO),
        ("public/chats/WorkLog/a.jsonl", None, SOLO),
        ("public/group chats/1.jsonl", None, GROUP),
        ("data/ann/group chats/2025-09-03@10h00m00s.jsonl", "ann", GROUP),
        ("data/ann/backups/chat_worklog_20251027-092204.jsonl", "ann", BACKUP),
        ("backups/chat_worklog_20251027-092204.jsonl", None, BACKUP),
        ("chat_worklog_20251027-092204.jsonl", None, BACKUP),
        ("WorkLog/a.jsonl", None, LOOSE),
        ("a.jsonl", None, LOOSE),
        ("chats/a.jsonl", None, LOOSE),
    ],
)
def test_the_folders_of_every_era_are_known(name, account, kind):
    place = place_of(InputFile(path=Path("/elsewhere/file"), name=name))
    assert (place.avatar, place.is_group, place.is_backup) == kind
    assert place.user == account
    assert place.folder == Path(name).parent.as_posix()


@pytest.mark.parametrize("linked", ["", "data", "data/ann", "data/ann/chats"])
def test_a_linked_folder_may_begin_anywhere_in_the_tree(tmp_path, linked):
    path = tmp_path / "data/ann/chats/WorkLog/a.jsonl"
    file = InputFile(path=path, name=path.relative_to(tmp_path / linked).as_posix())
    place = place_of(file)
    assert (place.user, place.avatar) == ("ann", "WorkLog")


def _chat(folder, name, lines):
    return units([Chats(folder).write(name, lines)])[0].fields["chat"]


UNUSED = {"chat_metadata": {}, "user_name": "unused", "character_name": "unused"}


@pytest.mark.parametrize(
    ("name", "lines", "character", "is_group"),
    [
        ("data/ann/chats/Log2/a.jsonl", [header(), user("one")], "Log2", False),
        ("a.jsonl", [header(), user("one")], "WorkLog", False),
        ("a.jsonl", [UNUSED, user("one"), answer("two", name="Dispatch")], "Dispatch", False),
        ("data/ann/group chats/2025-09-03@10h00m00s.jsonl", [UNUSED, answer("two")],
         "2025-09-03@10h00m00s", True),
        ("a.jsonl", [UNUSED, user("one")], None, False),
    ],
)  # fmt: skip
def test_a_record_says_which_character_and_account_it_belongs_to(
    tmp_path, name, lines, character, is_group
):
    chat = _chat(tmp_path, name, lines)
    assert (chat["character"], chat["is_group"]) == (character, is_group)
    assert chat["user"] == ("ann" if "ann" in name else None)
    assert chat["folder"] == Path(name).parent.as_posix()
