"""Who makes vectors: the embedding tier of the provider in use, or the model here, or nobody."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from sdc_core.embeddings import minilm
from sdc_core.llm_sections import EXTRACTIVE
from sdc_core.settings import Settings

if TYPE_CHECKING:
    import numpy as np

    from sdc_core.privacy.base import Redactor

TIER = "embedding"


class Embedder(Protocol):
    """Turns texts into vectors.

    Attributes:
        model_id: Under which vectors are kept; those of two models cannot be compared.
        texts_at_once: How many it is best given; what it failed at is asked again as a whole.
    """

    model_id: str
    texts_at_once: int

    def embed(self, texts: Sequence[str]) -> "np.ndarray":
        """(n, dimensions) float32, each of length 1, in the order of the texts.

        Raises:
            LlmError: No vectors now (not installed, provider down, budget spent, not redacted).
        """
        ...


class LocalEmbedder:
    """The small model on this machine; nothing leaves."""

    model_id = minilm.MODEL_ID
    texts_at_once = 256

    def __init__(self, *, is_for_a_query: bool = False) -> None:
        """`is_for_a_query`: for one text and then no other; its vector is not kept."""
        self._is_for_a_query = is_for_a_query

    def embed(self, texts: Sequence[str]) -> "np.ndarray":
        """Vectors by MiniLM."""
        return minilm.embed(texts, is_loaded_fast=self._is_for_a_query)


def embedder_from(
    settings: Settings, redactor: Callable[[], "Redactor"], *, is_for_a_query: bool = False
) -> Embedder | None:
    """Whoever the settings name, else whoever this machine has; None: search has words alone.

    Args:
        settings: A provider in use whose `models.embedding` is named makes the vectors.
        redactor: Makes the redactor when the first text has to be redacted.
        is_for_a_query: It will be given one text, whose vector is not kept.
    """
    config = settings.llm_config
    if not config.embed_sessions:
        return None
    name = config.active_provider
    if name != EXTRACTIVE and config.provider(name).models.embedding:
        return _provided(asked_once(settings, name) if is_for_a_query else settings, redactor)
    return local_embedder(is_for_a_query=is_for_a_query)


def local_embedder(*, is_for_a_query: bool = False) -> Embedder | None:
    """The model on this machine, where the extra is installed."""
    return LocalEmbedder(is_for_a_query=is_for_a_query) if minilm.is_installed() else None


def asked_once(settings: Settings, name: str) -> Settings:
    """The settings where somebody waits for the answer: no second try."""
    config = settings.llm_config
    once = config.provider(name).model_copy(update={"max_tries": 1})
    return settings.model_copy(update={"llm_config": config.model_copy(update={name: once})})


def _provided(settings: Settings, redactor: Callable[[], "Redactor"]) -> Embedder:
    from sdc_core.embeddings.provided import TASK, ProvidedEmbedder  # noqa: PLC0415
    from sdc_core.llm import make_provider  # noqa: PLC0415 - only who asks a provider
    from sdc_core.llm.base import Route  # noqa: PLC0415
    from sdc_core.llm.gate.outgoing import Outlet  # noqa: PLC0415
    from sdc_core.llm.spending.budget import Spending  # noqa: PLC0415
    from sdc_core.llm.spending.calls import CallLedger  # noqa: PLC0415
    from sdc_core.llm.spending.prices import Prices  # noqa: PLC0415
    from sdc_core.times import now_utc  # noqa: PLC0415

    config = settings.llm_config
    name = config.active_provider
    ledger, prices = CallLedger(settings.data_root), Prices(config.prices)
    return ProvidedEmbedder(
        lambda: make_provider(settings, name),
        Route(TASK, name, TIER, config.provider(name).models.embedding or ""),
        Outlet(redactor),
        Spending(ledger, config.budget, prices, now_utc),
        redacts=config.redact == "always",
    )
