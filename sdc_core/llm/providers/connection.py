"""HTTP under both SDKs: bounded answers, no redirects, an end to an answer that trickles.

Both bring `httpx2`. Their own clients read whatever comes and follow redirects, on which a key in a
header of its own (`x-goog-api-key`) would go along to another host.
"""

import time
from collections.abc import Iterator

import httpx2

from sdc_core.errors import AnswerError
from sdc_core.llm.providers.service import Service
from sdc_core.llm.providers.trouble import Trouble

# An answer of a task is below 10 kB; 100 vectors of 3,072 numbers written out are about 4 MB.
MAX_ANSWER_BYTES = 200_000
MAX_EMBEDDINGS_BYTES = 32_000_000
CONNECT_SECONDS = 10.0
_EMBEDDING_PATHS = ("/embeddings", ":batchEmbedContents", ":embedContent")


def time_limit(service: Service) -> httpx2.Timeout:
    """Of one try; a machine that is off shows it sooner than a model that is slow."""
    seconds = service.timeout_seconds
    return httpx2.Timeout(seconds, connect=min(seconds, CONNECT_SECONDS))


def lost(error: BaseException | None) -> Trouble:
    """Why no answer came: nobody there, nobody answering, or a connection that broke."""
    if isinstance(error, httpx2.ConnectError | httpx2.ConnectTimeout):
        return Trouble(said=str(error))
    is_timeout = isinstance(error, httpx2.TimeoutException)
    return Trouble(is_timeout=is_timeout, is_broken=not is_timeout)


def http_client(service: Service) -> httpx2.Client:
    """The client for one provider; nothing is sent before it is used."""

    def bound(answer: httpx2.Response) -> None:
        assert isinstance(answer.stream, httpx2.SyncByteStream)
        answer.stream = _Bounded(answer.stream, answer.request, service)

    return httpx2.Client(
        # Unpacked, an answer could be a thousand times as long as what is counted here.
        headers={"Accept-Encoding": "identity"},
        timeout=time_limit(service),
        follow_redirects=False,
        # A proxy of the environment cannot reach this machine's own loopback.
        trust_env=not service.is_at_loopback,
        event_hooks={"response": [bound]},
    )


class _Bounded(httpx2.SyncByteStream):
    """The body of an answer, as long as it is neither too long nor too slow."""

    def __init__(
        self, inner: httpx2.SyncByteStream, request: httpx2.Request, service: Service
    ) -> None:
        self._inner = inner
        self._request = request
        self._name = service.name
        self._deadline = time.monotonic() + service.timeout_seconds
        is_embedding = request.url.path.endswith(_EMBEDDING_PATHS)
        self._left = MAX_EMBEDDINGS_BYTES if is_embedding else MAX_ANSWER_BYTES

    def __iter__(self) -> Iterator[bytes]:
        for part in self._inner:
            self._left -= len(part)
            if self._left < 0:
                raise AnswerError(
                    f"{self._name}: its answer is longer than any may be", kind="invalid"
                )
            if time.monotonic() > self._deadline:
                raise httpx2.ReadTimeout("the answer trickles", request=self._request)
            yield part

    def close(self) -> None:
        """Give the connection back, or up."""
        self._inner.close()
