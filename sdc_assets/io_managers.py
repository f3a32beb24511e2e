"""The IO manager of all monthly assets: several months in one run, each committed by itself.

It holds no rule of the store: `compute` and `commit` of the library's layer decide what is written.
A month that fails does not stop the months after it; the run fails at its end and names them all.
"""

import logging

import dagster as dg
from dagster._core.errors import DagsterInvariantViolationError

from sdc_assets.keys import layer_name
from sdc_assets.metadata import month_metadata
from sdc_assets.months import LazyMonths, MonthBatches
from sdc_assets.partitions import key_of, months_of_keys
from sdc_core.errors import MovedInputError, SdcError
from sdc_core.layers import MonthLayer
from sdc_core.store.months import CommitReport, MonthBatch
from sdc_core.workspace import Workspace

_logger = logging.getLogger(__name__)
MOVED_RETRIES = 3
MOVED_PAUSE_SECONDS = 1


class SessionIOManager(dg.ConfigurableIOManager):
    """Writes month batches through their layer, reads months back lazily."""

    workspace: dg.ResourceDependency[Workspace]

    def handle_output(self, context: dg.OutputContext, obj: MonthBatches) -> None:
        """Compute and commit month after month.

        Raises:
            dagster.RetryRequested: An input moved between load and commit.
            dagster.Failure: A month could not be computed or written; the others are.
        """
        layer = self.workspace.layers[layer_name(context.asset_key)]
        failed: dict[str, Exception] = {}
        for month in obj.months:
            try:
                batch = obj.compute(month)
                report = layer.commit(batch)
            except Exception as error:  # noqa: BLE001 - one month stops no other; all are raised below
                _log_failure(context, month, error)
                failed[month] = error
            else:
                if report.written or report.removed:
                    _logger.info("%s %s: %s", layer.name, month, _counts(report))
                _describe(context, layer, batch, report)
        _raise_failed(layer.name, failed)

    def load_input(self, context: dg.InputContext) -> LazyMonths:
        """The months of the partitions asked for; a month that never was is empty."""
        layer = self.workspace.layers[layer_name(context.asset_key)]
        return LazyMonths(layer.store, tuple(months_of_keys(context.asset_partition_keys)))


def _counts(report: CommitReport) -> str:
    return f"{report.written} written, {report.unchanged} unchanged, {report.removed} removed"


def _describe(
    context: dg.OutputContext, layer: MonthLayer, batch: MonthBatch, report: CommitReport
) -> None:
    """True counts per month: what is added to the output would be copied to every month."""
    try:
        step = context.step_context
    except DagsterInvariantViolationError:
        return  # a context built by a test has no step
    step.add_asset_metadata(
        metadata=month_metadata(layer, batch, report),
        asset_key=context.asset_key,
        partition_key=key_of(report.month),
    )


def _log_failure(context: dg.OutputContext, month: str, error: Exception) -> None:
    is_expected = isinstance(error, SdcError | dg.Failure)
    _logger.error("%s: %s", month, _text(error))
    context.log.error("%s: %s", month, _text(error), exc_info=None if is_expected else error)


def _raise_failed(layer: str, failed: dict[str, Exception]) -> None:
    moved = [error for error in failed.values() if isinstance(error, MovedInputError)]
    if moved and len(moved) == len(failed):
        raise dg.RetryRequested(MOVED_RETRIES, MOVED_PAUSE_SECONDS) from moved[0]
    if failed:
        lines = "; ".join(f"{month}: {_text(error)}" for month, error in failed.items())
        raise dg.Failure(f"{layer}: {lines}", allow_retries=False)


def _text(error: Exception) -> str:
    if isinstance(error, dg.Failure):
        return error.description or ""
    return str(error) if isinstance(error, SdcError) else f"{type(error).__name__}: {error}"
