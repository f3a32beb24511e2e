"""Where SillyTavern usually keeps its chats.

Since 1.12 chats lie in `data/<user>/chats`, before in `public/chats` (its own migration notes).
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

# Below the home folder; on Windows that is %USERPROFILE%.
INSTALL_FOLDERS = ("SillyTavern", "Documents/SillyTavern", "Documents/GitHub/SillyTavern")
CHAT_FOLDERS = ("data/*/chats", "public/chats")


def find_chats(home: Path) -> list[Path]:
    """Chat folders of all users of an installation in a usual place."""
    found = (path for install in INSTALL_FOLDERS for path in _chats(home / install))
    return sorted(set(found))


def _chats(install: Path) -> Iterator[Path]:
    found: Iterable[Path] = (path for form in CHAT_FOLDERS for path in install.glob(form))
    yield from (path for path in found if path.is_dir())
