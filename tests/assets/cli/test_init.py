import json
import os
import stat

import pytest
from click.testing import CliRunner

from sdc_assets.cli import main
from sdc_assets.cli.sillytavern_places import find_chats
from sdc_core.settings import load_settings


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "home"


def init(*arguments, **options):
    return CliRunner().invoke(main, ["init", *arguments], **options)


def test_it_runs_unattended(home, tmp_path):
    done = init("--yes", "--zone", "America/New_York", "--technician", "Ana Ruiz=AdminUser, ana")
    assert done.exit_code == 0, done.output
    settings = load_settings(tmp_path / "config.json", {})
    assert settings.business_zone == "America/New_York"
    assert settings.technicians[0].id == "ana-ruiz"
    assert settings.technicians[0].names == ["Ana Ruiz", "AdminUser", "ana"]


def test_it_finds_sillytavern_in_its_usual_places(home, tmp_path):
    chats = home / "SillyTavern" / "data" / "default-user" / "chats"
    chats.mkdir(parents=True)
    init("--yes", "--zone", "UTC")
    written = json.loads((tmp_path / "config.json").read_text())
    assert written["project_paths"]["sillytavern_chat_input_folder"] == [str(chats)]


def test_all_layouts_of_sillytavern_are_known(home):
    folders = [
        home / "SillyTavern/data/ana/chats",
        home / "SillyTavern/data/ben/chats",
        home / "Documents/SillyTavern/public/chats",
    ]
    for folder in folders:
        folder.mkdir(parents=True)
    assert find_chats(home) == sorted(folders)


def test_the_key_goes_into_a_file_of_its_owner_only(home, tmp_path):
    init("--yes", "--zone", "UTC", "--api-key", "T-it's\\key")
    env = tmp_path / ".env"
    assert load_settings(
        tmp_path / "config.json", {}
    ).secrets.syncro_api_key.get_secret_value() == ("T-it's\\key")
    assert "T-it" not in (tmp_path / "config.json").read_text()
    if os.name != "nt":
        assert stat.S_IMODE(env.stat().st_mode) == 0o600


def test_the_key_is_never_shown(home):
    assert "T-secret" not in init("--yes", "--zone", "UTC", "--api-key", "T-secret").output


def test_nothing_is_overwritten_without_force(home, tmp_path):
    (tmp_path / "config.json").write_text("{}")
    refused = init("--yes", "--zone", "UTC")
    assert refused.exit_code == 2
    assert "--force" in refused.stderr
    assert (tmp_path / "config.json").read_text() == "{}"
    init("--yes", "--zone", "UTC", "--force")
    assert "processing_defaults" in (tmp_path / "config.json").read_text()


def test_other_keys_in_env_stay_when_one_is_added(home, tmp_path):
    (tmp_path / ".env").write_text("GEMINI_API_KEY=g1\n")
    init("--yes", "--zone", "UTC", "--api-key", "T1", "--force")
    secrets = load_settings(tmp_path / "config.json", {}).secrets
    assert secrets.gemini_api_key.get_secret_value() == "g1"
    assert secrets.syncro_api_key.get_secret_value() == "T1"


def test_a_wrong_zone_is_said_before_anything_is_written(home, tmp_path):
    refused = init("--yes", "--zone", "New York")
    assert refused.exit_code == 2
    assert "'New York'" in refused.stderr
    assert not (tmp_path / "config.json").exists()


def test_a_person_is_asked_for_everything(home, tmp_path):
    answers = ["", "Europe/Berlin", "my data", "/srv/sc; /srv/sc2", "", "", "Ana=AdminUser", ""]
    done = init(input="\n".join(answers) + "\n")
    settings = load_settings(tmp_path / "config.json", {})
    assert settings.business_zone == "Europe/Berlin", done.output
    assert settings.data_root == tmp_path / "my data"
    assert [str(path) for path in settings.project_paths.screenconnect_logs] == [
        "/srv/sc",
        "/srv/sc2",
    ]
    assert settings.technicians[0].name == "Ana"


def test_it_ends_with_the_doctor(home, tmp_path):
    done = init("--yes", "--zone", "UTC", "--screenconnect", str(tmp_path / "nowhere"))
    assert "nowhere" in done.output
    assert done.exit_code == 1
