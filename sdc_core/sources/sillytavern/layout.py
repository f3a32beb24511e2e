"""Where a file stands in the program's folders: solo or group chat, whose, of which character.

| era | solo chats | group chats | backups |
|---|---|---|---|
| before 1.12 | `public/chats/<avatar>/` | `public/group chats/` | `backups/` |
| since 1.12 | `data/<user>/chats/<avatar>/` | `data/<user>/group chats/` | `data/<user>/backups/` |

`<avatar>` is the file name of the character's picture without `.png`. Folders are a hint: people
copy single files anywhere. A linked folder may begin anywhere in the tree, so the few folders above
the file decide, also those above the linked one.
"""

import re
from pathlib import PurePath, PurePosixPath
from typing import NamedTuple

from sdc_core.names import storable
from sdc_core.sources.base import InputFile

_CHATS_FOLDER = "chats"
_GROUP_FOLDER = "group chats"
_BACKUP_FOLDER = "backups"
_DATA_FOLDER = "data"
_FIRST_USER = "default-user"
# The place of a file in the context of a kept copy, which lies elsewhere.
PLACE = "place"
_BACKUP_NAME = re.compile(r"chat_(.*)_\d{8}-\d{6}")


class Place(NamedTuple):
    """What the folders and the name of a file say.

    Attributes:
        folder: The folder below the input folder, `.` for that folder itself.
        avatar: The folder of a solo chat, named after the character's picture.
        user: The account of the program (`data/<user>`), where the layout shows one.
        is_group: The file lies among group chats.
        is_backup: The file is a backup copy, by its folder or its name.
    """

    folder: str
    avatar: str | None
    user: str | None
    is_group: bool
    is_backup: bool


def place_of(file: InputFile) -> Place:
    """The place of a file; of a kept copy the one that the file had."""
    if file.context and PLACE in file.context:
        return Place(**file.context[PLACE])
    path = _full_path(file)
    parent = path.parent
    is_solo = parent.parent.name.casefold() == _CHATS_FOLDER and bool(parent.name)
    named = PurePosixPath(file.name)
    return Place(
        folder=named.parent.as_posix(),
        avatar=parent.name if is_solo else None,
        user=_user(parent.parent.parent if is_solo else parent.parent),
        is_group=is_group_folder(parent),
        is_backup=is_backup(named) or parent.name.casefold() == _BACKUP_FOLDER,
    )


def is_group_folder(folder: PurePath) -> bool:
    """Whether a folder holds group chats."""
    return folder.name.casefold() == _GROUP_FOLDER


def is_backup(name: PurePosixPath) -> bool:
    """Whether a file is a backup copy, by its folder or its name."""
    is_there = _BACKUP_FOLDER in (part.casefold() for part in name.parts[:-1])
    return is_there or _BACKUP_NAME.fullmatch(name.stem) is not None


def name_in_backup(stem: str) -> str | None:
    """The character in a backup's name: lower case, `_` for all but letters and digits."""
    found = _BACKUP_NAME.fullmatch(stem)
    return found[1] if found else None


def _full_path(file: InputFile) -> PurePath:
    """The path with the folders above the input folder, where the name is its end."""
    named = PurePosixPath(file.name)
    path = PurePath(storable(str(file.path)))
    return path if path.parts[-len(named.parts) :] == named.parts else named


def _user(home: PurePath) -> str | None:
    is_account = home.parent.name.casefold() == _DATA_FOLDER or home.name == _FIRST_USER
    return home.name if is_account and home.name else None
