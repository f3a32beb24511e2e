"""Golden pairs: each input in tests/fixtures/<source> beside what it must become.

    python -m tests.core.sources.golden

writes them anew; the difference is then read by a person before it is committed.
"""

import json
from pathlib import Path

from sdc_core.settings import Settings, Technician
from sdc_core.sources.notes.source import SOURCE as NOTES
from sdc_core.sources.screenconnect.source import SOURCE as SCREENCONNECT
from sdc_core.sources.sillytavern.source import SOURCE as SILLYTAVERN
from sdc_core.sources.syncro.source import SOURCE as SYNCRO
from tests.core.sources.play import play

FIXTURES = Path(__file__).parents[2] / "fixtures"
SOURCES = (NOTES, SCREENCONNECT, SILLYTAVERN, SYNCRO)
SETTINGS = Settings.model_validate(
    {
        "notes": {"zone": "America/New_York"},
        "sillytavern": {"zone": "America/New_York"},
        "technicians": [Technician(id="ann", name="Ann Fox", names=["Ann"])],
    }
)


def cases():
    for source in SOURCES:
        for path in sorted((FIXTURES / source.name).iterdir()):
            if path.is_file() and not path.name.endswith(".expected.json"):
                yield source, path


def expected_path(path: Path) -> Path:
    return path.with_suffix(".expected.json")


def actual(source, path: Path) -> str:
    made, rejected = play(source, [path], SETTINGS)
    value = {
        "sessions": [session.model_dump(mode="json") for session in made],
        "rejected": [
            {
                "reason": error.reason,
                "detail": error.detail,
                "ref": error.ref.model_dump(mode="json", exclude_none=True),
                "raw": error.raw.decode("utf-8", "backslashreplace"),
            }
            for error in rejected
        ],
    }
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    for source, path in cases():
        expected_path(path).write_text(actual(source, path), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
