"""Which paths we make: below the data root, valid on Windows too, distinct without regard to case.

Source of the names: Microsoft, "Naming Files, Paths, and Namespaces".
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from sdc_core.errors import PathError

MAX_BELOW_ROOT = 200
MANIFEST_FILE = "_manifest.json"
"""Of each month; here, because to know where it lies nobody needs the models inside."""

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_RESERVED = re.compile(
    r"(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(COM|LPT)[0-9¹²³])\s*(\..*)?", re.IGNORECASE
)


def check_path(root: Path, path: Path) -> Path:
    """The path as given, if it may be made.

    Raises:
        PathError: It leaves the root (also by a link), is too long, or a name in it is not valid
            on Windows.
    """
    folder_length = _folder_length(root, path.parent)
    _check_name(path.name, path)
    if folder_length + 1 + len(path.name) > MAX_BELOW_ROOT:
        raise PathError(f"{path}: longer than {MAX_BELOW_ROOT} characters below {root}")
    if path.is_symlink():
        _below(root.resolve(), path)
    return path


def check_distinct(names: Iterable[str]) -> None:
    """Refuse names that are one file where case does not count.

    Raises:
        PathError: Names both.
    """
    met: dict[str, str] = {}
    for name in names:
        folded = name.casefold()
        if folded in met:
            raise PathError(f"{name!r} and {met[folded]!r} are one file where case does not count")
        met[folded] = name


@lru_cache(maxsize=4096)
def _folder_length(root: Path, folder: Path) -> int:
    """Length of the folder below the root; cached, because a month has thousands of files."""
    if ".." in folder.parts:
        raise PathError(f"{folder}: '..' is not allowed")
    try:
        below = folder.absolute().relative_to(root.absolute())
    except ValueError:
        raise PathError(f"{folder}: is not below the data root {root}") from None
    for name in below.parts:
        _check_name(name, folder)
    _below(root.resolve(), folder)
    return len(below.as_posix())


def _below(root: Path, path: Path) -> None:
    if not path.resolve().is_relative_to(root):
        raise PathError(f"{path}: leads out of the data root {root}")


def _check_name(name: str, path: Path) -> None:
    if not name or name in {".", ".."}:
        raise PathError(f"{path}: {name!r} is no file name")
    if _FORBIDDEN.search(name):
        raise PathError(f'{path}: {name!r} holds one of <>:"/\\|?* or a control character')
    if name[-1] in ". ":
        raise PathError(f"{path}: {name!r} ends with a dot or a space")
    if _RESERVED.fullmatch(name):
        raise PathError(f"{path}: {name!r} is a reserved name on Windows")
