"""The hunt led by coverage, where atheris is installed (extra `fuzz`, Linux)."""

import sys
from pathlib import Path

from sdc_core.sources.base import Source
from tests.fuzz.findings import keep, samples
from tests.fuzz.judge import judge


def guided_hunt(source: Source, folder: Path, *, minutes: float, seed: int) -> int:
    """Runs until a fault is found or the time is over; libFuzzer then ends the process."""
    import atheris

    def one(content: bytes) -> None:
        what = judge(source, content, folder)
        if what is not None:
            print(f"{keep(source, content, what)}: {what}", flush=True)
            raise AssertionError(what)

    corpus = folder / "corpus"
    corpus.mkdir()
    for number, content in enumerate(samples(source)):
        (corpus / str(number)).write_bytes(content)
    limits = [f"-max_total_time={int(minutes * 60)}", f"-seed={seed}", "-max_len=20000"]
    atheris.instrument_all()
    atheris.Setup([sys.argv[0], *limits, f"-artifact_prefix={folder}/", str(corpus)], one)
    atheris.Fuzz()
    return 0
