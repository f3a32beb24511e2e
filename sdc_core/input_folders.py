"""Which input folder a file lies in, by a digest: two folders may hold files of one name.

A folder below the data root has the digest of its place there, so that moving the root changes
nothing; any other that of its whole path. The digest tells nothing of the path.
"""

import os
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path, PurePath

from sdc_core.ids import SHORT, stable_id
from sdc_core.inputs import input_folders
from sdc_core.settings import Settings
from sdc_core.sources.base import InputFile, Source


def folder_of(file: InputFile, settings: Settings) -> str:
    """The digest of the input folder that the file was found in."""
    return _digest(_folder(file), settings)


class Folders:
    """The input folders of a source, and the files that were found in them."""

    def __init__(self, settings: Settings, source: Source, files: Iterable[InputFile]) -> None:
        self._settings, self._source, self._files = settings, source, files

    def have_lost(self, folder: str | None, name: str | None) -> bool:
        """Whether the folder is still an input, and the file of this name is not in it any more.

        Of a folder that is no input nobody knows whether it was moved, with its files, or left out.
        """
        return folder in self._known and (folder, name) not in self._places

    @cached_property
    def _known(self) -> frozenset[str]:
        folders = input_folders(self._settings, self._source)
        return frozenset(
            _digest(folder.parent if folder.is_file() else folder, self._settings)
            for folder in folders
        )

    @cached_property
    def _places(self) -> frozenset[tuple[str, str]]:
        named = [(_folder(file), file.name) for file in self._files]
        digests = {folder: _digest(folder, self._settings) for folder in {f for f, _ in named}}
        return frozenset((digests[folder], name) for folder, name in named)


def _folder(file: InputFile) -> Path:
    """What the name of the file is relative to."""
    return file.path.parents[file.name.count("/")]


def _digest(folder: Path, settings: Settings) -> str:
    here, root = folder.resolve(), settings.data_root.resolve()
    place = here.relative_to(root) if here.is_relative_to(root) else here
    return stable_id(PurePath(os.path.normcase(place)).as_posix())[:SHORT]
