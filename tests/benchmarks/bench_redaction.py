"""Characters per second of all that finds names and secrets, by recogniser, on one core.

Run: `python -m tests.benchmarks.bench_redaction [FILE.jsonl]`; the goal is 10,000 for the whole on
lines as technicians write them. Beside it: the seconds that loading takes, what marked lines say of
recall and precision, and 100,000 characters of ordinary tickets in one text.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

from sdc_core.privacy.finder import make_finder
from sdc_core.privacy.presidio import named_entities
from sdc_core.privacy.recognizers.all import make_recognizers
from sdc_core.privacy.recognizers.judged import Judged
from tests.core.privacy.recognizers.found import LINES, found, rows_of

GOAL = 10_000
LONG = 100_000


def seconds(act: Callable[[], object]) -> float:
    """Of the processor, which other programs do not lengthen."""
    start = time.process_time()
    act()
    return time.process_time() - start


def speeds(texts: list[str]) -> dict[str, float]:
    """Characters per second by recogniser; one kind of several patterns is one."""
    finders: dict[str, list] = {}
    for finder in (*make_recognizers(), Judged(named_entities())):
        finders.setdefault(getattr(finder, "label", type(finder).__name__), []).append(finder)
    return {
        name: sum(map(len, texts))
        / max(seconds(lambda kind=kind: [list(f.find(t)) for t in texts for f in kind]), 1e-9)
        for name, kind in finders.items()
    }


def main(path: Path) -> None:
    """Print loading, speeds, the whole, and the figures."""
    print(f"loading: {seconds(lambda: make_finder().find('Anna Lee')):.2f} s")
    rows = rows_of(path)
    texts = [row["text"] for row in rows]
    finder = make_finder()
    for name, speed in sorted(speeds(texts).items(), key=lambda item: item[1]):
        print(f"  {name}: {speed:,.0f} characters/s")
    whole = sum(map(len, texts)) / seconds(lambda: [finder.find(text) for text in texts])
    print(f"whole: {whole:,.0f} characters/s (goal {GOAL:,})")
    plain = "\n".join(row["text"] for row in rows_of(LINES / "plain.jsonl"))
    long = (plain * (LONG // len(plain) + 1))[:LONG]
    print(f"one text of {LONG:,}: {LONG / seconds(lambda: finder.find(long)):,.0f} characters/s")
    result = found(rows, finder.find)
    print(f"recall {result.recall():.3f}, precision {result.precision:.3f}, "
          f"leaking {result.leaking} of {result.lines}")  # fmt: skip


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else LINES / "technicians.jsonl")
