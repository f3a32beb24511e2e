"""What tokens cost: a model on this machine nothing, then the settings, then the price list.

The list is the package `genai-prices`, which holds it offline and knows what cached tokens cost. A
model that neither knows has no price (None), which is never the same as costing nothing.
"""

from collections.abc import Mapping
from datetime import datetime

from sdc_core.llm.base import Route, Usage
from sdc_core.llm_sections import Price

MILLION = 1_000_000

_LISTED_AS = {"google_gemini": "google", "openai": "openai"}


class Prices:
    """Prices in US dollars."""

    def __init__(self, settings: Mapping[str, Price]) -> None:
        """`settings` are prices by model."""
        self._settings = settings

    def cost(self, route: Route, usage: Usage, *, is_here: bool, at: datetime) -> float | None:
        """What the usage costs at a moment; None where the price is not known.

        Args:
            route: Names provider and model.
            usage: What was taken, or what will be at most.
            is_here: Whether the model runs on this machine.
            at: Prices change.
        """
        if is_here:
            return 0.0
        own = self._settings.get(route.model)
        return _listed(route, usage, at) if own is None else _by_settings(own, usage)


def _by_settings(price: Price, usage: Usage) -> float:
    input_usd = usage.prompt_tokens * price.input_usd
    return (input_usd + usage.completion_tokens * price.output_usd) / MILLION


def _listed(route: Route, usage: Usage, at: datetime) -> float | None:
    from genai_prices import Usage as Tokens  # noqa: PLC0415 - the list takes 2.5 MB
    from genai_prices import calc_price  # noqa: PLC0415

    if route.provider not in _LISTED_AS:
        return None
    tokens = Tokens(
        input_tokens=usage.prompt_tokens,
        output_tokens=usage.completion_tokens,
        cache_read_tokens=min(usage.cached_tokens, usage.prompt_tokens),
    )
    try:
        price = calc_price(
            tokens, route.model, provider_id=_LISTED_AS[route.provider], genai_request_timestamp=at
        )
    except LookupError:
        return None
    return float(price.total_price)
