"""What a person sees on an asset in the Dagster UI, from the library's reports."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict

import dagster as dg

from sdc_assets import markdown
from sdc_assets.insight_metadata import insight_tables
from sdc_assets.language_models import TAKEN
from sdc_assets.link_metadata import link_details, link_tables
from sdc_core.intake import IntakeReport
from sdc_core.layers import EmbeddedSessions, LinkedSessions, MonthLayer
from sdc_core.linking.make import without_effect
from sdc_core.models import Session, SourceSystem
from sdc_core.privacy.sessions import cut_session
from sdc_core.store.hand_edits import EditReport
from sdc_core.store.months import CommitReport, MonthBatch
from sdc_core.syncro.customers import CustomersReport

Metadata = dict[str, dg.MetadataValue | int | float | str | bool]
FAILURES = "failures"
REJECTED_IN = "rejected_in"
NEW_FORMS = "new_forms"
SHOWN_SESSIONS = 10


def last_stated(instance: dg.DagsterInstance, key: dg.AssetKey) -> Mapping[str, dg.MetadataValue]:
    """What an asset said of itself when it was last made; nothing before that."""
    event = instance.get_latest_materialization_event(key)
    found = event.asset_materialization if event else None
    return found.metadata if found else {}


def month_metadata(layer: MonthLayer, batch: MonthBatch, report: CommitReport) -> Metadata:
    """Counts of one month of one layer; tables only where the month was computed."""
    metadata: Metadata = {
        "dagster/row_count": report.sessions,
        "written": report.written,
        "unchanged": report.unchanged,
        "removed": report.removed,
        "folder": dg.MetadataValue.path(layer.store.folder / report.month),
    }
    metadata |= batch.metadata.get(TAKEN, {})
    if batch.is_unchanged:
        metadata["computed"] = "no: its inputs are those it was made from"
    elif batch.sessions:
        metadata |= _tables(batch.sessions) | insight_tables(batch)
        if isinstance(layer, LinkedSessions):
            workspace = layer.workspace
            metadata |= link_tables(batch.sessions, workspace.settings, workspace.ledger.read())
            if problem := without_effect(workspace.settings, workspace.chooser):
                metadata["setting_without_effect"] = problem
        metadata["sessions"] = dg.MetadataValue.md(sessions_table(batch.sessions))
    if isinstance(layer, EmbeddedSessions):
        metadata |= batch.metadata
    if isinstance(layer, LinkedSessions) and report.month in layer.last_edits:
        metadata |= _edits(layer.last_edits[report.month])
    return metadata


def _edits(report: EditReport) -> Metadata:
    """What people changed in finished files, and what of it could not be used."""
    metadata: Metadata = {}
    if report.decisions:
        metadata["hand_edits_taken"] = len(report.decisions)
    if report.problems:
        metadata["warnings"] = dg.MetadataValue.md(markdown.bullets(report.problems))
    return metadata


def _tables(sessions: list[Session]) -> Metadata:
    statuses = Counter(str(session.meta.processing_status) for session in sessions)
    methods = Counter(filter(None, map(link_method, sessions)))
    tables: Metadata = {"statuses": dg.MetadataValue.md(markdown.bars("status", statuses))}
    if methods:
        tables["link_methods"] = dg.MetadataValue.md(markdown.bars("method", methods))
    return tables


def link_method(session: Session) -> str | None:
    """How the Session was linked, from its evidence; None before linking."""
    details = link_details(session)
    return str(details["method"]) if details is not None else None


def sessions_table(sessions: Iterable[Session]) -> str:
    """The first Sessions of a month in time order, as a person would look for them."""
    ordered = sorted(sessions, key=lambda s: (str(s.start_utc or ""), s.meta.session_id))
    rows = [
        (
            _shown_start(session),
            session.context.customer_name or session.context.source_customer_name or "",
            _shown_title(session),
            session.meta.processing_status,
        )
        for session in ordered[:SHOWN_SESSIONS]
    ]
    return markdown.table(["start (UTC)", "customer", "title", "status"], rows)


def _shown_title(session: Session) -> str:
    """Of a chat none, and no credential of any: Dagster's tables keep what they once showed.

    A chat may turn private.
    """
    if session.meta.source_system == SourceSystem.SILLYTAVERN:
        return "(a chat)"
    return session.insights.llm_generated_title or cut_session(session).insights.source_title or ""


def _shown_start(session: Session) -> str:
    """Day and time on one line: the table is as narrow as the page, and the month is known."""
    start = session.start_utc
    return f"{start:%b %d, %H:%M}".replace(" ", "\u00a0") if start else "undated"


def intake_metadata(report: IntakeReport) -> Metadata:
    """What one intake read, kept and rejected."""
    metadata: Metadata = {
        "dagster/row_count": report.records,
        "sessions": report.sessions,
        "files_read": report.files_read,
        "new": report.new,
        "revised": report.revised,
        "source_missing": report.missing,
        "has_input": report.has_input,
        "months_changed": ", ".join(report.months_changed) or "none",
    }
    if report.rejected:
        metadata["rejected"] = dg.MetadataValue.md(rejected_table(report.rejected))
    if report.rejected_in:
        metadata[REJECTED_IN] = dg.MetadataValue.json([asdict(s) for s in report.rejected_in])
    if report.new_forms:
        metadata[NEW_FORMS] = dg.MetadataValue.json(report.new_forms)
    if report.warnings:
        metadata["warnings"] = dg.MetadataValue.md(markdown.bullets(report.warnings))
    if report.failures:
        metadata[FAILURES] = dg.MetadataValue.json(report.failures)
    return metadata


def rejected_table(counts: Mapping[str, int]) -> str:
    """Quarantined records by reason."""
    return markdown.bars("reason", counts)


def customers_metadata(report: CustomersReport) -> Metadata:
    """How many customers and contacts are known, and from where."""
    metadata: Metadata = {
        "dagster/row_count": report.customers,
        "contacts": report.contacts,
        "origin": report.origin,
        "refreshed": report.refreshed,
    }
    if report.warnings:
        metadata["warnings"] = dg.MetadataValue.md(markdown.bullets(report.warnings))
    return metadata
