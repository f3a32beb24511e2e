"""What a chat file says of itself: place among copies, beginning, family, people."""

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from sdc_core.sources.base import InputFile
from sdc_core.sources.sillytavern.dates import date_in_name, parse_send_date
from sdc_core.sources.sillytavern.groups import METADATA_USED, Group, group_of
from sdc_core.sources.sillytavern.layout import Place, name_in_backup, place_of
from sdc_core.sources.sillytavern.messages import SHORT_KEY, Message, Role

# Which copy of a message stands: the main chat owns what its copies repeat.
MAIN, BRANCH, CHECKPOINT, GROUP, COPY, BACKUP = range(6)

_UNUSED = "unused"
_CHECKPOINT_NAME = re.compile(r"Checkpoint #\d+")
_BRANCH_NAME = re.compile(r"Branch #\d+")
_NO_DATE = "9999"


def chat_evidence(
    file: InputFile, header: Mapping[str, Any], messages: list[Message]
) -> dict[str, Any]:
    """Fields that all messages of one file share; a chat that grows keeps them.

    `name` is the file's, `called` the character's for a reader, `persona` the user's own name
    there. `character`, `is_group`, `user` (the account) and `folder` are what a rule on chats is
    made of: they follow the folders first, because the program keeps those in step.
    """
    path, place, group = PurePosixPath(file.name), place_of(file), group_of(file)
    known = _metadata(header, group, path.stem)
    written = _named(header, "character_name") or (group.name if group else None)
    said = _first_name(messages, Role.AI)
    return {
        "name": path.stem,
        "called": written or place.avatar or said,
        "character": _character(path, place, group, written or said),
        "is_group": place.is_group,
        **({"group": _described(group)} if group else {}),
        "persona": _named(header, "user_name") or _first_name(messages, Role.USER),
        "user": place.user,
        "folder": place.folder,
        "chat_id_hash": _plain(known.get("chat_id_hash")),
        "order": [
            _rank(path, place, known.get("main_chat")),
            _created(path, header, messages),
            file.name,
        ],
        "family": list(_family(path, known, messages)),
    }


def _metadata(header: Mapping[str, Any], group: Group | None, chat: str) -> Mapping[str, Any]:
    """What line 0 says of the chat; of a group chat without line 0, what its group's file says."""
    written = header.get("chat_metadata")
    own = written if isinstance(written, dict) else {}
    if group is None:
        return own
    kept = group.chats[chat]
    return {**{key: kept[key] for key in METADATA_USED if key in kept}, **own}


def _described(group: Group) -> dict[str, Any]:
    return {"id": group.id, "name": group.name, "members": list(group.members)}


def _character(
    path: PurePosixPath, place: Place, group: Group | None, name: str | None
) -> str | None:
    """What stands for the character: a folder where there is one; the group, else its chat."""
    if place.is_group:
        return (group.name or group.id) if group else path.stem
    return place.avatar or name or name_in_backup(path.stem)


def _plain(value: Any) -> str | int | None:
    return value if isinstance(value, str | int) else None


def _named(header: Mapping[str, Any], key: str) -> str | None:
    name = header.get(key)
    return name if isinstance(name, str) and name.strip() and name != _UNUSED else None


def _first_name(messages: list[Message], role: Role) -> str | None:
    return next((m.name for m in messages if m.role is role and m.name), None)


def _rank(path: PurePosixPath, place: Place, main: object) -> int:
    if place.is_backup:
        return BACKUP
    if path.stem.endswith(" imported"):
        return COPY
    if place.is_group:
        return GROUP
    if _CHECKPOINT_NAME.search(path.stem):
        return CHECKPOINT
    return BRANCH if isinstance(main, str) or _BRANCH_NAME.search(path.stem) else MAIN


def _created(path: PurePosixPath, header: Mapping[str, Any], messages: list[Message]) -> str:
    """When the chat began, as text that sorts; local or UTC, as it is written."""
    written = parse_send_date(header.get("create_date"))
    begun = written.moment if written else date_in_name(path.stem)
    first = begun or next((m.start for m in messages if m.start), None)
    return first.replace(tzinfo=None).isoformat() if first else _NO_DATE


def _family(
    path: PurePosixPath, metadata: Mapping[str, Any], messages: list[Message]
) -> Iterator[str]:
    """Names that two files of one family have in common; any one of them is enough."""
    folder = path.parent.as_posix()
    yield f"chat:{folder}/{path.stem}"
    for key in ("chat_id_hash", "integrity"):
        if _plain(metadata.get(key)) is not None:
            yield f"{key}:{metadata[key]}"
    if isinstance(metadata.get("main_chat"), str):
        yield f"chat:{folder}/{metadata['main_chat']}"
    first = next((m for m in messages if m.role is Role.USER), None)
    if first is not None:
        yield f"begins:{first.key[:SHORT_KEY]}"
