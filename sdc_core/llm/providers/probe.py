"""The smallest question, for `sdc doctor`: it holds no text of anybody, so answers may be shown."""

from collections.abc import Sequence
from difflib import get_close_matches

from pydantic import BaseModel

from sdc_core.errors import AnswerError, ProviderSetupError
from sdc_core.llm.base import Prompt, Route

# As much as the smallest task has: a model that needs more before its first word is of no use.
PROBE_TOKENS = 300
PROBE = Prompt("probe-1", 'Answer with {"ok": true}.', (("question", "Are you there?"),))
PROBE_TEXT = "printer offline"
_SHOWN_MODELS = 8
_CLOSE_MODELS = 3


class Probe(BaseModel):
    """What it must answer."""

    ok: bool


def probe_route(provider: str, model: str) -> Route:
    """Like the route of a task, so that what a task would be refused shows here."""
    return Route("doctor", provider, "", model, {"temperature": 0.0, "max_tokens": PROBE_TOKENS})


def unusable(error: AnswerError, name: str, model: str) -> ProviderSetupError:
    """What it means that a model gave no answer even to this."""
    if error.kind == "cut":
        return ProviderSetupError(
            f"{name}: {model!r} spent {PROBE_TOKENS} tokens before it answered one word: turn its "
            "thinking off, or set llm_config.default_llm_params.max_tokens much higher"
        )
    return ProviderSetupError(f"{name}: {model!r} has no usable answer to a test question: {error}")


def there_are(model: str, known: Sequence[str]) -> str:
    """The models that could be meant, for a message; nothing where none is known."""
    close = get_close_matches(model, known, n=_CLOSE_MODELS, cutoff=0)
    shown = sorted(known) if len(known) <= _SHOWN_MODELS else close
    return f"; it has {', '.join(map(repr, shown))}" if shown else ""
