"""`sdc link`: company texts that wait for a person, and the word of a person on one of them."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, cast

import click

from sdc_assets.cli.app import App
from sdc_assets.cli.link_texts import one_text, open_texts, systems_of
from sdc_assets.cli.link_view import tell_decided, tell_open, tell_text
from sdc_assets.cli.terminal import json_option, print_json

if TYPE_CHECKING:
    from sdc_core.layers import LinkedSessions
    from sdc_core.linking.base import Customer
    from sdc_core.linking.lessons.lesson import Lesson
    from sdc_core.workspace import Workspace

LIST = "list"
_WORDS = ("customer", "nobody", "never", "take_back")


@click.command()
@click.argument("text", default=LIST)
@click.option("--customer", help="Whose text it is: a customer's id or name.")
@click.option("--nobody", is_flag=True, help="It is no customer's.")
@click.option("--never", help="Whose text it never is: a customer's id or name.")
@click.option("--take-back", is_flag=True, help="Forget what was decided; the rules decide again.")
@click.option("--also", multiple=True, metavar="TEXT", help="Another spelling of it; repeatable.")
@click.option("--source", help="The source that writes it, such as screenconnect.")
@click.option("--why", default="", help="The reason, for the ledger.")
@click.option("--despite-name", is_flag=True, help="Although another customer has that name.")
@json_option
@click.pass_obj
def command(
    app: App,
    /,
    text: str,
    source: str | None,
    *,
    also: tuple[str, ...],
    as_json: bool,
    **options: Any,
) -> None:
    """List the open company texts, show one TEXT, or decide whose it is, for good.

    A decision holds for every Session of the text in its source, old and new. It is a line of the
    ledger; `sdc run` carries it out.
    """
    said = [word for word in _WORDS if options[word]]
    if len(said) > 1:
        raise click.UsageError("only one of --customer, --nobody, --never, --take-back")
    workspace = app.workspace
    system = _system(workspace, source) if source else None
    if said:
        spellings = list(dict.fromkeys([text, *also]))
        lessons = {each: _lesson(workspace, each, said[0], **options) for each in spellings}
        places = {each: [system] if system else systems_of(workspace, each) for each in spellings}
        done = [_decide(workspace, t, places[t], lessons[t], options["why"]) for t in spellings]
        print_json({**done[0], "also": done[1:]}) if as_json else tell_decided(done)
    elif also:
        raise click.UsageError("--also goes with --customer, --nobody, --never or --take-back")
    else:
        _look(workspace, text, system, as_json=as_json)


def _look(workspace: "Workspace", text: str, system: str | None, *, as_json: bool) -> None:
    if text == LIST:
        found = open_texts(workspace, system)
        print_json(asdict(found)) if as_json else tell_open(found)
    else:
        one = one_text(workspace, text, system)
        print_json(asdict(one)) if as_json else tell_text(one)


def _lesson(
    workspace: "Workspace",
    text: str,
    word: str,
    *,
    customer: str | None,
    never: str | None,
    despite_name: bool,
    **_: Any,
) -> "Lesson":
    """What is said, after a look at what a person may not have seen.

    Raises:
        click.BadParameter: The text names nobody, or is another customer's name.
    """
    from sdc_core.linking.lessons.lesson import Lesson, Says, names_somebody, owners_of, text_key

    ignored = {text_key(each) for each in workspace.settings.linking.ignored_companies}
    if not names_somebody(text) or text_key(text) in ignored:
        raise click.BadParameter(f"{text!r} stands for anybody: correct its Sessions one by one")
    if word == "take_back":
        return Lesson(says=Says.OPEN)
    customers = workspace.customers.load()
    owners = owners_of(text, customers)
    if word == "never":
        whom = _customer(never, customers)
        return Lesson(says=Says.NEVER, id=whom.id, name=whom.name, owners=owners)
    whom_id = _customer(customer, customers).id if word == "customer" else None
    _require_meant(text, [c for c in customers if c.id in owners and c.id != whom_id], despite_name)
    if whom_id is None:
        return Lesson(says=Says.NOBODY, owners=owners)
    name = next(c.name for c in customers if c.id == whom_id)
    return Lesson(says=Says.CUSTOMER, id=whom_id, name=name, owners=owners)


def _require_meant(text: str, others: "list[Customer]", despite_name: bool) -> None:
    if others and not despite_name:
        named = ", ".join(f"{c.id} ({c.name!r})" for c in others)
        raise click.BadParameter(
            f"{text!r} is the name of customer {named}: to take all its Sessions from there, "
            "add --despite-name"
        )


def _customer(given: str | None, customers: "Iterable[Customer]") -> "Customer":
    """The customer of that id or name.

    Raises:
        click.BadParameter: There is none, or several.
    """
    from sdc_core.store.edited_fields import is_called

    wanted, listed = given or "", list(customers)
    found = [c for c in listed if str(c.id) == wanted.strip()]
    found = found or [c for c in listed if is_called(wanted, (c.name, *c.aliases))]
    if len(found) == 1:
        return found[0]
    if found:
        ids = ", ".join(str(c.id) for c in found)
        raise click.BadParameter(f"{given!r} is the name of customers {ids}: give the id instead")
    raise click.BadParameter(f"{given!r} is no id and no name of the {len(listed):,} customers")


def _system(workspace: "Workspace", source: str) -> str:
    """The source system of a source's name, which may be given as well."""
    systems = {source.system for source in workspace.sources}
    return source if source in systems else workspace.source(source).system


def _decide(
    workspace: "Workspace", text: str, systems: list[str], lesson: "Lesson", why: str
) -> dict[str, Any]:
    from sdc_core.linking.lessons.lesson import text_decision
    from sdc_core.store.hand_edits import person
    from sdc_core.times import now_utc

    who, now, known = person(), now_utc(), workspace.ledger.read()
    lines = [
        text_decision(known, (each, text), lesson, who=who, why=why, now=now) for each in systems
    ]
    added = workspace.ledger.append(line for line in lines if line is not None)
    return {
        "decided": added,
        "text": text,
        "sources": systems,
        "says": lesson.says.value,
        "customer_id": lesson.id,
        "customer_name": lesson.name,
        "sessions_to_change": _to_change(workspace, text, systems),
    }


def _to_change(workspace: "Workspace", text: str, systems: list[str]) -> dict[str, int]:
    """`{month: Sessions}` that the next run changes."""
    from sdc_core.layers import LINKED, known_months
    from sdc_core.linking.lessons.lesson import text_key

    layer = cast("LinkedSessions", workspace.layers[LINKED])
    counts = {
        month: sum(layer.to_change(month, (system, text_key(text))) for system in systems)
        for month in known_months(workspace)
    }
    return {month: count for month, count in counts.items() if count}
