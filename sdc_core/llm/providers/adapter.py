"""What the adapters of all SDKs have in common; each gives the three calls of its own."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import partial

from pydantic import BaseModel

from sdc_core.errors import AnswerError, LlmError, ProviderDownError, ProviderSetupError
from sdc_core.llm.base import NOTHING_USED, Completion, Embeddings, Prompt, Route, Usage
from sdc_core.llm.providers.patience import Patience
from sdc_core.llm.providers.probe import PROBE, Probe, probe_route, there_are, unusable
from sdc_core.llm.providers.service import Service, lacks
from sdc_core.llm.providers.trouble import ModelMissingError, UnclearRefusalError
from sdc_core.llm.providers.vectors import in_batches

TEXTS_PER_CALL = 100


class Adapter(ABC):
    """One service behind the protocol of `llm.base`.

    Args:
        service: Where it is, its key, its bounds.
        patience: With a clock of its own, for tests.
    """

    def __init__(self, service: Service, *, patience: Patience | None = None) -> None:
        self.name = service.name
        self.is_on_this_machine = service.is_on_this_machine
        self._service = service
        self._patience = patience or Patience(service)

    def complete(self, route: Route, prompt: Prompt, schema: type[BaseModel]) -> Completion:
        """As `Provider.complete`."""
        self._check_service()
        try:
            return self._patience.ask(partial(self._complete, route, prompt, schema))
        except UnclearRefusalError:
            raise self._explained(route) from None

    def embed(self, model: str, texts: Sequence[str]) -> Embeddings:
        """As `Provider.embed`."""
        self._check_service()
        return in_batches(
            lambda some: self._patience.ask(partial(self._embed, model, some)),
            texts,
            TEXTS_PER_CALL,
        )

    def check(self, model: str) -> None:
        """As `Provider.check`."""
        self._check_service()
        try:
            self._probe(probe_route(self.name, model))
        except ModelMissingError as error:
            raise ProviderSetupError(f"{error}{there_are(model, self._known_models())}") from None
        except AnswerError as error:
            raise unusable(error, self.name, model) from None

    def _check_service(self) -> None:
        for lack in lacks(self._service):
            raise ProviderSetupError(f"{lack.text}: {lack.advice}")

    def _probe(self, route: Route) -> Completion:
        ask = partial(self._complete, route, PROBE, Probe, is_ours=True)
        return self._patience.ask(ask, max_tries=1)

    def _explained(self, route: Route) -> LlmError:
        """Why a request was refused: for its text alone, or would any be, by asking another.

        One strange text must not keep a run from asking about all others.
        """
        usage = NOTHING_USED
        try:
            usage = self._probe(route).usage
        except (ProviderDownError, ProviderSetupError) as error:
            return error
        except AnswerError as error:
            usage = error.usage if isinstance(error.usage, Usage) else NOTHING_USED
        return AnswerError(
            f"{self.name}: {route.model!r} refuses this text, though it answers others",
            kind="refused",
            usage=usage,
        )

    def _known_models(self) -> Sequence[str]:
        try:
            return self._models()
        except LlmError:
            return ()

    @abstractmethod
    def _complete(
        self, route: Route, prompt: Prompt, schema: type[BaseModel], *, is_ours: bool = False
    ) -> Completion:
        """One try; `is_ours`: the question holds no text of anybody, so answers may be shown."""

    @abstractmethod
    def _embed(self, model: str, texts: Sequence[str]) -> Embeddings:
        """One try, for as many texts as a call may hold."""

    @abstractmethod
    def _models(self) -> Sequence[str]:
        """The names of models that may be used."""
