"""What is asked of every Session: a module for each task, and the table of all.

`customer_disambiguation` is asked by the linker of a company text, not of a Session: see `chooser`.
"""

from sdc_core.llm.tasks import (
    categorize,
    detailed_overview,
    invoice_line,
    notes_json_analysis,
    summary,
    title,
)
from sdc_core.llm.tasks.base import Task

TASKS: tuple[Task, ...] = (
    title.TASK,
    summary.TASK,
    categorize.TASK,
    detailed_overview.TASK,
    notes_json_analysis.TASK,
    invoice_line.TASK,
)
