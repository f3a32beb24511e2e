"""What was asked in a run, by model, for people and for Dagster's metadata."""

from collections import Counter
from dataclasses import dataclass, field
from threading import Lock

from sdc_core.llm.asking import Reply, State
from sdc_core.llm.base import Usage

_PREFIX = {"google_gemini": "gemini"}


@dataclass
class ModelTally:
    """One model.

    Attributes:
        cost_usd: Of calls whose price is known.
        unpriced_calls: Calls whose price is not.
    """

    usage: Usage = field(default_factory=Usage)
    cache_hits: int = 0
    cost_usd: float = 0.0
    unpriced_calls: int = 0

    def count(self, reply: Reply) -> None:
        """Add one reply."""
        self.usage += reply.usage
        self.cache_hits += reply.is_cached and reply.state is State.ANSWERED
        self.cost_usd += reply.cost_usd or 0.0
        self.unpriced_calls += reply.usage.calls if reply.cost_usd is None else 0


@dataclass
class Tally:
    """All models together; safe for threads.

    Attributes:
        models: By generator: `openai:gpt-5-mini`.
        waiting: Questions that wait, by kind: `budget`, `down`, `not_asked`, `redaction`, `setup`,
            `store`.
        failed: Questions that a model failed at, by kind of `AnswerError`, or `remembered`.
    """

    models: dict[str, ModelTally] = field(default_factory=dict)
    waiting: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    _lock: Lock = field(default_factory=Lock, repr=False, compare=False)

    def count(self, reply: Reply, kind: str) -> None:
        """Add one reply; `kind` says why it waits or failed."""
        with self._lock:
            if reply.is_cached or reply.usage.calls:
                self.models.setdefault(reply.generator, ModelTally()).count(reply)
            if reply.state is State.WAITING:
                self.waiting[kind] += 1
            if reply.state is State.FAILED:
                self.failed[kind] += 1

    def numbers(self) -> dict[str, int | float]:
        """`openai.<model>.calls` and so on, in order of the models."""
        named: dict[str, int | float] = {}
        for generator, model in sorted(self.models.items()):
            provider, _colon, name = generator.partition(":")
            prefix = f"{_PREFIX.get(provider, provider)}.{name}"
            named |= {f"{prefix}.{field}": number for field, number in _numbers(model).items()}
        return named

    def missing(self) -> dict[str, int | float]:
        """`language_models.waiting.budget` and so on: how many answers are missing, by kind."""
        states = {State.WAITING: self.waiting, State.FAILED: self.failed}
        return {
            f"language_models.{state}.{kind}": count
            for state, kinds in states.items()
            for kind, count in sorted(kinds.items())
        }


def _numbers(model: ModelTally) -> dict[str, int | float]:
    used = model.usage
    return {
        "calls": used.calls,
        "prompt_tokens": used.prompt_tokens,
        "completion_tokens": used.completion_tokens,
        "total_tokens": used.prompt_tokens + used.completion_tokens,
        "cached_tokens": used.cached_tokens,
        "thought_tokens": used.thought_tokens,
        "cache_hits": model.cache_hits,
        "cost_usd": round(model.cost_usd, 6),
        "unpriced_calls": model.unpriced_calls,
    }
