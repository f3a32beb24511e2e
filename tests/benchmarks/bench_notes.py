"""Read a notes.json of 1 GB in a process of its own: speed, and the most memory it ever had.

Run: `python -m tests.benchmarks.bench_notes [MEGABYTES]`; the goal is a peak below 256 MiB. Beside it
the plain passes over the same file: its bytes, and ijson, which builds the items and nothing more.
Seconds are those of the processor, which other programs do not lengthen.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import ijson

from sdc_core.settings import Settings
from sdc_core.sources.base import InputFile
from sdc_core.sources.notes.source import SOURCE

MEGABYTES = 1000
GOAL_MIB = 256
BYTES_PER_MB = 1_000_000
# Every so many tickets one is there twice: the case that needs a third pass.
TWIN_EVERY = 500
TODO_SHARE = 0.1


def write_notes(path: Path, megabytes: float) -> int:
    """A notes.json as the recorded one, larger; the number of its items."""
    goal = megabytes * BYTES_PER_MB
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write('{\n  "tickets": [\n')
        tickets = _fill(file, _ticket, goal * (1 - TODO_SHARE))
        file.write('\n  ],\n  "toDoItems": [\n')
        todos = _fill(file, _todo, goal)
        file.write("\n  ]\n}\n")
    return tickets + todos


def _fill(file, item: Callable[[int], dict], until: float) -> int:
    number = 0
    while file.tell() < until:
        for _ in range(100):
            file.write(",\n" if number else "")
            file.write(json.dumps(item(number - (number % TWIN_EVERY == 1)), indent=2))
            number += 1
    return number


def _day(number: int) -> str:
    return f"{number % 12 + 1}/{number % 28 + 1}/{number % 4 + 21}"


def _ticket(number: int) -> dict:
    texts = [f"Investigated high memory usage, step {place} of {number}" for place in range(5)]
    return {
        "date": _day(number),
        "ticketNumber": str(1000 + number),
        "customer": f"Global Tech Solutions {number % 40}",
        "contact": "Alex Ray",
        "status": "Open",
        "priority": "High",
        "subject": "Desktop Performance Issue \u2013 slow",
        "notes": [{"order": n, "date": "", "note": text} for n, text in enumerate(texts[:3], 1)],
        "to-do": [{"order": n, "date": "", "task": text} for n, text in enumerate(texts[3:], 1)],
    }


def _todo(number: int) -> dict:
    task = f"Check the backups, round {number}"
    return {"date": _day(number), "customer": "Sample Corp", "subject": "Backups", "task": task}


def peak_mib() -> float | None:
    """The most memory this process ever had; None where the system does not tell (Windows)."""
    try:
        import resource
    except ImportError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def _nothing(path: Path) -> Iterator[object]:
    del path
    yield from ()


def _bytes(path: Path) -> Iterator[object]:
    with path.open("rb") as file:
        yield from iter(lambda: file.read(1 << 20), b"")


def _with_ijson(path: Path) -> Iterator[object]:
    for part in ("tickets.item", "toDoItems.item"):
        with path.open("rb") as file:
            yield from ijson.items(file, part)


def _with_sdc(path: Path) -> Iterator[object]:
    yield from SOURCE.read(InputFile(path=path, name=path.name), Settings())


READERS = {"imports": _nothing, "bytes": _bytes, "ijson": _with_ijson, "sdc": _with_sdc}


def measure(name: str, path: Path) -> dict[str, float | None]:
    """One reader in a fresh process: items, seconds, peak."""
    command = [sys.executable, "-m", "tests.benchmarks.bench_notes", name, str(path)]
    run = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(run.stdout)


def _measured_here(name: str, path: Path) -> None:
    begin = time.process_time()
    items = sum(1 for _ in READERS[name](path))
    seconds = time.process_time() - begin
    print(json.dumps({"items": items, "seconds": seconds, "peak": peak_mib()}))


def main() -> None:
    megabytes = float(sys.argv[1]) if len(sys.argv) > 1 else MEGABYTES
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "notes.json"
        items = write_notes(path, megabytes)
        size = path.stat().st_size / BYTES_PER_MB
        print(f"{size:.0f} MB, {items} items")
        print(f"{'reader':8} {'items':>9} {'cpu s':>8} {'MB/s':>7} {'x ijson':>8} {'peak MiB':>9}")
        taken = {name: measure(name, path) for name in READERS}
    for name, was in taken.items():
        ratio, peak = was["seconds"] / taken["ijson"]["seconds"], was["peak"]
        shown = "unknown" if peak is None else f"{peak:.0f}"
        speed = size / was["seconds"] if was["seconds"] > 1e-3 else 0
        print(
            f"{name:8} {was['items']:9} {was['seconds']:8.1f} {speed:7.0f} {ratio:8.1f} {shown:>9}"
        )
    print(f"goal: peak of sdc < {GOAL_MIB} MiB")


if __name__ == "__main__":
    if len(sys.argv) > 2:
        _measured_here(sys.argv[1], Path(sys.argv[2]))
    else:
        main()
