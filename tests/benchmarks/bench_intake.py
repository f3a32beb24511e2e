"""The intake at scale: 1,000 chats with 200,000 messages, then one of them grown by one message.

Run: `python -m tests.benchmarks.bench_intake [MESSAGES] [--notes MEGABYTES]`; the goal is that the
second intake takes at most 2 % of the first. Each intake opens the data root anew; the grown one is
the median of three. With `--notes` one notes.json of that size is read too, looked at again, and
once more with one item changed, each in a process of its own; the goal is a peak below 256 MiB.
"""

import argparse
import json
import multiprocessing
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from sdc_core.intake import IntakeReport, run_intake
from sdc_core.settings import Settings
from sdc_core.workspace import open_workspace
from tests.benchmarks.bench_notes import peak_mib
from tests.benchmarks.bench_sillytavern import write_chats

MESSAGES = 200_000
ROUNDS = 3
GOAL = 0.02
NOW = datetime(2030, 1, 1, tzinfo=UTC)
NOTE = "Looked at the printer, cleaned the queue, printed two pages. " * 4


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("messages", type=int, nargs="?", default=MESSAGES)
    parser.add_argument("--notes", type=int, default=0, metavar="MEGABYTES")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        _chats(Path(name), wanted.messages)
    if wanted.notes:
        with tempfile.TemporaryDirectory() as name:
            _notes(Path(name), wanted.notes)


def _chats(root: Path, messages: int) -> None:
    folder = root / "input/sillytavern/chats/WorkLog"
    folder.mkdir(parents=True)
    files = write_chats(folder, messages)
    first, report = _intake(root, "sillytavern")
    print(f"{len(files)} chats, {messages} messages: {report.records} records in {first:.2f} s")
    grown = median(_grown(root, files[len(files) // 2].path, n) for n in range(ROUNDS))
    same, _ = _intake(root, "sillytavern")
    print(
        f"one file grown by one message: {grown:.2f} s, ratio {grown / first:.4f} (goal <= {GOAL})"
    )
    print(f"nothing changed: {same:.2f} s, ratio {same / first:.4f}")


def _grown(root: Path, path: Path, number: int) -> float:
    line = {
        "name": "Nick",
        "is_user": True,
        "send_date": f"2029-03-01T10:0{number}:00.000Z",
        "mes": f"one more {number}",
    }
    with path.open("a", encoding="utf-8", newline="") as file:
        file.write("\n" + json.dumps(line))
    seconds, report = _intake(root, "sillytavern")
    if (report.new, report.files_read) == (0, 0):
        raise AssertionError("the new message was not seen")
    return seconds


def _intake(root: Path, source: str) -> tuple[float, IntakeReport]:
    begin = time.perf_counter()
    workspace = open_workspace(Settings(project_paths={"data_folder": root}))
    report = run_intake(workspace, source, now=NOW)
    return time.perf_counter() - begin, report


def _notes(root: Path, megabytes: int) -> None:
    path = root / "input/notes/notes.json"
    path.parent.mkdir(parents=True)
    tickets = _write_notes(path, megabytes * 1_000_000)
    print(f"notes.json of {megabytes} MB holds {tickets} tickets")
    _in_process(_read_notes, root, "first look")
    _in_process(_read_notes, root, "nothing changed")
    _change_one(path)
    _in_process(_read_notes, root, "one item changed")


def _in_process(act: Callable[[Path, str], None], root: Path, what: str) -> None:
    child = multiprocessing.get_context("spawn").Process(target=act, args=(root, what))
    child.start()
    child.join()


def _change_one(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(file.read(4096).index(b"Job 1"))
        file.write(b"Jab")


def _write_notes(path: Path, size: int) -> int:
    number, written = 0, 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write('{"tickets": [')
        while written < size:
            day = f"{number % 12 + 1}/{number % 28 + 1}/{20 + number % 5}"
            ticket = {
                "ticketNumber": str(number), "customer": f"Customer {number % 40}", "date": day,
                "subject": f"Job {number}", "notes": [f"{number}: {NOTE}", f"{number} done"],
            }  # fmt: skip
            written += file.write(("," if number else "") + json.dumps(ticket))
            number += 1
        file.write('], "todos": []}')
    return number


def _read_notes(root: Path, what: str) -> None:
    seconds, report = _intake(root, "notes")
    peak = peak_mib()
    shown = "unknown" if peak is None else f"{peak:.0f} MiB"
    counts = f"{report.records} records, {report.new} new, {report.revised} revised"
    print(f"{what}: {counts} in {seconds:.1f} s, peak {shown}", flush=True)


if __name__ == "__main__":
    main()
