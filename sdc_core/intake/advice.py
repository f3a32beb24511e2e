"""What a person is told after an intake besides its counts: each line says what to do."""

from collections.abc import Collection, Iterator, Mapping

from sdc_core.inputs import input_folders
from sdc_core.intake.look import Look, has_beside
from sdc_core.intake.memory import Memory
from sdc_core.records import Record
from sdc_core.settings import Settings
from sdc_core.sources.base import Source
from sdc_core.stray import strays

_NAMED = 3


def nothing_to_read(source: Source, settings: Settings) -> str:
    """Where files would be looked for."""
    folders = ", ".join(str(folder) for folder in input_folders(settings, source))
    api = "no API with a key is configured (`sdc doctor` tells more), and " if source.pull else ""
    return (
        f"{source.name}: nothing to read: {api}there is no {' or '.join(source.patterns)} file in "
        f"{folders}; put files there, or name your folder in "
        f"project_paths.{source.folder_setting}"
    )


def passed_over(source: Source, settings: Settings, sources: Collection[Source]) -> list[str]:
    """Files of the folders that no source reads."""
    found = strays(settings, source, sources)
    return [f"{source.name}: {stray.problem}; {stray.advice}" for stray in found]


def left_alone(
    look: Look, known: Memory | None, stored: Mapping[str, Record], source: Source
) -> list[str]:
    """One line where what lay beside files is gone, or cannot be read any more.

    They are named as the stored records name them: a screen may hide the name of a chat.
    """
    shown = {record.ref.file for record in stored.values()}
    alone = sorted({name if name in shown else kept for name, kept in _alone(look, known)})
    line = (
        f"{source.name}: {len(alone)} files are read without what lay beside them, because it is "
        f"gone or cannot be read: {named(alone)}; put it back to have them read as before"
    )
    return [line] if alone else []


def _alone(look: Look, known: Memory | None) -> Iterator[tuple[str, str]]:
    """Name and kept name of the files that had something beside them at the last look."""
    blocks = known.blocks if known else []
    had = {state[0] for block in blocks for state in block.files if has_beside(state)}
    have = {state[0] for state in look.states if has_beside(state) or not state[1]}
    for file, (kept, _) in zip(look.files, look.states, strict=True):
        if kept in had - have:
            yield file.name, kept


def named(places: Collection[str]) -> str:
    """The first of some places, and how many more there are."""
    more = f" and {len(places) - _NAMED} more" if len(places) > _NAMED else ""
    return f"{', '.join(list(places)[:_NAMED])}{more}"
