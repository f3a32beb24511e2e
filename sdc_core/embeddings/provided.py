"""Vectors by the embedding tier of a provider: redacted, counted and within the budget."""

import logging
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from sdc_core.errors import AnswerError, ProviderDownError, ProviderSetupError, StoreError
from sdc_core.llm.base import NOTHING_USED, Embeddings, Prompt, Provider, Route, Usage
from sdc_core.llm.gate.breaker import Breaker, Failed
from sdc_core.llm.gate.outgoing import Outlet
from sdc_core.llm.spending.budget import Reservation, Spending

if TYPE_CHECKING:
    import numpy as np

TASK = "embedding"
TEXTS_AT_ONCE = 64

_log = logging.getLogger(__name__)


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
        breaker: Breaker | None = None,
    ) -> None:
        """`provider` is made when the first text is sent; `redacts` also what stays here."""
        self.model_id = route.generator
        self._make = provider
        self._provider: Provider | None = None
        self._route = route
        self._outlet = outlet
        self._spending = spending
        self._redacts = redacts
        self._breaker = breaker or Breaker()

    def embed(self, texts: Sequence[str]) -> "np.ndarray":
        """Vectors of the texts as they may be sent; raises as `Embedder.embed`."""
        import numpy as np  # noqa: PLC0415 - only who embeds

        self._breaker.check(self._spending.run_id, self._route)
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
        """One call, its cost written down whatever happens; what fails counts for the breaker."""
        # No tokenizer makes more tokens than there are bytes.
        worst = Usage(1, sum(len(text.encode("utf-8", "surrogatepass")) for text in texts), 0)
        reserved = self._spending.reserve(self._route, worst, is_here=provider.is_on_this_machine)
        usage: Usage | None = None
        outcome = "broken"
        try:
            made = _embedded(provider, self._route.model, texts)
            usage, outcome = _said(made.usage), "answered"
        except AnswerError as error:
            usage, outcome = _said(error.usage), error.kind
            self._breaker.answered(self._route)
            raise
        except ProviderDownError as error:
            usage, outcome = None if error.may_cost else NOTHING_USED, "down"
            self._failed(error)
            raise
        except ProviderSetupError as error:
            usage, outcome = NOTHING_USED, "setup"
            self._failed(error)
            raise
        finally:
            self._settle(reserved, usage, outcome)
        self._breaker.answered(self._route)
        return made

    def _settle(self, reserved: Reservation, usage: Usage | None, outcome: str) -> None:
        try:
            self._spending.settle(reserved, usage, outcome)
        except StoreError as error:
            _log.warning("a call counts at its most: %s", error)

    def _failed(self, error: Failed) -> None:
        if self._breaker.failed(self._spending.run_id, self._route, error):
            _log.warning("%s is not asked any more in this run: %s", self.model_id, error)


def _embedded(provider: Provider, model: str, texts: Sequence[str]) -> Embeddings:
    try:
        return provider.embed(model, texts)
    except (AnswerError, ProviderDownError, ProviderSetupError):
        raise
    except Exception as error:  # an adapter or an SDK that fails must not end the run
        raise ProviderDownError(
            f"{provider.name}: the call failed unexpectedly ({type(error).__name__})"
        ) from error


def _said(usage: object) -> Usage | None:
    """None where the provider did not say what it took: then the call counts at its most."""
    return usage if isinstance(usage, Usage) and usage.prompt_tokens else None
