"""What would be sent for a question, for people to read before it is."""

from sdc_core.llm.asking import Preview
from sdc_core.llm.gate.calling import Caller, estimate, most_tokens
from sdc_core.llm.gate.passage import Passage, Ready
from sdc_core.llm.rendering import PREVIEW_NONCE, render


def preview_of(
    passage: Passage, ready: Ready | None, caller: Caller, *, problem: str, is_cached: bool = False
) -> Preview:
    """The preview; of a text that could not be made safe (`ready` is None) nothing is shown."""
    question = passage.question
    prompt = ready.outgoing.prompt if ready else question.prompt
    rules, data = render(prompt, PREVIEW_NONCE)
    return Preview(
        generator=passage.generator,
        rules=rules,
        data=data if ready else "",
        prompt_tokens=estimate(prompt, question.schema),
        completion_tokens=most_tokens(passage.route) if passage.route else question.max_tokens,
        cost_usd=caller.most_usd(ready.request()) if ready else None,
        is_cached=is_cached,
        is_redacted=ready is not None and ready.outgoing.redacted is not None,
        problem=problem,
    )
