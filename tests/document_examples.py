"""Writes the examples of README.md and docs/linking.md anew: `python -m tests.document_examples`.

They are Sessions of a demo world of one fixed day, so that new weights or another wording are one
command away. Read the diff.
"""

import json
import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from sdc_assets.cli import main as sdc
from sdc_core.linking.sessions import PROCESSOR
from tests.readme import PROJECT, README

NOW = "2026-11-21T12:00:00+00:00"
SHOWN_CONTRIBUTIONS = 4
_JSON = re.compile(r"^```json\n.*?^```$", re.MULTILINE | re.DOTALL)
Json = dict[str, Any]

# What a reader of the record asks for; formats.md has all fields.
RECORD = (
    "decision", "method", "reason", "query", "customer_id", "matched_name", "score", "runner_up",
    "margin", "p_not_in_list", "candidates", "aligned", "unmatched_query", "unmatched_name",
    "contributions", "evidence", "linker_version", "model_hash",
)  # fmt: skip
SESSION = {
    "meta": ("session_id", "source_system", "processing_status", "processing_log",
             "ingestion_timestamp_utc", "last_updated_timestamp_utc"),
    "context": ("customer_id", "customer_name", "source_customer_name"),
    "insights": ("session_start_time_utc", "session_end_time_utc", "session_duration_minutes",
                 "source_title", "llm_generated_title", "generated_summaries",
                 "connected_union_minutes", "generator"),
}  # fmt: skip
SEGMENT = ("segment_id", "start_time_utc", "end_time_utc", "type", "author", "content")
SHORT_RECORD = ("method", "score", "runner_up", "p_not_in_list", "aligned")
SHORT_ID = 16


def main() -> None:
    """Make the world, and put its Sessions into the two pages."""
    with tempfile.TemporaryDirectory() as folder:
        by_text = {s["context"]["source_customer_name"]: s for s in _sessions(Path(folder))}
    _replace(README, json.dumps(_short(by_text["Quillhven Dental Group"]), indent=2))
    page = PROJECT / "docs" / "linking.md"
    _replace(page, _rows(_picked(_linking(by_text["Mossgate Rx"])["details"], RECORD)))


def _sessions(root: Path) -> Iterator[Json]:
    made = CliRunner().invoke(sdc, ["demo", "--root", str(root / "demo")], env={"SDC_NOW": NOW})
    assert made.exit_code == 0, made.output
    for path in sorted((root / "demo" / "output" / "sessions").glob("*/*_*.json")):
        if path.name[0] != "_":
            yield json.loads(path.read_bytes())


def _short(session: Json) -> Json:
    kept: Json = {part: _picked(session[part], names) for part, names in SESSION.items()}
    entry = _linking(session)
    named = ("processor_name", "processor_version", "timestamp_utc", "outcome")
    kept["meta"]["processing_log"] = [
        {**_picked(entry, named), "details": _picked(entry["details"], SHORT_RECORD)}
    ]
    kept["meta"]["session_id"] = session["meta"]["session_id"][:SHORT_ID]
    kept["segments"] = [_segment(segment) for segment in session["segments"]]
    return kept


def _segment(segment: Json) -> Json:
    told = segment["metadata"]
    ref = {key: value for key, value in told["source_ref"].items() if value is not None}
    metadata = {"source_ref": ref, **_picked(told, ("technician", "time_basis"))}
    kept = {**_picked(segment, SEGMENT), "metadata": metadata}
    return {**kept, "segment_id": segment["segment_id"][:SHORT_ID]}


def _linking(session: Json) -> Json:
    log = session["meta"]["processing_log"]
    found: Json = next(e for e in log if e["processor_name"] == PROCESSOR)
    return found


def _picked(values: Json, names: tuple[str, ...]) -> Json:
    return {name: values[name] for name in names}


def _rows(record: Json) -> str:
    """One line for each field, and for each of several entries of one."""
    record["contributions"] = record["contributions"][:SHOWN_CONTRIBUTIONS]
    lines = [f'  "{name}": {_row(value)}' for name, value in record.items()]
    return "{\n" + ",\n".join(lines) + "\n}"


def _row(value: Any) -> str:
    if isinstance(value, list) and len(value) > 1:
        return "[\n" + ",\n".join(f"    {_plain(entry)}" for entry in value) + "\n  ]"
    return _plain(value)


_plain: Callable[[Any], str] = json.JSONEncoder(ensure_ascii=False).encode


def _replace(page: Path, example: str) -> None:
    text = page.read_text(encoding="utf-8")
    new, count = _JSON.subn(lambda _: f"```json\n{example}\n```", text)
    assert count == 1, page
    page.write_text(new, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
