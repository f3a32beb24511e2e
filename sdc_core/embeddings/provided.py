"""Vectors by the embedding tier of a provider: redacted, counted and within the budget."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from sdc_core.errors import AnswerError, LlmError, ProviderDownError
from sdc_core.llm.base import NOTHING_USED, Embeddings, Prompt, Provider, Route, Usage
from sdc_core.llm.gate.outgoing import Outlet
from sdc_core.llm.spending.budget import Spending

if TYPE_CHECKING:
    import numpy as np

TASK = "embedding"
TEXTS_AT_ONCE = 64


class ProvidedEmbedder:
    """An `Embedder` that asks a provider; one on this machine is sent what is not redacted."""

    texts_at_once = TEXTS_AT_ONCE

    def __init__(
        self,
        provider: Callable[[], Provider],
        route: Route,
        outlet: Outlet,
        spending: Spending,
        *,
        redacts: bool,
    ) -> None:
        """`provider` is made when the first text is sent; `redacts` also what stays here."""
        self.model_id = route.generator
        self._make = provider
        self._provider: Provider | None = None
        self._route = route
        self._outlet = outlet
        self._spending = spending
        self._redacts = redacts

    def embed(self, texts: Sequence[str]) -> "np.ndarray":
        """Vectors of the texts as they may be sent; raises as `Embedder.embed`."""
        import numpy as np  # noqa: PLC0415 - only who embeds

        self._provider = provider = self._provider or self._make()
        is_here = provider.is_on_this_machine
        sent = [self._fit(text, redacts=self._redacts or not is_here) for text in texts]
        vectors: list[tuple[float, ...]] = []
        for start in range(0, len(sent), TEXTS_AT_ONCE):
            vectors += self._call(provider, sent[start : start + TEXTS_AT_ONCE]).vectors
        return np.array(vectors, dtype=np.float32)

    def _fit(self, text: str, *, redacts: bool) -> str:
        prompt = Prompt(TASK, "", (("text", text),))
        return self._outlet.fit(prompt, redacts=redacts).texts[0]

    def _call(self, provider: Provider, texts: Sequence[str]) -> Embeddings:
        """One call, its cost written down whatever happens."""
        # No tokenizer makes more tokens than there are bytes.
        worst = Usage(1, sum(len(text.encode()) for text in texts), 0)
        reserved = self._spending.reserve(self._route, worst, is_here=provider.is_on_this_machine)
        usage: Usage | None = None
        outcome = "broken"
        try:
            made = provider.embed(self._route.model, texts)
            usage, outcome = made.usage, "answered"
        except AnswerError as error:
            usage, outcome = error.usage if isinstance(error.usage, Usage) else None, error.kind
            raise
        except ProviderDownError as error:
            usage, outcome = None if error.may_cost else NOTHING_USED, "down"
            raise
        except LlmError:
            usage, outcome = NOTHING_USED, "setup"
            raise
        finally:
            is_said = usage is not None and (usage.prompt_tokens or outcome in {"down", "setup"})
            self._spending.settle(reserved, usage if is_said else None, outcome)
        return made
