"""Answers of 100,000 Sessions kept and found again; questions answered from the cache and asked.

`python -m tests.benchmarks.bench_gateway [SESSIONS]`; ratios are to a plain SQLite table with as
many rows, written in one transaction and read by key.
"""

import json
import sqlite3
import sys
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from sdc_core.ids import stable_id
from sdc_core.llm.answer_cache import AnswerCache, KeptAnswer, Origin
from tests.core.llm.gateway_world import FakeProvider, ask_for, gateway

TASKS = ("title", "summary", "categorize", "detailed_overview", "notes_json_analysis", "invoice")
ANSWER = {
    "text": "Outlook asked for the profile again after the update. Removed the cached profile, "
    "signed in again and verified mail flow on both machines."
}
NOW = datetime(2025, 6, 30, tzinfo=UTC)
ASKED = 2_000


def timed(name, work, count, per=None):
    began = perf_counter()
    work()
    seconds = perf_counter() - began
    ratio = f", {seconds / per:.1f} times plain" if per else ""
    print(f"{name}: {seconds:.2f} s, {count / seconds:,.0f} a second{ratio}")
    return seconds


def plain(path, keys):
    with closing(sqlite3.connect(path)) as file:
        file.execute("CREATE TABLE t (key TEXT PRIMARY KEY, answer TEXT)")
        answer = json.dumps(ANSWER)
        rows = ((key, answer) for key in keys)
        written = timed(
            "plain, written",
            lambda: (file.executemany("INSERT INTO t VALUES (?, ?)", rows), file.commit()),
            len(keys),
        )
        query = "SELECT answer FROM t WHERE key = ?"
        read = timed(
            "plain, read",
            lambda: [json.loads(file.execute(query, (k,)).fetchone()[0]) for k in keys],
            len(keys),
        )
    return written, read


def bench_cache(root, sessions):
    named = [
        (stable_id(task, number), task, number) for number in range(sessions) for task in TASKS
    ]
    keys = [key for key, _task, _number in named]
    plain_written, plain_read = plain(root / "plain.sqlite", keys)
    cache = AnswerCache(root / "cache", root=root)

    def write():
        for key, task, number in named:
            origin = Origin(task, "extractive-v2", f"session-{number}", f"content-{number}")
            cache.put_later(key, KeptAnswer(origin, ANSWER), NOW)
        cache.flush()

    timed("cache, written", write, len(keys), plain_written)
    timed("cache, read", lambda: [cache.get(key) for key in keys], len(keys), plain_read)
    gone = {f"session-{number}" for number in range(10)}
    timed("cache, 10 Sessions dropped and the file shrunk", lambda: cache.keep_only(gone, ()), 10)
    size = (root / "cache" / "answers.sqlite").stat().st_size
    print(f"file: {size / 1e6:.0f} MB")


def bench_questions(root):
    texts = [
        f"Ticket {number}: the printer at the front desk is offline" for number in range(ASKED)
    ]
    questions = [ask_for(text, about=text) for text in texts]
    asker = gateway(root, FakeProvider(), budget={"month_usd": 100})
    first = timed("questions asked", lambda: [asker.ask(each) for each in questions], ASKED)
    second = timed("questions known", lambda: [asker.ask(each) for each in questions], ASKED)
    print(f"asked / known: {first / second:.1f}")
    asker.close()


def main():
    sessions = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        bench_cache(Path(folder), sessions)
        bench_questions(Path(folder))


if __name__ == "__main__":
    main()
