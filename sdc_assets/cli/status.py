"""`sdc status`: what is there, what waits for a person, what is behind or looks wrong."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from sdc_assets.cli.app import App
from sdc_assets.cli.chats import show_waiting, waiting_chats
from sdc_assets.cli.terminal import json_option, print_json, say, show, table

if TYPE_CHECKING:
    from sdc_assets.cli.inventory import Finished
    from sdc_core.workspace import Workspace

MONTHS_SHOWN = 6
RUNS_SHOWN = 5
TEXTS_SHOWN = 10
OPEN = "open"
FILES_SHOWN = 10


@click.command()
@click.option("--all-months", is_flag=True, help=f"Not only the last {MONTHS_SHOWN}.")
@json_option
@click.pass_obj
def command(app: App, *, all_months: bool, as_json: bool) -> None:
    """Show Sessions by source, status and month, and everything that needs attention."""
    facts = _facts(app)
    if as_json:
        print_json(facts)
    else:
        _tell(facts, all_months=all_months)


def _facts(app: App) -> dict[str, Any]:
    from sdc_assets.cli.inventory import by_source, finished_sessions
    from sdc_core.layers import stale_months

    workspace = app.workspace
    sessions = list(finished_sessions(workspace))
    names = [source.name for source in workspace.sources]
    return {
        "data_root": str(workspace.root),
        "output": str(workspace.output / "sessions"),
        "sessions": by_source(sessions),
        "months": _by_month(sessions),
        "review": _review(sessions),
        "people_disagree": _disagreements(workspace),
        "links_overruled": _overruled(workspace, sessions),
        "stale_months": {m: sorted(layers) for m, layers in stale_months(workspace).items()},
        "files_changed_by_hand": _damage(workspace),
        "quarantine": {
            name: counts
            for name in dict.fromkeys([*names, *workspace.quarantine.sources()])
            if (counts := workspace.quarantine.counts(name))
        },
        "chats_waiting": [asdict(line) for line in waiting_chats(workspace)],
        "source_missing": dict(_missing(workspace)),
        "customers": _customers(workspace),
        "runs": _runs(app),
    }


def _by_month(sessions: list["Finished"]) -> dict[str, dict[str, int]]:
    counts = Counter((session.month, session.source) for session in sessions)
    months: dict[str, dict[str, int]] = {}
    for (month, source), count in sorted(counts.items()):
        months.setdefault(month, {})[source] = count
    return months


def _review(sessions: list["Finished"]) -> list[dict[str, Any]]:
    """Company texts that wait for a person, the most frequent first."""
    from sdc_core.linking.lessons.texts import is_open
    from sdc_core.models import ProcessingStatus, Session

    waiting = {ProcessingStatus.NEEDS_REVIEW.value, ProcessingStatus.NO_MATCH_FOUND.value}
    counts: Counter[tuple[str, str]] = Counter()
    for found in sessions:
        if found.status in waiting and found.path.is_file():
            session = Session.from_bytes(found.path.read_bytes())
            text = session.context.source_customer_name or "(no company named)"
            counts[text, found.status] += is_open(session)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [{"text": text, "status": status, "sessions": n} for (text, status), n in ordered if n]


def _disagreements(workspace: "Workspace") -> list[dict[str, Any]]:
    """Company texts that people decided differently on."""
    from sdc_core.linking.lessons.disputes import disagreements

    return [
        {"source": r.source_system, "text": r.text, "is_open": r.verdict == OPEN, "said": said}
        for r, said in disagreements(workspace.learned())
    ]


def _overruled(workspace: "Workspace", sessions: list["Finished"]) -> list[dict[str, Any]]:
    """Links of the rules that people corrected; only Sessions that a person looked at may be."""
    from sdc_core.linking.lessons.disputes import overruled
    from sdc_core.models import ProcessingStatus, Session

    decided = [f for f in sessions if f.status == ProcessingStatus.REVIEWED and f.path.is_file()]
    opened = (Session.from_bytes(found.path.read_bytes()) for found in decided)
    return [asdict(one) for one in overruled(opened, workspace.ledger.read())]


def _damage(workspace: "Workspace") -> dict[str, str]:
    """Finished files that somebody deleted or changed since they were written."""
    from sdc_core.layers import FINISHED

    store = workspace.layers[FINISHED].store
    return {
        f"{month}/{name}": "deleted" if what == "missing" else what
        for month in store.months()
        for name, what in store.damage(month).items()
    }


def _missing(workspace: "Workspace") -> Iterator[tuple[str, dict[str, int]]]:
    """Records whose file left the folder or no longer holds them, by source and file."""
    from sdc_core.sources.sillytavern.withheld import WITHHELD

    for source in workspace.sources:
        records = workspace.records(source.name).load_all()
        gone = (r for r in records if r.source_missing and WITHHELD not in r.fields)
        counts = Counter(record.ref.file or "?" for record in gone)
        if counts:
            yield source.name, dict(sorted(counts.items()))


def _customers(workspace: "Workspace") -> dict[str, Any]:
    state = workspace.customers.state()
    return {
        "origin": state.origin,
        "customers": state.count,
        "contacts": state.contacts,
        "fetched_utc": state.fetched_utc,
    }


def _runs(app: App) -> list[dict[str, Any]]:
    """The last runs of the history; a data root that never ran has none."""
    if not (app.settings.data_root / ".dagster" / "dagster.yaml").is_file():
        return []
    from sdc_assets.instance import open_instance

    with open_instance(app.settings) as instance:
        return [
            {
                "run_id": record.dagster_run.run_id,
                "job": record.dagster_run.job_name,
                "status": record.dagster_run.status.value,
                "started_utc": record.create_timestamp,
            }
            for record in instance.get_run_records(limit=RUNS_SHOWN)
        ]


def _tell(facts: dict[str, Any], *, all_months: bool) -> None:
    from sdc_assets.cli.inventory import status_rows

    if facts["sessions"]:
        show(table("Sessions by status", *status_rows(facts["sessions"])))
        show(_months_table(facts["months"], all_months=all_months))
    else:
        say("No Sessions yet: `sdc run` makes them, `sdc doctor` says what is missing.")
    if review := facts["review"]:
        rows = [[r["text"], r["status"], r["sessions"]] for r in review[:TEXTS_SHOWN]]
        title = f"Waiting for a person ({sum(r['sessions'] for r in review):,} Sessions)"
        show(table(title, ["the source said", "status", "Sessions"], rows))
        say("`sdc link` says why they wait, and who may be meant.")
    _tell_people(facts)
    show_waiting(facts["chats_waiting"])
    _tell_trouble(facts)
    if facts["runs"]:
        rows = [
            [f"{r['started_utc']:%Y-%m-%d %H:%M}", r["job"], r["status"], r["run_id"][:8]]
            for r in facts["runs"]
        ]
        show(table("Last runs (UTC)", ["started", "job", "status", "run"], rows))
    say(f"Output: {facts['output']}")


def _tell_people(facts: dict[str, Any]) -> None:
    """Where people said different things, and where they corrected a rule."""
    for dispute in facts["people_disagree"][:TEXTS_SHOWN]:
        settle = " (open until `sdc link` settles it)" if dispute["is_open"] else ""
        say(f"Decided differently{settle}: {dispute['said']}")
    if wrong := facts["links_overruled"]:
        texts = Counter(str(one["text"] or "(no company named)") for one in wrong)
        listed = ", ".join(f"{text} ({n:,})" for text, n in texts.most_common(TEXTS_SHOWN))
        say(f"Links that people corrected ({len(wrong):,} Sessions): {listed}")


def _months_table(months: dict[str, dict[str, int]], *, all_months: bool) -> object:
    sources = sorted({source for counts in months.values() for source in counts})
    chosen = sorted(months)[0 if all_months else -MONTHS_SHOWN :]
    rows = [[month, *[months[month].get(source, 0) for source in sources]] for month in chosen]
    left_out = len(months) - len(chosen)
    title = f"Sessions by month ({left_out} earlier left out)" if left_out else "Sessions by month"
    return table(title, ["month", *sources], rows)


def _tell_trouble(facts: dict[str, Any]) -> None:
    stale = facts["stale_months"]
    if stale:
        say(f"Behind their inputs: {', '.join(stale)} (`sdc run` brings them up to date)")
    for name, what in list(facts["files_changed_by_hand"].items())[:FILES_SHOWN]:
        say(f"Finished file {what}: {name}")
    for source, counts in facts["quarantine"].items():
        reasons = ", ".join(f"{reason} {count:,}" for reason, count in counts.items())
        say(f"Quarantine {source}: {reasons}")
    for source, files in facts["source_missing"].items():
        listed = ", ".join(f"{file} ({count:,})" for file, count in list(files.items())[:5])
        say(f"Records of {source} kept although their file no longer holds them: {listed}")
    say(_customers_line(facts["customers"]))


def _customers_line(state: dict[str, Any]) -> str:
    from sdc_core.times import now_utc

    if state["origin"] == "none":
        return "Customers: none cached (`sdc cache --source syncro`)"
    fetched: datetime | None = state["fetched_utc"]
    age = f", {(now_utc() - fetched).total_seconds() / 3600:.0f} h old" if fetched else ""
    mark = "" if state["origin"] == "api" else "  *** FROM A LOCAL FILE, NOT FROM SYNCRO ***"
    return f"Customers: {state['customers']:,} from {state['origin']}{age}{mark}"
