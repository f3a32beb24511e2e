"""`sdc search`: Sessions by what they are about; with `--duplicates`, those that say the same."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from sdc_assets.cli.app import App
from sdc_assets.cli.options import day_option
from sdc_assets.cli.terminal import json_option, print_json, progress, say

if TYPE_CHECKING:
    from sdc_core.embeddings.embedder import Embedder
    from sdc_core.search.alike import Group
    from sdc_core.search.filters import Entry, Filters
    from sdc_core.search.find import Found, Hit
    from sdc_core.workspace import Workspace

NO_DATE = "undated   "


@click.command()
@click.argument("query", nargs=-1)
@click.option("--customer", metavar="NAME_OR_ID", help="Only of this customer; a part is enough.")
@day_option("--since", "Only Sessions from this day on (UTC).")
@day_option("--until", "Only Sessions up to this day (UTC).")
@click.option("--source", help="Only of this source, such as ScreenConnect.")
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1, 1000))
@click.option("--duplicates", is_flag=True, help="No QUERY: Sessions that may be one job twice.")
@json_option
@click.pass_obj
def command(
    app: App,
    query: tuple[str, ...],
    *,
    customer: str | None,
    since: date | None,
    until: date | None,
    source: str | None,
    limit: int,
    duplicates: bool,
    as_json: bool,
) -> None:
    """Find Sessions by meaning and by words: what was wrong, a name, a host, a ticket number.

    Sessions that say nearly the same are shown as one. With --duplicates: Sessions of one customer
    within days that may be the same job, noted in two sources.
    """
    if duplicates == bool(query):
        raise click.UsageError("give a QUERY, or --duplicates without one")
    from sdc_core.search.filters import Filters

    filters = Filters(customer, since, until, source)
    problems = _refresh(app.workspace, as_json=as_json)
    if duplicates:
        _duplicates(app.workspace, filters, limit, as_json=as_json)
    else:
        _search(app.workspace, " ".join(query), filters, limit, as_json=as_json)
    for problem in problems:
        click.echo(f"not searched as it is now: {problem}", err=True)


def _refresh(workspace: "Workspace", *, as_json: bool) -> list[str]:
    from sdc_core.search.refresh import refresh

    with progress(is_silent=as_json) as step:
        return refresh(workspace, lambda month, done, total: step(f"indexing {month}", done, total))


def _search(
    workspace: "Workspace", query: str, filters: "Filters", limit: int, *, as_json: bool
) -> None:
    from sdc_core.search.find import find
    from sdc_core.search.refresh import embedded_layer, searched

    layer = embedded_layer(workspace)
    found = searched(
        workspace, lambda: find(layer.index, layer.embedder, query, filters, limit=limit)
    )
    if as_json:
        print_json(_as_json(workspace, found))
        return
    for hit in found.hits:
        _tell_hit(workspace, hit)
    _tell_what_was_searched(found)


def _tell_hit(workspace: "Workspace", hit: "Hit") -> None:
    entry = hit.entry
    alike = f", and {len(hit.alike)} alike" if hit.alike else ""
    say(f"{entry.day or NO_DATE}  {entry.customer or '(no customer)'}: {_title(workspace, entry)}")
    say(f"            {entry.source}, by {hit.ranked.why}{alike}")
    say(f"            {_path(workspace, entry)}")


def _tell_what_was_searched(found: "Found") -> None:
    for term, others in found.spelled.items():
        say(f"No Session has {term!r}; looked for {others}.")
    if not found.hits:
        say("Nothing was found.")
    if found.problem:
        say(f"Searched {found.sessions:,} Sessions by words alone: {found.problem}.")
    elif found.compared < found.sessions:
        say(
            f"Searched {found.sessions:,} Sessions, {found.compared:,} of them by meaning too; "
            "the others say nothing, or wait for `sdc run`."
        )


def _as_json(workspace: "Workspace", found: "Found") -> dict[str, Any]:
    return {
        "hits": [
            {
                **_entry(workspace, hit.entry),
                "score": round(hit.ranked.score, 4),
                "words": round(hit.ranked.words, 4),
                "meaning": round(hit.ranked.meaning, 4),
                "alike": [_entry(workspace, entry) for entry in hit.alike],
            }
            for hit in found.hits
        ],
        "sessions": found.sessions,
        "compared_by_meaning": found.compared,
        "spelled": dict(found.spelled),
        "problem": found.problem or None,
    }


def _duplicates(workspace: "Workspace", filters: "Filters", limit: int, *, as_json: bool) -> None:
    from sdc_core.search.alike import duplicates
    from sdc_core.search.refresh import embedded_layer, searched

    layer = embedded_layer(workspace)
    model = _model(layer.embedder)
    groups = searched(workspace, lambda: duplicates(layer.index, model, filters))
    if as_json:
        print_json([_group(workspace, group) for group in groups[:limit]])
        return
    for group in groups[:limit]:
        say("\n".join(_group_lines(workspace, group)))
    more = f"; the first {limit} are shown" if len(groups) > limit else ""
    say(f"Groups of Sessions that may be one job: {len(groups):,}{more}.")


def _model(embedder: "Embedder | None") -> str:
    if embedder is None:
        from sdc_core.embeddings.minilm import INSTALL
        from sdc_core.errors import ProviderSetupError

        raise ProviderSetupError(
            f"--duplicates needs a model for meaning; to install it: {INSTALL}"
        )
    return embedder.model_id


def _group_lines(workspace: "Workspace", group: "Group") -> Iterator[str]:
    across = "in several sources" if group.is_across_sources else "in one source"
    yield f"alike {group.cosine:.2f}, {across}:"
    for entry in group.entries:
        yield f"  {entry.day}  {entry.source}, {entry.customer or '(no customer)'}"
        yield f"              {_title(workspace, entry)}"
        yield f"              {_path(workspace, entry)}"


def _group(workspace: "Workspace", group: "Group") -> dict[str, Any]:
    return {
        "cosine": round(group.cosine, 4),
        "is_across_sources": group.is_across_sources,
        "sessions": [_entry(workspace, entry) for entry in group.entries],
    }


def _entry(workspace: "Workspace", entry: "Entry") -> dict[str, Any]:
    return {
        "session_id": entry.session_id,
        "day": entry.day or None,
        "source": entry.source,
        "customer_id": entry.customer_id,
        "customer": entry.customer or None,
        "title": _title(workspace, entry),
        "file": _path(workspace, entry),
    }


def _path(workspace: "Workspace", entry: "Entry") -> str:
    from sdc_core.layers import FINISHED

    return str(workspace.layers[FINISHED].store.folder / entry.month / entry.file)


def _title(workspace: "Workspace", entry: "Entry") -> str:
    """As the finished file has it: the index keeps no text of a Session."""
    from pydantic import ValidationError

    from sdc_core.layers import FINISHED
    from sdc_core.models import Session

    path = workspace.layers[FINISHED].store.folder / entry.month / entry.file
    try:
        insights = Session.from_bytes(path.read_bytes()).insights
    except (OSError, ValidationError):
        return "(its file is gone or cannot be read)"
    title = " ".join((insights.llm_generated_title or insights.source_title or "").split())
    return title or "(no title)"
