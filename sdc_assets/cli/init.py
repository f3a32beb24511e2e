"""`sdc init`: asks what it must know, writes config.json and .env, ends with the doctor."""

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import click
from dotenv import dotenv_values

from sdc_assets.cli.app import App
from sdc_assets.cli.doctor import examine
from sdc_assets.cli.sillytavern_places import find_chats
from sdc_assets.cli.terminal import say
from sdc_core.errors import SettingsError

ENV_FILE = ".env"
KEY = "SYNCRO_API_KEY"
FOLDER_KEYS = {
    "screenconnect": "screenconnect_logs",
    "sillytavern": "sillytavern_chat_input_folder",
    "notes": "notes_json",
}
OWNER_ONLY = 0o600


@dataclass
class Answers:
    """What a person said, or the options said for them."""

    subdomain: str = ""
    api_key: str = ""
    zone: str = ""
    data: str = ""
    folders: dict[str, list[str]] | None = None
    technicians: list[dict[str, Any]] | None = None


@click.command()
@click.option("--subdomain", help="The first part of <subdomain>.syncromsp.com; '' for none.")
@click.option("--api-key", envvar=KEY, help=f"The Syncro key; better in {KEY}.")
@click.option("--zone", help="The IANA zone of your business, for example America/New_York.")
@click.option("--data-folder", help="Where SDC keeps everything.")
@click.option(
    "--screenconnect", multiple=True, help="A folder of ScreenConnect exports. Repeatable."
)
@click.option(
    "--sillytavern",
    multiple=True,
    help="A folder of SillyTavern chats; they wait for `sdc chats`. Repeatable.",
)
@click.option("--notes", multiple=True, help="The folder or file of notes.json. Repeatable.")
@click.option(
    "--technician",
    "technicians",
    multiple=True,
    metavar="'NAME=OTHER,OTHER'",
    help="One person and the names that the sources give them. Repeatable.",
)
@click.option("--yes", is_flag=True, help="Ask nothing: options, else what is found or usual.")
@click.option("--force", is_flag=True, help="Replace files that are there.")
@click.pass_context
def command(
    ctx: click.Context,
    *,
    subdomain: str | None,
    api_key: str | None,
    zone: str | None,
    data_folder: str | None,
    screenconnect: tuple[str, ...],
    sillytavern: tuple[str, ...],
    notes: tuple[str, ...],
    technicians: tuple[str, ...],
    yes: bool,
    force: bool,
) -> None:
    """Write config.json and .env, then check them. Every question is also an option."""
    app: App = ctx.obj
    config, env = app.config_path, app.config_path.parent / ENV_FILE
    _refuse_existing(config, env, api_key, force=force)
    ask = _unasked if yes else _ask
    answers = Answers(
        subdomain=ask("Syncro subdomain (empty: no API)", subdomain, ""),
        zone=_known_zone(ask("Zone of your business", zone, _local_zone())),
        data=ask("Data folder", data_folder, "data"),
        folders={
            "screenconnect": _folders(ask, "Folder of ScreenConnect exports", screenconnect, []),
            "sillytavern": _folders(ask, "Folder of SillyTavern chats", sillytavern, _chats()),
            "notes": _folders(ask, "Folder of notes.json", notes, []),
        },
        technicians=_technicians(technicians, asks=not yes),
    )
    answers.api_key = _key(answers, api_key, asks=not yes)
    _write(config, (json.dumps(_config(answers), indent=2) + "\n").encode())
    say(f"wrote {config}")
    _write_env(env, answers.api_key, force=force)
    ctx.exit(examine(App(config=config, data=app.data, environment=app.environment)))


def _refuse_existing(config: Path, env: Path, api_key: str | None, *, force: bool) -> None:
    there = [path for path in (config, *([env] if api_key else [])) if path.exists()]
    if there and not force:
        listed = " and ".join(str(path) for path in there)
        raise SettingsError(f"{listed} is there already; --force replaces it")


def _ask(question: str, given: str | None, usual: str) -> str:
    if given is not None:
        return given
    answer: str = click.prompt(question, default=usual, show_default=bool(usual))
    return answer.strip()


def _unasked(question: str, given: str | None, usual: str) -> str:
    del question
    return usual if given is None else given


def _folders(ask: Any, question: str, given: tuple[str, ...], found: list[str]) -> list[str]:
    """Empty for the default drop folder."""
    if given:
        return list(given)
    answer = ask(f"{question} (empty: the drop folder)", None, "; ".join(found))
    return [part.strip() for part in answer.split(";") if part.strip()]


def _chats() -> list[str]:
    return [str(path) for path in find_chats(Path.home())]


def _local_zone() -> str:
    """The zone of this machine where it says one, else UTC."""
    named = os.environ.get("TZ", "").lstrip(":")
    with suppress(OSError):
        link = Path("/etc/localtime").resolve().as_posix()
        named = named or link.partition("/zoneinfo/")[2]
    return named if named in available_timezones() else "UTC"


def _known_zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (KeyError, ValueError, OSError):
        raise SettingsError(
            f"zone {name!r} is not an IANA time zone; allowed are names such as 'America/New_York'"
        ) from None


def _technicians(given: tuple[str, ...], *, asks: bool) -> list[dict[str, Any]]:
    texts = list(given)
    while asks and not given:
        text = click.prompt("Technician as NAME=OTHER,OTHER (empty: done)", default="")
        if not text.strip():
            break
        texts.append(text)
    return [_technician(text) for text in texts]


def _technician(text: str) -> dict[str, Any]:
    name, _, others = text.partition("=")
    name = name.strip()
    if not name:
        raise SettingsError(f"technician {text!r} must be NAME or NAME=OTHER,OTHER")
    names = [other.strip() for other in others.split(",") if other.strip()]
    return {"id": "-".join(name.lower().split()), "name": name, "names": [name, *names]}


def _key(answers: Answers, given: str | None, *, asks: bool) -> str:
    if given or not answers.subdomain or not asks:
        return given or ""
    question = f"Syncro API key (empty: set {KEY} later)"
    answer: str = click.prompt(question, default="", hide_input=True, show_default=False)
    return answer.strip()


def _config(answers: Answers) -> dict[str, Any]:
    """Only what was said: every other setting keeps its default."""
    paths: dict[str, Any] = {"data_folder": answers.data}
    for name, folders in (answers.folders or {}).items():
        if folders:
            absolute = [str(Path(folder).expanduser().absolute()) for folder in folders]
            paths[FOLDER_KEYS[name]] = absolute
    config: dict[str, Any] = {"project_paths": paths}
    if answers.subdomain:
        config["syncro_api"] = {"subdomain": answers.subdomain}
    config["processing_defaults"] = {"business_time_zone": answers.zone}
    if answers.technicians:
        config["technicians"] = answers.technicians
    return config


def _write_env(env: Path, api_key: str, *, force: bool) -> None:
    """Keys that stand there already stay; the file is for its owner only."""
    if not api_key and env.exists():
        return
    kept = {k: v for k, v in dotenv_values(env).items() if v} if env.exists() else {}
    values = {**kept, **({KEY: api_key} if api_key else {})}
    lines = [f"{name}={_quoted(value)}" for name, value in values.items()] or [f"# {KEY}=..."]
    if env.exists() and force:
        env.unlink()
    _write(env, ("\n".join(lines) + "\n").encode(), mode=OWNER_ONLY)
    rights = "as this folder allows" if os.name == "nt" else "for its owner only"
    say(f"wrote {env}, readable {rights}")


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _write(path: Path, content: bytes, mode: int = 0o644) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
