"""A folder of customers and queries, as small as a test needs it."""

import csv
import json
from pathlib import Path

CUSTOMERS = [
    ("C1", "Harbor Dental Group", ""),
    ("C2", "Oak Street Clinic", "Oakside Medical"),
    ("C3", "Marrowby Wellness East", ""),
    ("C4", "Marrowby Wellness West", ""),
    ("C5", "Tarnbrook Insurance", ""),
    ("C6", "Tarnbrook Insurance", ""),
]
QUERIES = [
    ("Q1", "HARBOR DENTAL GROUP"),
    ("Q2", "Oakside Medical, Inc."),
    ("Q3", "Marrowby Wellness"),
    ("Q4", "Tarnbrook Insurance"),
    ("Q5", "Nobody We Know"),
    ("Q6", ""),
    ("Q7", "Oak Street Clinic"),
]
# Q7 means somebody else of that name: a link of it is wrong, whatever the linker does.
GOLD = [
    ("Q1", "C1", "exact", "1"),
    ("Q2", "C2", "variant", "1"),
    ("Q3", "C3", "shared", "0"),
    ("Q4", "C5", "homonym", "0"),
    ("Q5", "", "out_of_list", "0"),
    ("Q6", "C4", "variant", "0"),
    ("Q7", "", "ool_sibling", "0"),
]


def write_csv(path: Path, header: str, rows) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines).writerows([header.split(","), *rows])
    return path


def write_jsonl(path: Path, rows) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def write_set(folder: Path, *, customers=CUSTOMERS, queries=QUERIES, gold=None) -> Path:
    write_csv(folder / "customers.csv", "customer_id,name,alias", customers)
    write_csv(folder / "queries.csv", "query_id,text", queries)
    if gold is not None:
        write_csv(folder / "gold.csv", "query_id,true_id,kind,linkable", gold)
    return folder
