"""Settings: one optional `config.json`, overridden by the environment, read into frozen models.

`SDC_CONFIG` names the file (else `config.json` in the working directory); `SDC_SECTION__KEY`
overrides one value; `SDC_DATA_FOLDER` moves the data root. Relative paths resolve against the
folder of the file, `{{placeholders}}` against other `project_paths`. Secrets come from the
environment (or a `.env` beside the file) only.
"""

import json
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from dotenv import dotenv_values
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
)

from sdc_core.errors import SettingsError

CONFIG_FILE = "config.json"
MONTH_PATTERN = r"^\d{4}-(0[1-9]|1[0-2])$"
_PLACEHOLDER = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_MAX_PLACEHOLDER_PASSES = 5

# A secret found under this key of the file is refused with the variable that must hold it.
SECRET_VARIABLES = {
    ("syncro_api", "api_key"): "SYNCRO_API_KEY",
    ("screenconnect", "api_key"): "SCREENCONNECT_API_KEY",
    ("llm_config", "google_gemini", "api_key"): "GEMINI_API_KEY",
    ("llm_config", "openai", "api_key"): "OPENAI_API_KEY",
    ("llm_config", "local_llm", "api_key"): "LOCAL_LLM_API_KEY",
}


def _one_or_more(value: Any) -> Any:
    return [value] if isinstance(value, str | Path) else value


def _known_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError("not an IANA time zone such as 'America/New_York'") from error
    return value


Zone = Annotated[str, AfterValidator(_known_zone)]
Paths = Annotated[list[Path], BeforeValidator(_one_or_more)]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ProjectPaths(_Section):
    """Folders; a source has one or more input folders, absolute, with spaces, or UNC."""

    project_root: Path = Path()
    data_folder: Path = Path("data")
    input_folder: Path | None = None
    output_folder: Path | None = None
    logs_folder: Path | None = None
    cache_folder: Path | None = None
    screenconnect_logs: Paths = []
    sillytavern_chat_input_folder: Paths = []
    notes_json: Paths = []
    syncro_tickets_input_folder: Paths = []


class Logging(_Section):
    """One rotating log file."""

    log_file_path: Path | None = None
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_to_terminal: bool = False


class SyncroApi(_Section):
    """The Syncro account; `customers_file` and `tickets_file` replace the API, loudly marked."""

    subdomain: str | None = None
    base_url: str | None = None
    requests_per_minute: int = Field(default=150, ge=1, le=100_000)
    timeout_seconds: float = Field(default=30, gt=0)
    max_tries: int = Field(default=5, ge=1)
    max_pages: int = Field(default=10_000, ge=1)
    first_crawl_days: int | None = Field(default=None, ge=1)
    overlap_minutes: int = Field(default=10, ge=10)
    account_zone: Zone | None = None
    customers_file: Path | None = None
    tickets_file: Path | None = None
    system_comment_subjects: list[str] = ["Invoice Emailed"]

    def url(self) -> str | None:
        """The API base without a slash at the end, None where no account is configured."""
        if self.base_url:
            return self.base_url.rstrip("/")
        if self.subdomain:
            return f"https://{self.subdomain}.syncromsp.com/api/v1"
        return None


class ScreenConnect(_Section):
    """How zone-less times and custom properties of the reports are read."""

    zone: Zone = "UTC"
    date_order: Literal["month_first", "day_first"] = "month_first"
    custom_properties: dict[str, str] = {
        "1": "customer_name",
        "2": "site",
        "3": "department",
        "4": "device_type",
        "5": "end_user_email",
    }


class SillyTavern(_Section):
    """Zone of local chat times where the file itself gives no evidence; backups are skipped."""

    zone: Zone | None = None
    include_backups: bool = False


class Notes(_Section):
    """How the date-only entries of notes.json are read."""

    zone: Zone | None = None
    date_order: Literal["month_first", "day_first"] = "month_first"
    technician: str | None = None


class Technician(_Section):
    """One person and every name that the sources give them."""

    id: str
    name: str
    names: list[str] = []
    syncro_user_ids: list[int] = []


class Linking(_Section):
    """Knobs of the linker beyond the two of `processing_defaults`."""

    ambiguous_floor: int = Field(default=70, ge=0, le=100)
    max_candidates: int = Field(default=5, ge=1, le=50)
    ignored_companies: list[str] = []


class Tiers(_Section):
    """Model per tier of one provider."""

    lightweight: str | None = None
    general: str | None = None
    complex: str | None = None
    embedding: str | None = None


class Provider(_Section):
    """One LLM provider; its key comes from the environment."""

    base_url: str | None = None
    models: Tiers = Tiers()


class LlmConfig(_Section):
    """Which generator writes titles and summaries; the default needs no network."""

    active_provider: Literal["extractive", "google_gemini", "openai", "local_llm"] = "extractive"
    google_gemini: Provider = Provider()
    openai: Provider = Provider()
    local_llm: Provider = Provider()


class ProcessingDefaults(_Section):
    """Months, gaps and thresholds, with the first version's names."""

    first_month: str = Field(default="2015-01", pattern=MONTH_PATTERN)
    business_time_zone: Zone | None = None
    recursive_sillytavern_scan: bool = True
    syncro_cache_policy: Literal["on_each_run", "if_older_than_hours", "manual_only"] = (
        "on_each_run"
    )
    syncro_cache_expiry_hours: float = Field(default=24, gt=0)
    sillytavern_session_gap_minutes: float = Field(default=60, ge=0)
    segment_to_session_merge_gap_minutes: float = Field(default=30, ge=0)
    customer_linking_fuzzy_match_threshold: float = Field(default=95, ge=0, le=100)
    customer_linking_margin: float = Field(default=10, ge=0, le=100)
    quarantine_budget: float = Field(default=0.05, ge=0, le=1)
    lock_timeout_seconds: float = Field(default=300, ge=0)


class Secrets(_Section):
    """What only the environment may hold."""

    syncro_api_key: SecretStr | None = None
    screenconnect_api_key: SecretStr | None = None
    gemini_api_key: SecretStr | None = None
    openai_api_key: SecretStr | None = None
    local_llm_api_key: SecretStr | None = None


class Settings(_Section):
    """All settings of one data root, frozen; `load_settings` reads them."""

    project_paths: ProjectPaths = ProjectPaths()
    logging: Logging = Logging()
    syncro_api: SyncroApi = SyncroApi()
    screenconnect: ScreenConnect = ScreenConnect()
    sillytavern: SillyTavern = SillyTavern()
    notes: Notes = Notes()
    technicians: list[Technician] = []
    linking: Linking = Linking()
    llm_config: LlmConfig = LlmConfig()
    processing_defaults: ProcessingDefaults = ProcessingDefaults()
    secrets: Secrets = Field(default=Secrets(), exclude=True)

    @property
    def data_root(self) -> Path:
        """The folder below which SDC writes everything."""
        return self.project_paths.data_folder

    @property
    def input_root(self) -> Path:
        """Parent of the default drop folders."""
        return self.project_paths.input_folder or self.data_root / "input"

    @property
    def business_zone(self) -> str:
        """Zone of local months and of dates without one: setting, else Syncro's, else UTC."""
        return self.processing_defaults.business_time_zone or self.syncro_api.account_zone or "UTC"


def load_settings(
    config: Path | None = None, environment: Mapping[str, str] | None = None
) -> Settings:
    """Read file and environment once.

    Args:
        config: The file; else `SDC_CONFIG`, else `config.json` in the working directory.
        environment: Instead of the process environment, for tests.

    Raises:
        SettingsError: Names file, key, value and what is allowed.
    """
    given = dict(os.environ if environment is None else environment)
    named = config or (Path(given["SDC_CONFIG"]) if given.get("SDC_CONFIG") else None)
    path = named or Path(CONFIG_FILE)
    if named and not named.is_file():
        raise SettingsError(f"SDC_CONFIG names {str(named)!r}, which is not a file")
    values = _read_file(path) if path.is_file() else {}
    _refuse_secrets(values, path)
    dotenv = {k: v for k, v in dotenv_values(path.resolve().parent / ".env").items() if v}
    merged = {**dotenv, **given}
    _apply_environment(values, merged)
    base = path.resolve().parent
    values["project_paths"] = _resolve_paths(values.get("project_paths", {}), base, path)
    for key in ("customers_file", "tickets_file"):
        section = values.get("syncro_api", {})
        if isinstance(section, dict) and section.get(key):
            section[key] = str(base / section[key])
    values["secrets"] = _secrets(merged)
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        raise SettingsError(_explain(error, path)) from None


def _read_file(path: Path) -> dict[str, Any]:
    try:
        values = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise SettingsError(f"{path}: not valid JSON: {error}") from error
    if not isinstance(values, dict):
        raise SettingsError(f"{path}: must hold one JSON object with sections")
    return {k: v for k, v in values.items() if not k.startswith("_")}


def _refuse_secrets(values: Mapping[str, Any], path: Path) -> None:
    for place, variable in SECRET_VARIABLES.items():
        found: Any = values
        for key in place:
            found = found.get(key) if isinstance(found, dict) else None
        if found:
            raise SettingsError(
                f"{path}: {'.'.join(place)} holds a secret; remove it and set the environment "
                f"variable {variable} (or put it into .env beside the file)"
            )


def _apply_environment(values: dict[str, Any], environment: Mapping[str, str]) -> None:
    """`SDC_SECTION__KEY=value` into the nested values; JSON where it parses, else text."""
    if environment.get("SDC_DATA_FOLDER"):
        _section(values, "project_paths")["data_folder"] = str(
            Path(environment["SDC_DATA_FOLDER"]).absolute()
        )
    for name, text in environment.items():
        section, _, key = name.removeprefix("SDC_").lower().partition("__")
        if name.upper().startswith("SDC_") and key and section in Settings.model_fields:
            target = _section(values, section)
            *parents, last = key.split("__")
            for parent in parents:
                target = target.setdefault(parent, {})
            target[last] = _json_or_text(text)


def _section(values: dict[str, Any], name: str) -> dict[str, Any]:
    section: dict[str, Any] = values.setdefault(name, {})
    return section


def _json_or_text(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _resolve_paths(given: Any, base: Path, path: Path) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise SettingsError(f"{path}: project_paths: must be an object of folders, not {given!r}")
    named = {"project_root": ".", "data_folder": "data", **given}
    for key, value in named.items():
        texts = value if isinstance(value, list) else [value]
        if not all(isinstance(t, str | None) for t in texts):
            raise SettingsError(f"{path}: project_paths.{key}: must be a path, not {value!r}")
    return {key: _resolve(value, key, named, base, path) for key, value in named.items()}


def _resolve(value: Any, key: str, named: Mapping[str, Any], base: Path, path: Path) -> Any:
    if value is None:
        return None
    if isinstance(value, list):
        return [_resolve(item, key, named, base, path) for item in value]
    text = value
    for _ in range(_MAX_PLACEHOLDER_PASSES):
        for name in _placeholders(text):
            if not isinstance(named.get(name), str):
                raise SettingsError(
                    f"{path}: project_paths.{key}: {value!r} names {name!r}, which is none of "
                    f"{sorted(k for k, v in named.items() if isinstance(v, str))}"
                )
        text = _PLACEHOLDER.sub(lambda match: str(named[match[1]]), text)
    if _PLACEHOLDER.search(text):
        raise SettingsError(f"{path}: project_paths.{key}: {value!r} refers to itself")
    return str(base / text)


def _placeholders(text: str) -> Iterator[str]:
    return (match[1] for match in _PLACEHOLDER.finditer(text))


def _secrets(environment: Mapping[str, str]) -> dict[str, str | None]:
    gemini = environment.get("GEMINI_API_KEY") or environment.get("GOOGLE_API_KEY")
    return {
        "syncro_api_key": environment.get("SYNCRO_API_KEY") or None,
        "screenconnect_api_key": environment.get("SCREENCONNECT_API_KEY") or None,
        "gemini_api_key": gemini or None,
        "openai_api_key": environment.get("OPENAI_API_KEY") or None,
        "local_llm_api_key": environment.get("LOCAL_LLM_API_KEY") or None,
    }


def _explain(error: ValidationError, path: Path) -> str:
    lines = []
    for problem in error.errors(include_url=False):
        key = ".".join(str(part) for part in problem["loc"])
        if problem["type"] == "extra_forbidden":
            lines.append(f"{path}: {key}: unknown key; {_allowed_keys(problem['loc'])}")
        else:
            lines.append(f"{path}: {key}: {problem['input']!r}: {problem['msg']}")
    return "\n".join(lines)


def _allowed_keys(place: tuple[int | str, ...]) -> str:
    model: Any = Settings
    for part in place[:-1]:
        field = model.model_fields.get(part) if hasattr(model, "model_fields") else None
        model = field.annotation if field else None
    known = sorted(model.model_fields) if hasattr(model, "model_fields") else []
    return f"allowed are {', '.join(known)}" if known else "it is not part of the settings"
