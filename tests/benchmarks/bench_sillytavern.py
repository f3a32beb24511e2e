"""Parse and sessionise 100,000 chat messages, beside `json.loads` per line in the same process.

Run: `python -m tests.benchmarks.bench_sillytavern [MESSAGES]`; the goal is a ratio of 6 or less.
Every file holds 200 messages, so that 200,000 are 1,000 files.
Both sides read the same files with the collector paused, one after the other, three times; the
median counts.
"""

import json
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from typing import Any

from sdc_core.sources.base import InputFile
from sdc_core.sources.sillytavern.source import SOURCE
from tests.benchmarks.stages import measure, print_stages

MESSAGES = 100_000
ROUNDS = 3
GOAL = 6.0

PER_CHAT = 200
BRANCH_EVERY, CHECKPOINT_EVERY = 6, 9
SWIPED_EVERY = 10
BEGIN = datetime(2024, 1, 8, 14, 0, tzinfo=UTC)
# Lengths of the texts in a recorded chat, in its order: a person, then a model.
LENGTHS = ((92, 678), (23, 357), (79, 68), (66, 175), (56, 134), (26, 227))
WORDS = (
    "**Task:** Replaced the network card and updated its driver.\n* The printer's queue is clear "
    "again \u2013 tested with two pages.\n"
)
MODEL = {"api": "vertexai", "model": "gemini-2.5-pro", "reasoning": "", "reasoning_duration": None}

Raw = dict[str, Any]


def write_chats(folder: Path, messages: int) -> list[InputFile]:
    """Chats as the program writes them, some with a branch or a checkpoint; all lines count."""
    return [_write(folder, name, lines) for name, lines in _lines_of_chats(messages)]


def _lines_of_chats(messages: int) -> Iterator[tuple[str, list[Raw]]]:
    """Names and lines of the files, until they hold so many messages."""
    number, left = 0, messages
    while left > 0:
        for name, header, said in _family(number):
            kept = said[:left]
            left -= len(kept)
            if kept:
                yield name, [header, *kept]
        number += 1


def _family(number: int) -> Iterator[tuple[str, Raw, list[Raw]]]:
    """A main chat; a branch repeats half of it and goes on, a checkpoint repeats all of it."""
    begin = BEGIN + timedelta(days=number)
    name = f"WorkLog - {begin:%Y-%m-%d@%Hh%Mm%Ss}"
    said = list(_messages(number, begin))
    half = PER_CHAT // 2
    yield name, _header(number, begin), said
    if number % BRANCH_EVERY == 1:
        tail = list(_messages(-number, begin + timedelta(hours=20)))[:half]
        yield f"{name} - Branch #1", _header(number, begin, main_chat=name), said[:half] + tail
    if number % CHECKPOINT_EVERY == 1:
        yield f"{name} - Checkpoint #1", _header(number, begin, main_chat=name), said


def _header(number: int, begin: datetime, **more: str) -> Raw:
    metadata = {
        "integrity": f"{number:036d}", "note_prompt": "", "note_interval": 1, "note_position": 1,
        "note_depth": 4, "note_role": 0, "chat_id_hash": 10**15 + number,
        "timedWorldInfo": {"sticky": {}, "cooldown": {}}, "tainted": True, **more,
    }  # fmt: skip
    names = {"user_name": "Nick", "character_name": "WorkLog"}
    return {**names, "create_date": f"{begin:%Y-%m-%d@%Hh%Mm%Ss}", "chat_metadata": metadata}


def _messages(number: int, begin: datetime) -> Iterator[Raw]:
    """Pairs of question and answer, with a long pause now and then."""
    for place, (asked, answered) in enumerate(islice(cycle(LENGTHS), PER_CHAT // 2)):
        moment = begin + timedelta(minutes=place * 4 + place // 20 * 70)
        yield _question(_text(number, place, asked), moment)
        yield _answer(_text(number, place, answered), place, moment)


def _text(number: int, place: int, length: int) -> str:
    return f"{number}/{place} {WORDS * (1 + length // len(WORDS))}"[:length].rstrip()


def _question(text: str, moment: datetime) -> Raw:
    return {
        "name": "Nick", "is_user": True, "is_system": False, "send_date": _local(moment),
        "mes": text, "extra": {"isSmallSys": False, "token_count": 23, "reasoning": ""},
        "force_avatar": "/thumbnail?type=persona&file=1754056424479-User.png",
    }  # fmt: skip


def _answer(text: str, place: int, moment: datetime) -> Raw:
    begun, done = moment + timedelta(seconds=20), moment + timedelta(seconds=29)
    times = {"gen_started": _iso(begun), "gen_finished": _iso(done)}
    extra = {**MODEL, "token_count": len(text) // 4, "time_to_first_token": 9188}
    earlier = {"gen_started": _iso(moment), "gen_finished": _iso(moment + timedelta(seconds=9))}
    swipes = [(text, times)]
    if place % SWIPED_EVERY == 0:
        swipes.insert(0, (f"{text} Done.", earlier))
    return {
        "extra": extra, "name": "WorkLog", "is_user": False, "send_date": _local(done),
        "mes": text, "title": "", **times, "swipe_id": len(swipes) - 1,
        "swipes": [said for said, _ in swipes],
        "swipe_info": [{"send_date": _local(done), **when, "extra": extra} for _, when in swipes],
    }  # fmt: skip


def _local(moment: datetime) -> str:
    local = moment - timedelta(hours=5)
    hour = f"{local.hour % 12 or 12}:{local:%M}{'am' if local.hour < 12 else 'pm'}"
    return f"{local:%B} {local.day}, {local.year} {hour}"


def _iso(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}.250Z"


def _write(folder: Path, name: str, lines: list[Raw]) -> InputFile:
    path = folder / f"{name}.jsonl"
    texts = (json.dumps(line, ensure_ascii=False, separators=(",", ":")) for line in lines)
    path.write_text("\n".join(texts), encoding="utf-8", newline="")
    return InputFile(path=path, name=f"chats/WorkLog/{path.name}")


def floor(files: list[InputFile]) -> float:
    """Seconds of `json.loads` per line."""
    begin = time.process_time()
    for file in files:
        for line in file.path.read_bytes().splitlines():
            json.loads(line)
    return time.process_time() - begin


def main() -> None:
    messages = int(sys.argv[1]) if len(sys.argv) > 1 else MESSAGES
    with tempfile.TemporaryDirectory() as folder:
        files = write_chats(Path(folder), messages)
        floor(files)
        rounds = [measure(SOURCE, files, lambda: floor(files)) for _ in range(ROUNDS)]
    count = rounds[0].records
    print(f"{count} messages in {len(files)} files, {rounds[0].sessions} Sessions")
    print_stages(rounds, count, per="message", floor="json.loads")
    ratio = median(taken.whole_ratio for taken in rounds)
    print(f"ratio {ratio:.1f} (goal <= {GOAL:.0f}), median of {ROUNDS} rounds")


if __name__ == "__main__":
    main()
