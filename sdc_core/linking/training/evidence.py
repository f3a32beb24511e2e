"""Fit what each kind of evidence is worth, on labelled queries.

`python -m sdc_core.linking.training.evidence FOLDER` reads a set with evidence (docs: `sdc evaluate
linking`), prints what figures of one half reach on the other, and writes `weights/evidence.json`.
Three figures of each kind, all for a value that one customer has:

- `base`: what a hit adds to the log-odds of a name.
- `alone`: log-odds that a hit is right, where the query names no company.
- `beside`: the same where it names a company, and the name says less than that.

They are those under which the true customers are most probable, beside the log-odds of names by the
shipped weights (rounded, so that a small change of those changes little here). None exceeds that of
`KINDS`: the fields of the set are made up, nobody in it has left a company, and no number was taken
over by somebody else. Needs the extra `train`.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from sdc_core.ids import digest_bytes, digest_json
from sdc_core.linking.base import Customer
from sdc_core.linking.evaluation.gold import GOLD_FILE, read_gold
from sdc_core.linking.evaluation.sets import LinkingSet, read_set
from sdc_core.linking.evidence.hits import HitIndex
from sdc_core.linking.evidence.kinds import KINDS
from sdc_core.linking.evidence.weights import FIGURES
from sdc_core.linking.match.scoring import NameScorer
from sdc_core.linking.match.weights_file import load_weights
from sdc_core.linking.names.listed import listed_names
from sdc_core.linking.names.normalize import normalize
from sdc_core.linking.training.evidence_fit import fit_rounds
from sdc_core.linking.training.evidence_judge import said_of
from sdc_core.linking.training.evidence_rows import Asked, Figures, Row, rows_of
from sdc_core.sections import Linking
from sdc_core.settings import Settings
from sdc_core.times import now_utc

WEIGHTS = Path(__file__).parents[1] / "weights" / "evidence.json"
COMMAND = "python -m sdc_core.linking.training.evidence FOLDER"
_STEP = 0.5


def read_asked(folder: Path) -> tuple[LinkingSet, list[Asked]]:
    """The set and its labelled queries."""
    found = read_set(folder)
    numbers = {key: number for number, key in found.ids.items()}
    truths = read_gold(folder, [query_id for query_id, _ in found.queries])
    named = _named(found.customers, [query.company or "" for _, query in found.queries])
    return found, [
        Asked(query_id, query, numbers.get(truth.true_id), by_name)
        for (query_id, query), truth, by_name in zip(found.queries, truths, named, strict=True)
    ]


def _named(
    customers: Sequence[Customer], companies: Iterable[str]
) -> list[Mapping[int, float] | None]:
    listed = listed_names(customers)
    scorer = NameScorer(listed, load_weights("companies"), customers=len(customers))
    names = [normalize(company) for company in companies]
    return [
        None
        if name.is_placeholder
        else {one.listed.customer_id: _STEP * round(one.log_odds / _STEP) for one in scored}
        for name, scored in zip(names, scorer.score(names), strict=True)
    ]


def learned(customers: Sequence[Customer], asked: Sequence[Asked]) -> Figures:
    """All figures of all kinds."""
    return fit_rounds(lambda figures: rows_under(customers, asked, figures))


def rows_under(
    customers: Sequence[Customer], asked: Sequence[Asked], figures: Figures
) -> list[Row]:
    """The rows as they are with these figures in the place of the shipped ones."""
    weights = {kind.name: figures[kind.name, "base"] for kind in KINDS}
    index = HitIndex(customers, Settings(linking=Linking(evidence_weights=weights)))
    return list(rows_of(asked, index, figures))


def halves(queries: Sequence[Asked]) -> tuple[list[Asked], list[Asked]]:
    """The queries in two halves by the digest of their ids, on every machine the same."""
    first = [asked for asked in queries if digest_json(asked.query_id) < "8"]
    taken = {asked.query_id for asked in first}
    return first, [asked for asked in queries if asked.query_id not in taken]


def main() -> None:
    """Judge on halves, fit, write."""
    parser = argparse.ArgumentParser(prog=COMMAND)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--dry-run", action="store_true", help="write nothing")
    given = parser.parse_args()
    found, asked = read_asked(given.folder)
    one, other = halves(asked)
    for fitted, judged in ((one, other), (other, one)):
        figures = learned(found.customers, fitted)
        print(said_of(rows_under(found.customers, judged, figures), figures))  # noqa: T201 - a script
    figures = learned(found.customers, asked)
    _print(figures, rows_under(found.customers, asked, figures))
    if not given.dry_run:
        _write(figures, given.folder, found)


def _write(figures: Figures, folder: Path, found: LinkingSet) -> None:
    provenance = {
        "command": COMMAND,
        "date": f"{now_utc():%Y-%m-%d}",
        "set": folder.name,
        "set_sha256": _digest(folder),
        "queries": len(found.queries),
        "customers": len(found.customers),
        "names": load_weights("companies").model_hash,
    }
    weights = {
        kind.name: {figure: figures[kind.name, figure] for figure in FIGURES} for kind in KINDS
    }
    text = json.dumps({"provenance": provenance, "weights": weights}, indent=1)
    WEIGHTS.write_text(text + "\n", encoding="utf-8", newline="\n")


def _digest(folder: Path) -> str:
    names = ("customers.jsonl", "queries.jsonl", GOLD_FILE)
    return digest_json([digest_bytes((folder / name).read_bytes()) for name in names])


def _print(figures: Figures, rows: Iterable[Row]) -> None:
    seen = Counter((place, row.is_true) for row in rows for place in row.figures)
    for place, value in figures.items():
        right, all_ = seen[place, True], seen[place, True] + seen[place, False]
        print(f"{place[0]:20} {place[1]:7} {value:5.1f}  {right} right of {all_}")  # noqa: T201 - a script


if __name__ == "__main__":
    main()
