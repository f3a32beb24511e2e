"""What a set of marked lines says of a finder: recall of whole spans, precision, lines that leak."""

import json
from collections import Counter
from pathlib import Path
from typing import NamedTuple

LINES = Path(__file__).parents[3] / "fixtures" / "pii"
# Of the research set; nationalities, titles, places and dates name nobody.
NAMING = frozenset(
    {"PERSON", "ORGANIZATION", "STREET_ADDRESS", "CREDIT_CARD", "EMAIL_ADDRESS", "PHONE_NUMBER"}
    | {"ZIP_CODE", "DOMAIN_NAME", "IBAN_CODE", "US_SSN", "US_DRIVER_LICENSE"}
)


class Found(NamedTuple):
    """Counts by label, and how many spans hit nothing."""

    whole: Counter
    all: Counter
    spans: int
    stray: list[str]
    leaking: int
    lines: int

    def recall(self, *labels: str) -> float:
        """Of these labels, or of all."""
        chosen = labels or tuple(self.all)
        return sum(self.whole[name] for name in chosen) / sum(self.all[name] for name in chosen)

    @property
    def precision(self) -> float:
        return 1 - len(self.stray) / self.spans


def rows_of(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def found(rows: list[dict], find) -> Found:
    """`find` sees the texts only."""
    whole, everything, spans, stray, leaking = Counter(), Counter(), 0, [], 0
    for row in rows:
        hits = find(row["text"])
        bare = set(range(len(row["text"]))).difference(*(range(h.start, h.end) for h in hits))
        missed = 0
        for span in row["spans"]:
            is_whole = bare.isdisjoint(range(span["start"], span["end"]))
            everything[span["label"]] += 1
            whole[span["label"]] += is_whole
            missed += not is_whole
        leaking += missed > 0
        spans += len(hits)
        stray += [row["text"][hit.start : hit.end] for hit in hits if not _hits(hit, row["spans"])]
    return Found(whole, everything, spans, stray, leaking, len(rows))


def _hits(hit, spans: list[dict]) -> bool:
    return any(hit.start < span["end"] and hit.end > span["start"] for span in spans)
