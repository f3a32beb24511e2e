"""What README.md promises, read from its text: commands, links, settings."""

import re
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
README = PROJECT / "README.md"
PAGES = (README, *sorted((PROJECT / "docs").rglob("*.md")))

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


def text_of(page: Path = README) -> str:
    return page.read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The fenced blocks of a language, in order."""
    return [body for name, body in _BLOCK.findall(text_of()) if name == language]


def commands(program: str) -> list[str]:
    """The lines of all shell blocks that start with this program."""
    lines = (line for block in blocks("sh") for line in block.splitlines())
    return [line.split(" #")[0].strip() for line in lines if line.startswith(f"{program} ")]


def links(page: Path) -> list[str]:
    """Targets of relative links, without their anchors."""
    targets = (target.split("#")[0] for target in _LINK.findall(text_of(page)))
    return [target for target in targets if target and "://" not in target]
