"""The group of a group chat: `groups/<id>.json` beside the folder of group chats.

It names the group, its members (avatars) and its chats; before 2025-11-23 it also holds what other
chats have in line 0: `chat_metadata` of the present chat, `past_metadata` of the others. It is no
input by itself, and a hint: a chat whose group is gone or broken is read without it.
"""

import json
import logging
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from sdc_core.ids import digest_json
from sdc_core.sources.base import InputFile
from sdc_core.sources.sillytavern.layout import PLACE, is_group_folder, place_of
from sdc_core.sources.sillytavern.lines import without_lone_surrogates

FOLDER = "groups"
GROUP = "group"
# What of the metadata ties a chat to its copies; the rest changes with every message.
METADATA_USED = ("chat_id_hash", "integrity", "main_chat")

_logger = logging.getLogger(__name__)
_NO_CHATS: Mapping[str, Mapping[str, Any]] = {}


class Group(NamedTuple):
    """One group as its file describes it.

    Attributes:
        id: The file's own id, else its name.
        name: As the program shows it.
        members: Avatars without `.png`.
        chats: Metadata by the name of each chat of the group.
    """

    id: str
    name: str | None
    members: tuple[str, ...]
    chats: Mapping[str, Mapping[str, Any]]


def group_of(file: InputFile) -> Group | None:
    """The group of a chat; None for a solo chat, and where no file lists the chat."""
    if not place_of(file).is_group:
        return None
    if file.context and PLACE in file.context:
        return _stated(file.context.get(GROUP))
    chat = PurePosixPath(file.name).stem
    return next((group for group in _groups_beside(file.path) if chat in group.chats), None)


def beside(file: InputFile) -> str:
    """A digest of what the group's file adds to a chat; empty where it adds nothing."""
    group = group_of(file)
    if group is None:
        return ""
    metadata = group.chats[PurePosixPath(file.name).stem]
    return digest_json([group.id, group.name, list(group.members), _used(metadata)])


def files_beside(folder: Path) -> list[Path]:
    """The files of all groups of an account, for its folder of group chats."""
    return _files_of_groups(folder) if is_group_folder(folder) else []


def context_of(file: InputFile) -> dict[str, Any]:
    """What a chat is read with besides its own lines: its place, and of its group what is used."""
    group = group_of(file)
    context: dict[str, Any] = {PLACE: place_of(file)._asdict()}
    if group is not None:
        chat = PurePosixPath(file.name).stem
        kept = {**group._asdict(), "members": list(group.members)}
        context[GROUP] = {**kept, "chats": {chat: _used(group.chats[chat])}}
    return context


def _used(metadata: Mapping[str, Any]) -> dict[str, Any]:
    return {key: metadata[key] for key in METADATA_USED if key in metadata}


def _stated(group: Mapping[str, Any] | None) -> Group | None:
    return Group(**{**group, "members": tuple(group["members"])}) if group else None


def _files_of_groups(folder: Path) -> list[Path]:
    return sorted((folder.parent / FOLDER).glob("*.json"))


def _groups_beside(chat: Path) -> Iterator[Group]:
    """The groups of the account that a group chat belongs to, in the order of their files."""
    try:
        stats = [(path, path.stat()) for path in _files_of_groups(chat.parent)]
    except OSError:
        return
    for path, status in stats:
        group = _read(path, (status.st_mtime_ns, status.st_ctime_ns, status.st_size))
        if group is not None:
            yield group


@lru_cache(maxsize=1024)
def _read(path: Path, state: tuple[int, int, int]) -> Group | None:
    """The group in one file; `state` makes a changed file another one."""
    del state
    try:
        value = json.loads(without_lone_surrogates(path.read_bytes()))
    except (OSError, ValueError, RecursionError) as error:
        _logger.warning("%s: no group can be read from it: %s", path.name, error)
        return None
    return _group(value, path.stem) if isinstance(value, dict) else None


def _group(value: Mapping[str, Any], stem: str) -> Group:
    name, members = value.get("name"), value.get("members")
    return Group(
        id=_text(value.get("id")) or stem,
        name=_text(name),
        members=tuple(
            avatar.removesuffix(".png")
            for avatar in (members if isinstance(members, list) else [])
            if isinstance(avatar, str)
        ),
        chats=_chats(value, stem),
    )


def _chats(value: Mapping[str, Any], stem: str) -> dict[str, Mapping[str, Any]]:
    """Metadata of all its chats; the first groups had one chat, named after the group."""
    chats, past = value.get("chats"), _object(value.get("past_metadata"))
    present = _text(value.get("chat_id")) or stem
    known = [present, *(chats if isinstance(chats, list) else []), *past]
    found = {name: _object(past.get(name)) for name in known if isinstance(name, str)}
    found[present] = _object(value.get("chat_metadata")) or found[present]
    return found


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else _NO_CHATS


def _text(value: object) -> str | None:
    """A name or an id, which the first versions wrote as a number."""
    is_text = isinstance(value, str | int) and not isinstance(value, bool)
    return str(value).strip() or None if is_text else None
