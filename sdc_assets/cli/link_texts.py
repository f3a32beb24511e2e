"""What `sdc link` looks up: open company texts, one text with its other spellings."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from sdc_core.linking.lessons.texts import TextLine
    from sdc_core.models import Session
    from sdc_core.workspace import Workspace


@dataclass(frozen=True)
class OpenTexts:
    """What waits for a person.

    Attributes:
        texts: Fields of `TextLine`, and `decided`: what people said of it so far, if anything.
        nameless: Open Sessions whose source names no company; no text can be decided on.
        nameless_files: Their finished files, by month and name.
    """

    texts: list[dict[str, Any]]
    nameless: int
    nameless_files: list[str]


@dataclass(frozen=True)
class OneText:
    """A text by source, and what a person wants to know before deciding.

    Attributes:
        texts: As in `OpenTexts`.
        alike: Open texts that may be other spellings of it, the closest first.
        customers: `name`, `contacts` and whether `disabled` of all customers that are named, by id.
    """

    text: str
    texts: list[dict[str, Any]]
    alike: list[dict[str, Any]]
    customers: dict[int, dict[str, Any]] = field(default_factory=dict)


def open_texts(workspace: "Workspace", system: str | None) -> OpenTexts:
    """All open texts, those with most Sessions first."""
    from sdc_core.linking.lessons.texts import is_open, place_of, text_lines

    waiting = [s for s in _sessions(workspace, system) if is_open(s)]
    nameless = {s.meta.session_id for s in waiting if place_of(s) is None}
    return OpenTexts(_listed(workspace, text_lines(waiting)), len(nameless),
                     _files(workspace, nameless) if nameless else [])  # fmt: skip


def one_text(workspace: "Workspace", text: str, system: str | None) -> OneText:
    """Everything on one text."""
    from sdc_core.linking.lessons.lesson import text_key
    from sdc_core.linking.lessons.texts import is_open, text_lines
    from sdc_core.linking.names.alike import alike

    sessions, key = list(_sessions(workspace, system)), text_key(text)
    of_text = [s for s in sessions if text_key(s.context.source_customer_name) == key]
    waiting = [line for line in text_lines(filter(is_open, sessions)) if text_key(line.text) != key]
    near = alike(text, {line.text for line in waiting})
    lines = _listed(workspace, text_lines(of_text))
    others = _listed(workspace, [line for each in near for line in waiting if line.text == each])
    return OneText(text, lines, others, _customers(workspace, [*lines, *others]))


def systems_of(workspace: "Workspace", text: str) -> list[str]:
    """The sources that write the text.

    Raises:
        click.BadParameter: None does: it must be said which one will.
    """
    from sdc_core.linking.lessons.lesson import text_key

    key = text_key(text)
    found = {
        s.meta.source_system
        for s in _sessions(workspace, None)
        if text_key(s.context.source_customer_name) == key
    }
    if not found:
        names = ", ".join(source.name for source in workspace.sources)
        raise click.BadParameter(
            f"no Session says {text!r}; to decide ahead add --source with one of {names}"
        )
    return sorted(found)


def _sessions(workspace: "Workspace", system: str | None) -> "Iterator[Session]":
    from sdc_core.layers import LINKED

    store = workspace.layers[LINKED].store
    found = (s for month in store.months() for s in store.load(month))
    return (s for s in found if system in {None, s.meta.source_system})


def _listed(workspace: "Workspace", lines: "list[TextLine]") -> list[dict[str, Any]]:
    learned = workspace.learned()
    rulings = [learned.ruling(line.source_system, line.text) for line in lines]
    return [
        {**asdict(line), "decided": ruling.reason if ruling else None}
        for line, ruling in zip(lines, rulings, strict=True)
    ]


def _customers(workspace: "Workspace", lines: list[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    named = {c["customer_id"] for line in lines for c in line["candidates"]}
    named |= {customer_id for line in lines for customer_id in line["customers"]}
    return {
        customer.id: {
            "name": customer.name or "",
            "contacts": [contact.name for contact in customer.contacts if contact.name],
            "disabled": customer.disabled,
        }
        for customer in workspace.customers.load()
        if customer.id in named
    }


def _files(workspace: "Workspace", session_ids: set[str]) -> list[str]:
    """Where a person finds these Sessions, newest first."""
    from sdc_assets.cli.inventory import finished_sessions

    found = [f for f in finished_sessions(workspace) if f.session_id in session_ids]
    return sorted((f"{one.month}/{one.path.name}" for one in found), reverse=True)
