"""Settings: one optional `config.json`, overridden by the environment, read into frozen models.

`SDC_CONFIG` names the file (else `config.json` in the working directory); `SDC_SECTION__KEY`
overrides one value; `SDC_DATA_FOLDER` moves the data root. Relative paths resolve against the
folder of the file, `{{placeholders}}` against `project_paths`. Secrets come from the environment
(or a `.env` beside the file) only. Keys that begin with `_` are comments.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dotenv import dotenv_values
from pydantic import ValidationError

from sdc_core.errors import SettingsError
from sdc_core.llm_sections import LlmConfig
from sdc_core.llm_values import HOLDS_SECRET
from sdc_core.sections import (
    MONTH_PATTERN,
    Linking,
    Logging,
    ProcessingDefaults,
    ProjectPaths,
    Secrets,
    Settings,
    SyncroApi,
    Technician,
)
from sdc_core.settings_paths import resolve_paths

__all__ = [
    "CONFIG_FILE",
    "MONTH_PATTERN",
    "SECRET_VARIABLES",
    "Linking",
    "LlmConfig",
    "Logging",
    "ProcessingDefaults",
    "ProjectPaths",
    "Secrets",
    "Settings",
    "SyncroApi",
    "Technician",
    "load_settings",
]

CONFIG_FILE = "config.json"
ENV_FILE = ".env"
PREFIX = "SDC_"

# A secret found under this key is refused with the variable that must hold it.
SECRET_VARIABLES = {
    ("syncro_api", "api_key"): "SYNCRO_API_KEY",
    ("screenconnect", "api_key"): "SCREENCONNECT_API_KEY",
    ("screenconnect", "api", "api_key"): "SCREENCONNECT_API_KEY",
    ("llm_config", "google_gemini", "api_key"): "GEMINI_API_KEY",
    ("llm_config", "openai", "api_key"): "OPENAI_API_KEY",
    ("llm_config", "local_llm", "api_key"): "LOCAL_LLM_API_KEY",
    ("secrets",): "that its entry is named after, in capitals",
}

_Place = tuple[int | str, ...]


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
    path = _config_path(config, given)
    values = _read_file(path) if path.is_file() else {}
    _refuse_secrets(values, str(path))
    merged = {**_read_dotenv(path.resolve().parent / ENV_FILE), **_with_folder(given)}
    origins = _apply_environment(values, merged, path)
    values = resolve_paths(values, path)
    values["secrets"] = _secrets(merged)
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        raise SettingsError(_explain(error, path, origins)) from None


def _config_path(config: Path | None, given: Mapping[str, str]) -> Path:
    if config is not None and not config.is_file():
        raise SettingsError(f"{str(config)!r} is no settings file")
    named = given.get("SDC_CONFIG")
    if config is None and named and not Path(named).is_file():
        raise SettingsError(f"SDC_CONFIG names {named!r}, which is not a file")
    return config or Path(named or CONFIG_FILE)


def _read_file(path: Path) -> dict[str, Any]:
    try:
        values = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise SettingsError(f"{path}: not valid JSON: {error}") from error
    if not isinstance(values, dict):
        raise SettingsError(f"{path}: must hold one JSON object with sections")
    without: dict[str, Any] = _without_comments(values)
    return without


def _without_comments(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_comments(item) for item in value]
    if isinstance(value, dict):
        return {k: _without_comments(v) for k, v in value.items() if not k.startswith("_")}
    return value


def _read_dotenv(path: Path) -> dict[str, str]:
    """Its variables; Notepad may have put a byte order mark first, and a key may hold a `$`."""
    try:
        values = dotenv_values(path, encoding="utf-8-sig", interpolate=False)
    except (OSError, ValueError) as error:
        raise SettingsError(f"{path}: cannot be read: {error}") from error
    return {name: value for name, value in values.items() if value}


def _with_folder(given: Mapping[str, str]) -> dict[str, str]:
    """A data root named on the command line is relative to where the person stands."""
    folder = given.get("SDC_DATA_FOLDER")
    return {**given, "SDC_DATA_FOLDER": str(Path(folder).absolute())} if folder else dict(given)


def _refuse_secrets(values: Mapping[str, Any], where: str) -> None:
    for place, variable in SECRET_VARIABLES.items():
        found: Any = values
        *parents, last = place
        for key in parents:
            found = found.get(key) if isinstance(found, dict) else None
        if isinstance(found, dict) and last in found:
            raise SettingsError(
                f"{where}: {'.'.join(place)} holds a secret; remove it and set the environment "
                f"variable {variable} (or put it into .env beside the file)"
            )


def _apply_environment(
    values: dict[str, Any], environment: Mapping[str, str], path: Path
) -> dict[_Place, str]:
    """`SDC_SECTION__KEY=value` into the nested values; an empty one counts as not given.

    Returns:
        The variable that set each place.
    """
    origins: dict[_Place, str] = {}
    if environment.get("SDC_DATA_FOLDER"):
        folder = environment["SDC_DATA_FOLDER"]
        _set(values, ("project_paths", "data_folder"), folder, "SDC_DATA_FOLDER", path)
    for name, text in sorted(environment.items()):
        place = tuple(name.lower().removeprefix(PREFIX.lower()).split("__"))
        if name.upper().startswith(PREFIX) and text and (len(place) > 1 or place == _LIST):
            _check_place(place, name)
            _set(values, place, _decoded(text), name, path)
            origins[place] = name
    return origins


_LIST = ("technicians",)


def _check_place(place: tuple[str, ...], name: str) -> None:
    if place[0] == "secrets" or place in SECRET_VARIABLES:
        variable = SECRET_VARIABLES.get(place, "SYNCRO_API_KEY (and the like)")
        raise SettingsError(f"{name}: a secret has a variable of its own: {variable}")
    if place[0] not in Settings.model_fields:
        raise SettingsError(f"{name}: unknown section {place[0]!r}; {_allowed_keys(place[:1])}")


def _set(values: dict[str, Any], place: tuple[str, ...], value: Any, name: str, path: Path) -> None:
    *parents, last = place
    target: Any = values
    for depth, parent in enumerate(parents, start=1):
        target = target.setdefault(parent, {})
        if not isinstance(target, dict):
            wrong = ".".join(place[:depth])
            raise SettingsError(f"{path}: {wrong}: must be a section for {name}, not {target!r}")
    target[last] = value


def _decoded(text: str) -> Any:
    """A list, an object or null as JSON; all else stays text, which the models read by type."""
    if text == "null" or text.lstrip().startswith(("[", "{")):
        try:
            return json.loads(text)
        except ValueError:
            return text
    return text


def _secrets(environment: Mapping[str, str]) -> dict[str, str | None]:
    gemini = environment.get("GEMINI_API_KEY") or environment.get("GOOGLE_API_KEY")
    return {
        "syncro_api_key": environment.get("SYNCRO_API_KEY") or None,
        "screenconnect_api_key": environment.get("SCREENCONNECT_API_KEY") or None,
        "gemini_api_key": gemini or None,
        "openai_api_key": environment.get("OPENAI_API_KEY") or None,
        "local_llm_api_key": environment.get("LOCAL_LLM_API_KEY") or None,
    }


def _explain(error: ValidationError, path: Path, origins: Mapping[_Place, str]) -> str:
    lines = []
    for problem in error.errors(include_url=False):
        place = problem["loc"]
        where = origins.get(place) or origins.get(place[:-1]) or path
        key = ".".join(str(part) for part in place)
        if problem["type"] == "extra_forbidden":
            lines.append(f"{where}: {key}: unknown key; {_allowed_keys(place)}")
        else:
            said = problem["msg"].removeprefix("Value error, ")  # pydantic's, before our own text
            value = "" if said.startswith(HOLDS_SECRET) else f"{problem['input']!r}: "
            lines.append(f"{where}: {key}: {value}{said}")
    return "\n".join(lines)


def _allowed_keys(place: _Place) -> str:
    model: Any = Settings
    for part in place[:-1]:
        field = model.model_fields.get(part) if hasattr(model, "model_fields") else None
        model = field.annotation if field else None
    fields = model.model_fields if hasattr(model, "model_fields") else {}
    known = sorted(name for name in fields if name != "secrets")
    return f"allowed are {', '.join(known)}" if known else "it is not part of the settings"
