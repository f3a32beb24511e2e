"""Commit 10,000 Sessions, one file each, beside the plain floor: temp file and `os.replace` only.

Run: python tests/benchmarks/bench_month_store.py [sessions]. Prints seconds and ratios.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from sdc_core.models import Session
from sdc_core.store.months import Layout, MonthBatch, MonthStore
from sdc_core.store.records import RecordStore
from tests.factory import MOMENT, make_record, make_session

MONTH = "2025-01"


def seconds(act: Callable[[], Any]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def make_sessions(count: int) -> list[Session]:
    return [make_session(str(i), MOMENT + timedelta(seconds=i)) for i in range(count)]


def floor(folder: Path, contents: list[bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number, content in enumerate(contents):
        temp = folder / f"{number}.tmp"
        temp.write_bytes(content)
        temp.replace(folder / f"2025-01-03_screenconnect_{number:016d}.json")


def commit(store: MonthStore, sessions: list[Session], **inputs: str) -> None:
    store.commit(MonthBatch(MONTH, sessions, inputs), lambda: inputs)


def run(root: Path, count: int) -> None:
    sessions = make_sessions(count)
    contents = [session.to_bytes() for session in sessions]
    renamed = [session.model_copy(deep=True) for session in sessions]
    for session in renamed:
        session.context.customer_name = "Alpha"
    finished = MonthStore(root / "output", root=root, layer="finished", layout=Layout.FILES)
    lines = MonthStore(root / "store", root=root, layer="linked", layout=Layout.LINES)
    base = seconds(lambda: floor(root / "floor", contents))
    again = seconds(lambda: floor(root / "floor", contents))
    steps: dict[str, Callable[[], Any]] = {
        "first commit, FILES": lambda: commit(finished, sessions, records="1"),
        "other inputs, equal content, FILES": lambda: commit(finished, sessions, records="2"),
        "damage report, FILES": lambda: finished.damage(MONTH),
        "load, FILES": lambda: finished.load(MONTH),
        "every Session changed, FILES": lambda: commit(finished, renamed, records="3"),
        "first commit, LINES": lambda: commit(lines, sessions, records="1"),
        "load, LINES": lambda: lines.load(MONTH),
    }
    print(f"{count} Sessions; floor (temp file, os.replace): {base:.2f} s, again {again:.2f} s")
    for name, step in steps.items():
        took = seconds(step)
        print(f"{name}: {took:.2f} s, {took / base:.2f} x the floor")


def run_records(root: Path, count: int) -> None:
    records = [
        make_record(
            str(i),
            month=f"2025-{i % 12 + 1:02d}",
            raw={"name": "AdminUser", "mes": "reset the password " * 8, "extra": {"model": "x"}},
            fields={"text": "reset the password " * 8},
        )
        for i in range(count)
    ]
    store = RecordStore(root / "records" / "sillytavern", root=root)
    steps: dict[str, Callable[[], Any]] = {
        "commit": lambda: store.commit(records, assigned_with="1"),
        "the same again": lambda: store.commit(records, assigned_with="1"),
        "load": store.load_all,
    }
    for name, step in steps.items():
        print(f"{count} records, {name}: {seconds(step):.2f} s")


if __name__ == "__main__":
    sessions = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        run(Path(folder), sessions)
        run_records(Path(folder), 10 * sessions)
