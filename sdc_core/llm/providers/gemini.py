"""Google Gemini by its own API (`google-genai` 3).

Answers are bound by `response_json_schema`; the SDK's `parsed` is not looked at, because it is
silently None for an answer of another form. Timeouts are in milliseconds there. `v1beta` is asked,
which alone knows the `-latest` names of models.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from sdc_core.errors import ProviderDownError, ProviderSetupError
from sdc_core.llm.base import Completion, Embeddings, Prompt, Route
from sdc_core.llm.providers.adapter import Adapter
from sdc_core.llm.providers.gemini_answers import completion_of, trouble_of, vectors_of
from sdc_core.llm.providers.schemas import schema_of
from sdc_core.llm.providers.verdict import error_of, error_that_says, wrong_address
from sdc_core.llm.rendering import fresh_nonce, render

if TYPE_CHECKING:
    from google import genai
    from google.genai import types

API_VERSION = "v1beta"
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


class Gemini(Adapter):
    """The Gemini API."""

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
        with self._translated(""):
            listed = [model.name or "" for model in self._client.models.list()]
        return [name.removeprefix(_PREFIX) for name in listed]

    @contextmanager
    def _translated(self, model: str, *, is_ours: bool = False) -> Iterator[None]:
        """Errors of the SDK as ours; none keeps what the SDK's would show of the question."""
        import httpx2  # noqa: PLC0415 - comes with the SDK
        from google.genai import errors  # noqa: PLC0415 - see `_config`

        from sdc_core.llm.providers.connection import lost  # noqa: PLC0415 - with the SDK

        try:
            yield
        except httpx2.HTTPError as error:
            trouble = lost(error)
        except errors.APIError as error:
            trouble = trouble_of(error)
        except ValidationError:
            raise ProviderSetupError(f"{self.name}: {wrong_address(self._service)}") from None
        except ValueError:
            raise ProviderDownError(f"{self.name}: it sent a broken answer") from None
        else:
            return
        translate = error_that_says if is_ours else error_of
        raise translate(trouble, self._service, model) from None

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
