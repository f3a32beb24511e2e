"""The linker's open questions put to a language model: which of a few customers is meant, or none.

One question per distinct text (the band sees to that, and answers are remembered). What the model
answers is bound to the ids of the list, and looked at again here. Names of customers leave this
machine only where the settings say so.
"""

from sdc_core.errors import AnswerError, LlmError, RedactionError
from sdc_core.ids import digest_json, stable_id
from sdc_core.linking.cascade.band import Question as Ambiguous
from sdc_core.llm.asking import Asker, Question, Reply, State
from sdc_core.llm.guards.orders import is_order
from sdc_core.llm.guards.visible import visible
from sdc_core.llm.tasks.customer_disambiguation import (
    MAX_TOKENS,
    NAME,
    NONE,
    TIER,
    CustomerChoice,
    prompt_for,
    schema_of,
)

ALLOW = "llm_config.sends_customer_names"


class AskedChooser:
    """A `Chooser` over whoever can be asked.

    Attributes:
        model: Who answers, for the evidence: `openai:gpt-5-mini`.
    """

    def __init__(self, asker: Asker, model: str, *, may_send_names: bool) -> None:
        """`may_send_names`: the model runs on this machine, or the settings allow it."""
        self.model = model
        self._asker = asker
        self._may_send_names = may_send_names

    def choose(self, question: Ambiguous) -> int | None:
        """The id of one of the choices, None for none of them.

        A text that speaks to a model instead of naming somebody names nobody, and is not asked.

        Raises:
            RedactionError: The names may not leave; says what to set.
            LlmError: Nobody could be asked now; the question waits.
            AnswerError: The model gave nothing that can be used.
        """
        if is_order(visible(question.text)):
            return None
        if not self._may_send_names:
            raise RedactionError(
                f"names of customers stay on this machine: set {ALLOW} to true to let "
                f"{self.model!r} choose among them, or llm_config.tasks.{NAME}.provider to "
                "'local_llm'"
            )
        return _chosen(self._asker.ask(asked(question)), question)


def asked(question: Ambiguous) -> Question:
    """The question as the gateway takes it."""
    prompt = prompt_for(question)
    return Question(
        task=NAME,
        prompt=prompt,
        schema=schema_of(tuple(choice.customer_id for choice in question.choices)),
        about=stable_id("company", question.text),
        content=digest_json([list(part) for part in prompt.parts]),
        tier=TIER,
        max_tokens=MAX_TOKENS,
    )


def _chosen(reply: Reply, question: Ambiguous) -> int | None:
    if reply.state is State.WAITING:
        raise LlmError(reply.reason)
    if reply.state is State.FAILED or not isinstance(reply.answer, CustomerChoice):
        raise AnswerError(reply.reason or "no answer came", kind="invalid", usage=reply.usage)
    ids = {str(choice.customer_id): choice.customer_id for choice in question.choices}
    if reply.answer.customer_id not in {*ids, NONE}:
        raise AnswerError("the answer is not among the candidates", kind="unsafe")
    return ids.get(reply.answer.customer_id)
