"""Who makes vectors: the embedding tier of the provider in use, or the model here, or nobody."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from sdc_core.embeddings import minilm
from sdc_core.settings import Settings

if TYPE_CHECKING:
    import numpy as np


class Embedder(Protocol):
    """Turns texts into vectors.

    Attributes:
        model_id: Under which vectors are kept; those of two models cannot be compared.
    """

    model_id: str

    def embed(self, texts: Sequence[str]) -> "np.ndarray":
        """(n, dimensions) float32, each of length 1, in the order of the texts.

        Raises:
            LlmError: No vectors now (not installed, provider down, budget spent).
        """
        ...


class LocalEmbedder:
    """The small model on this machine; nothing leaves."""

    model_id = minilm.MODEL_ID

    def embed(self, texts: Sequence[str]) -> "np.ndarray":
        """Vectors by MiniLM."""
        return minilm.embed(texts)


def embedder_from(settings: Settings) -> Embedder | None:
    """Whoever the settings and this machine have; None where search has words alone."""
    del settings
    return local_embedder()


def local_embedder() -> Embedder | None:
    """The model on this machine, where the extra is installed."""
    return LocalEmbedder() if minilm.is_installed() else None
