"""Which lines of a chat are screens of the program itself: help, welcome, hints."""

from collections.abc import Mapping
from typing import Any

# `extra.type` of the program's own screens (SillyTavern `system_message_types`, all versions).
_SCREENS = frozenset({
    "help", "welcome", "welcome_prompt", "group", "empty", "generic", "bookmark_created",
    "bookmark_back", "slash_commands", "formatting", "hotkeys", "macros", "assistant_note",
})  # fmt: skip
# Types of the same list that a person writes: narration and notes, also under no name.
_PERSONAL = frozenset({"narrator", "comment"})
_SYSTEM_NAME = "SillyTavern System"
_NAMED_BY_PROGRAM = "system"
_NAMELESS = "nameless"


def program_text_of(raw: Mapping[str, Any], extra: Mapping[str, Any]) -> str | None:
    """The kind of screen that a line is; None for a message.

    A technician's own line is a message also without a name.
    """
    kind, name = extra.get("type"), raw.get("name")
    if isinstance(kind, str) and kind in _SCREENS:
        return kind
    if name == _SYSTEM_NAME:
        return _NAMED_BY_PROGRAM
    is_nobody = name == "" and raw.get("is_user") is not True
    is_personal = isinstance(kind, str) and kind in _PERSONAL
    return _NAMELESS if is_nobody and not is_personal else None
