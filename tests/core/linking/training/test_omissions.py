"""Which words are left out when one name is written twice, counted on a list made for it."""

from collections import Counter
from dataclasses import replace
from math import log

import numpy as np
import pytest

pytest.importorskip(
    "scipy", reason="training needs scipy, of the extras `train` and `test`; it is not installed"
)

from sdc_core.linking.names.normalize import normalize
from sdc_core.linking.names.rarity import Background
from sdc_core.linking.names.tokens import similarity
from sdc_core.linking.training.lists import FOLDS, read_lists
from sdc_core.linking.training.measured import Measurer
from sdc_core.linking.training.omissions import OmissionCounts, fitted
from tests.core.linking.training.made_set import write_made_set

BACKGROUND = Background(100, {})


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return next(read_lists([write_made_set(tmp_path_factory.mktemp("sets") / "made")], "companies"))


@pytest.fixture(scope="module")
def measurer(whole):
    return Measurer([whole], "companies")


def total(seen, which):
    return sum((getattr(one, which) for one in seen.values()), Counter())


def test_the_words_of_the_true_customer_and_of_the_best_wrong_one(measurer):
    # 20 texts lack the "Restaurant" of their customer, 40 lack the "North" of another company.
    assert total(measurer.counts.name, "same")["restaurant"] == 20
    assert total(measurer.counts.name, "same")["north"] == 0
    assert total(measurer.counts.name, "other")["north"] >= 20
    assert total(measurer.counts.query, "same") == Counter()


def test_a_word_often_left_out_has_higher_odds_than_one_never_left_out(measurer):
    name = measurer.final().name
    assert name.log_odds("restaurant") > 1 > -1 > name.log_odds("north")


def counted(*pairs):
    counts = OmissionCounts()
    for fold in range(FOLDS):
        counts.add(fold, (), (), is_same=True)
    for fold, query, name, is_same in pairs:
        counts.add(fold, query.split(), name.split(), is_same=is_same)
    return counts


def test_the_share_of_a_word_is_drawn_to_that_of_its_kind_and_of_all():
    counts = counted(
        *[(0, "restaurant", "", True)] * 9,
        *[(1, "restaurant", "", False)] * 3,
        (2, "24", "", False),
    )
    usage = fitted(counts, range(FOLDS), BACKGROUND, similarity)
    overall = 9 / 13
    kind = (9 + 20 * overall) / (12 + 20)
    word = (9 + 6 * kind) / (12 + 6)
    assert usage.query.overall == pytest.approx(log(overall / (1 - overall)), abs=1e-3)
    assert usage.query.log_odds("never_met") == pytest.approx(log(kind / (1 - kind)), abs=1e-3)
    assert usage.query.log_odds("restaurant") == pytest.approx(log(word / (1 - word)), abs=1e-3)
    digits = 20 * overall / (1 + 20)
    assert usage.query.log_odds("24") == pytest.approx(log(digits / (1 - digits)), abs=1e-3)
    assert usage.name.log_odds("restaurant") == 0


def test_a_word_seen_twice_counts_as_its_kind():
    counts = counted(*[(0, "granite", "", True)] * 2, *[(0, "marble", "", False)] * 5)
    usage = fitted(counts, range(FOLDS), BACKGROUND, similarity)
    assert "granite" not in usage.query.tokens
    assert "marble" in usage.query.tokens


def test_a_word_twice_in_a_text_is_left_out_once():
    counts = counted((0, "granite granite", "", True))
    assert counts.query[0].same == Counter({"granite": 1})


def test_only_the_folds_asked_for_count():
    usual = [(fold, "marble", "", is_same) for fold in (0, 1) for is_same in (True, False)]
    counts = counted(*usual, *[(0, "granite", "", True)] * 9, *[(1, "granite", "", False)] * 9)
    both, first, second = (
        fitted(counts, folds, BACKGROUND, similarity).query.log_odds("granite")
        for folds in ((0, 1), (0,), (1,))
    )
    assert second < both < first
    assert both == pytest.approx(0, abs=1e-9)


def test_a_fold_without_a_pair_says_nothing():
    counts = OmissionCounts()
    counts.add(0, ["granite"], [], is_same=True)
    counts.add(0, ["marble"], [], is_same=False)
    usage = fitted(counts, range(FOLDS), BACKGROUND, similarity)
    assert usage.query == fitted(counts, [0], BACKGROUND, similarity).query


def rows_by_fold(measured):
    folds = measured.training.folds[measured.text]
    return {fold: measured.matrix[folds == fold] for fold in range(FOLDS)}


def test_texts_of_a_fold_never_see_their_own_counts(whole, measurer):
    """Other texts of its fold never change the rows of a text; they change those of other folds."""
    fold = int(np.bincount(whole.folds).argmax())
    own = np.flatnonzero(whole.folds == fold).tolist()
    kept, changed = own[0], own[1:]
    texts = list(whole.texts)
    for place in changed:
        # Left out by a text that means nobody: the opposite of what these texts say.
        texts[place] = replace(texts[place], customer=0, name=normalize("Oxlip Brook Foundry"))
    other = Measurer([replace(whole, texts=tuple(texts))], "companies").lists()[0]
    before = measurer.lists()[0]
    rows = [before.matrix[before.text == kept], other.matrix[other.text == kept]]
    assert len(rows[0]) > 0
    np.testing.assert_array_equal(*rows)
    folds = [f for f in range(FOLDS) if f != fold]
    assert any(not np.array_equal(rows_by_fold(before)[f], rows_by_fold(other)[f]) for f in folds)


def test_a_fold_left_out_tells_nothing_to_any(whole, measurer):
    """What weights are judged by was never counted."""
    fold = int(np.bincount(whole.folds).argmax())
    texts = [
        replace(text, customer=0, name=normalize("Oxlip Brook Foundry"))
        if text.fold == fold
        else text
        for text in whole.texts
    ]
    other = Measurer([replace(whole, texts=tuple(texts))], "companies").lists(without=fold)[0]
    before = measurer.lists(without=fold)[0]
    for f in set(range(FOLDS)) - {fold}:
        np.testing.assert_array_equal(rows_by_fold(before)[f], rows_by_fold(other)[f])


def test_shorter_lists_add_no_counts(whole, measurer):
    # They hold the same texts again.
    again = Measurer([whole, replace(whole, is_whole=False)], "companies")
    assert again.counts == measurer.counts
