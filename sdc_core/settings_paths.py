r"""Paths of the settings: placeholders filled in, relative ones resolved against the file's folder.

Absolute paths, also of another drive or share, stay as they are: `C:\Logs`, `\\server\share`.
"""

import re
from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import Any

from sdc_core.errors import SettingsError

_PLACEHOLDER = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_DEFAULTS = {"project_root": ".", "data_folder": "data"}
_OTHERS = {
    "syncro_api": ("customers_file", "tickets_file"),
    "logging": ("log_file_path",),
}


def resolve_paths(values: Mapping[str, Any], path: Path) -> dict[str, Any]:
    """The values with every path absolute.

    Raises:
        SettingsError: No text, an unknown placeholder, or one that refers to itself.
    """
    given = values.get("project_paths", {})
    if not isinstance(given, dict):
        raise SettingsError(f"{path}: project_paths: must be an object of folders, not {given!r}")
    named = {**_DEFAULTS, **given}
    paths = _Paths(named, path)
    resolved = {
        **values,
        "project_paths": {k: paths.of(f"project_paths.{k}", v) for k, v in named.items()},
    }
    for section, keys in _OTHERS.items():
        inner = values.get(section)
        if isinstance(inner, dict):
            own = {k: paths.of(f"{section}.{k}", inner[k]) for k in keys if k in inner}
            resolved[section] = {**inner, **own}
    return resolved


def against(base: PurePath, text: str) -> str:
    """The path as seen from the folder `base`; an absolute one, also UNC, is left alone."""
    return str(base / text)


class _Paths:
    """Paths that may name each other."""

    def __init__(self, named: Mapping[str, Any], path: Path) -> None:
        self._named = named
        self._path = path
        self._base = path.resolve().parent

    def of(self, key: str, value: Any) -> Any:
        if value is None:
            return None
        if isinstance(value, list):
            return [self.of(key, item) for item in value]
        if not isinstance(value, str):
            raise SettingsError(f"{self._path}: {key}: must be a path, not {value!r}")
        text = self._filled(key, value, ())
        return against(self._base, str(Path(text).expanduser()) if text[:1] == "~" else text)

    def _filled(self, key: str, text: str, above: tuple[str, ...]) -> str:
        def fill(match: re.Match[str]) -> str:
            name = match[1]
            if name in above:
                chain = " -> ".join([*above, name])
                raise SettingsError(f"{self._path}: {key}: {text!r} refers to itself: {chain}")
            if not isinstance(self._named.get(name), str):
                known = sorted(k for k, v in self._named.items() if isinstance(v, str))
                raise SettingsError(
                    f"{self._path}: {key}: {text!r} names {name!r}, which is none of {known}"
                )
            return self._filled(key, self._named[name], (*above, name))

        return _PLACEHOLDER.sub(fill, text)
