"""The input files of a source: found in its folders, hashed, recognised; never written."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from errno import ELOOP, ENOENT
from fnmatch import fnmatchcase
from itertools import chain
from pathlib import Path
from stat import S_ISREG

from sdc_core.errors import InputMissingError, InputUnreadableError
from sdc_core.ids import digest_json
from sdc_core.names import storable
from sdc_core.settings import Settings
from sdc_core.sources.base import InputFile, Source

README = "readme.md"
TICKETS_SOURCE = "syncro"
_BESIDE_DIGITS = 12


def input_folders(settings: Settings, source: Source) -> list[Path]:
    """The folders of the settings, and the drop folder: what is put there is read in any case."""
    named: list[Path] = getattr(settings.project_paths, source.folder_setting, [])
    drop = settings.input_root / source.name
    return [*named, *([] if drop in named else [drop])]


def list_inputs(settings: Settings, source: Source) -> list[InputFile]:
    """All files of a source, oldest first, so that the newer statement is read later.

    Raises:
        InputMissingError: A folder that the settings name does not exist.
        InputUnreadableError: A folder cannot be listed.
    """
    return [file for file, _ in _with_status(settings, source)]


def stat_inputs(settings: Settings, source: Source) -> dict[str, list[int]]:
    """`{name: [mtime_ns, size]}` of all files: what a sensor compares, without reading any.

    Where files lie beside those of a folder and shape what is read, their digest comes third.
    """
    beside = _Beside(source)
    stats = {}
    for file, status in _with_status(settings, source):
        folder = file.path.parent
        own = [status.st_mtime_ns, status.st_size]
        stats[f"{folder}|{file.name}"] = own + beside[folder]
    return dict(sorted(stats.items()))


class _Beside(dict[Path, list[int]]):
    """What the files beside each folder of inputs are like; each folder is looked at once."""

    def __init__(self, source: Source) -> None:
        super().__init__()
        self._files_of = source.files_beside

    def __missing__(self, folder: Path) -> list[int]:
        found = []
        for path in self._files_of(folder):
            with suppress(OSError):  # it went away, or nobody may read it: then it says nothing
                status = path.stat()
                found.append([path.name, status.st_mtime_ns, status.st_size])
        self[folder] = [int(digest_json(sorted(found))[:_BESIDE_DIGITS], 16)] if found else []
        return self[folder]


def hash_input(file: InputFile) -> InputFile:
    """The file with its digest, whatever its size without holding it.

    Raises:
        InputUnreadableError: No right to read it, or another program holds it.
    """
    try:
        with file.path.open("rb", buffering=0) as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise InputUnreadableError(
            f"{file.name}: cannot be read ({error.strerror or error}); close the program that "
            "holds it or correct its rights, then run again"
        ) from error
    return InputFile(path=file.path, name=file.name, sha256=digest)


def _with_status(settings: Settings, source: Source) -> list[tuple[InputFile, os.stat_result]]:
    """Each file once, though two folders may hold it, by (time, name, path)."""
    in_folders = (_files(folder, settings, source) for folder in input_folders(settings, source))
    found: dict[str, tuple[InputFile, os.stat_result]] = {}
    folders: dict[Path, str] = {}
    for path, name in chain(*in_folders, _extra_files(settings, source)):
        status = _status(path)
        if status and S_ISREG(status.st_mode):
            file = InputFile(path=path, name=storable(name))
            found.setdefault(_identity(path, folders), (file, status))
    return sorted(
        found.values(), key=lambda item: (item[1].st_mtime_ns, item[0].name, item[0].path)
    )


def _status(path: Path) -> os.stat_result | None:
    """None for what went away while its folder was listed, and for a link to itself."""
    try:
        return path.stat()
    except OSError as error:
        if error.errno in {ENOENT, ELOOP}:
            return None
        raise


def _identity(path: Path, folders: dict[Path, str]) -> str:
    """Where a file really lies; its folder is looked up once for all files in it."""
    if path.is_symlink():
        return os.path.normcase(path.resolve())
    folder = path.parent
    if folder not in folders:
        folders[folder] = str(folder.resolve())
    return os.path.normcase(f"{folders[folder]}{os.sep}{path.name}")


def _files(folder: Path, settings: Settings, source: Source) -> Iterator[tuple[Path, str]]:
    if folder.is_file():
        yield folder, folder.name
    elif folder.is_dir():
        yield from _below(folder, source, is_deep=source.reads_subfolders(settings))
    elif folder != settings.input_root / source.name:
        raise InputMissingError(
            f"project_paths.{source.folder_setting} names {str(folder)!r}, which does not exist; "
            "make the folder or correct the setting"
        )


def _extra_files(settings: Settings, source: Source) -> Iterator[tuple[Path, str]]:
    extra = settings.syncro_api.tickets_file if source.name == TICKETS_SOURCE else None
    if extra is not None and not extra.is_file():
        raise InputMissingError(
            f"syncro_api.tickets_file names {str(extra)!r}, which is no file; correct the setting"
        )
    if extra is not None:
        yield extra, extra.name


def _below(folder: Path, source: Source, *, is_deep: bool) -> Iterator[tuple[Path, str]]:
    for parent, folders, names in os.walk(folder, onerror=_refuse):
        folders[:] = sorted(folders) if is_deep else []
        here = Path(parent)
        below = "" if here == folder else f"{here.relative_to(folder).as_posix()}/"
        for name in names:
            if _is_input(name, source):
                yield here / name, below + name


def _refuse(error: OSError) -> None:
    """A folder that cannot be listed must not look as if its files were gone."""
    raise InputUnreadableError(
        f"{error.filename}: cannot be listed ({error.strerror}); correct its rights, then run again"
    )


def _is_input(name: str, source: Source) -> bool:
    low = name.casefold()
    is_ours = any(fnmatchcase(low, pattern) for pattern in source.patterns)
    return is_ours and low != README and not low.startswith((".", "~$"))
