"""A loopback server that answers like OpenAI and like Gemini, with failures by script.

    with FakeServer(answers=['{"title": "Printer offline"}'], failures=[Failure(429)]) as server:
        ...  # settings: base_url = server.openai_url or server.gemini_url
    server.requests  # what was asked, in order

A failure is used up by the request that it meets; after all of them each question gets the next
answer, the last one again and again. An answer may be a function of the request.
"""

import json
import struct
import time
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any, Self

DIMENSIONS = 4


@dataclass(frozen=True)
class Asked:
    """One request as it came."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: Any

    @property
    def text(self) -> str:
        """Everything of it, to look for what must not be there."""
        return f"{self.path}\n{json.dumps(dict(self.headers))}\n{json.dumps(self.body)}"


Answer = str | Callable[[Asked], str]


@dataclass(frozen=True)
class Failure:
    """What happens to one request instead of an answer.

    Attributes:
        status: Of the answer; None where there is none.
        body: Of the answer, as bytes as they stand or as JSON.
        headers: Of the answer, such as `Retry-After`.
        delay: Seconds before anything comes.
        is_cut: The connection ends before (status None) or in the middle of the answer.
        trickle: Seconds between the bytes of the answer.
    """

    status: int | None = 200
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0
    is_cut: bool = False
    trickle: float = 0.0

    def content(self) -> bytes:
        """The bytes of the body."""
        if isinstance(self.body, bytes):
            return self.body
        return json.dumps(self.body or {"error": {"message": "by script"}}).encode()


def openai_error(message: str, *, code: str | None = None, param: str | None = None) -> Any:
    """The body of an error as OpenAI sends it."""
    return {"error": {"message": message, "type": "x", "code": code, "param": param}}


def gemini_error(message: str, status: str, *details: Mapping[str, Any]) -> Any:
    """The body of an error as Google sends it."""
    return {"error": {"code": 0, "message": message, "status": status, "details": list(details)}}


def chat(
    text: str | None, *, finish: str = "stop", refusal: str | None = None, **usage: Any
) -> Any:
    """The body of a chat completion."""
    counts = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120, **usage}
    message = {"role": "assistant", "content": text, "refusal": refusal}
    return {
        "id": "c",
        "object": "chat.completion",
        "created": 0,
        "model": "m",
        "choices": [{"index": 0, "finish_reason": finish, "message": message}],
        "usage": counts,
    }


def generated(text: str | None, *, finish: str = "STOP", **usage: int) -> Any:
    """The body of a Gemini answer."""
    counts = {"promptTokenCount": 100, "candidatesTokenCount": 20, **usage}
    content = {"role": "model", "parts": [{"text": text}] if text is not None else []}
    return {"candidates": [{"content": content, "finishReason": finish}], "usageMetadata": counts}


class FakeServer:
    """Both APIs under one address; a context manager.

    Args:
        answers: JSON texts that the model answers, in order.
        failures: Met before them, in order.
        models: Names that it has; any other is a 404. None: every name is known.
    """

    def __init__(
        self,
        answers: Sequence[Answer] = ('{"ok": true}',),
        failures: Sequence[Failure] = (),
        *,
        models: Sequence[str] | None = None,
    ) -> None:
        self.answers = list(answers)
        self.failures = list(failures)
        self.models = models
        self.requests: list[Asked] = []
        self._lock = Lock()

    def __enter__(self) -> Self:
        fake = self

        class Handler(_Handler):
            server_of = fake

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        Thread(target=self._http.serve_forever, args=(0.01,), daemon=True).start()
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()

    @property
    def openai_url(self) -> str:
        """The `base_url` of an OpenAI-compatible provider."""
        return f"{self.url}/v1"

    @property
    def gemini_url(self) -> str:
        """The `base_url` of Gemini."""
        return self.url

    @property
    def bodies(self) -> list[Any]:
        """Of all requests, in order."""
        return [asked.body for asked in self.requests]

    def meet(self, asked: Asked) -> Failure:
        """Write the request down; what it meets."""
        with self._lock:
            self.requests.append(asked)
            if self.failures:
                return self.failures.pop(0)
        return Failure(*self._answer(asked))

    def _answer(self, asked: Asked) -> tuple[int, Any]:
        for ending, answer in _ROUTES.items():
            if asked.path.partition("?")[0].endswith(ending):
                model = _model(asked)
                if model and self.models is not None and model not in self.models:
                    return 404, openai_error(f"model '{model}' not found", code="model_not_found")
                return 200, answer(self, asked)
        return 404, b"404 page not found"

    def next_text(self, asked: Asked) -> str:
        """What the model says to it."""
        with self._lock:
            answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return answer if isinstance(answer, str) else answer(asked)

    def listed(self) -> list[str]:
        """Names of its models."""
        return list(self.models or ("some-model",))


def _model(asked: Asked) -> str:
    if "/models/" in asked.path:
        return asked.path.partition("/models/")[2].partition(":")[0]
    return str((asked.body or {}).get("model", ""))


def vector_of(text: str) -> list[float]:
    """Some vector that depends on the text."""
    return [1.0 + text.count("e"), float(len(text)), 1.0, 0.0]


def _chat(fake: FakeServer, asked: Asked) -> Any:
    return chat(fake.next_text(asked))


def _response(fake: FakeServer, asked: Asked) -> Any:
    part = {"type": "output_text", "text": fake.next_text(asked), "annotations": []}
    message = {"type": "message", "id": "m", "role": "assistant", "status": "completed"}
    return {
        "id": "r",
        "object": "response",
        "created_at": 0,
        "model": "m",
        "status": "completed",
        "output": [{**message, "content": [part]}],
        "usage": {"input_tokens": 100, "output_tokens": 20, "total_tokens": 120},
    }


def _embeddings(_fake: FakeServer, asked: Asked) -> Any:
    is_packed = asked.body.get("encoding_format") == "base64"
    texts = asked.body["input"]
    rows = [vector_of(text) for text in ([texts] if isinstance(texts, str) else texts)]
    packed = [b64encode(struct.pack(f"<{DIMENSIONS}f", *row)).decode() for row in rows]
    data = [
        {"object": "embedding", "index": number, "embedding": row}
        for number, row in enumerate(packed if is_packed else rows)
    ]
    usage = {"prompt_tokens": 7, "total_tokens": 7}
    return {"object": "list", "model": "m", "data": data, "usage": usage}


def _models(fake: FakeServer, asked: Asked) -> Any:
    if asked.path.startswith("/v1beta"):
        return {"models": [{"name": f"models/{name}"} for name in fake.listed()]}
    data = [{"id": name, "object": "model", "created": 0} for name in fake.listed()]
    return {"object": "list", "data": data}


def _generate(fake: FakeServer, asked: Asked) -> Any:
    return generated(fake.next_text(asked))


def _batch_embed(_fake: FakeServer, asked: Asked) -> Any:
    texts = [request["content"]["parts"][0]["text"] for request in asked.body["requests"]]
    return {"embeddings": [{"values": vector_of(text)} for text in texts]}


def _count(_fake: FakeServer, _asked: Asked) -> Any:
    return {"totalTokens": 100}


_ROUTES: dict[str, Callable[[FakeServer, Asked], Any]] = {
    "/chat/completions": _chat,
    "/responses": _response,
    "/embeddings": _embeddings,
    "/models": _models,
    ":generateContent": _generate,
    ":batchEmbedContents": _batch_embed,
    ":countTokens": _count,
}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_of: FakeServer

    def do_GET(self) -> None:
        self._respond(None)

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        self._respond(json.loads(self.rfile.read(length) or b"null"))

    def _respond(self, body: Any) -> None:
        asked = Asked(self.command, self.path, dict(self.headers.items()), body)
        met = self.server_of.meet(asked)
        time.sleep(met.delay)
        self.close_connection = True
        if met.status is None:
            return
        with suppress(ConnectionError):  # the client has given up, as the test wants
            self._send(met)

    def _send(self, met: Failure) -> None:
        content = met.content()
        self.send_response_only(met.status or 200)
        headers = {"Content-Type": "application/json", "Connection": "close", **met.headers}
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if met.is_cut:
            content = content[: len(content) // 2]
        pieces = [content] if not met.trickle else [bytes([byte]) for byte in content]
        for piece in pieces:
            self.wfile.write(piece)
            time.sleep(met.trickle)

    def log_message(self, *_: Any) -> None:
        pass
