"""What was found, held against the truth: recall of whole spans, precision, leaks.

A span of the truth counts as found when no character of it is left, whatever the label: what
leaves the machine is counted, not what it is taken for. A span that was found counts as right when
it meets any span of the truth (LLM reference, section 8).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sdc_core.privacy.base import Span

# Kinds of other people's evaluation sets that nobody is found by and that a title may speak of.
# They are not looked for: finding them is never wrong, missing them is no leak.
NOT_SOUGHT = frozenset({"AGE", "DATE_TIME", "GPE", "NRP", "TITLE"})


@dataclass(slots=True)
class Tally:
    """Spans of one label in the truth, and how many of them are covered as a whole."""

    spans: int = 0
    covered: int = 0

    @property
    def recall(self) -> float | None:
        """None where there is none to find."""
        return self.covered / self.spans if self.spans else None


@dataclass(slots=True)
class Figures:
    """What the truth says of all documents that have one.

    Attributes:
        documents: With a truth.
        leaking: Of these, with any span left in whole or in part.
        found: Spans that were found in them.
        right: Of these, that meet a span of the truth.
        by_label: Of the truth, sorted by label.
    """

    documents: int = 0
    leaking: int = 0
    found: int = 0
    right: int = 0
    by_label: dict[str, Tally] = field(default_factory=dict)

    @property
    def all(self) -> Tally:
        """All labels that are looked for, together."""
        sought = [tally for label, tally in self.by_label.items() if label not in NOT_SOUGHT]
        return Tally(sum(t.spans for t in sought), sum(t.covered for t in sought))

    @property
    def precision(self) -> float | None:
        """None where nothing was found."""
        return self.right / self.found if self.found else None

    @property
    def leak_rate(self) -> float | None:
        """Share of documents with a leak."""
        return self.leaking / self.documents if self.documents else None


def figures_of(truth: Sequence[Sequence[Span] | None], found: Sequence[Sequence[Span]]) -> Figures:
    """Figures over all documents that have a truth; both in the order of the documents."""
    figures = Figures()
    for spans, predicted in zip(truth, found, strict=True):
        if spans is not None:
            _add(figures, spans, predicted)
    figures.by_label = dict(sorted(figures.by_label.items()))
    return figures


def _add(figures: Figures, truth: Sequence[Span], found: Sequence[Span]) -> None:
    missed = _count(truth, found, figures.by_label)
    figures.documents += 1
    figures.leaking += missed > 0
    figures.found += len(found)
    figures.right += sum(_meets(span, truth) for span in found)


def _count(truth: Iterable[Span], found: Sequence[Span], tallies: dict[str, Tally]) -> int:
    """Adds the spans of one document; how many of the kinds that are looked for leak."""
    missed = 0
    for span in truth:
        is_covered = _is_covered(span, found)
        tally = tallies.setdefault(span.label, Tally())
        tally.spans += 1
        tally.covered += is_covered
        missed += not is_covered and span.label not in NOT_SOUGHT
    return missed


def _is_covered(span: Span, found: Sequence[Span]) -> bool:
    reached = span.start
    for other in sorted(found, key=lambda other: other.start):
        if other.start <= reached < other.end:
            reached = other.end
    return reached >= span.end


def _meets(span: Span, truth: Iterable[Span]) -> bool:
    return any(span.start < other.end and other.start < span.end for other in truth)
