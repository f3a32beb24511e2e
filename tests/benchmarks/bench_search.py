"""Search over 10,000 and 100,000 synthetic Sessions: `python -m tests.benchmarks.bench_search`.

Prints how long the index takes to make, and a search by words, by both, and as a whole command.
"""

import os
import subprocess
import sys
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np

from sdc_core.embeddings import minilm
from sdc_core.embeddings.embedder import local_embedder
from sdc_core.embeddings.vectors import MonthVectors
from sdc_core.layers import FINISHED
from sdc_core.search.documents import Document
from sdc_core.search.find import find
from sdc_core.search.index import Made
from sdc_core.search.refresh import embedded_layer
from sdc_core.settings import load_settings
from sdc_core.store.paths import MANIFEST_FILE
from sdc_core.workspace import Workspace, open_workspace

SIZES = (10_000, 100_000)
MONTHS = [f"{year}-{month:02}" for year in range(2016, 2026) for month in range(1, 13)]
QUERIES = (
    "printer offline after update",
    "SRV-0042",
    "ticket 31337",
    "Acme 17 backup failed",
    "pritner jams when scaning",
    "user cannot log in to the mail",
)
WORDS_PER_SESSION = 80
_STEMS = "print mail serv back log net disk user upd pass vpn scan phone team file road cam acc"
_ENDS = "er ed ing s al or ly y en ion ful less ware box up down line set point in"


def main() -> None:
    """Print the figures of each size."""
    for size in SIZES:
        with TemporaryDirectory() as folder:
            _bench(Path(folder), size)


def _bench(root: Path, size: int) -> None:
    workspace = open_workspace(load_settings(None, {"SDC_DATA_FOLDER": str(root)}))
    index, embedder = embedded_layer(workspace).index, local_embedder()
    took = _fill(workspace, size)
    print(f"{size:,} Sessions: indexed {size / took:,.0f}/s", end="; ")
    print(f"{index.path.stat().st_size / 1e6:.0f} MB")
    if embedder:
        embedder.embed(["loaded once"])
    for name, by in (("words", None), ("words and meaning", embedder)):
        took_each = [_timed(lambda q=query, by=by: find(index, by, q)) for query in QUERIES]
        print(f"  {name}: {median(took_each) * 1e3:.0f} ms, at most {max(took_each) * 1e3:.0f} ms")
    before = os.times()
    whole = [_timed(lambda q=query: _command(root, q)) for query in QUERIES]
    after = os.times()
    spent = after.children_user + after.children_system
    spent -= before.children_user + before.children_system
    print(f"  sdc search: {median(whole):.2f} s, at most {max(whole):.2f} s", end="; ")
    print(f"{spent / len(QUERIES):.2f} s of processor")


def _fill(workspace: Workspace, size: int) -> float:
    layer, random = embedded_layer(workspace), Random(size)
    words = [s + e for s in _STEMS.split() for e in _ENDS.split()]
    words += [f"{word}{number}" for word in words for number in range(20)]
    took = 0.0
    for place, month in enumerate(MONTHS):
        manifest = workspace.layers[FINISHED].store.folder / month / MANIFEST_FILE
        manifest.parent.mkdir(parents=True)
        manifest.write_bytes(b"{}")
        documents = [
            _document(random, words, month, number) for number in range(place, size, len(MONTHS))
        ]
        made, vectors = Made("", "", layer.place.seen(month)), _vectors(documents, place)
        start = perf_counter()
        layer.index.put(month, made, documents, vectors)
        took += perf_counter() - start
    return took


def _document(random: Random, words: list[str], month: str, number: int) -> Document:
    # Frequencies as in texts: few words are most of what is said.
    said = [words[int(len(words) * random.random() ** 3)] for _ in range(WORDS_PER_SESSION)]
    customer = random.randrange(300)
    return Document(
        session_id=f"{number:064x}",
        day=f"{month}-{random.randrange(1, 29):02}",
        source="SyncroTicket",
        customer_id=customer,
        customer=f"Acme {customer}",
        minutes=number % 90,
        file=f"{number}.json",
        title=" ".join(said[:7]),
        names=f"Acme {customer}\nTicket: {number}\nSRV-{random.randrange(5000):04}",
        text=" ".join(said),
    )


def _vectors(documents: list[Document], seed: int) -> MonthVectors:
    made = np.random.default_rng(seed).standard_normal((len(documents), minilm.DIMENSIONS))
    vectors = (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)
    ids = [document.session_id for document in documents]
    return MonthVectors(ids, [""] * len(ids), [minilm.MODEL_ID] * len(ids), vectors)


def _command(root: Path, query: str) -> None:
    command = [str(Path(sys.executable).with_name("sdc")), "--data", str(root), "search", query]
    subprocess.run(command, check=True, capture_output=True, env=dict(os.environ))


def _timed(act: object) -> float:
    start = perf_counter()
    act()  # type: ignore[operator]
    return perf_counter() - start


if __name__ == "__main__":
    main()
