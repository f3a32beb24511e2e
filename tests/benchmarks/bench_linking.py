"""Link the queries of an evaluation set and score them: `python tests/benchmarks/bench_linking.py`.

Prints the scorer's figures and the queries per second. Reads `customers.csv` and `queries.csv` of
the set beside the project; the gold file is opened by the scorer only.
"""

import csv
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sdc_core.linking.base import Customer, LinkQuery, LinkResult
from sdc_core.linking.make import make_linker
from sdc_core.settings import Settings

SHARED = Path(__file__).resolve().parents[3] / "shared" / "linking"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def customers_of(folder: Path) -> tuple[dict[int, str], list[Customer]]:
    listed = rows(folder / "customers.csv")
    names = {number: row["customer_id"] for number, row in enumerate(listed, start=1)}
    made = [
        Customer(
            id=number,
            name=row["name"],
            aliases=tuple(alias for alias in [(row["alias"] or "").strip()] if alias),
        )
        for number, row in enumerate(listed, start=1)
    ]
    return names, made


def prediction(query_id: str, result: LinkResult, names: dict[int, str]) -> list[str]:
    customer = names[result.customer.id] if result.customer else ""
    candidates = "|".join(names[c.customer_id] for c in result.evidence.candidates)
    return [query_id, customer, str(result.evidence.decision), candidates]


def main(name: str = "chicago_smb") -> None:
    folder = SHARED / "dev" / name
    names, customers = customers_of(folder)
    queries = rows(folder / "queries.csv")
    began = time.perf_counter()
    linker = make_linker(customers, Settings(), fingerprint=name)
    built = time.perf_counter()
    results = linker.link_many([LinkQuery(name, company=row["text"]) for row in queries])
    ended = time.perf_counter()
    print(f"{name}: {len(customers)} customers, {len(queries)} queries")
    print(f"index {built - began:.2f} s, {len(queries) / (ended - built):.0f} queries/s")
    with tempfile.TemporaryDirectory() as folder_name:
        path = Path(folder_name) / "predictions.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["query_id", "predicted_id", "decision", "candidates"])
            writer.writerows(
                prediction(row["query_id"], result, names)
                for row, result in zip(queries, results, strict=True)
            )
        subprocess.run([sys.executable, SHARED / "score.py", path, folder], check=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
