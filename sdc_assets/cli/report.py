"""What a command that ran jobs tells at its end: the same facts for people and for programs."""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from sdc_assets.cli.chats import show_waiting, waiting_chats
from sdc_assets.cli.exits import Exit, say_error
from sdc_assets.cli.inventory import by_source, finished_sessions, status_rows
from sdc_assets.cli.model_report import model_warnings
from sdc_assets.cli.terminal import say, show, table
from sdc_assets.jobs import intake_job_name
from sdc_assets.runs import JobRun
from sdc_core.layers import FINISHED, LINKED
from sdc_core.linking.make import without_effect
from sdc_core.workspace import Workspace

CUSTOMERS = "customers"

_ESCAPED = re.compile(r"\\(.)")


@dataclass
class SourceLine:
    """What one intake did."""

    source: str
    is_done: bool
    files_read: int = 0
    records: int = 0
    new: int = 0
    revised: int = 0
    sessions: int = 0
    has_input: bool = True
    rejected: dict[str, int] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)


@dataclass
class CustomersLine:
    """What the customer cache holds after a run that looked at it."""

    count: int = 0
    contacts: int = 0
    origin: str = "none"
    is_refreshed: bool = False
    warnings: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def to_text(self) -> str:
        """One line; a list that is not Syncro's own is marked."""
        mark = "" if self.origin == "api" else "  *** NOT FROM SYNCRO ***"
        return f"Customers:     {self.count:,} from {self.origin}{mark}"


@dataclass
class RunReport:
    """What a command did; `months` are the stretches that were run again."""

    sources: list[SourceLine]
    months: list[tuple[str, str]]
    sessions: dict[str, dict[str, int]]
    files_written: int
    files_unchanged: int
    files_removed: int
    output: Path
    warnings: list[str]
    problems: list[str]
    runs: list[dict[str, Any]]
    customers: CustomersLine | None = None
    chats_waiting: list[dict[str, Any]] = field(default_factory=list)

    @property
    def exit(self) -> Exit:
        """Nothing done where no source could be read; failed where anything was not."""
        if self.sources and not any(line.is_done and line.has_input for line in self.sources):
            return Exit.NOTHING_DONE
        return Exit.FAILED if self.problems else Exit.FINE

    def to_json(self) -> dict[str, Any]:
        """The JSON document."""
        return {**asdict(self), "exit_code": int(self.exit)}


def make_report(workspace: Workspace, runs: list[JobRun]) -> RunReport:
    """The report of these runs, with the state of the workspace after them."""
    lines = list(_source_lines(workspace, runs))
    finished = list(finished_sessions(workspace))
    months = [values for run in runs for _, values in run.of(FINISHED)]
    written = sum(values["written"] for values in months)
    said = (text for run in runs for text in _warnings(run))
    problems = [text for run in runs for text in run.problems]
    problems += [text for line in lines for text in line.failures]
    return RunReport(
        sources=lines,
        months=[run.months for run in runs if run.months],
        sessions=by_source(finished),
        files_written=written,
        files_unchanged=len(finished) - written,
        files_removed=sum(values["removed"] for values in months),
        output=workspace.layers[FINISHED].store.folder,
        warnings=list(dict.fromkeys([*_settings_warnings(workspace, runs), *said])),
        problems=list(dict.fromkeys(problems)),
        runs=[_run_line(run) for run in runs],
        customers=customers_of(runs) if any(run.job == CUSTOMERS for run in runs) else None,
        chats_waiting=[asdict(line) for line in waiting_chats(workspace)],
    )


def customers_of(runs: list[JobRun]) -> CustomersLine:
    """What the run of the customers found."""
    run = next(run for run in runs if run.job == CUSTOMERS)
    values = next((values for _, values in run.of(CUSTOMERS)), {})
    return CustomersLine(
        count=values.get("dagster/row_count", 0),
        contacts=values.get("contacts", 0),
        origin=values.get("origin", "none"),
        is_refreshed=values.get("refreshed", False),
        warnings=list(_warnings(run)),
        problems=run.problems,
    )


def _source_lines(workspace: Workspace, runs: list[JobRun]) -> Iterator[SourceLine]:
    by_job = {run.job: run for run in runs}
    for source in workspace.sources:
        run = by_job.get(intake_job_name(source.name))
        if run is None:
            continue
        values = next((values for _, values in run.of(f"intake/{source.name}")), {})
        yield SourceLine(
            source=source.name,
            is_done=run.is_success,
            files_read=values.get("files_read", 0),
            records=values.get("dagster/row_count", workspace.records(source.name).count()),
            new=values.get("new", 0),
            revised=values.get("revised", 0),
            sessions=values.get("sessions", workspace.records(source.name).session_count()),
            has_input=values.get("has_input", True),
            rejected=workspace.quarantine.counts(source.name),
            failures=list(values.get("failures", [])),
        )


def _settings_warnings(workspace: Workspace, runs: list[JobRun]) -> list[str]:
    """Settings that do nothing, where months were run that they are about; what models need."""
    problem = without_effect(workspace.settings, workspace.chooser)
    is_linked = any(True for run in runs for _ in run.of(LINKED))
    own = [problem] if problem and is_linked else []
    return [*own, *model_warnings(workspace, runs)]


def _warnings(run: JobRun) -> Iterator[str]:
    """The warnings of the assets, written for the web interface as an escaped list."""
    for _, _, values in run.assets:
        for line in str(values.get("warnings", "")).splitlines():
            yield _ESCAPED.sub(r"\1", line.removeprefix("- "))


def _run_line(run: JobRun) -> dict[str, Any]:
    return {"job": run.job, "run_id": run.run_id, "done": run.is_success, "months": run.months}


def show_report(report: RunReport) -> None:
    """Tables on stdout; problems, one line each, on stderr."""
    if report.sources:
        headers = ["source", "files read", "records", "new", "rejected", "Sessions", ""]
        show(table("Sources", headers, [_row(line) for line in report.sources]))
    if report.sessions:
        show(table("Sessions by status", *status_rows(report.sessions)))
    stretches = ", ".join(a if a == b else f"{a} to {b}" for a, b in report.months)
    if report.customers and report.customers.count:
        say(report.customers.to_text())
    say(f"Months run:    {stretches or 'none'}")
    say(
        f"Session files: {report.files_written:,} written, {report.files_unchanged:,} unchanged, "
        f"{report.files_removed:,} removed"
    )
    say(f"Output:        {report.output}")
    show_waiting(report.chats_waiting)
    for text in report.warnings:
        say(f"warning: {text}")
    for text in report.problems:
        say_error(text)


def _row(line: SourceLine) -> list[object]:
    reasons = ", ".join(f"{reason} {count}" for reason, count in line.rejected.items())
    state = "" if line.is_done and not line.failures else "FAILED" if not line.is_done else "partly"
    counts = [line.files_read, line.records, line.new]
    return [line.source, *counts, reasons or "-", line.sessions, state]
