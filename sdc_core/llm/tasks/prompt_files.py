"""The rules of each task: a file in `prompts/`, its version in the first line.

The version goes up with every change of a file, because answers name it.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from sdc_core.llm.base import Prompt

_VERSION = "version:"


@dataclass(frozen=True, slots=True)
class PromptFile:
    """Name and version as in `Prompt.version`, and the rules."""

    label: str
    rules: str

    def with_parts(self, *parts: tuple[str, str]) -> Prompt:
        """The question on these parts; a part without text is left out."""
        return Prompt(self.label, self.rules, tuple(part for part in parts if part[1]))


@cache
def prompt_file(name: str) -> PromptFile:
    """The prompt file of a task, read when it is first needed."""
    path = files("sdc_core.llm").joinpath("prompts", f"{name}.md")
    first, _, rules = path.read_text(encoding="utf-8").partition("\n")
    version = int(first.removeprefix(_VERSION))
    return PromptFile(f"{name}-{version}", rules.strip())
