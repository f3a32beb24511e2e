"""notes.json files for tests, and a way to read one as if it were too large to be held."""

import json
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from sdc_core.settings import Settings
from sdc_core.sources.notes.source import SOURCE
from tests.core.sources.play import input_file

NEW_YORK = Settings.model_validate({"notes": {"zone": "America/New_York"}})


def ticket(**changes):
    base = {
        "date": "12/10/24",
        "ticketNumber": "1001",
        "customer": "Acme",
        "subject": "Slow",
        "notes": [{"order": 1, "note": "looked"}, {"order": 2, "note": "fixed"}],
    }
    return {**base, **changes}


def write(folder: Path, value, name="notes.json", encoding="utf-8") -> Path:
    path = folder / name
    path.write_bytes(json.dumps(value, ensure_ascii=False).encode(encoding))
    return path


def units_of(path: Path, settings: Settings = NEW_YORK):
    return list(SOURCE.read(input_file(path), settings))


@contextmanager
def nothing_held(piece_bytes: int):
    """Every file counts as large, and is read in pieces of this size."""
    with (
        patch("sdc_core.sources.notes.reader.HELD_BYTES", 0),
        patch("sdc_core.sources.text.PIECE_BYTES", piece_bytes),
        patch("sdc_core.sources.notes.numbering._FEW", 0),
    ):
        yield
