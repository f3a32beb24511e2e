"""Vectors of a provider: what leaves is redacted, every call is counted, the budget holds."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from sdc_core.embeddings.embedder import LocalEmbedder, embedder_from
from sdc_core.embeddings.provided import TEXTS_AT_ONCE, ProvidedEmbedder
from sdc_core.errors import BudgetError, ProviderDownError, RedactionError
from sdc_core.llm.base import Embeddings, Route, Usage
from sdc_core.llm.gate.outgoing import Outlet
from sdc_core.llm.spending.budget import Spending
from sdc_core.llm.spending.calls import CallLedger
from sdc_core.llm.spending.prices import Prices
from sdc_core.llm_sections import Budget, LlmConfig, Price
from sdc_core.privacy.base import Redacted
from sdc_core.settings import Settings, load_settings

NOW = datetime(2025, 3, 1, 12, tzinfo=UTC)
ROUTE = Route("embedding", "openai", "embedding", "small-embedder")
TEXT = "Anna's printer is offline; password is Zx9!canary77"


class FakeProvider:
    name = "openai"

    def __init__(self, *, is_on_this_machine=False, error=None):
        self.is_on_this_machine = is_on_this_machine
        self.error = error
        self.calls = []

    def embed(self, model, texts):
        if self.error:
            raise self.error
        self.calls.append((model, list(texts)))
        vectors = tuple((float(len(text)), 1.0) for text in texts)
        return Embeddings(vectors, Usage(1, 10 * len(texts)))


class FakeRedactor:
    version = "fake-1"

    def redact(self, texts):
        return Redacted(tuple(text.replace("Anna", "<PERSON_1>") for text in texts))


@pytest.fixture
def ledger(tmp_path):
    return CallLedger(tmp_path)


@pytest.fixture
def made(ledger):
    def make(provider, *, budget=Budget(), redactor=FakeRedactor, redacts=False):  # noqa: B008
        prices = Prices({"small-embedder": Price(input_usd=1, output_usd=0)})
        spending = Spending(ledger, budget, prices, lambda: NOW)
        return ProvidedEmbedder(
            lambda: provider, ROUTE, Outlet(redactor), spending, redacts=redacts
        )

    return make


def settled(ledger):
    rows, _ = ledger.rows("2025-03")
    return [row for row in rows if row.row == "settled"]


def test_what_leaves_is_redacted_and_has_no_credential(made):
    provider = FakeProvider()

    vectors = made(provider).embed([TEXT])

    assert provider.calls == [
        ("small-embedder", ["<PERSON_1>'s printer is offline; password is [SECRET]"])
    ]
    assert vectors.dtype == np.float32
    assert vectors.shape == (1, 2)


def test_on_this_machine_only_credentials_are_cut_unless_all_is_redacted(made):
    here = FakeProvider(is_on_this_machine=True)
    made(here).embed([TEXT])
    made(here, redacts=True).embed([TEXT])

    (_, (first,)), (_, (second,)) = here.calls
    assert first == "Anna's printer is offline; password is [SECRET]"
    assert "Anna" not in second


def test_nothing_is_sent_that_cannot_be_redacted(made):
    def broken():
        raise ImportError(name="spacy")

    provider = FakeProvider()
    with pytest.raises(RedactionError, match="spacy"):
        made(provider, redactor=broken).embed([TEXT])
    assert provider.calls == []


def test_every_call_is_counted_with_its_cost(made, ledger):
    provider = FakeProvider()
    texts = [f"Text number {number}" for number in range(TEXTS_AT_ONCE + 1)]

    made(provider).embed(texts)

    rows = settled(ledger)
    assert [len(sent) for _, sent in provider.calls] == [TEXTS_AT_ONCE, 1]
    assert [row.prompt_tokens for row in rows] == [10 * TEXTS_AT_ONCE, 10]
    assert rows[1].cost_usd == pytest.approx(10 / 1e6)
    assert {(row.task, row.provider, row.outcome) for row in rows} == {
        ("embedding", "openai", "answered")
    }


def test_beyond_the_budget_nothing_is_sent(made):
    provider = FakeProvider()
    with pytest.raises(BudgetError):
        made(provider, budget=Budget(run_usd=1e-9)).embed([TEXT])
    assert provider.calls == []


def test_a_provider_that_is_down_is_counted_as_it_may_have_cost(made, ledger):
    with pytest.raises(ProviderDownError):
        made(FakeProvider(error=ProviderDownError("no answer"))).embed([TEXT])

    (row,) = settled(ledger)
    assert row.outcome == "down"


def test_the_settings_say_who_embeds(tmp_path, embeds):
    settings = load_settings(None, {"SDC_DATA_FOLDER": str(tmp_path)})
    assert isinstance(embedder_from(settings, FakeRedactor), LocalEmbedder)

    config = settings.llm_config
    models = config.openai.models.model_copy(update={"embedding": "small-embedder"})
    openai = config.openai.model_copy(update={"models": models})
    update = {"active_provider": "openai", "openai": openai}
    named = settings.model_copy(update={"llm_config": config.model_copy(update=update)})
    assert embedder_from(named, FakeRedactor).model_id == "openai:small-embedder"

    without = {"active_provider": "openai"}
    unnamed = settings.model_copy(update={"llm_config": config.model_copy(update=without)})
    assert isinstance(embedder_from(unnamed, FakeRedactor), LocalEmbedder)


def test_the_route_names_the_model_of_the_vectors(made):
    assert made(FakeProvider()).model_id == replace(ROUTE).generator


@pytest.mark.usefixtures("embeds")
def test_nobody_makes_vectors_where_the_settings_do_not_want_them():
    unwanted = Settings(llm_config=LlmConfig(embed_sessions=False))
    assert embedder_from(Settings(), FakeRedactor) is not None
    assert embedder_from(unwanted, FakeRedactor) is None
