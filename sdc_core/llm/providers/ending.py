"""Answers that end without one: said alike whoever was asked, with the tokens that they took."""

from sdc_core.errors import AnswerError
from sdc_core.llm.base import Usage


def refused(name: str, model: str, usage: Usage, why: str = "") -> AnswerError:
    """The model, or a filter before or behind it, said no."""
    return AnswerError(
        f"{name}: {model!r} refused to answer{f' ({why})' if why else ''}",
        kind="refused",
        usage=usage,
    )


def cut(name: str, model: str, usage: Usage) -> AnswerError:
    """The answer did not fit."""
    thought = f", {usage.thought_tokens} of them for thinking," if usage.thought_tokens else ""
    return AnswerError(
        f"{name}: the answer of {model!r} was cut: {usage.completion_tokens} tokens{thought} were "
        "not enough; set parameters.max_tokens of the task higher, or turn thinking off",
        kind="cut",
        usage=usage,
    )


def empty(name: str, model: str, usage: Usage) -> AnswerError:
    """It ended well, and said nothing."""
    return AnswerError(f"{name}: {model!r} answered nothing", kind="empty", usage=usage)
