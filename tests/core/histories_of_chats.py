"""Random histories of chat files, and two data roots that live through each of them.

One of them forgets its memory before every intake, so that it looks at all files; the other one
looks at what changed only. They end with the same bytes, and one more look at everything changes
nothing. More of them than a run of the tests has time for:

    python -m tests.core.histories_of_chats --seeds 400
"""

import argparse
import json
import os
import random
import sys
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sdc_core.errors import SourceError
from sdc_core.intake import run_intake
from sdc_core.intake.memory import MEMORY_FILE
from sdc_core.settings import Settings
from sdc_core.sources import SOURCES
from sdc_core.sources.sillytavern.source import SOURCE as CHATS
from sdc_core.workspace import open_workspace

BEGIN = datetime(2025, 3, 1, 9, tzinfo=UTC)
SETTINGS = Settings()
LATER = timedelta(hours=1)
STEPS = 12
# What a look did, not what it found; and paths.
OWN_WORDS = frozenset({"files_read", "is_unchanged", "warnings"})
NAMES = tuple(f"{folder}/{name}" for folder in ("Ann", "Bob") for name in ("one", "two", "three"))


class Chats:
    """Chat files as a person and the program change them; few texts and times, so that they meet."""

    suffix = ".jsonl"

    def __init__(self, draw):
        self.draw = draw
        self.files = {}
        self.times = {}

    def step(self):
        acts = (self.grow, self.grow, self.edit, self.shrink, self.branch, self.copy, self.rename,
                self.vanish, self.swap, self.touch, self.spoil, self.start, self.swipe)  # fmt: skip
        for act in self.draw.sample(acts, self.draw.choice((0, 1, 1, 2))):
            act()

    def start(self):
        name = self.draw.choice(NAMES)
        header = {"user_name": "User", "character_name": name.split("/")[0], "chat_metadata": {}}
        if self.draw.random() < 0.5:
            header["chat_metadata"]["chat_id_hash"] = self.draw.randint(1, 4)
        self._put(name, [header, self._message(), self._message()])

    def grow(self):
        self._change(lambda lines: [*lines, self._message()])

    def shrink(self):
        self._change(lambda lines: lines[:-1])

    def edit(self):
        self._change(lambda lines: [*lines[:-1], {**lines[-1], "mes": self._text()}])

    def swipe(self):
        def swiped(lines):
            last = lines[-1]
            return [*lines[:-1], {**last, "mes": "new", "swipes": [last.get("mes", ""), "new"]}]

        self._change(swiped)

    def branch(self):
        name = self._any()
        if name:
            header, *said = self.files[name]
            parent = {**header.get("chat_metadata", {}), "main_chat": name.split("/")[1]}
            lines = [{**header, "chat_metadata": parent}, *said[:2], self._message()]
            self._put(f"{name} - Branch #{self.draw.randint(1, 2)}", lines)

    def copy(self):
        name = self._any()
        if name:
            self._put(f"{name} imported", self.files[name])

    def rename(self):
        name = self._any()
        if name:
            self._put(self.draw.choice(NAMES), self.files.pop(name))

    def vanish(self):
        self.files.pop(self._any(), None)

    def swap(self):
        one, other = self._any(), self._any()
        if one:
            self.files[one], self.files[other] = self.files[other], self.files[one]

    def touch(self):
        name = self._any()
        if name:
            self.times[name] = self.draw.randint(1, 50)

    def spoil(self):
        self._change(lambda lines: [*lines, self.draw.choice(("{broken", '{"mes": 5}'))])

    def write(self, root):
        folder = root / "input/sillytavern/chats"
        for path in sorted(folder.rglob(f"*{self.suffix}")):
            path.unlink()
        for name, lines in self.files.items():
            path = folder / f"{name}{self.suffix}"
            path.parent.mkdir(parents=True, exist_ok=True)
            texts = (one if isinstance(one, str) else json.dumps(one) for one in lines)
            path.write_text("\n".join(texts) + "\n", encoding="utf-8", newline="\n")
            at = 1_700_000_000 + self.times[name]
            os.utime(path, (at, at))

    def _put(self, name, lines):
        self.files[name] = lines
        self.times[name] = self.draw.randint(1, 50)

    def _change(self, change):
        name = self._any()
        if name and len(self.files[name]) > 1 and isinstance(self.files[name][-1], dict):
            self.files[name] = change(self.files[name])

    def _any(self):
        return self.draw.choice(sorted(self.files)) if self.files else None

    def _text(self):
        return self.draw.choice(("hello", "the printer", "done", "again"))

    def _message(self):
        day = self.draw.choice((-70, 0, 0, 0, 1, 20, 40, 400))
        moment = BEGIN + timedelta(days=day, minutes=self.draw.randint(0, 90))
        is_user = self.draw.random() < 0.5
        sent = {"send_date": moment.strftime("%Y-%m-%dT%H:%M:00.000Z")}
        if not is_user and self.draw.random() < 0.5:
            sent["gen_started"] = sent["gen_finished"] = sent["send_date"]
        name = "User" if is_user else "Ann"
        return {"name": name, "is_user": is_user, "mes": self._text(), **sent}


def _look(root, now, *, forgets):
    memory = root / "records/sillytavern" / MEMORY_FILE
    if forgets:
        memory.unlink(missing_ok=True)
    return run_intake(_opened(root), CHATS.name, now=now)


def _opened(root):
    settings = Settings(
        project_paths={"data_folder": root}, processing_defaults={"first_month": "2025-01"}
    )
    return open_workspace(settings, SOURCES)


def _kept(root):
    """All bytes of the record store, and what waits in the quarantine."""
    folder = root / "records/sillytavern"
    stored = {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
    waiting = {
        (entry.source_ref.model_dump_json(), entry.raw, entry.reason, entry.status)
        for entry in _opened(root).quarantine.entries(CHATS.name)
    }
    return stored, waiting


def live_through(folder, seed):
    """All that a history must show.

    Raises:
        AssertionError: In a step of it the two data roots differ, or one more look changed something.
    """
    draw = random.Random(seed)
    chats, now = Chats(draw), BEGIN + timedelta(days=30)
    for _ in range(draw.randint(1, 5)):
        chats.start()
    for step in range(STEPS):
        now += timedelta(days=draw.choice((0, 1, 1, 25, -3)))
        _look_at_both(folder / "narrow", folder / "whole", chats, now, (seed, step))
        chats.step()


def _look_at_both(narrow, whole, chats, now, step):
    for root in (narrow, whole):
        chats.write(root)
    said = [_try(root, now) for root in (narrow, whole)]
    known = _kept(whole)
    assert _kept(narrow) == known, step
    assert said[0] == said[1], step
    _try(whole, now + LATER)
    assert _kept(whole) == known, step
    records = sorted(_opened(whole).records(CHATS.name).load_all(), key=lambda one: one.key)
    assert CHATS.settle(records, SETTINGS) == records, step


def _try(root, now):
    """What both must say alike; a folder without a readable file is an error with its names."""
    try:
        report = _look(root, now, forgets=root.name == "whole")
    except SourceError as error:
        return str(error)
    return {name: value for name, value in asdict(report).items() if name not in OWN_WORDS}


def main():
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--seeds", type=int, default=200)
    failed = [said for seed in range(asked.parse_args().seeds) if (said := _differs(seed))]
    print(*failed, f"{len(failed)} histories differ", sep="\n")
    return 1 if failed else 0


def _differs(seed):
    """The step in which a history differs."""
    with TemporaryDirectory() as folder:
        try:
            live_through(Path(folder), seed)
        except AssertionError as error:
            return f"seed and step {str(error).splitlines()[0]}"
    return None


if __name__ == "__main__":
    sys.exit(main())
