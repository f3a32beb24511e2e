"""The gateway of the settings; nothing is loaded, opened or sent before it is asked."""

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from sdc_core.llm.answer_cache import AnswerCache
from sdc_core.llm.asking import Question
from sdc_core.llm.base import Provider, Route
from sdc_core.llm.gate.breaker import Breaker
from sdc_core.llm.gate.calling import Caller
from sdc_core.llm.gate.outgoing import Outlet
from sdc_core.llm.gateway import Gateway, ProviderOf
from sdc_core.llm.routing import route_of
from sdc_core.llm.spending.budget import Spending
from sdc_core.llm.spending.calls import CallLedger
from sdc_core.llm.spending.prices import Prices
from sdc_core.privacy.base import Redactor
from sdc_core.settings import Settings
from sdc_core.times import now_utc

CACHE_FOLDER = "llm"


def make_gateway(
    settings: Settings,
    *,
    root: Path,
    cache_root: Path,
    redactor: Callable[[], Redactor],
    clock: Callable[[], datetime] = now_utc,
    answers: AnswerCache | None = None,
    provider_of: ProviderOf | None = None,
) -> Gateway:
    """The gateway of one data root.

    Args:
        settings: Read once.
        root: The data root, where the ledger of calls is.
        cache_root: Where the answers are, if they are not given.
        redactor: Makes the redactor when a text has to be redacted; may raise RedactionError.
        clock: The present moment.
        answers: The cache, where somebody has opened it already.
        provider_of: For tests; else the registry.
    """
    config = settings.llm_config
    prices = Prices(config.prices)
    spending = Spending(CallLedger(root), config.budget, prices, clock)
    return Gateway(
        route_of=_routes(settings),
        provider_of=provider_of or _providers(settings),
        outlet=Outlet(redactor),
        caller=Caller(spending, Breaker()),
        cache=answers or AnswerCache(cache_root / CACHE_FOLDER, root=cache_root),
        clock=clock,
        redacts_always=config.redact == "always",
    )


def _routes(settings: Settings) -> Callable[[Question], Route | None]:
    def route(question: Question) -> Route | None:
        tier, most = question.tier, question.max_tokens
        return route_of(settings, question.task, tier=tier, max_tokens=most)

    return route


def _providers(settings: Settings) -> ProviderOf:
    """Each provider once: its pause after a 429 holds for all who ask it."""
    from sdc_core.llm import make_provider  # noqa: PLC0415 - an adapter loads when it is asked

    @lru_cache
    def provider(name: str) -> Provider:
        return make_provider(settings, name)

    return provider
