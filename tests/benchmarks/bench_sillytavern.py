"""Parse and sessionise 100,000 chat messages, beside `json.loads` per line in the same process.

Run: `python -m tests.benchmarks.bench_sillytavern [MESSAGES]`; the goal is a ratio of 6 or less.
"""

import gc
import json
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sdc_core.settings import Settings
from sdc_core.sources.base import InputFile
from sdc_core.sources.sillytavern import SOURCE
from sdc_core.store.bulk import collector_paused

MESSAGES = 100_000
PER_FILE = 200
GOAL = 6.0
BEGIN = datetime(2024, 1, 8, 14, 0, tzinfo=UTC)
WORDS = "Replaced the network card and updated its driver; the printer queue is clear again. "


def write_chats(folder: Path, messages: int) -> list[InputFile]:
    """Chats as the program writes them: half the messages from a person, half from a model."""
    files = []
    for number in range(messages // PER_FILE):
        begin = BEGIN + timedelta(days=number)
        lines = [_header(number, begin)]
        lines += [_message(number, place, begin) for place in range(PER_FILE)]
        path = folder / f"WorkLog - {begin:%Y-%m-%d@%Hh%Mm%Ss}.jsonl"
        path.write_text("\n".join(lines), encoding="utf-8", newline="")
        files.append(InputFile(path=path, name=f"chats/WorkLog/{path.name}"))
    return files


def _header(number: int, begin: datetime) -> str:
    metadata = {"chat_id_hash": 10**15 + number, "integrity": f"{number:036d}", "tainted": True}
    names = {"user_name": "Nick", "character_name": "WorkLog"}
    return json.dumps(
        {**names, "create_date": f"{begin:%Y-%m-%d@%Hh%Mm%Ss}", "chat_metadata": metadata}
    )


def _message(number: int, place: int, begin: datetime) -> str:
    moment = begin + timedelta(minutes=place // 2 * (5 if place // 2 % 20 else 4))
    local = (
        (moment - timedelta(hours=5))
        .strftime("%B %d, %Y %I:%M%p")
        .replace("AM", "am")
        .replace("PM", "pm")
    )
    text = f"{number} {place} " + WORDS * 3
    if place % 2 == 0:
        extra = {"isSmallSys": False, "token_count": 23, "reasoning": ""}
        return json.dumps(
            {
                "name": "Nick",
                "is_user": True,
                "is_system": False,
                "send_date": local,
                "mes": text,
                "extra": extra,
            }
        )
    times = {
        "gen_started": f"{moment + timedelta(seconds=20):%Y-%m-%dT%H:%M:%S}.250Z",
        "gen_finished": f"{moment + timedelta(seconds=29):%Y-%m-%dT%H:%M:%S}.750Z",
    }
    extra = {"api": "makersuite", "model": "gemini-2.5-pro", "reasoning": "", "token_count": 60}
    swipe = {"send_date": local, **times, "extra": extra}
    return json.dumps(
        {
            "extra": extra,
            "name": "WorkLog",
            "is_user": False,
            "send_date": local,
            "mes": text,
            "title": "",
            **times,
            "swipe_id": 0,
            "swipes": [text],
            "swipe_info": [swipe],
        }
    )


def floor(files: list[InputFile]) -> float:
    """Seconds of `json.loads` per line."""
    begin = time.perf_counter()
    for file in files:
        for line in file.path.read_bytes().splitlines():
            json.loads(line)
    return time.perf_counter() - begin


def whole(files: list[InputFile]) -> tuple[float, int, int, dict[str, float]]:
    """Seconds of read, settle, group and build, the number of Sessions and messages, and parts."""
    settings = Settings()
    parts: dict[str, float] = {}
    begin = time.perf_counter()
    records = [record for file in files for record in SOURCE.read(file, settings)]
    parts["read"] = time.perf_counter() - begin
    settled = SOURCE.settle(records, settings)
    parts["settle"] = time.perf_counter() - begin - sum(parts.values())
    groups = list(SOURCE.group(settled, settings))
    parts["group"] = time.perf_counter() - begin - sum(parts.values())
    by_key = {record.key: record for record in settled}
    sessions = [SOURCE.build(g, [by_key[key] for key in g.keys], settings) for g in groups]
    parts["build"] = time.perf_counter() - begin - sum(parts.values())
    segments = sum(len(session.segments) for session in sessions)
    return time.perf_counter() - begin, len(sessions), segments, parts


def main() -> None:
    messages = int(sys.argv[1]) if len(sys.argv) > 1 else MESSAGES
    with tempfile.TemporaryDirectory() as folder:
        files = write_chats(Path(folder), messages)
        floor(files)
        gc.collect()
        plain = floor(files)
        with collector_paused():
            taken, sessions, segments, parts = whole(files)
    detail = ", ".join(f"{name} {seconds:.2f} s" for name, seconds in parts.items())
    print(f"{segments} messages in {sessions} Sessions: {taken:.2f} s ({detail})")
    print(f"json.loads per line: {plain:.2f} s; ratio {taken / plain:.1f} (goal <= {GOAL:.0f})")


if __name__ == "__main__":
    main()
