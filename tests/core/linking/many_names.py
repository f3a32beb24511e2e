"""Lists of any length: the companies of the evaluation sets, then names made of their words.

Words are drawn as often as they are used in those companies and in the background counts, names
are as long as real ones. The same seed gives the same list on every machine.
"""

import csv
import json
import random
from collections import Counter
from itertools import accumulate
from pathlib import Path

SETS = ("chicago_smb", "securities")
SEED = 4_000


def column(shared: Path, name: str, file: str, field: str) -> list[str]:
    """One column of a file of an evaluation set."""
    path = shared / "linking" / "dev" / name / file
    with path.open(encoding="utf-8", newline="") as text:
        return [row[field] for row in csv.DictReader(text)]


def many_names(shared: Path, count: int, seed: int = SEED) -> list[str]:
    """So many different names, the real ones first."""
    real = [text for name in SETS for text in column(shared, name, "customers.csv", "name")]
    names = dict.fromkeys(real[:count])
    words = _words(shared, real)
    drawn, bounds = list(words), list(accumulate(words.values()))
    lengths = [len(text.split()) for text in real]
    rng = random.Random(seed)
    while len(names) < count:
        chosen = rng.choices(drawn, cum_weights=bounds, k=rng.choice(lengths))
        names.setdefault(" ".join(chosen))
    return list(names)


def _words(shared: Path, real: list[str]) -> Counter[str]:
    path = shared / "linking" / "background_token_df.json"
    background = json.loads(path.read_text(encoding="utf-8"))["df"]
    words = Counter(dict(sorted(background.items())))
    words.update(word for text in real for word in text.casefold().split())
    return words
