"""Train the weights: `python -m sdc_core.linking.training companies FOLDER...` (or `persons`).

Reads labelled sets in the form of `sdc evaluate linking`, fits the model on them whole and on
random sub-lists, and writes `weights/companies.json`. `--validate` first prints what weights of
four folds reach on the fifth, which is what may be expected of texts that were not seen. Needs the
extra `train`. Ten minutes on one core.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

from sdc_core.ids import digest_bytes, digest_json
from sdc_core.linking.match.model import Model
from sdc_core.linking.match.weights_file import Kind
from sdc_core.linking.training.boost import Boosting, boost
from sdc_core.linking.training.fit import Form, Rows, fit
from sdc_core.linking.training.lists import FOLDS, TrainingList, read_lists
from sdc_core.linking.training.measured import Measurer, rows_of
from sdc_core.linking.training.validate import Judged, figures, judge, take_fold
from sdc_core.times import now_utc

WEIGHTS = Path(__file__).parents[1] / "weights"


def main() -> None:
    """Validate if asked to, fit, write."""
    parser = argparse.ArgumentParser(prog="python -m sdc_core.linking.training")
    parser.add_argument("kind", choices=get_args(Kind))
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--validate", action="store_true")
    parser.add_argument("--trees", type=int, default=Boosting.trees)
    parser.add_argument("--dry-run", action="store_true", help="write nothing")
    given = parser.parse_args()
    lists = list(read_lists(given.folders, given.kind))
    measurer = Measurer(lists, given.kind)
    boosting = Boosting(trees=given.trees)
    if given.validate:
        _validate(measurer, boosting)
    if not given.dry_run:
        _write(measurer, boosting, lists, given.kind, given.folders)


def _validate(measurer: Measurer, boosting: Boosting) -> None:
    judged: list[Judged] = []
    for fold in range(FOLDS):
        measured = measurer.lists(without=fold)
        judged = judged or [Judged.blank(one) for one in measured]
        model, loss = _fit(rows_of(measured, without=fold), boosting)
        print(f"fold {fold}: loss {loss:.4f}", flush=True)  # noqa: T201 - a script
        for into, one in zip(judged, measured, strict=True):
            take_fold(into, judge(model, one), fold)
    print("\n".join(figures(judged)), flush=True)  # noqa: T201 - a script


def _fit(rows: Rows, boosting: Boosting) -> tuple[Model, float]:
    model, loss = fit(rows, Form())
    return boost(model, rows, boosting), loss


def _write(
    measurer: Measurer,
    boosting: Boosting,
    lists: Sequence[TrainingList],
    kind: Kind,
    folders: Sequence[Path],
) -> None:
    model, loss = _fit(rows_of(measurer.lists()), boosting)
    usage = measurer.final()
    path = WEIGHTS / f"{kind}.json"
    content: dict[str, Any] = {
        "provenance": {
            "command": f"python -m sdc_core.linking.training {kind} FOLDER...",
            "date": f"{now_utc():%Y-%m-%d}",
            "sets": {folder.name: _digest(folder) for folder in folders},
            "lists": len(lists),
            "texts": sum(len(training.texts) for training in lists),
            "form": {"line": vars(Form()), "trees": vars(boosting)},
            "loss": round(loss, 5),
        },
        "shift": _old(path).get("shift", 0.0),
        "model": model.to_json(),
        "omission": {
            side: {"overall": o.overall, "kinds": dict(o.kinds), "tokens": dict(o.tokens)}
            for side, o in (("query", usage.query), ("name", usage.name))
        },
    }
    text = _text(content)
    path.write_text(text, encoding="utf-8", newline="\n")
    print(f"{path.name}: loss {loss:.4f}, {len(text):,} characters")  # noqa: T201 - a script


def _text(content: dict[str, Any]) -> str:
    """JSON with a line for each feature and each tree, so that a change can be read."""
    model = content["model"]
    lists = {name: model[name] for name in ("features", "trees")}
    shown = json.dumps(
        content | {"model": model | {key: [] for key in lists}}, ensure_ascii=False, indent=1
    )
    for name, rows in lists.items():
        lines = ",\n".join(f"   {json.dumps(row)}" for row in rows)
        shown = shown.replace(f'"{name}": []', f'"{name}": [\n{lines}\n  ]', 1)
    return shown + "\n"


def _old(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def _digest(folder: Path) -> str:
    names = ("customers.csv", "queries.csv", "gold.csv")
    return digest_json([digest_bytes((folder / name).read_bytes()) for name in names])


if __name__ == "__main__":
    main()
