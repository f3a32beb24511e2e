"""The rows that the model is fitted on: every list measured, each fold with what the others say."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sdc_core.linking.candidates.index import CandidateIndex
from sdc_core.linking.candidates.rows import Floats, Ints, Matrix
from sdc_core.linking.match.features import feature_matrix
from sdc_core.linking.match.measures import Usage
from sdc_core.linking.match.pairs import Measured
from sdc_core.linking.match.scoring import NameMeasurer
from sdc_core.linking.match.weights_file import ALIKE, Kind, load_background
from sdc_core.linking.names.omission import Omission
from sdc_core.linking.training.fit import Rows
from sdc_core.linking.training.lists import FOLDS, TrainingList
from sdc_core.linking.training.omissions import OmissionCounter, OmissionCounts, fitted


@dataclass(frozen=True)
class MeasuredList:
    """One list with its rows; `text` are places in `training.texts`."""

    training: TrainingList
    matrix: Matrix
    text: Ints
    customer: Ints

    @property
    def is_true(self) -> Floats:
        """1 where the customer is the one that the text means."""
        meant = np.array([text.customer for text in self.training.texts], dtype=np.int64)
        is_true: Floats = (self.customer == meant[self.text]).astype(np.float64)
        return is_true


class Measurer:
    """Measures lists again with other omissions, without indexing them again."""

    def __init__(self, lists: Sequence[TrainingList], kind: Kind) -> None:
        self._lists = lists
        self._background = load_background(kind)
        self._alike = ALIKE[kind]
        self._indexes = [CandidateIndex(training.listed) for training in lists]
        nothing = Omission({}, {}, 0.0, self._background)
        blank = Usage(nothing, nothing, self._alike)
        self.counts = OmissionCounts()
        for place, training in enumerate(lists):
            if training.is_whole:
                measured = self._measure(place, blank, np.arange(len(training.texts)))[0]
                OmissionCounter(training, measured, self._alike).count(self.counts)

    def final(self) -> Usage:
        """What all folds say: this is shipped."""
        return self._fitted(range(FOLDS))

    def lists(self, *, without: int | None = None) -> list[MeasuredList]:
        """All lists; texts of each fold with what the other folds say, never the one left out."""
        others = [fold for fold in range(FOLDS) if fold != without]
        by_fold = {fold: self._fitted([f for f in others if f != fold]) for fold in range(FOLDS)}
        return [self._by_fold(place, by_fold.__getitem__) for place in range(len(self._lists))]

    def _fitted(self, folds: Collection[int]) -> Usage:
        return fitted(self.counts, folds, self._background, self._alike)

    def _by_fold(self, place: int, usage: Callable[[int], Usage]) -> MeasuredList:
        training = self._lists[place]
        parts = [
            self._measure(place, usage(fold), np.flatnonzero(training.folds == fold))
            for fold in range(FOLDS)
        ]
        text = np.concatenate([texts for _, texts in parts])
        order = np.argsort(text, kind="stable")
        return MeasuredList(
            training,
            np.concatenate([feature_matrix(m) for m, _ in parts])[order],
            text[order],
            np.concatenate([m.customer for m, _ in parts])[order],
        )

    def _measure(self, place: int, usage: Usage, texts: Ints) -> tuple[Measured, Ints]:
        training = self._lists[place]
        measurer = NameMeasurer(
            training.listed,
            self._background,
            usage,
            customers=len(training.customers),
            index=self._indexes[place],
        )
        measured = measurer.measure([training.texts[i].name for i in texts.tolist()])
        whole = replace(measured, query=texts[measured.query])
        return whole, whole.query


def rows_of(lists: Sequence[MeasuredList], *, without: int | None = None) -> Rows:
    """The rows of all lists in one, but for the texts of a fold."""
    matrices, texts, is_true, count = [], [], [], 0
    for one in lists:
        kept = one.training.folds != (-1 if without is None else without)
        rows = kept[one.text]
        numbers = np.cumsum(kept) - 1 + count
        matrices.append(one.matrix[rows])
        texts.append(numbers[one.text[rows]])
        is_true.append(one.is_true[rows])
        count += int(kept.sum())
    return Rows(np.concatenate(matrices), np.concatenate(texts), np.concatenate(is_true), count)
