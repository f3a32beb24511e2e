"""`sdc chats`: which SillyTavern characters are work, which are private, which wait for a word."""

from contextlib import suppress
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from sdc_assets.cli.app import App
from sdc_assets.cli.terminal import json_option, print_json, say, show, table
from sdc_core.errors import DecisionError, TornError

if TYPE_CHECKING:
    from rich.table import Table

    from sdc_core.records import Record
    from sdc_core.sources.sillytavern.listing import ChatLine
    from sdc_core.workspace import Workspace

SOURCE = "sillytavern"
NO_USER = "-"
NAMES_SHOWN = 20
NEXT = {
    "work": "`sdc run` makes their Sessions.",
    "private": "`sdc run` removes what is stored of their text.",
    "ask": "The decision is taken back; `sdc run` carries it out.",
}
WHAT_TO_TYPE = (
    "Is it work? `sdc chats work NAME` or `sdc chats private NAME`, then `sdc run`. "
    "Until then nothing of their text is stored."
)


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
def command(ctx: click.Context, *, as_json: bool) -> None:
    """List the characters of SillyTavern; say whose chats are work and whose are private.

    Chats in the default drop folder count as work. Those of a linked SillyTavern folder wait:
    without a decision none of their text is stored, summarised or sent.
    """
    if ctx.invoked_subcommand is None:
        workspace = ctx.obj.workspace
        lines = _lines(workspace, workspace.records(SOURCE).load_all())
        if as_json:
            print_json({"chats": [asdict(line) for line in lines]})
        else:
            _tell(lines)


def _decision(name: str, text: str) -> None:
    """Add one subcommand; the three differ in their name only."""

    @command.command(name, help=text)
    @click.argument("names", nargs=-1, required=True, metavar="NAME...")
    @click.option("--user", help=f"The account, where a name has several; {NO_USER} for none.")
    @click.option("--why", default="", help="The reason, for the ledger.")
    @json_option
    @click.pass_obj
    def decide(
        app: App, *, names: tuple[str, ...], user: str | None, why: str, as_json: bool
    ) -> None:
        _decide(app, name, names, user=user, why=why, as_json=as_json)


_decision("work", "These characters are work: their chats become Sessions.")
_decision("private", "These characters are private: nothing of their text stays.")
_decision("ask", "Take a decision back: settings and folder decide again, else they wait.")


def _lines(workspace: "Workspace", records: "list[Record]") -> "list[ChatLine]":
    from sdc_core.sources.sillytavern.listing import list_chats
    from sdc_core.sources.sillytavern.work import Rules

    return list_chats(records, Rules(workspace.settings, workspace.ledger.read()))


def waiting_chats(workspace: "Workspace") -> "list[ChatLine]":
    """The characters that wait; without a linked folder none can."""
    from sdc_core.sources.sillytavern.listing import waiting
    from sdc_core.store.record_months import NO_MONTH

    if not workspace.settings.project_paths.sillytavern_chat_input_folder:
        return []
    # What waits is in no Session: a run need not read all months to tell of it.
    with suppress(TornError, DecisionError):  # its intake names the damage; the report goes on
        return waiting(_lines(workspace, workspace.records(SOURCE).load(NO_MONTH)))
    return []


def show_waiting(lines: list[dict[str, Any]]) -> None:
    """A table of what waits, and what to type."""
    if lines:
        columns = ["character", *_of_users(lines), "chats", "messages", "first day", "last day"]
        show(_table("Chats that wait for a word", columns, lines))
        say(WHAT_TO_TYPE)


def _tell(lines: "list[ChatLine]") -> None:
    if not lines:
        say("No chats yet: `sdc run` reads them, `sdc doctor` says where it looks.")
        return
    rows = [{**asdict(line), "state": _state(line)} for line in lines]
    columns = ["character", *_of_users(rows), "state", "chats", "messages", "last day"]
    show(_table("Characters", columns, rows))
    if any(line.is_due for line in lines):
        say("Decided but not carried out yet: `sdc run`.")
    if any(line.state.value == "waiting" for line in lines):
        say(WHAT_TO_TYPE)


def _of_users(lines: list[dict[str, Any]]) -> list[str]:
    """A column for the account only where there are several: the table has to fit."""
    return ["user"] if len({line["user"] for line in lines}) > 1 else []


def _state(line: "ChatLine") -> str:
    return str(line.state) if line.state.value == "waiting" else f"{line.state} ({line.why})"


def _table(title: str, columns: list[str], lines: list[dict[str, Any]]) -> "Table":
    rows = [[line[column.replace(" ", "_")] for column in columns] for line in lines]
    return table(title, columns, rows)


def _decide(
    app: App, choice: str, names: tuple[str, ...], *, user: str | None, why: str, as_json: bool
) -> None:
    from sdc_core.store.hand_edits import person
    from sdc_core.times import now_utc
    from sdc_core.work_or_private import ChatChoice, chat_decision

    records = app.workspace.records(SOURCE).load_all()  # a decision changes the ledger only
    known = _lines(app.workspace, records)
    chosen = [_named(name, user, known) for name in dict.fromkeys(names)]
    who, now = person(), now_utc()
    decisions = [
        chat_decision((line.character, line.user), ChatChoice(choice), who=who, why=why, now=now)
        for line in chosen
    ]
    added = app.workspace.ledger.append(decisions)
    after = {(line.character, line.user): line for line in _lines(app.workspace, records)}
    states = [after[line.character, line.user] for line in chosen]
    if as_json:
        print_json({"decided": added, "chats": [asdict(line) for line in states]})
        return
    for line in states:
        say(f"{line.shown}: {line.state}, {line.chats:,} chats, {line.messages:,} messages")
    say(NEXT[choice] if added else "Nothing new: that is how it stood.")


def _named(name: str, user: str | None, known: "list[ChatLine]") -> "ChatLine":
    """The one line of that name; names are matched as they are written.

    Raises:
        click.BadParameter: There is none, or several; names those that there are.
    """
    from sdc_core.sources.sillytavern.listing import BY_SETTINGS

    listed = [line for line in known if line.character != BY_SETTINGS]
    found = [
        line for line in listed if line.character == name and user in {None, line.user or NO_USER}
    ]
    if len(found) == 1:
        return found[0]
    if found:
        users = ", ".join(repr(line.user or NO_USER) for line in found)
        raise click.BadParameter(f"{name!r} has several users: add --user with one of {users}")
    of_user = f" of user {user!r}" if user else ""
    raise click.BadParameter(f"there is no character {name!r}{of_user}; {_allowed(listed)}")


def _allowed(known: "list[ChatLine]") -> str:
    if not known:
        return "none is known yet: `sdc run` reads the chats"
    names = list(dict.fromkeys(line.shown for line in known))
    rest = f" and {len(names) - NAMES_SHOWN} more" if len(names) > NAMES_SHOWN else ""
    return f"there are {', '.join(map(repr, names[:NAMES_SHOWN]))}{rest}"
