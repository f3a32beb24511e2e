"""Google Gemini by its own API (`google-genai` 3).

Answers are bound by `response_json_schema`; the SDK's `parsed` is not looked at, because it is
silently None for an answer of another form. Timeouts are in milliseconds there. `v1beta` is asked,
which alone knows the `-latest` names of models.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from sdc_core.errors import AnswerError, LlmError, ProviderDownError, ProviderSetupError
from sdc_core.llm.base import Completion, Embeddings, Prompt, Route
from sdc_core.llm.providers.gemini_answers import completion_of, trouble_of, vectors_of
from sdc_core.llm.providers.patience import Patience
from sdc_core.llm.providers.probe import PROBE, Probe, probe_route, there_are, unusable
from sdc_core.llm.providers.schemas import schema_of
from sdc_core.llm.providers.service import Service
from sdc_core.llm.providers.trouble import (
    ModelMissingError,
    Trouble,
    error_of,
    said_by,
    wrong_address,
)
from sdc_core.llm.providers.vectors import in_batches
from sdc_core.llm.rendering import fresh_nonce, render

if TYPE_CHECKING:
    from google import genai
    from google.genai import types

API_VERSION = "v1beta"
TEXTS_PER_CALL = 100
_NO_KEY = "none"
_MILLISECONDS = 1000
_PREFIX = "models/"

# Models that think before they answer, and spend the tokens of the answer on it: the least that
# each takes ("Gemini thinking"; the longest name that fits is meant). The settings may ask for more
# by `parameters.extra`.
_LEAST_THINKING: Mapping[str, Mapping[str, Any]] = {
    "gemini-2.5-pro": {"thinking_budget": 128},
    "gemini-2.5-flash": {"thinking_budget": 0},
    "gemini-3": {"thinking_level": "LOW"},
}


class Gemini:
    """The Gemini API."""

    def __init__(self, service: Service, *, patience: Patience | None = None) -> None:
        self.name = service.name
        self.is_on_this_machine = service.is_on_this_machine
        self._service = service
        self._patience = patience or Patience(service)

    def complete(self, route: Route, prompt: Prompt, schema: type[BaseModel]) -> Completion:
        """As `Provider.complete`."""
        return self._patience.ask(partial(self._complete, route, prompt, schema))

    def embed(self, model: str, texts: Sequence[str]) -> Embeddings:
        """As `Provider.embed`."""
        return in_batches(
            lambda some: self._patience.ask(partial(self._embed, model, some)),
            texts,
            TEXTS_PER_CALL,
        )

    def check(self, model: str) -> None:
        """As `Provider.check`."""
        ask = partial(self._complete, probe_route(self.name, model), PROBE, Probe, is_ours=True)
        try:
            self._patience.ask(ask, max_tries=1)
        except ModelMissingError as error:
            raise ProviderSetupError(f"{error}{there_are(model, self._models())}") from None
        except AnswerError as error:
            raise unusable(error, self.name, model) from None

    def _complete(
        self, route: Route, prompt: Prompt, schema: type[BaseModel], *, is_ours: bool = False
    ) -> Completion:
        system, user = render(prompt, fresh_nonce(prompt))
        config = self._config(route, system, schema)
        with self._translated(route.model, is_ours=is_ours):
            answer = self._client.models.generate_content(
                model=route.model, contents=user, config=config
            )
        return completion_of(answer, self.name, route.model)

    def _config(
        self, route: Route, system: str, schema: type[BaseModel]
    ) -> "types.GenerateContentConfig":
        from google.genai import types  # noqa: PLC0415 - 0.7 s that only who calls it waits for

        try:
            return types.GenerateContentConfig.model_validate(
                {
                    **_least_thinking(route.model),
                    **_renamed(route.parameters),
                    "system_instruction": system,
                    "response_mime_type": "application/json",
                    "response_json_schema": schema_of(schema),
                }
            )
        except ValidationError as error:
            wrong = ", ".join(sorted({str(problem["loc"][0]) for problem in error.errors()}))
            raise ProviderSetupError(
                f"{self.name}: parameters.extra holds what it does not take: {wrong}"
            ) from None

    def _embed(self, model: str, texts: Sequence[str]) -> Embeddings:
        with self._translated(model):
            answer = self._client.models.embed_content(model=model, contents=list(texts))
        return vectors_of(answer, self.name, len(texts))

    def _models(self) -> Sequence[str]:
        """The names that the key may use; none where it does not say."""
        try:
            with self._translated(""):
                listed = [model.name or "" for model in self._client.models.list()]
        except LlmError:
            return ()
        return [name.removeprefix(_PREFIX) for name in listed]

    @contextmanager
    def _translated(self, model: str, *, is_ours: bool = False) -> Iterator[None]:
        """Errors of the SDK as ours; none keeps what the SDK's would show of the question."""
        import httpx2  # noqa: PLC0415 - comes with the SDK
        from google.genai import errors  # noqa: PLC0415 - see `_config`

        try:
            yield
        except httpx2.TimeoutException:
            trouble = Trouble(is_timeout=True)
        except httpx2.HTTPError:
            trouble = Trouble()
        except errors.APIError as error:
            trouble = trouble_of(error)
        except ValidationError:
            raise ProviderSetupError(f"{self.name}: {wrong_address(self._service)}") from None
        except ValueError:
            raise ProviderDownError(f"{self.name}: it sent a broken answer") from None
        else:
            return
        found = error_of(trouble, self._service, model)
        if is_ours:
            found.args = (f"{found}{said_by(trouble, self._service)}",)
        raise found

    @cached_property
    def _client(self) -> "genai.Client":
        """Kept: the SDK closes its connections when nobody holds the client."""
        from google import genai  # noqa: PLC0415 - see `_config`
        from google.genai import types  # noqa: PLC0415

        from sdc_core.llm.providers.connection import http_client  # noqa: PLC0415 - with the SDK

        options = types.HttpOptions(
            base_url=self._service.base_url,
            api_version=API_VERSION,
            timeout=int(self._service.timeout_seconds * _MILLISECONDS),
            httpx_client=http_client(self._service),
        )
        # A variable of the environment must not send texts to another product of Google's.
        key = self._service.key_text() or _NO_KEY
        return genai.Client(vertexai=False, api_key=key, http_options=options)


def _renamed(parameters: Mapping[str, Any]) -> dict[str, Any]:
    named = {**parameters}
    if "max_tokens" in named:
        named["max_output_tokens"] = named.pop("max_tokens")
    return named


def _least_thinking(model: str) -> dict[str, Any]:
    fits = [name for name in _LEAST_THINKING if model.startswith(name)]
    # The light model of 2.5 does not think unless told to.
    if not fits or model.startswith("gemini-2.5-flash-lite"):
        return {}
    return {"thinking_config": _LEAST_THINKING[max(fits, key=len)]}
