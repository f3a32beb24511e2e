"""The intake of one source: from its inputs to its record store."""

from sdc_core.intake.report import IntakeReport
from sdc_core.intake.run import run_intake

__all__ = ["IntakeReport", "run_intake"]
