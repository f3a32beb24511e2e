"""Hostile texts in every text field come back as they were, and broken files end in a verdict."""

import copy
import json
import random

import pytest

from sdc_core.errors import WrongInputError
from sdc_core.records import Record
from sdc_core.sources.notes.source import SOURCE
from tests.core.sources.golden import FIXTURES
from tests.core.sources.notes.files import NEW_YORK, nothing_held, units_of, write
from tests.core.sources.play import sessions


@pytest.fixture(scope="session")
def texts(shared):
    return json.loads((shared / "badinput/blns/blns.json").read_text("utf-8"))


def everywhere(number, text):
    """A ticket and a to-do with the text in every field, unknown ones and keys included."""
    names = ("date", "customer", "contact", "status", "priority", "subject", "initial_issue",
             "updated", "mood", f"x{text}")  # fmt: skip
    part = {"note": text, "task": text, "user": text, "order": text, "date": text, "mood": text}
    head = dict.fromkeys(names, text)
    done = {"completed": text, "due": text, "task": text}
    yield {**head, "ticketNumber": f"{number}{text}", "notes": [part, text], "to-do": [part, text]}
    yield {**head, **done, "customer": {"name": text, "id": text}, "subject": f"{number}{text}"}


@pytest.mark.parametrize("is_held", [True, False])
def test_every_text_in_every_field_comes_back_unchanged(texts, tmp_path, is_held):
    items = [item for pair in (everywhere(*one) for one in enumerate(texts)) for item in pair]
    path = write(tmp_path, copy.deepcopy(items))
    if is_held:
        units = units_of(path)
    else:
        with nothing_held(50):
            units = units_of(path)
    assert [unit.raw for unit in units] == items
    stored = [Record.model_validate_json(unit.model_dump_json()) for unit in units]
    assert [unit.raw for unit in stored] == items
    for session in sessions(SOURCE, stored, NEW_YORK):
        assert type(session).from_bytes(session.to_bytes()) == session


@pytest.mark.parametrize("seed", range(60))
def test_a_broken_file_gives_the_same_verdict_held_or_not(tmp_path, seed):
    rng = random.Random(seed)
    start = (FIXTURES / "notes/everyday.json").read_bytes()
    broken = bytearray(start)
    for _ in range(rng.randint(1, 3)):
        broken[rng.randrange(len(broken))] = rng.choice(b'{}[]",:\\u0 \n\x00\xff\x81x')
    path = tmp_path / "broken.json"
    path.write_bytes(broken[rng.choice([0, 0, 0, 3]) :])
    held = _verdict(path)
    with nothing_held(rng.randint(1, 40)):
        assert _verdict(path) == held


def _verdict(path):
    """The units without the reason for an undecodable byte, which counts it in its piece."""
    try:
        units = units_of(path)
    except WrongInputError as error:
        return str(error)
    return [
        unit if isinstance(unit, Record) else (unit.reason, unit.ref, unit.raw) for unit in units
    ]
