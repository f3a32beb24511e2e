"""What is asked of every Session: a module for each task, and the table of all."""

from sdc_core.llm.tasks import summary, title
from sdc_core.llm.tasks.base import Task

TASKS: tuple[Task, ...] = (title.TASK, summary.TASK)
