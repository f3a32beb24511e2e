"""Lists of any length, and texts to link with them.

The companies of the evaluation sets come first, then names made of words as often as those and the
background use them, as long as real ones. Where the sets are not at hand all names are made so, and
the texts are such names with a letter left out. The same seed gives the same on every machine.
"""

import csv
import random
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

from sdc_core.linking.match.weights_file import load_background

SETS = ("chicago_smb", "securities")
SEED = 4_000
# Words of a name, as often as in the sets.
LENGTHS = (2, 2, 3, 3, 3, 3, 4, 4, 5, 6)


def column(shared: Path, name: str, file: str, field: str) -> list[str]:
    """One column of a file of an evaluation set."""
    path = shared / "linking" / "dev" / name / file
    with path.open(encoding="utf-8", newline="") as text:
        return [row[field] for row in csv.DictReader(text)]


def many_names(shared: Path, count: int, seed: int = SEED) -> list[str]:
    """So many different names, the real ones first."""
    real = _columns(shared, "customers.csv", "name")
    return _with_made(real, count, [len(text.split()) for text in real] or LENGTHS, seed)


def many_texts(shared: Path, count: int, seed: int = SEED) -> list[str]:
    """So many different texts, or all there are, in a drawn order."""
    rng = random.Random(seed)
    real = list(dict.fromkeys(_columns(shared, "queries.csv", "text")))
    if real:
        return rng.sample(real, min(count, len(real)))
    names = many_names(shared, 2 * count, seed)
    texts = dict.fromkeys(_without_a_letter(name, rng) for name in names)
    return rng.sample(list(texts), count)


def _columns(shared: Path, file: str, field: str) -> list[str]:
    present = [name for name in SETS if (shared / "linking" / "dev" / name).is_dir()]
    return [text for name in present for text in column(shared, name, file, field)]


def _with_made(real: Sequence[str], count: int, lengths: Sequence[int], seed: int) -> list[str]:
    names = dict.fromkeys(real[:count])
    words = Counter(dict(sorted(load_background("companies").counts.items())))
    words.update(word for text in real for word in text.casefold().split())
    drawn, bounds = list(words), list(accumulate(words.values()))
    rng = random.Random(seed)
    while len(names) < count:
        chosen = rng.choices(drawn, cum_weights=bounds, k=rng.choice(lengths))
        names.setdefault(" ".join(chosen))
    return list(names)


def _without_a_letter(name: str, rng: random.Random) -> str:
    place = rng.randrange(len(name))
    return name[:place] + name[place + 1 :]
