"""The guards on the texts of an answer, as the `problem` of a task."""

from collections.abc import Callable, Iterable, Sequence

from pydantic import BaseModel

from sdc_core.llm.asking import Problem
from sdc_core.llm.guards.answers import Bounds, text_problem
from sdc_core.llm.tasks.prompt_files import prompt_file

Texts = Callable[[BaseModel], Iterable[tuple[str, Bounds]]]


def checked(task: str, texts_of: Texts) -> Problem:
    """What is wrong with the first text of an answer that has anything wrong.

    Args:
        task: Its prompt file holds the rules that no answer repeats.
        texts_of: The texts of an answer, each with its bounds.
    """

    def problem(answer: BaseModel, texts: Sequence[str]) -> str | None:
        rules = prompt_file(task).rules
        found = (
            text_problem(text, texts, rules=rules, bounds=bounds)
            for text, bounds in texts_of(answer)
        )
        return next((problem for problem in found if problem), None)

    return problem
