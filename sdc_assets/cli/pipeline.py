"""The runs behind `sdc run`, `ingest`, `process` and `demo`, with their progress shown."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from sdc_assets.cli.app import App
from sdc_assets.cli.report import CUSTOMERS, RunReport, make_report, show_report
from sdc_assets.cli.terminal import print_json, progress
from sdc_assets.jobs import intake_job_name
from sdc_assets.runs import CHAIN, JobRun, OnStart, Ops, catch_up, run_months, stale_in

Step = Callable[[str, int, int], None]


@contextmanager
def shown(*, as_json: bool) -> Iterator[Step]:
    """Progress for people only."""
    with progress(is_silent=as_json) as step:
        yield step


def run_full(app: App, since: str | None, step: Step) -> list[JobRun]:
    """Customers, all intakes, then every stale month."""
    names = [source.name for source in app.workspace.sources]
    runs = run_intakes(app, names, step, first=(CUSTOMERS,))
    return [*runs, *run_stale(app, CHAIN, step, since=since)]


def run_ingest_only(app: App, since: str | None, step: Step) -> list[JobRun]:
    """All intakes and their Sessions; nothing is linked."""
    names = [source.name for source in app.workspace.sources]
    return run_ingest(app, names, step, since=since)


def run_ingest(
    app: App,
    names: Sequence[str],
    step: Step,
    *,
    since: str | None = None,
    only: Callable[[str], bool] = lambda _month: True,
) -> list[JobRun]:
    """Intakes of some sources, and the Sessions of their stale months."""
    runs = run_intakes(app, names, step)
    for name in names:
        layer = f"sessions/{name}"
        months = [m for m in stale_in(app.workspace, [layer], since) if only(m)]
        runs += run_these(app, f"sessions_{name}", months, step)
    return runs


def run_intakes(
    app: App, names: Sequence[str], step: Step, *, first: Sequence[str] = ()
) -> list[JobRun]:
    """Customers and sources as one run, in which one that fails stops no other."""
    jobs = [*first, *(intake_job_name(name) for name in names)]
    step("reading", 0, 1)
    runs = app.runner.run_sources(jobs)
    app.fresh()
    return runs


def run_stale(
    app: App,
    job: str,
    step: Step,
    *,
    layers: Sequence[str] | None = None,
    since: str | None = None,
    ops: Ops | None = None,
) -> list[JobRun]:
    """A job over the stale months."""
    runs = catch_up(
        app.workspace,
        app.runner,
        job=job,
        layers=layers,
        since=since,
        ops=ops,
        on_start=_telling(job, step),
    )
    app.fresh()
    return runs


def run_these(
    app: App, job: str, months: Sequence[str], step: Step, ops: Ops | None = None
) -> list[JobRun]:
    """A job over these months."""
    runs = run_months(app.runner, job, months, ops=ops, on_start=_telling(job, step))
    app.fresh()
    return runs


def _telling(job: str, step: Step) -> OnStart:
    def on_start(stretch: tuple[str, str], done: int, total: int) -> None:
        first, last = stretch
        step(f"{job} {first}" if first == last else f"{job} {first} to {last}", done, total)

    return on_start


def finish(app: App, runs: list[JobRun], *, as_json: bool) -> RunReport:
    """Show what was done."""
    report = make_report(app.workspace, runs)
    if as_json:
        print_json(report.to_json())
    else:
        show_report(report)
    return report
