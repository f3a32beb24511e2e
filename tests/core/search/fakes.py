"""An embedder that counts what it is given: equal words give equal vectors."""

from hashlib import sha256

import numpy as np


class CountingEmbedder:
    model_id = "counting-1"
    texts_at_once = 4

    def __init__(self, *, fails_after=None):
        self.texts = []
        self.fails_after = fails_after

    def embed(self, texts):
        if self.fails_after is not None and len(self.texts) >= self.fails_after:
            from sdc_core.errors import ProviderDownError

            raise ProviderDownError("it does not answer")
        self.texts += texts
        return np.vstack([_vector(text) for text in texts]).astype(np.float32)


def _vector(text):
    """The mean of a direction per word, at length 1."""
    total = sum(_direction(word) for word in text.casefold().split())
    return total / np.linalg.norm(total)


def _direction(word):
    seed = int.from_bytes(sha256(word.encode()).digest()[:8], "big")
    return np.random.default_rng(seed).standard_normal(64)
