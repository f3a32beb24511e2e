"""One evaluation from file to figures: find, write what was found, and only then read the truth."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import Any

from sdc_core.privacy.base import Span
from sdc_core.privacy.evaluation.documents import (
    Document,
    read_documents,
    read_truth,
    write_spans,
)
from sdc_core.privacy.evaluation.figures import NOT_SOUGHT, Figures, figures_of

Find = Callable[[str], Sequence[Span]]
Step = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Report:
    """Everything that one evaluation found.

    Attributes:
        found: Spans by label, over all documents.
        seconds: Of one core, for finding; what is loaded at the first text is not in it.
        figures: None where no document has a truth.
    """

    path: Path
    documents: int
    characters: int
    seconds: float
    found: dict[str, int]
    figures: Figures | None

    @property
    def characters_per_second(self) -> float | None:
        """No text, no speed."""
        return self.characters / self.seconds if self.characters and self.seconds else None

    def to_json(self) -> dict[str, Any]:
        """For programs; rates are unrounded."""
        return {
            "file": str(self.path),
            "documents": self.documents,
            "characters": self.characters,
            "seconds": self.seconds,
            "characters_per_second": self.characters_per_second,
            "found": self.found,
            "figures": _figures_json(self.figures),
        }


def evaluate(
    path: Path,
    find: Find,
    *,
    out: Path | None = None,
    step: Step = lambda _what, _done, _total: None,
) -> Report:
    """Look for what must not leave in every document of the file, and judge what was found.

    Args:
        path: The documents.
        find: What is judged; asked once beforehand, so that loading is not measured.
        out: Where the spans that were found go.
        step: Is told what is being done, and how much of it is.

    Raises:
        SourceError: The file cannot be used.
    """
    documents = read_documents(path)
    step("loading", 0, len(documents))
    find("Anything at all, before the clock runs.")
    found: list[Sequence[Span]] = []
    started = process_time()
    for number, document in enumerate(documents, 1):
        found.append(find(document.text))
        step("looking", number, len(documents))
    seconds = process_time() - started
    if out is not None:
        write_spans(out, documents, found)
    truth = read_truth(path)
    figures = figures_of(truth, found)
    return Report(
        path,
        len(documents),
        _size(documents),
        seconds,
        _counts(found),
        figures if figures.documents else None,
    )


def _size(documents: Sequence[Document]) -> int:
    return sum(len(document.text) for document in documents)


def _counts(found: Sequence[Sequence[Span]]) -> dict[str, int]:
    return dict(sorted(Counter(span.label for spans in found for span in spans).items()))


def _figures_json(figures: Figures | None) -> dict[str, Any] | None:
    if figures is None:
        return None
    return {
        "documents": figures.documents,
        "spans": figures.all.spans,
        "covered": figures.all.covered,
        "recall": figures.all.recall,
        "precision": figures.precision,
        "documents_leaking": figures.leaking,
        "leak_rate": figures.leak_rate,
        "by_label": {
            label: {
                "spans": tally.spans,
                "covered": tally.covered,
                "recall": tally.recall,
                "is_sought": label not in NOT_SOUGHT,
            }
            for label, tally in figures.by_label.items()
        },
    }
