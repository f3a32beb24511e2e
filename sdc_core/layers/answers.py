"""What the linker answered for a month, as one digest: does another customer list change any?

A list changes often and most Sessions do not care. `cache/linked/<month>.json` holds the digests
of two states of the list: the one that the month was made with, and the last one looked at. Without
it the next change of the list computes the month once.
"""

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sdc_core.errors import StoreError
from sdc_core.ids import digest_json
from sdc_core.linking.base import Decision, Method
from sdc_core.linking.sessions import PROCESSOR
from sdc_core.models import ProcessingLogEntry, Session
from sdc_core.store.platform import atomic_write, check_path, read_bytes
from sdc_core.store.seal import seal_values, unseal

ANSWERS_VERSION = "2"
_CIRCUMSTANCES = {"processing_log", "ingestion_timestamp_utc", "last_updated_timestamp_utc"}
_DISABLED = "disabled in Syncro"
_WITHOUT_SCORE = {Method.LEDGER, Method.IDENTIFIER, Method.EXACT}
# Fields of the evidence that rest on the whole list, and those that `_step` looks at by itself.
_MOVING = {
    "customers_fingerprint", "method", "decision", "score", "runner_up", "margin", "matched_name",
    "candidates", "p_not_in_list", "aligned", "unmatched_query", "unmatched_name", "numbers",
    "contributions", "evidence", "llm", "llm_pending", "reason",
    "proposals",
}  # fmt: skip
# Candidates less likely than this come and go with every customer of the list.
_LEAST_SCORE = 1.0


@dataclass(frozen=True)
class AnswerCache:
    """Digests of answers by what they were given with; any of it may be lost."""

    folder: Path
    root: Path

    def get(self, month: str, made_with: str) -> str | None:
        """The digest of the answers, None where it is not known."""
        return self._read(month).get(made_with)

    def put(self, month: str, made_with: str, digest: str, *, beside: str | None = None) -> None:
        """Remember a digest; of the others only `beside` is kept."""
        known = self._read(month)
        kept = {key: known[key] for key in known if key == beside} | {made_with: digest}
        if kept != known:
            content = seal_values({"answers": kept})
            with suppress(StoreError):  # what cannot be remembered is looked at again
                path = check_path(self.root, self._path(month))
                atomic_write(path, content, durable=False)

    def _read(self, month: str) -> dict[str, str]:
        path = self._path(month)
        try:
            body = unseal(read_bytes(path), path)
        except (FileNotFoundError, StoreError):
            return {}
        known: dict[str, str] = json.loads(body)["answers"] if body else {}
        return known

    def _path(self, month: str) -> Path:
        return self.folder / f"{month}.json"


def answers_digest(answers: Iterable[list[Any]]) -> str:
    """Digest of all answers of a month."""
    return digest_json([ANSWERS_VERSION, *answers])


def answer_of(session: Session) -> list[Any]:
    """What linking found for a Session, without the scores that every customer of the list moves.

    An open question keeps who may be meant, because that is what a person, or a model, is asked.
    """
    meta = session.meta.model_dump(mode="json", exclude=_CIRCUMSTANCES)
    context = session.context.model_dump(mode="json")
    return [meta, context, *map(_step, session.meta.processing_log)]


def _step(entry: ProcessingLogEntry) -> list[Any]:
    said: list[Any] = [entry.processor_name, entry.processor_version, entry.input_hash]
    if entry.processor_name != PROCESSOR:
        return [*said, entry.outcome, entry.details]
    found: dict[str, Any] = entry.details
    is_asked = found["decision"] == Decision.AMBIGUOUS or found["method"] == Method.LLM
    return [
        *said,
        None if is_asked else [found["decision"], found["method"], _plain_reason(found)],
        [[c["customer_id"], c["name"]] for c in found["candidates"] if is_asked and _is_near(c)],
        [[p["customer_id"], p["customer_name"], p["kind"]] for p in found.get("proposals", [])],
        {name: value for name, value in found.items() if name not in _MOVING},
    ]


def _is_near(candidate: dict[str, Any]) -> bool:
    return bool(candidate["score"] >= _LEAST_SCORE)


def _plain_reason(found: dict[str, Any]) -> str | bool:
    """The sentence where it names no score, else what it says beside."""
    return found["reason"] if found["method"] in _WITHOUT_SCORE else _DISABLED in found["reason"]
