"""Input files are found, never written, and nobody's lock file is taken for one."""

import os

import pytest

from sdc_core.errors import InputMissingError, InputUnreadableError
from sdc_core.ids import digest_bytes
from sdc_core.inputs import hash_input, list_inputs, stat_inputs
from sdc_core.settings import Settings
from sdc_core.sources.base import InputFile
from tests.core.toy import make_source

SOURCE = make_source(folder_setting="notes_json", patterns=("*.toy", "*.json"))


@pytest.fixture
def drop(tmp_path):
    folder = tmp_path / "data/input/toy"
    folder.mkdir(parents=True)
    return folder


def _settings(tmp_path, *folders, **more):
    paths = {"data_folder": tmp_path / "data", "notes_json": list(folders)}
    return Settings(project_paths=paths, **more)


def _names(settings, source=SOURCE):
    return [file.name for file in list_inputs(settings, source)]


def _put(folder, name, at=1, text="x"):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    os.utime(path, (at, at))
    return path


def test_the_oldest_file_comes_first_and_names_decide_equal_times(tmp_path, drop):
    for name, at in (("z.toy", 1), ("b.toy", 2), ("a.toy", 2), ("c.toy", 3)):
        _put(drop, name, at)
    assert _names(_settings(tmp_path)) == ["z.toy", "a.toy", "b.toy", "c.toy"]


def test_names_are_below_the_folder_with_forward_slashes(tmp_path, drop):
    _put(drop, "2025/jan/a b.toy")
    assert _names(_settings(tmp_path)) == ["2025/jan/a b.toy"]


def test_patterns_disregard_case_and_skip_what_is_not_ours(tmp_path, drop):
    for name in ("A.TOY", "b.csv", "README.md", ".hidden.toy", "~$a.toy", "c.toy.bak"):
        _put(drop, name)
    (drop / "folder.toy").mkdir()
    assert _names(_settings(tmp_path)) == ["A.TOY"]


def test_a_missing_default_folder_is_empty_and_a_named_one_an_error(tmp_path):
    assert _names(_settings(tmp_path)) == []
    with pytest.raises(InputMissingError, match=r"project_paths\.notes_json names .*gone"):
        _names(_settings(tmp_path, tmp_path / "gone"))


def test_named_folders_come_beside_the_drop_folder_and_may_be_one_file(tmp_path, drop):
    _put(drop, "dropped.toy")
    file = _put(tmp_path / "one", "only.txt")
    _put(tmp_path / "two", "b.toy")
    assert _names(_settings(tmp_path, file, tmp_path / "two")) == [
        "b.toy",
        "dropped.toy",
        "only.txt",
    ]


def test_the_drop_folder_may_be_named_too(tmp_path, drop):
    _put(drop, "a.toy")
    assert _names(_settings(tmp_path, drop)) == ["a.toy"]


def test_a_file_that_two_folders_hold_is_read_once(tmp_path):
    _put(tmp_path / "logs", "sub/a.toy")
    folders = (tmp_path / "logs", tmp_path / "logs/sub", tmp_path / "logs/../logs")
    assert _names(_settings(tmp_path, *folders)) == ["sub/a.toy"]


def test_two_files_of_one_name_are_both_read(tmp_path):
    _put(tmp_path / "one", "a.toy")
    _put(tmp_path / "two", "a.toy")
    settings = _settings(tmp_path, tmp_path / "one", tmp_path / "two")
    assert _names(settings) == ["a.toy", "a.toy"]
    assert len(stat_inputs(settings, SOURCE)) == 2


def test_a_file_that_goes_away_while_it_is_listed_is_not_there(tmp_path, drop, monkeypatch):
    _put(drop, "a.toy")
    gone = _put(drop, "b.toy")

    def also_gone(folder, settings, source):
        yield from ((drop / name, name) for name in ("a.toy", "b.toy"))

    gone.unlink()
    monkeypatch.setattr("sdc_core.inputs._files", also_gone)
    assert _names(_settings(tmp_path)) == ["a.toy"]


def test_tickets_may_come_from_one_file(tmp_path):
    source = make_source("syncro", folder_setting="syncro_tickets_input_folder")
    file = _put(tmp_path, "tickets.json")
    settings = _settings(tmp_path, syncro_api={"tickets_file": file})
    assert _names(settings, source) == ["tickets.json"]
    file.unlink()
    with pytest.raises(InputMissingError, match=r"syncro_api\.tickets_file names"):
        _names(settings, source)


def test_stat_reads_nothing_and_sees_time_and_size(tmp_path, drop):
    path = _put(drop, "a.toy", at=5, text="abc")
    assert list(stat_inputs(_settings(tmp_path), SOURCE).values()) == [[5 * 10**9, 3]]
    path.write_text("abcd", encoding="utf-8")
    assert [size for _, size in stat_inputs(_settings(tmp_path), SOURCE).values()] == [4]


def test_a_file_is_named_by_its_bytes(drop):
    path = _put(drop, "a.toy", text="abc")
    assert hash_input(InputFile(path=path, name="a.toy")).sha256 == digest_bytes(b"abc")


def test_a_held_file_says_what_to_do(drop, monkeypatch):
    path = _put(drop, "a.toy")

    def held(self, *_, **__):
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(type(path), "open", held)
    with pytest.raises(InputUnreadableError, match=r"a\.toy: cannot be read .*close the program"):
        hash_input(InputFile(path=path, name="a.toy"))


def test_a_file_beside_the_inputs_that_changes_is_seen_at_its_folder_only(tmp_path, drop):
    _put(drop, "chats/a.toy")
    _put(drop, "b.toy")
    source = make_source(
        folder_setting="notes_json",
        patterns=("*.toy",),
        files_beside=lambda folder: folder.glob("*.side"),
    )

    def looks(*changes):
        for change in (lambda: None, *changes):
            change()
            stats = stat_inputs(_settings(tmp_path), source)
            yield stats[f"{drop}|b.toy"], stats[f"{drop / 'chats'}|chats/a.toy"]

    side = drop / "chats" / "x.side"
    outer, inner = zip(
        *looks(
            lambda: _put(drop, "chats/x.side"),
            lambda: _put(drop, "chats/x.side", at=2),
            lambda: _put(drop, "chats/y.side"),
            side.unlink,
        ),
        strict=True,
    )
    assert len(set(map(tuple, outer))) == 1
    assert len(set(map(tuple, inner))) == 5
