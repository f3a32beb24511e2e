"""What a chat file says of itself: place among copies, beginning, family, people."""

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from sdc_core.sources.sillytavern.dates import date_in_name, parse_send_date
from sdc_core.sources.sillytavern.messages import SHORT_KEY, Message, Role

# Which copy of a message stands: the main chat owns what its copies repeat.
MAIN, BRANCH, CHECKPOINT, GROUP, COPY, BACKUP = range(6)

_UNUSED = "unused"
_BACKUP_FOLDER = "backups"
_CHATS_FOLDER = "chats"
_GROUP_FOLDER = "group chats"
_BACKUP_NAME = re.compile(r"chat_.*_\d{8}-\d{6}")
_CHECKPOINT_NAME = re.compile(r"Checkpoint #\d+")
_BRANCH_NAME = re.compile(r"Branch #\d+")
_NO_DATE = "9999"


def chat_evidence(name: str, header: Mapping[str, Any], messages: list[Message]) -> dict[str, Any]:
    """Fields that all messages of one file share; a chat that grows keeps them."""
    path = PurePosixPath(name)
    metadata = header.get("chat_metadata")
    known = metadata if isinstance(metadata, dict) else {}
    main = known.get("main_chat")
    return {
        "name": path.stem,
        "character": _named(header, "character_name") or _folder_character(path)
        or _first_name(messages, Role.AI),
        "user": _named(header, "user_name") or _first_name(messages, Role.USER),
        "chat_id_hash": _plain(known.get("chat_id_hash")),
        "order": [_rank(path, main), _created(path, header, messages), name],
        "family": list(_family(path, known, messages)),
    }  # fmt: skip


def _plain(value: Any) -> str | int | None:
    return value if isinstance(value, str | int) else None


def _named(header: Mapping[str, Any], key: str) -> str | None:
    name = header.get(key)
    return name if isinstance(name, str) and name.strip() and name != _UNUSED else None


def _folder_character(path: PurePosixPath) -> str | None:
    """The folder of a solo chat is named after the character's avatar."""
    parents = path.parts[:-1]
    has_folder = len(parents) > 1 and parents[-2] == _CHATS_FOLDER
    return parents[-1] if has_folder else None


def _first_name(messages: list[Message], role: Role) -> str | None:
    return next((m.name for m in messages if m.role is role and m.name), None)


def is_backup(path: PurePosixPath) -> bool:
    """Whether a file is a backup copy, by its folder or its name."""
    is_there = _BACKUP_FOLDER in (part.casefold() for part in path.parts[:-1])
    return is_there or _BACKUP_NAME.fullmatch(path.stem) is not None


def _rank(path: PurePosixPath, main: object) -> int:
    if is_backup(path):
        return BACKUP
    if path.stem.endswith(" imported"):
        return COPY
    if path.parent.name == _GROUP_FOLDER:
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
