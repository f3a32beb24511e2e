"""`python -m tests.fuzz SOURCE [--minutes 10] [--seed N] [--guided]`: see the package."""

import argparse
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from sdc_core.sources import SOURCES
from tests.fuzz.findings import keep
from tests.fuzz.hunt import hunt


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("source", choices=[source.name for source in SOURCES])
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 10**6)
    parser.add_argument("--guided", action="store_true", help="by coverage, with atheris (Linux)")
    given = parser.parse_args()
    source = next(source for source in SOURCES if source.name == given.source)
    print(f"{source.name}: seed {given.seed}, {given.minutes:g} minutes", flush=True)
    with TemporaryDirectory() as folder:
        if given.guided:
            from tests.fuzz.guided import guided_hunt

            return guided_hunt(source, Path(folder), minutes=given.minutes, seed=given.seed)
        found = hunt(source, Path(folder), seconds=given.minutes * 60, seed=given.seed)
    for content, what in found.items():
        print(f"{keep(source, content, what)}: {what}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
