"""OpenAI, and every server that speaks like it: LM Studio, Ollama, llama.cpp, vLLM, gateways.

Chat completions, because all of them know these; LM Studio binds no answer to a schema on
`/v1/responses` (lmstudio-bug-tracker, issue 2403). The SDK's own retries are off (decision 0035),
and so is its `parse()`: what an answer is, the caller validates.
"""

import json
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from pydantic import BaseModel

from sdc_core.errors import ProviderSetupError
from sdc_core.llm.base import Completion, Embeddings, Prompt, Route
from sdc_core.llm.providers.adapter import Adapter
from sdc_core.llm.providers.body import read_body
from sdc_core.llm.providers.dialect import Dialect, Form, first_dialect
from sdc_core.llm.providers.openai_answers import completion_of, trouble_of, vectors_of
from sdc_core.llm.providers.openai_wire import ChatAnswer, EmbeddingsAnswer, ModelsAnswer
from sdc_core.llm.providers.patience import Patience
from sdc_core.llm.providers.schemas import schema_of
from sdc_core.llm.providers.service import Service
from sdc_core.llm.providers.unwrap import unwrapped
from sdc_core.llm.providers.verdict import error_of, error_that_says
from sdc_core.llm.rendering import fresh_nonce, render

if TYPE_CHECKING:
    import openai

_log = logging.getLogger(__name__)

# Each refusal teaches one thing, and there are not more things to learn.
MOST_REFUSALS = 7
_NO_KEY = "none"
_IN_WORDS = "Answer with one JSON object of this JSON Schema and nothing else:"


class OpenAi(Adapter):
    """One OpenAI-compatible service."""

    def __init__(self, service: Service, *, patience: Patience | None = None) -> None:
        super().__init__(service, patience=patience)
        self._dialects: dict[str, Dialect] = {}

    def _complete(
        self, route: Route, prompt: Prompt, schema: type[BaseModel], *, is_ours: bool = False
    ) -> Completion:
        with self._translated(route.model, is_ours=is_ours):
            return self._asked(route, prompt, schema)

    def _asked(self, route: Route, prompt: Prompt, schema: type[BaseModel]) -> Completion:
        import openai  # noqa: PLC0415 - 0.6 s that only who calls it waits for

        for _ in range(MOST_REFUSALS):
            dialect = self._dialect(route.model)
            try:
                return self._said(route, dialect, prompt, schema)
            except openai.APIStatusError as error:
                learned = dialect.without(trouble_of(error))
                if learned is None:
                    raise
                self._learn(route.model, learned)
        raise ProviderSetupError(f"{self.name}: {route.model!r} refuses every form of a request")

    def _said(
        self, route: Route, dialect: Dialect, prompt: Prompt, schema: type[BaseModel]
    ) -> Completion:
        form = schema_of(schema, has_lengths=self.name == "local_llm")
        system, user = render(prompt, fresh_nonce(prompt))
        if dialect.form is not Form.SCHEMA:
            system = f"{system}\n\n{_IN_WORDS}\n{json.dumps(form)}"
        answer = self._client.chat.completions.with_raw_response.create(
            model=route.model,
            messages=cast("Any", dialect.messages(system, user)),
            extra_body={**dialect.spoken(route.parameters), **_bound(dialect.form, schema, form)},
        )
        body = read_body(ChatAnswer, answer.http_response.content, self._service)
        completion = completion_of(body, self.name, route.model)
        if self.name == "openai" and dialect.form is Form.SCHEMA:
            return completion
        return Completion(unwrapped(completion.text), completion.usage)

    def _embed(self, model: str, texts: Sequence[str]) -> Embeddings:
        with self._translated(model):
            answer = self._client.embeddings.with_raw_response.create(
                model=model, input=list(texts), encoding_format="base64"
            )
            body = read_body(EmbeddingsAnswer, answer.http_response.content, self._service)
            return vectors_of(body, self.name, len(texts))

    def _models(self) -> Sequence[str]:
        with self._translated(""):
            answer = self._client.models.with_raw_response.list()
        body = read_body(ModelsAnswer, answer.http_response.content, self._service)
        return [model.id for model in body.data]

    def _dialect(self, model: str) -> Dialect:
        return self._dialects.get(model) or first_dialect(self.name, model)

    def _learn(self, model: str, dialect: Dialect) -> None:
        _log.warning(
            "%s: %r refuses a part of a request; from now on %s", self.name, model, dialect
        )
        self._dialects[model] = dialect

    @contextmanager
    def _translated(self, model: str, *, is_ours: bool = False) -> Iterator[None]:
        """Errors of the SDK as ours; none keeps what the SDK's would show of the question."""
        import openai  # noqa: PLC0415 - see `_asked`

        from sdc_core.llm.providers.connection import lost  # noqa: PLC0415 - with the SDK

        try:
            yield
        except openai.APIConnectionError as error:
            trouble = lost(error.__cause__)
        except openai.APIStatusError as error:
            trouble = trouble_of(error)
        else:
            return
        translate = error_that_says if is_ours else error_of
        raise translate(trouble, self._service, model) from None

    @cached_property
    def _client(self) -> "openai.OpenAI":
        import openai  # noqa: PLC0415 - see `_asked`

        from sdc_core.llm.providers.connection import http_client, time_limit  # noqa: PLC0415

        return openai.OpenAI(
            api_key=self._service.key_text() or _NO_KEY,
            base_url=self._service.base_url,
            timeout=time_limit(self._service),
            max_retries=0,
            http_client=http_client(self._service),
        )


def _bound(form: Form, schema: type[BaseModel], plain: dict[str, Any]) -> dict[str, Any]:
    """The part of a request that binds its answer."""
    if form is Form.PLAIN:
        return {}
    if form is Form.OBJECT:
        return {"response_format": {"type": form}}
    said = {"name": schema.__name__, "strict": True, "schema": plain}
    return {"response_format": {"type": form, "json_schema": said}}
