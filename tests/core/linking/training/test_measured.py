"""The rows that are fitted: every list with its texts, numbered through."""

import numpy as np
import pytest

pytest.importorskip(
    "scipy", reason="training needs scipy, of the extras `train` and `test`; it is not installed"
)

from sdc_core.linking.match.features import FEATURES
from sdc_core.linking.training import lists
from sdc_core.linking.training.lists import FOLDS, NOBODY, read_lists
from sdc_core.linking.training.measured import MeasuredList, Measurer, rows_of
from tests.core.linking.training.made_set import write_made_set


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    folder = write_made_set(tmp_path_factory.mktemp("sets") / "made")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(lists.SUB_LISTS, "made", ((6, 2),))
        found = list(read_lists([folder], "companies"))
    return Measurer(found, "companies").lists()


def test_each_list_is_measured_whole(measured):
    assert [one.training.is_whole for one in measured] == [True, False, False]
    for one in measured:
        assert one.matrix.shape == (len(one.text), len(FEATURES))
        assert np.isfinite(one.matrix).all()
        assert one.text.tolist() == sorted(one.text.tolist())
        assert set(one.customer.tolist()) <= {customer.id for customer in one.training.customers}


def test_a_row_is_true_for_the_customer_that_is_meant(measured):
    for one in measured:
        texts = one.training.texts
        meant = [texts[text].customer for text in one.text.tolist()]
        true = [float(c == m != NOBODY) for c, m in zip(one.customer.tolist(), meant, strict=True)]
        assert one.is_true.tolist() == true
        inside = sum(text.customer != NOBODY for text in texts)
        assert sum(true) == inside


def test_the_rows_of_all_lists_stand_behind_each_other(measured):
    rows = rows_of(measured)
    assert rows.texts == sum(len(one.training.texts) for one in measured)
    assert len(rows.matrix) == sum(len(one.text) for one in measured)
    start = len(measured[0].training.texts)
    first = len(measured[0].text)
    assert rows.text[:first].tolist() == measured[0].text.tolist()
    assert rows.text[first : first + len(measured[1].text)].tolist() == [
        start + text for text in measured[1].text.tolist()
    ]


@pytest.mark.parametrize("fold", range(FOLDS))
def test_without_a_fold_none_of_its_texts_is_left(measured, fold):
    rows = rows_of(measured, without=fold)
    kept = [one.training.folds != fold for one in measured]
    assert rows.texts == sum(int(keep.sum()) for keep in kept)
    expected = [one.matrix[keep[one.text]] for one, keep in zip(measured, kept, strict=True)]
    np.testing.assert_array_equal(rows.matrix, np.concatenate(expected))
    assert rows.text.tolist() == sorted(rows.text.tolist())
    assert set(rows.text.tolist()) <= set(range(rows.texts))


def test_texts_that_come_near_nobody_are_counted_all_the_same(measured):
    whole = measured[0]
    nobody = MeasuredList(whole.training, whole.matrix[:0], whole.text[:0], whole.customer[:0])
    assert rows_of([nobody, whole]).texts == 2 * len(whole.training.texts)
