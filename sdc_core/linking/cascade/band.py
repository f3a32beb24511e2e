"""The ambiguous band: a language model chooses among a few listed customers, or none.

The question of a text rests on the text alone, never on what one Session says beside it, so that
each distinct text is asked once and the answer does not depend on which Session came first. A tie
of namesakes is never asked: nothing in the text could tell them apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from sdc_core.errors import AnswerError, LlmError
from sdc_core.ids import SHORT, digest_json
from sdc_core.linking.base import LlmAnswer

MAX_CHOICES = 5


@dataclass(frozen=True, slots=True)
class Choice:
    """One customer that may be meant."""

    customer_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Question:
    """Which of the choices does the text mean, or none of them?"""

    text: str
    choices: tuple[Choice, ...]

    @property
    def digest(self) -> str:
        """Names the question in the evidence."""
        listed = [[choice.customer_id, choice.name] for choice in self.choices]
        return digest_json([self.text, listed])[:SHORT]


class Chooser(Protocol):
    """A language model behind the provider interface; it redacts and caches by itself."""

    model: str

    def choose(self, question: Question) -> int | None:
        """The customer id of one of the choices, None for none of them."""
        ...


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a question.

    Attributes:
        customer_id: The listed customer that was chosen.
        llm: For the evidence; None where the model did not answer.
        reason: For a person.
        is_pending: Whether it is asked again; what a model failed at is not, until a person wants
            it (`sdc process --retry`).
    """

    customer_id: int | None
    llm: LlmAnswer | None
    reason: str
    is_pending: bool = False


@dataclass
class Band:
    """Asks each distinct text once, within the budget of questions (None: no bound)."""

    chooser: Chooser | None = None
    budget: int | None = None
    _asked: int = 0
    _answers: dict[str, Answer] = field(default_factory=dict)

    def ask(self, text: str, choices: Sequence[Choice]) -> Answer | None:
        """The answer, None where there is no model to ask or nothing to choose from."""
        if self.chooser is None or not choices:
            return None
        if text not in self._answers:
            self._answers[text] = self._answer(
                self.chooser, Question(text, tuple(choices[:MAX_CHOICES]))
            )
        return self._answers[text]

    def _answer(self, chooser: Chooser, question: Question) -> Answer:
        if self.budget is not None and self._asked >= self.budget:
            spent = f"the budget of {self.budget} questions to the language model is spent"
            return Answer(None, None, spent, is_pending=True)
        self._asked += 1
        try:
            chosen = chooser.choose(question)
        except Exception as error:  # noqa: BLE001 - any failure leaves the question open, with why
            is_failed = isinstance(error, AnswerError)
            what = "no answer that can be used" if is_failed else "no answer"
            reason = f"the language model gave {what} ({_why(error)})"
            return Answer(None, None, reason, is_pending=not is_failed)
        return _read(chosen, chooser.model, question)


def _why(error: Exception) -> str:
    """What our own error says, so that a person reads what to set; of another the kind alone.

    What a provider or an SDK says may quote keys and texts.
    """
    return str(error) if isinstance(error, LlmError) else type(error).__name__


def _read(chosen: int | None, model: str, question: Question) -> Answer:
    """The answer; what is no id of the choices counts as none of them."""
    # By type too: JSON's `true` equals 1 in Python, and is no id.
    ids = {c.customer_id: c.name for c in question.choices}
    name = ids.get(chosen) if type(chosen) is int else None
    llm = LlmAnswer(
        model=model, prompt_hash=question.digest, answer=None if name is None else chosen
    )
    among = f"{len(question.choices)} candidates"
    if chosen is None:
        return Answer(None, llm, f"{model} chose none of {among}")
    if name is None:
        return Answer(None, llm, f"{model} answered what is not among {among}")
    return Answer(chosen, llm, f"{model} chose '{name}' among {among}")
