"""Vectors of a provider: one for each text, in order, of length 1."""

import math

import pytest

from sdc_core.errors import AnswerError, ProviderDownError, ProviderSetupError
from sdc_core.llm.base import NOTHING_USED, Usage
from sdc_core.llm.providers.adapter import TEXTS_PER_CALL
from tests.core.llm.fake_server import Failure, FakeServer, vector_of
from tests.core.llm.providers.asking import NAMES, provider

TEXTS = ["printer", "new user for the warehouse", "e"]


@pytest.fixture
def server():
    with FakeServer() as fake:
        yield fake


def unit(row):
    return tuple(number / math.hypot(*row) for number in row)


def assert_near(found, texts):
    assert len(found.vectors) == len(texts)
    for vector, text in zip(found.vectors, texts, strict=True):
        assert vector == pytest.approx(unit(vector_of(text)))


@pytest.mark.parametrize("name", NAMES)
def test_each_text_has_its_vector_of_length_one(name, server):
    found = provider(name, server).embed("m", TEXTS)
    assert_near(found, TEXTS)
    assert found.usage.calls == 1


@pytest.mark.parametrize("name", NAMES)
def test_many_texts_take_several_calls_and_stay_in_order(name, server):
    texts = ["e" * number for number in range(1, TEXTS_PER_CALL + 3)]
    found = provider(name, server).embed("m", texts)
    assert_near(found, texts)
    assert found.usage.calls == len(server.requests) == 2


@pytest.mark.parametrize("name", NAMES)
def test_no_text_is_no_call(name, server):
    found = provider(name, server).embed("m", [])
    assert (found.vectors, found.usage, server.requests) == ((), NOTHING_USED, [])


def test_openai_is_asked_for_base64_and_may_send_numbers(server):
    rows = [{"index": 1, "embedding": [0.0, 2.0]}, {"index": 0, "embedding": [3.0, 4.0]}]
    server.failures = [Failure(body={"data": rows})]
    found = provider("local_llm", server).embed("m", ["a", "b"])
    assert server.bodies[0]["encoding_format"] == "base64"
    assert found.vectors == ((0.6, 0.8), (0.0, 1.0))
    assert found.usage == Usage(calls=1)


@pytest.mark.parametrize(
    "rows",
    [
        [[1.0, 0.0]],
        [[1.0, 0.0], [1.0]],
        [[1.0, 0.0], [0.0, 0.0]],
        [[1.0, 0.0], [1e308, 1e308]],
    ],
)
def test_vectors_that_cannot_be_compared_are_no_answer(rows, server):
    data = [{"index": number, "embedding": row} for number, row in enumerate(rows)]
    server.failures = [
        Failure(body={"data": data}),
        Failure(body={"embeddings": [{"values": r} for r in rows]}),
    ]
    for name in ("local_llm", "google_gemini"):
        with pytest.raises(AnswerError) as caught:
            provider(name, server).embed("m", ["a", "b"])
        assert caught.value.kind == "invalid"


@pytest.mark.parametrize("name", NAMES)
def test_failures_are_those_of_complete(name, server):
    server.failures = [Failure(503), Failure(429, headers={"Retry-After": "3"})]
    assert provider(name, server).embed("m", ["a"]).usage.calls == 1
    server.failures = [Failure(401)]
    with pytest.raises(ProviderSetupError):
        provider(name, server).embed("m", ["a"])
    server.failures = [Failure(503)] * 2
    with pytest.raises(ProviderDownError):
        provider(name, server, max_tries=2).embed("m", ["a"])


def test_vectors_may_be_longer_than_an_answer_in_words(server):
    rows = [{"index": 0, "embedding": [0.123456789] * 40_000}]
    server.failures = [Failure(body={"data": rows})]
    assert len(provider("local_llm", server).embed("m", ["a"]).vectors[0]) == 40_000
