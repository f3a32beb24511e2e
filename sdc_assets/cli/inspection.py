"""The checks of `sdc doctor`: each gives lines that say what is so, and what to do about it."""

import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from tempfile import TemporaryFile

from sdc_assets.cli.api_inspection import screenconnect, syncro
from sdc_assets.cli.findings import Finding, State
from sdc_assets.cli.llm_inspection import models
from sdc_core.errors import SourceError
from sdc_core.inputs import hash_input, input_folders, list_inputs
from sdc_core.linking.make import without_effect
from sdc_core.settings import Settings
from sdc_core.sources.base import Source
from sdc_core.stray import strays
from sdc_core.workspace import Workspace

FILES_OPENED = 200
EXAMPLES = 3


def inspect(workspace: Workspace, config: Path) -> Iterator[Finding]:
    """Everything in the order in which a person would mend it."""
    settings = workspace.settings
    yield _config(config)
    yield from _zone(settings)
    yield _data_root(settings.data_root)
    for source in workspace.sources:
        yield from _source(workspace, source)
    yield from syncro(settings)
    yield from screenconnect(settings)
    yield _customers(workspace)
    yield _linking(workspace)
    yield from models(settings)


def _config(config: Path) -> Finding:
    if config.is_file():
        return Finding(State.OK, "settings", f"read from {config}")
    text = f"there is no {config}: every setting has its default"
    return Finding(State.WARN, "settings", text, "`sdc init` writes one")


def _zone(settings: Settings) -> Iterator[Finding]:
    zone = settings.business_zone
    if settings.processing_defaults.business_time_zone or settings.syncro_api.account_zone:
        yield Finding(State.OK, "zone", f"local days and months are those of {zone}")
    else:
        advice = "set processing_defaults.business_time_zone, for example 'America/New_York'"
        yield Finding(State.WARN, "zone", f"none is set: {zone} counts as local", advice)
    if settings.technicians:
        yield Finding(State.OK, "technicians", f"{len(settings.technicians)} named")
    else:
        advice = "`sdc init` asks for them: one person has another name in every source"
        yield Finding(State.WARN, "technicians", "none is named", advice)


def _data_root(root: Path) -> Finding:
    place = next((folder for folder in (root, *root.parents) if folder.exists()), root)
    try:
        if place == root:
            TemporaryFile(dir=root).close()
        is_writable = os.access(place, os.W_OK)
    except OSError:
        is_writable = False
    if not is_writable:
        advice = "correct its rights, or set SDC_DATA_FOLDER to a folder of yours"
        return Finding(State.FAIL, "data root", f"{root} cannot be written", advice)
    return Finding(State.OK, "data root", f"{root}{'' if place == root else ' (made when needed)'}")


def _source(workspace: Workspace, source: Source) -> Iterator[Finding]:
    settings = workspace.settings
    try:
        files = list_inputs(settings, source)
    except SourceError as error:
        yield Finding(State.FAIL, source.name, str(error), "correct the setting, or make it")
        return
    except OSError as error:
        yield Finding(State.FAIL, source.name, f"cannot be listed: {error}", "correct its rights")
        return
    folders = ", ".join(str(folder) for folder in input_folders(settings, source))
    if files:
        yield Finding(State.OK, source.name, f"{len(files):,} files in {folders}")
    elif not source.is_api(settings):
        advice = f"put {' or '.join(source.patterns)} files there"
        yield Finding(State.WARN, source.name, f"no file in {folders}", advice)
    problems = list(_unreadable(settings, source))
    for text in problems[:EXAMPLES]:
        yield Finding(State.FAIL, source.name, text, "take it away or mend it; the others are read")
    if len(problems) > EXAMPLES:
        yield Finding(
            State.FAIL, source.name, f"... and {len(problems) - EXAMPLES} more such files"
        )
    yield from _strangers(workspace, source)


def _unreadable(settings: Settings, source: Source) -> Iterator[str]:
    """What is wrong with a file shows at its first record."""
    for file in islice(list_inputs(settings, source), FILES_OPENED):
        try:
            next(iter(source.read(hash_input(file), settings)), None)
        except SourceError as error:
            yield str(error)


def _strangers(workspace: Workspace, source: Source) -> Iterator[Finding]:
    """Files that this source passes over and another one would read."""
    for stray in strays(workspace.settings, source, workspace.sources):
        yield Finding(State.WARN, source.name, stray.problem, stray.advice)


def _customers(workspace: Workspace) -> Finding:
    state = workspace.customers.state()
    if not state.count:
        advice = "`sdc cache --source syncro`; until then nothing can be linked"
        return Finding(State.WARN, "customers", "none are cached", advice)
    text = f"{state.count:,} from {state.origin}"
    if state.origin == "api":
        return Finding(State.OK, "customers", text)
    advice = "a file is a stand-in: configure the Syncro account for the real list"
    return Finding(State.WARN, "customers", f"{text}: a LOCAL FILE, not Syncro", advice)


def _linking(workspace: Workspace) -> Finding:
    settings = workspace.settings
    if problem := without_effect(settings, workspace.chooser):
        return Finding(State.WARN, "linking", problem, "set linking.llm_enabled to false")
    threshold = settings.processing_defaults.customer_linking_fuzzy_match_threshold
    asked = workspace.chooser.model if settings.linking.llm_enabled and workspace.chooser else None
    left = f"what is less sure is put to {asked}" if asked else "what is less sure waits for you"
    return Finding(State.OK, "linking", f"by itself from a score of {threshold:g}; {left}")
