"""The digest of an input folder: the same wherever the data root lies, another for each folder."""

from sdc_core.input_folders import Folders, folder_of
from sdc_core.settings import Settings
from sdc_core.sources.base import InputFile
from tests.core.toy import NAME, make_source


def settings_at(root):
    return Settings(project_paths={"data_folder": root})


def file_in(folder, name="a.toy"):
    return InputFile(path=folder / name, name=name)


def test_a_data_root_that_moves_changes_nothing(tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    assert folder_of(file_in(first / "input"), settings_at(first)) == folder_of(
        file_in(second / "input"), settings_at(second)
    )


def test_each_folder_has_its_own_inside_and_outside_of_the_data_root(tmp_path):
    root = tmp_path / "data"
    folders = [root / "input", root / "other", tmp_path / "input", tmp_path / "other"]
    assert len({folder_of(file_in(folder), settings_at(root)) for folder in folders}) == 4


def test_a_file_below_lies_in_the_folder_that_its_name_begins_in(tmp_path):
    settings = settings_at(tmp_path)
    deep = file_in(tmp_path / "input", "2025/march/a.toy")
    assert folder_of(deep, settings) == folder_of(file_in(tmp_path / "input"), settings)


def test_a_link_to_a_folder_is_that_folder(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real", target_is_directory=True)
    settings = settings_at(tmp_path)
    assert folder_of(file_in(tmp_path / "link"), settings) == folder_of(
        file_in(tmp_path / "real"), settings
    )


def test_only_an_input_folder_can_have_lost_a_file(tmp_path):
    settings = settings_at(tmp_path)
    drop = tmp_path / "input" / NAME
    ours, elsewhere = folder_of(file_in(drop), settings), folder_of(file_in(tmp_path), settings)
    folders = Folders(settings, make_source(), [file_in(drop, "here.toy")])
    assert folders.have_lost(ours, "gone.toy")
    assert not folders.have_lost(ours, "here.toy")
    assert not folders.have_lost(elsewhere, "gone.toy")
    assert not folders.have_lost(None, "gone.toy")
