"""`sdc search`: Sessions by what they are about; with `--duplicates`, those that say the same."""

from collections.abc import Sequence
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
    from sdc_core.search.find import Found
    from sdc_core.search.place import SearchPlace


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
    within days that may be the same job, noted in two sources, with the minutes of each.
    """
    if duplicates == bool(query):
        raise click.UsageError("give a QUERY, or --duplicates without one")
    from sdc_core.search.filters import Filters
    from sdc_core.search.place import SearchPlace

    filters, place = Filters(customer, since, until, source), SearchPlace.of(app.settings)
    problems = _refresh(app, place, as_json=as_json)
    if duplicates:
        _duplicates(app, place, filters, limit, as_json=as_json)
    else:
        _search(app, place, " ".join(query), filters, limit, as_json=as_json)
    for problem in problems:
        click.echo(f"not searched as it is now: {problem}", err=True)


def _refresh(app: App, place: "SearchPlace", *, as_json: bool) -> list[str]:
    from sdc_core.search.refresh import months_behind, refresh

    if not months_behind(place):
        return []
    with progress(is_silent=as_json) as step:
        return refresh(
            place,
            lambda: app.workspace,
            lambda month, done, total: step(f"indexing {month}", done, total),
        )


def _embedder(app: App) -> "Embedder | None":
    from sdc_core.embeddings.embedder import embedder_from
    from sdc_core.search.refresh import embedded_layer

    return embedder_from(
        app.settings,
        lambda: embedded_layer(app.workspace).redactor(),
        is_for_a_query=True,
    )


def _search(
    app: App,
    place: "SearchPlace",
    query: str,
    filters: "Filters",
    limit: int,
    *,
    as_json: bool,
) -> None:
    from sdc_assets.cli.search_lines import found_lines
    from sdc_core.search.find import find
    from sdc_core.search.refresh import searched

    embedder = _embedder(app)
    found = searched(
        place,
        lambda: app.workspace,
        lambda: find(place.index, embedder, query, filters, limit=limit),
    )
    if as_json:
        print_json(_as_json(place, found))
    else:
        say("\n".join(found_lines(place, found)))


def _duplicates(
    app: App, place: "SearchPlace", filters: "Filters", limit: int, *, as_json: bool
) -> None:
    from sdc_assets.cli.search_lines import duplicate_lines
    from sdc_core.search.alike import duplicates
    from sdc_core.search.refresh import searched

    model = _model(_embedder(app))
    groups = searched(place, lambda: app.workspace, lambda: duplicates(place.index, model, filters))
    if as_json:
        print_json([_group(place, group) for group in groups[:limit]])
    else:
        say("\n".join(duplicate_lines(place, groups, limit)))


def _model(embedder: "Embedder | None") -> str:
    if embedder is None:
        from sdc_core.embeddings.minilm import INSTALL
        from sdc_core.errors import ProviderSetupError

        raise ProviderSetupError(
            f"--duplicates needs a model for meaning; to install it: {INSTALL}"
        )
    return embedder.model_id


def _as_json(place: "SearchPlace", found: "Found") -> dict[str, Any]:
    return {
        "hits": [
            {
                **_entry(place, hit.entry),
                "score": round(hit.ranked.score, 4),
                "words": round(hit.ranked.words, 4),
                "terms": list(hit.terms),
                "meaning": round(hit.ranked.meaning, 4),
                "alike": _entries(place, hit.alike),
            }
            for hit in found.hits
        ],
        "sessions": found.sessions,
        "compared_by_meaning": found.compared,
        "spelled": dict(found.spelled),
        "problem": found.problem or None,
    }


def _group(place: "SearchPlace", group: "Group") -> dict[str, Any]:
    return {
        "cosine": round(group.cosine, 4),
        "is_across_sources": group.is_across_sources,
        "minutes_twice": group.minutes_twice,
        "sessions": _entries(place, group.entries),
    }


def _entries(place: "SearchPlace", entries: "Sequence[Entry]") -> list[dict[str, Any]]:
    return [_entry(place, entry) for entry in entries]


def _entry(place: "SearchPlace", entry: "Entry") -> dict[str, Any]:
    from sdc_core.search.shown import shown

    found = shown(place, entry)
    return {
        "session_id": entry.session_id,
        "day": entry.day or None,
        "time_utc": found.time or None,
        "source": entry.source,
        "customer_id": entry.customer_id,
        "customer": entry.customer or None,
        "title": found.title,
        "minutes": entry.minutes,
        "tickets": list(found.tickets),
        "file": str(found.path),
    }
