"""What tokens cost, and what has no price."""

import pytest

from sdc_core.llm.base import Route, Usage
from sdc_core.llm.spending.prices import MILLION, Prices
from sdc_core.llm_sections import Price
from tests.core.llm.gateway_world import NOW

EACH = Usage(1, MILLION, MILLION)

# US dollars per million tokens in and out: LLM reference, section 6.
LISTED = {
    ("google_gemini", "gemini-2.5-flash-lite"): (0.10, 0.40),
    ("google_gemini", "gemini-2.5-flash"): (0.30, 2.50),
    ("openai", "gpt-5-nano"): (0.05, 0.40),
    ("openai", "gpt-5-mini"): (0.25, 2.00),
}


def cost(provider, model, usage=EACH, *, is_here=False, own=None):
    route = Route("title", provider, "general", model)
    return Prices(own or {}).cost(route, usage, is_here=is_here, at=NOW)


@pytest.mark.parametrize(("named", "prices"), LISTED.items())
def test_the_list_knows_what_models_cost(named, prices):
    assert cost(*named) == pytest.approx(sum(prices))
    assert cost(*named, Usage(1, 1_000, 0)) == pytest.approx(prices[0] / 1_000)


def test_cached_tokens_cost_less():
    usage = Usage(1, MILLION, 0, cached_tokens=MILLION)
    assert 0 < cost("openai", "gpt-5-mini", usage) < 0.25


def test_more_cached_tokens_than_tokens_are_no_refund():
    assert cost("openai", "gpt-5-mini", Usage(1, 10, 0, cached_tokens=1_000)) > 0


def test_the_settings_come_before_the_list():
    own = {"gpt-5-mini": Price(input_usd=1, output_usd=2)}
    assert cost("openai", "gpt-5-mini", own=own) == 3


@pytest.mark.parametrize("named", [("openai", "gpt-none"), ("local_llm", "gpt-5-mini")])
def test_what_nobody_knows_has_no_price(named):
    assert cost(*named) is None


def test_a_model_on_this_machine_costs_nothing():
    assert cost("local_llm", "whatever", is_here=True) == 0.0
