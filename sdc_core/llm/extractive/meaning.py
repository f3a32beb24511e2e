"""What sentences mean, by the small embedding model: near a problem, near work, near noise.

The anchors are those of the LLM reference (section 2); each is embedded once. Only texts whose
credentials are cut come here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from sdc_core.embeddings import minilm
from sdc_core.llm.extractive.ranking import Ranked

if TYPE_CHECKING:
    import numpy as np

_PROBLEM = (
    "The user reports a problem: something is not working",
    "error message, job failed, device offline, connection drops",
    "request to set up a new user or install software",
)
_ACTION = (
    "The technician fixed it: removed, updated, reset, replaced, configured and tested",
    "installed, reconfigured and verified it works now",
)
_NOISE = (
    "hello, thank you, works now",
    "billing time entry",
    "is this on the laptop or the desktop?",
    "what do you think? let me know",
)
_NOISE_WEIGHT = 0.5
_PLACES = 4  # what two machines may add up differently is cut off


@dataclass(frozen=True)
class Meaning:
    """How near a sentence is to each kind (about 0 to 1)."""

    problem: float
    action: float
    noise: float


def weighed(ranked: Sequence[Ranked]) -> list[Ranked]:
    """The sentences with what they mean added to both scores."""
    meanings = meanings_of([one.sentence.text for one in ranked])
    return [
        replace(
            one,
            problem=one.problem + meaning.problem - _NOISE_WEIGHT * meaning.noise,
            action=one.action + meaning.action - _NOISE_WEIGHT * meaning.noise,
        )
        for one, meaning in zip(ranked, meanings, strict=True)
    ]


def meanings_of(texts: Sequence[str]) -> list[Meaning]:
    """One per text, in order."""
    import numpy as np  # noqa: PLC0415 - only with the extra

    if not texts:
        return []
    vectors = minilm.embed(texts, max_tokens=minilm.SENTENCE_TOKENS)
    problem, action, noise = _anchors()
    columns = np.stack(
        [vectors @ problem, vectors @ action, (vectors @ noise.T).max(axis=1)], axis=1
    )
    return [Meaning(*(round(float(value), _PLACES) for value in row)) for row in columns]


@cache
def _anchors() -> "tuple[np.ndarray, np.ndarray, np.ndarray]":
    problem, action = (
        _normalized(minilm.embed(texts).mean(axis=0)) for texts in (_PROBLEM, _ACTION)
    )
    return problem, action, minilm.embed(_NOISE)


def _normalized(vector: "np.ndarray") -> "np.ndarray":
    import numpy as np  # noqa: PLC0415 - only with the extra

    found: np.ndarray = vector / np.linalg.norm(vector)
    return found
