"""Read 100,000 rows of a ScreenConnect report, beside `csv.reader` plus `fromisoformat`.

Run: `python -m tests.benchmarks.bench_screenconnect [ROWS]`; the goal is a ratio of 4 or less for
reading. The floor decodes the same file, cuts it with `csv.reader` and reads both time columns; it
keeps what it reads, as the source does. Both sides run with the collector paused, one after the
other, three times; the median counts. Processor time is measured, so that other programs on the
machine count for less.
"""

import csv
import io
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from sdc_core.sources.base import InputFile
from sdc_core.sources.screenconnect.source import SOURCE
from tests.benchmarks.stages import measure, print_stages

ROWS = 100_000
ROUNDS = 3
GOAL = 4.0

BEGIN = datetime(2019, 1, 7, 13, 0, tzinfo=UTC)
PER_DAY = 45
CUSTOMERS, MACHINES, TECHNICIANS = 60, 900, 5
GUEST_EVERY, OPEN_EVERY, RECONNECT_EVERY = 7, 400, 12
HEADER = (
    "SessionSessionID", "ProcessType", "SessionSessionType", "SessionName", "ParticipantName",
    "ConnectedTime", "DisconnectedTime", "DurationSeconds", "ClientType", "NetworkAddress",
    "ConnectionID", "SessionCustomProperty1", "SessionCustomProperty4", "SessionCustomProperty5",
)  # fmt: skip
TIMES = [HEADER.index("ConnectedTime"), HEADER.index("DisconnectedTime")]


def write_report(folder: Path, rows: int) -> InputFile:
    """A report as the program writes it: times with seven digits, a row per connection."""
    path = folder / "report.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADER)
        writer.writerows(_rows(rows))
    return InputFile(path=path, name=path.name)


def _rows(count: int) -> Iterator[list[str]]:
    rng = random.Random(7)
    begun = BEGIN
    identity = ""
    for number in range(count):
        day = BEGIN + timedelta(days=number // PER_DAY)
        begun = day + timedelta(minutes=13 * (number % PER_DAY), seconds=rng.random() * 600)
        seconds = rng.randrange(2, 5000)
        machine = rng.randrange(MACHINES)
        if number % RECONNECT_EVERY or not identity:
            identity = f"{rng.getrandbits(128):032x}"
        yield _row(number, machine, identity, begun, seconds)


def _row(number: int, machine: int, identity: str, begun: datetime, seconds: int) -> list[str]:
    is_guest, is_open = number % GUEST_EVERY == 0, number % OPEN_EVERY == 1
    ended = begun + timedelta(seconds=seconds)
    name = f"WKSTN-{machine:03d}" if machine % 9 else f'Bob, "laptop" {machine}\nsecond line'
    return [
        f"{machine:08x}-1111-4111-8111-111111111111", "Guest" if is_guest else "Host",
        "Access" if machine % 9 else "Support", name,
        "" if is_guest else f"Technician {number % TECHNICIANS}", _stamp(begun),
        "" if is_open else _stamp(ended), "0" if is_open else str(seconds),
        "WindowsService" if is_guest else "ClickOnceRun", f"203.0.113.{machine % 250}",
        f"{identity[:8]}-{identity[8:12]}-{identity[12:16]}-{identity[16:20]}-{identity[20:]}",
        f"Customer {machine % CUSTOMERS} Ltd", "Workstation", f"user{machine}@example.com",
    ]  # fmt: skip


def _stamp(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S.%f}1Z"


def floor(file: InputFile) -> float:
    """Seconds of `csv.reader` and `fromisoformat` of both times."""
    begin = time.process_time()
    text = file.path.read_bytes().decode("utf-8-sig")
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    next(rows)
    first, second = TIMES
    kept = [(cells, datetime.fromisoformat(cells[first]), _moment(cells[second])) for cells in rows]
    seconds = time.process_time() - begin
    del kept
    return seconds


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as folder:
        file = write_report(Path(folder), rows)
        floor(file)
        rounds = [measure(SOURCE, [file], lambda: floor(file)) for _ in range(ROUNDS)]
    print(f"{rows} rows, {rounds[0].records} records, {rounds[0].sessions} Sessions")
    print_stages(rounds, rows, per="row", floor="floor")
    read = median(taken.read_ratio for taken in rounds)
    total = median(taken.whole_ratio for taken in rounds)
    print(f"read {read:.1f} (goal <= {GOAL:.0f}), read to Sessions {total:.1f}")


if __name__ == "__main__":
    main()
