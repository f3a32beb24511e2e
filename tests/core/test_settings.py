"""Settings: defaults, precedence, paths, and messages that say what, where and what is allowed."""

import json
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from pydantic import ValidationError

from sdc_core.errors import SettingsError
from sdc_core.settings import SECRET_VARIABLES, Settings, load_settings
from sdc_core.settings_paths import against


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def config(tmp_path):
    """Writes `config.json` in a folder of its own."""
    path = tmp_path / "home" / "config.json"

    def write(values, text=None):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text or json.dumps(values), encoding="utf-8")
        return path

    return write


def _load(path=None, **environment):
    return load_settings(path, environment)


def _refused(path=None, **environment):
    with pytest.raises(SettingsError) as caught:
        _load(path, **environment)
    return str(caught.value)


class TestDefaults:
    def test_every_default_works_without_a_file(self, tmp_path):
        settings = _load()
        assert settings.data_root == tmp_path / "data"
        assert settings.input_root == tmp_path / "data/input"
        assert settings.business_zone == "UTC"
        assert settings.syncro_api.url() is None
        assert settings.llm_config.active_provider == "extractive"
        assert settings.processing_defaults.first_month == "2015-01"
        assert settings.secrets.syncro_api_key is None

    def test_they_are_the_same_as_those_of_the_models(self, tmp_path):
        loaded = _load().model_dump(exclude={"project_paths"})
        assert loaded == Settings().model_dump(exclude={"project_paths"})

    def test_an_empty_file_changes_nothing(self, config):
        path = config({})
        assert _load(path).data_root == path.parent / "data"

    def test_settings_are_frozen(self):
        settings = _load()
        for model, name in ((settings, "notes"), (settings.syncro_api, "subdomain")):
            with pytest.raises(ValidationError, match="frozen"):
                setattr(model, name, None)

    def test_the_business_zone_falls_back_to_the_accounts(self, config):
        path = config({"syncro_api": {"account_zone": "America/New_York"}})
        assert _load(path).business_zone == "America/New_York"


class TestEnvironment:
    @pytest.mark.parametrize(
        ("name", "text", "section", "key", "value"),
        [
            ("SDC_SYNCRO_API__SUBDOMAIN", "123", "syncro_api", "subdomain", "123"),
            ("SDC_SYNCRO_API__TIMEOUT_SECONDS", "2.5", "syncro_api", "timeout_seconds", 2.5),
            ("SDC_SYNCRO_API__MAX_TRIES", "7", "syncro_api", "max_tries", 7),
            ("SDC_LOGGING__LOG_TO_TERMINAL", "true", "logging", "log_to_terminal", True),
            ("SDC_SCREENCONNECT__DATE_ORDER", "day_first", "screenconnect", "date_order", "day_first"),
            ("SDC_SILLYTAVERN__ZONE", "null", "sillytavern", "zone", None),
            ("SDC_LINKING__IGNORED_COMPANIES", "Acme, Inc", "linking", "ignored_companies", ["Acme, Inc"]),
            ("SDC_LINKING__IGNORED_COMPANIES", '["A", "B"]', "linking", "ignored_companies", ["A", "B"]),
        ],
    )  # fmt: skip
    def test_one_value_is_read_by_the_type_of_its_field(self, name, text, section, key, value):
        assert getattr(getattr(_load(**{name: text}), section), key) == value

    def test_deep_keys(self):
        settings = _load(SDC_LLM_CONFIG__OPENAI__MODELS__GENERAL="gpt-5")
        assert settings.llm_config.openai.models.general == "gpt-5"

    def test_one_folder_as_plain_text_and_several_as_a_list(self, tmp_path):
        one = _load(SDC_PROJECT_PATHS__SCREENCONNECT_LOGS="my logs")
        assert one.project_paths.screenconnect_logs == [tmp_path / "my logs"]
        two = _load(SDC_PROJECT_PATHS__SCREENCONNECT_LOGS='["a", "b c"]')
        assert two.project_paths.screenconnect_logs == [tmp_path / "a", tmp_path / "b c"]

    def test_a_folder_whose_name_looks_like_a_list_stays_text(self, tmp_path):
        settings = _load(SDC_PROJECT_PATHS__NOTES_JSON="[old] notes")
        assert settings.project_paths.notes_json == [tmp_path / "[old] notes"]

    def test_technicians_as_json(self):
        settings = _load(SDC_TECHNICIANS='[{"id": "dana", "name": "Dana Poe", "names": "DPoe"}]')
        assert settings.technicians[0].names == ["DPoe"]

    def test_environment_over_dotenv_over_file(self, config):
        path = config({"syncro_api": {"subdomain": "file", "max_tries": 2, "max_pages": 3}})
        dotenv = "SDC_SYNCRO_API__SUBDOMAIN=dotenv\nSDC_SYNCRO_API__MAX_TRIES=4\n"
        (path.parent / ".env").write_text(dotenv, encoding="utf-8")
        api = _load(path, SDC_SYNCRO_API__SUBDOMAIN="given").syncro_api
        assert (api.subdomain, api.max_tries, api.max_pages) == ("given", 4, 3)

    def test_an_empty_variable_counts_as_not_given(self, config):
        path = config({"syncro_api": {"max_tries": 2}})
        assert _load(path, SDC_SYNCRO_API__MAX_TRIES="").syncro_api.max_tries == 2

    def test_sdc_config_names_the_file(self, config):
        path = config({"syncro_api": {"subdomain": "acme"}})
        assert _load(SDC_CONFIG=str(path)).syncro_api.subdomain == "acme"
        assert "SDC_CONFIG names 'no.json'" in _refused(SDC_CONFIG="no.json")
        assert "'no.json' is no settings file" in _refused(Path("no.json"))

    def test_the_data_folder_variable_is_relative_to_where_one_stands(self, config, tmp_path):
        path = config({"project_paths": {"output_folder": "{{data_folder}}/out"}})
        settings = _load(path, SDC_DATA_FOLDER="elsewhere")
        assert settings.data_root == tmp_path / "elsewhere"
        assert settings.project_paths.output_folder == tmp_path / "elsewhere/out"

    def test_the_data_folder_in_dotenv_is_relative_to_its_file(self, config):
        path = config({})
        (path.parent / ".env").write_text("SDC_DATA_FOLDER=mine\n", encoding="utf-8")
        assert _load(path).data_root == path.parent / "mine"

    def test_a_wrong_value_names_the_variable(self):
        said = _refused(SDC_SYNCRO_API__MAX_TRIES="many")
        assert said.startswith("SDC_SYNCRO_API__MAX_TRIES: syncro_api.max_tries: 'many'")

    def test_an_unknown_section_or_key_names_what_is_allowed(self):
        assert "unknown section 'syncro'; allowed are linking, " in _refused(
            SDC_SYNCRO__SUBDOMAIN="a"
        )
        said = _refused(SDC_SYNCRO_API__SUBDOMAN="a")
        assert "SDC_SYNCRO_API__SUBDOMAN" in said
        assert "subdomain" in said

    def test_a_section_that_is_no_section_is_named(self, config):
        said = _refused(config({"syncro_api": 5}), SDC_SYNCRO_API__SUBDOMAIN="acme")
        assert "syncro_api: must be a section for SDC_SYNCRO_API__SUBDOMAIN, not 5" in said

    def test_other_variables_of_ours_are_no_settings(self):
        _load(SDC_NOW="2025-01-01T00:00:00+00:00", SDC_EXTRA="1")


class TestPaths:
    def test_relative_ones_resolve_against_the_folder_of_the_file(self, config):
        path = config(
            {
                "project_paths": {"notes_json": "../notes", "screenconnect_logs": ["a", "/b c"]},
                "syncro_api": {"customers_file": "customers.json"},
                "logging": {"log_file_path": "{{data_folder}}/sdc.log"},
            }
        )
        settings = _load(path)
        assert settings.project_paths.notes_json == [path.parent / "../notes"]
        assert settings.project_paths.screenconnect_logs == [path.parent / "a", Path("/b c")]
        assert settings.syncro_api.customers_file == path.parent / "customers.json"
        assert settings.logging.log_file_path == path.parent / "data/sdc.log"

    def test_the_home_folder(self, config, monkeypatch, tmp_path):
        monkeypatch.setenv("HOME", str(tmp_path))
        monkeypatch.setenv("USERPROFILE", str(tmp_path))
        paths = _load(config({"project_paths": {"notes_json": "~/notes"}})).project_paths
        assert paths.notes_json == [tmp_path / "notes"]

    def test_placeholders_may_name_each_other(self, config):
        path = config(
            {
                "project_paths": {
                    "project_root": "root",
                    "data_folder": "{{project_root}}/d",
                    "input_folder": "{{ data_folder }}/in",
                    "notes_json": ["{{input_folder}}/n"],
                }
            }
        )
        assert _load(path).project_paths.notes_json == [path.parent / "root/d/in/n"]

    def test_a_placeholder_that_refers_to_itself_shows_the_circle(self, config):
        paths = {"data_folder": "{{logs_folder}}/d", "logs_folder": "{{data_folder}}/l"}
        said = _refused(config({"project_paths": paths}))
        assert "refers to itself: logs_folder -> data_folder -> logs_folder" in said

    def test_an_unknown_placeholder_names_those_that_exist(self, config):
        path = config({"project_paths": {"data_folder": "{{home}}/d"}})
        said = _refused(path)
        assert f"{path}: project_paths.data_folder: '{{{{home}}}}/d' names 'home'" in said
        assert "project_root" in said

    @pytest.mark.parametrize("section", ["project_paths", "syncro_api"])
    def test_a_path_that_is_no_text(self, config, section):
        key = {"project_paths": "notes_json", "syncro_api": "tickets_file"}[section]
        assert f"{section}.{key}: must be a path, not 5" in _refused(config({section: {key: 5}}))

    @pytest.mark.parametrize(
        "text", [r"C:\Logs\x", r"\\server\share\my logs", "//server/share/logs", "E:/Logs"]
    )
    def test_absolute_windows_paths_are_not_joined_on_windows(self, text):
        assert against(PureWindowsPath("D:/sdc"), text) == str(PureWindowsPath(text))

    def test_a_relative_one_is_joined_on_windows(self):
        assert against(PureWindowsPath("D:/sdc"), "data/x y") == r"D:\sdc\data\x y"

    def test_an_absolute_one_is_not_joined_elsewhere(self):
        assert against(PurePosixPath("/sdc"), "/mnt/logs") == "/mnt/logs"


class TestFile:
    def test_comments_and_a_byte_order_mark(self, config):
        values = {"_about": "ours", "syncro_api": {"_note": "ask Dana", "subdomain": "acme"}}
        path = config(None, text="\ufeff" + json.dumps(values))
        assert _load(path).syncro_api.subdomain == "acme"

    @pytest.mark.parametrize(("text", "said"), [("{", "not valid JSON"), ("[]", "one JSON object")])
    def test_no_settings_at_all(self, config, text, said):
        path = config(None, text=text)
        assert f"{path}: " in _refused(path)
        assert said in _refused(path)

    def test_a_wrong_type_names_file_key_value_and_what_is_allowed(self, config):
        path = config({"logging": {"log_level": "LOUD"}, "syncro_api": {"max_tries": 0}})
        first, second = _refused(path).splitlines()
        assert first.startswith(f"{path}: logging.log_level: 'LOUD': ")
        assert "'DEBUG', 'INFO', 'WARNING' or 'ERROR'" in first
        assert (
            second == f"{path}: syncro_api.max_tries: 0: Input should be greater than or equal to 1"
        )

    def test_an_unknown_key_names_those_that_are_allowed(self, config):
        path = config({"syncro_api": {"subdoman": "acme"}, "colour": 1})
        said = _refused(path)
        assert f"{path}: syncro_api.subdoman: unknown key; allowed are account_zone, " in said
        assert "colour: unknown key; allowed are linking, " in said
        assert "secrets" not in said

    def test_a_zone_must_exist(self, config):
        path = config({"screenconnect": {"zone": "Eastern"}})
        assert "screenconnect.zone: 'Eastern': " in _refused(path)
        assert "America/New_York" in _refused(path)

    @pytest.mark.parametrize("value", ["acme.syncromsp.com", "evil.com/", "", "a b"])
    def test_a_subdomain_is_one_word(self, config, value):
        assert "syncro_api.subdomain" in _refused(config({"syncro_api": {"subdomain": value}}))


class TestSecrets:
    @pytest.mark.parametrize("place", [p for p in SECRET_VARIABLES if len(p) > 1])
    @pytest.mark.parametrize("value", ["abc", "", None])
    def test_one_in_the_file_is_refused_with_its_variable(self, config, place, value):
        values = value
        for key in reversed(place):
            values = {key: values}
        said = _refused(config(values))
        assert f"{'.'.join(place)} holds a secret" in said
        assert f"environment variable {SECRET_VARIABLES[place]} " in said

    def test_a_section_of_secrets_is_refused(self, config):
        path = config({"secrets": {"syncro_api_key": "abc"}})
        said = _refused(path)
        assert "secrets holds a secret" in said
        assert "abc" not in said

    @pytest.mark.parametrize("name", ["SDC_SYNCRO_API__API_KEY", "SDC_SECRETS__SYNCRO_API_KEY"])
    def test_one_under_a_settings_variable_is_refused(self, name):
        said = _refused(**{name: "abc"})
        assert "SYNCRO_API_KEY" in said.removeprefix(name)
        assert "abc" not in said

    def test_they_come_from_dotenv_as_notepad_writes_it(self, config):
        path = config({})
        (path.parent / ".env").write_bytes(
            b"\xef\xbb\xbfSYNCRO_API_KEY=a$b${c}\r\nOPENAI_API_KEY=o\r\n"
        )
        secrets = _load(path, OPENAI_API_KEY="given").secrets
        assert secrets.syncro_api_key.get_secret_value() == "a$b${c}"
        assert secrets.openai_api_key.get_secret_value() == "given"

    def test_they_are_never_shown(self):
        settings = _load(SYNCRO_API_KEY="abc123", GOOGLE_API_KEY="xyz789")
        assert settings.secrets.gemini_api_key.get_secret_value() == "xyz789"
        for shown in (repr(settings), str(settings.model_dump()), settings.model_dump_json()):
            assert "abc123" not in shown
            assert "xyz789" not in shown
