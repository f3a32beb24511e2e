"""What decision 0045 claims of vectors, on demo worlds: `... bench_meaning DEMO_ROOT ...`.

Made by `sdc demo --root DEMO_ROOT --seed N`. Prints what int8 costs against float32, how right
pairs of Sessions are from several cosines on, and what is shown as one.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from sdc_core.embeddings import minilm
from sdc_core.embeddings.vectors import MonthVectors, read_vectors
from sdc_core.models import Session
from sdc_core.search.alike import DUPLICATE, FOLDED, WITHIN
from sdc_core.search.packing import pack, unpack
from sdc_core.search.place import SearchPlace
from sdc_core.settings import load_settings

TOP = 10
COSINES = (0.5, 0.55, DUPLICATE, 0.65, 0.7, 0.75, 0.8)
FOLDS = (0.85, 0.9, FOLDED, 0.97)


@dataclass(frozen=True)
class Known:
    """A Session with a vector, and the job that it truly is of."""

    job: str
    source: str
    customer: int | None
    day: date
    vector: np.ndarray


def main() -> None:
    """Print the figures of each world."""
    for root in map(Path, sys.argv[1:]):
        place = SearchPlace.of(load_settings(root / "config.json", {}))
        truth = json.loads((root / "truth.json").read_text("utf-8"))
        months = [read_vectors(place.file_of(month)) for month in place.months()]
        print(f"seed {truth['seed']}, {sum(len(m.session_ids) for m in months):,} vectors")
        _compare_int8(months, [job["problem"] for job in truth["jobs"]])
        known = list(_known(place, months, truth))
        subjects = {job["job_id"]: job["subject"] for job in truth["jobs"]}
        _judge_duplicates(known)
        _judge_folds(known, subjects)


def _compare_int8(months: list[MonthVectors], queries: list[str]) -> None:
    whole = np.vstack([month.vectors for month in months if month.session_ids])
    packed = np.vstack([_packed(month) for month in months if month.session_ids])
    asked = minilm.embed(queries).T
    exact, near = whole @ asked, packed @ asked
    first, second = (np.argsort(-c, axis=0, kind="stable")[:TOP].T for c in (exact, near))
    shared = np.mean([len({*a} & {*b}) for a, b in zip(first, second, strict=True)]) / TOP
    print(f"  int8: {len(queries)} queries, cosine off by at most {np.abs(exact - near).max():.4f}")
    print(f"    first hit equal {np.mean(first[:, 0] == second[:, 0]):.3f}", end="; ")
    print(f"top {TOP} shared {shared:.4f}, in the same order {(first == second).all(1).mean():.3f}")


def _packed(month: MonthVectors) -> np.ndarray:
    found = pack(month, {name: row for row, name in enumerate(month.session_ids)})
    return unpack(found.rows, found.vectors).vectors()


def _known(place: SearchPlace, months: list[MonthVectors], truth: Any) -> Iterator[Known]:
    zone, jobs = ZoneInfo(truth["zone"]), dict(_keys(truth["records"]))
    vectors = {
        name: vector
        for month in months
        for name, vector in zip(month.session_ids, month.vectors, strict=True)
    }
    for path in sorted(place.finished.glob("*/2*.json")):
        session = Session.from_bytes(path.read_bytes())
        name, start = session.meta.session_id, session.start_utc
        if name in vectors and start and (key := _key(session, zone)) in jobs:
            yield Known(
                jobs[key],
                session.meta.source_system,
                session.context.customer_id,
                start.date(),
                vectors[name],
            )


def _keys(records: list[Any]) -> Iterator[tuple[tuple[str, ...], str]]:
    for record in records:
        given = record["natural_id"]
        if record["kind"] == "ticket":
            yield ("ticket", str(given["ticket_id"])), record["job_id"]
        elif record["kind"] == "message":
            yield ("message", given["file"], str(given["line"])), record["job_id"]
        elif record["source"] == "notes":
            yield ("note", given["date"], given["subject"]), record["job_id"]


def _key(session: Session, zone: ZoneInfo) -> tuple[str, ...]:
    source, start = session.meta.source_system, session.start_utc
    if source == "SyncroTicket":
        return "ticket", session.meta.source_identifiers[0]
    if source == "SillyTavern":
        ref = session.segments[0].metadata.source_ref
        return ("message", str(ref.file), str(ref.line)) if ref else ()
    day = start.astimezone(zone) if start else None
    return "note", f"{day:%m/%d/%y}" if day else "", session.insights.source_title or ""


def _judge_duplicates(known: list[Known]) -> None:
    near = [
        (one, other, float(one.vector @ other.vector))
        for one, other in combinations(known, 2)
        if abs(one.day - other.day) <= WITHIN
        and one.source != other.source
        and len({one.customer, other.customer} - {None}) <= 1
    ]
    for said, wanted in (("both name the customer", True), ("one names nobody", False)):
        pairs = [(a, b, c) for a, b, c in near if (None not in {a.customer, b.customer}) == wanted]
        true = sum(a.job == b.job for a, b, _ in pairs)
        print(f"  duplicates between sources, {said}: {true} true of {len(pairs)} pairs")
        for cosine in COSINES:
            found = [a.job == b.job for a, b, c in pairs if c >= cosine]
            print(f"    {cosine:.2f}: precision {_share(sum(found), len(found))}", end=", ")
            print(f"recall {_share(sum(found), true)}")


def _judge_folds(known: list[Known], subjects: dict[str, str]) -> None:
    print("  shown as one")
    vectors = np.vstack([each.vector for each in known])
    cosines = np.triu(vectors @ vectors.T, 1)
    for fold in FOLDS:
        found: Counter[str] = Counter()
        for first, second in np.argwhere(cosines >= fold).tolist():
            one, other = known[first].job, known[second].job
            is_alike = subjects.get(one) == subjects.get(other)
            found["job" if one == other else "subject" if is_alike else "neither"] += 1
        total = found.total()
        print(f"    {fold:.2f}: {total} pairs", end="")
        print("".join(f", same {k} {_share(found[k], total)}" for k in ("job", "subject")), end="")
        print(f", neither {_share(found['neither'], total)}")


def _share(some: int, all_: int) -> str:
    return f"{some / all_:.2f}" if all_ else "-"


if __name__ == "__main__":
    main()
