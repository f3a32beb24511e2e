"""The counts of an intake's report, and whether the intake failed."""

from collections.abc import Iterable, Mapping

from sdc_core.errors import SourceError
from sdc_core.intake.advice import nothing_to_read, passed_over
from sdc_core.intake.look import Look
from sdc_core.intake.report import IntakeReport
from sdc_core.records import Record
from sdc_core.sources.base import Source
from sdc_core.workspace import Workspace


def count_changes(
    report: IntakeReport, records: Iterable[Record], stored: Mapping[str, Record]
) -> None:
    """How many records are new, and how many say something else than before."""
    for record in records:
        before = stored.get(record.key)
        report.new += before is None
        report.revised += before is not None and _says_else(before, record)


def _says_else(before: Record, record: Record) -> bool:
    return before.raw != record.raw or before.fields != record.fields


def finish_report(report: IntakeReport, look: Look, workspace: Workspace, source: Source) -> None:
    """Counts of what is stored and was read, failures, and what a person should know.

    Raises:
        SourceError: Nothing at all was readable; what was known is kept.
    """
    settings, store, files = workspace.settings, workspace.records(source.name), len(look.files)
    report.failures = list(look.failed.values())
    report.rejected_in, report.new_forms = look.rejected_in, look.new_forms
    report.files_read = sum(name not in look.failed for name in look.read.elements())
    report.records, report.sessions = store.count(), store.session_count()
    report.rejected = workspace.quarantine.counts(source.name)
    report.warnings += source.cautions(settings)
    report.warnings += passed_over(source, settings, workspace.sources)
    if files or source.is_api(settings):
        _refuse_if_all_failed(look, source, workspace)
    else:
        report.has_input = report.records > 0
        report.warnings.append(nothing_to_read(source, settings))


def _refuse_if_all_failed(look: Look, source: Source, workspace: Workspace) -> None:
    is_all = bool(look.failed) and len(look.failed) >= len(look.files)
    if is_all and not source.is_api(workspace.settings):
        raise SourceError("; ".join(look.failed.values()))
