"""The embedding model weighs sentences where it is asked to; words alone are the default."""

import pytest

from sdc_core.llm.extractive.generator import ExtractiveGenerator
from tests.core.llm.extractive.sessions import talk

SESSION = talk("The front desk printer is offline.", "Set a reserved address, it prints again.")


def test_words_alone_are_the_default():
    assert ExtractiveGenerator().name == "extractive-v2"


def test_who_weighed_is_named_and_shapes_the_digest():
    pytest.importorskip("onnxruntime")
    plain, weighing = ExtractiveGenerator(), ExtractiveGenerator(with_embeddings=True)
    insight = weighing.write(SESSION)
    assert insight.generator == "extractive-v2+minilm"
    assert insight.title == "The front desk printer is offline"
    assert insight == weighing.write(SESSION)
    assert plain.digest_of(SESSION) != weighing.digest_of(SESSION)


def test_a_problem_means_a_problem():
    pytest.importorskip("onnxruntime")
    from sdc_core.llm.extractive.meaning import meanings_of

    fault, work, noise = meanings_of(
        ["The scanner is not working, error 12.", "Reset and reconfigured it.", "Thank you, hello!"]
    )
    assert fault.problem > noise.problem
    assert work.action > noise.action
    assert noise.noise > max(fault.noise, work.noise)
    assert meanings_of([]) == []
