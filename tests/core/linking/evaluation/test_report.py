"""One evaluation: the truth is read last, or not at all."""

import csv

import pytest

from sdc_core.errors import WrongInputError
from sdc_core.linking.evaluation import report as report_module
from sdc_core.linking.evaluation.predictions import write_predictions
from sdc_core.linking.evaluation.report import ListOptions, evaluate
from sdc_core.settings import Settings
from tests.core.linking.evaluation.folder import GOLD, QUERIES, write_set

WHOLE = ListOptions()


def decisions(path):
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["query_id"]: row["predicted_id"] for row in csv.DictReader(lines)}


def test_every_query_has_its_prediction_and_the_figures_their_truth(tmp_path):
    folder = write_set(tmp_path / "set", gold=GOLD)
    report = evaluate(folder, Settings(), WHOLE, out=tmp_path / "p.csv")
    found = decisions(tmp_path / "p.csv")
    assert list(found) == [query_id for query_id, _ in QUERIES]
    assert (found["Q1"], found["Q4"], found["Q5"], found["Q6"]) == ("C1", "", "", "")
    figures = report.full.figures
    assert (figures.queries, figures.in_list, figures.linkable) == (7, 5, 2)
    assert figures.ool_linked == (found["Q7"] == "C2")
    assert report.balanced is None


def test_without_the_truth_there_are_predictions_and_no_figures(tmp_path):
    report = evaluate(write_set(tmp_path / "set"), Settings(), WHOLE, out=tmp_path / "p.csv")
    assert report.full is None
    assert len(decisions(tmp_path / "p.csv")) == len(QUERIES)
    assert sum(report.decisions().values()) == len(QUERIES)


def test_a_truth_that_cannot_be_read_costs_no_prediction(tmp_path):
    """Whoever looked at it before would fail before."""
    folder = write_set(tmp_path / "set")
    (folder / "gold.csv").write_bytes(b"\xff\xfe no table")
    with pytest.raises(WrongInputError, match=r"gold\.csv"):
        evaluate(folder, Settings(), WHOLE, out=tmp_path / "p.csv")
    assert len(decisions(tmp_path / "p.csv")) == len(QUERIES)


def test_the_truth_may_come_into_being_once_the_predictions_are_written(tmp_path, monkeypatch):
    folder = write_set(tmp_path / "set")

    def write_then_tell(path, predictions):
        write_predictions(path, predictions)
        write_set(folder, gold=GOLD)

    monkeypatch.setattr(report_module, "write_predictions", write_then_tell)
    assert evaluate(folder, Settings(), WHOLE, out=tmp_path / "p.csv").full is not None


def test_a_query_of_a_customer_outside_the_shorter_list_is_out_of_list(tmp_path):
    folder = write_set(tmp_path / "set", gold=GOLD)
    for seed in range(5):
        report = evaluate(folder, Settings(), ListOptions(customers=2, seed=seed))
        kept = {ids for ids, true, *_ in GOLD if true in listed(folder, seed)}
        assert report.customers == 2
        assert report.full.figures.in_list == len(kept)
        assert report.balanced.figures.queries == min(2 * len(kept), len(QUERIES))


def listed(folder, seed):
    from sdc_core.linking.evaluation.lists import shorter
    from sdc_core.linking.evaluation.sets import read_set

    return set(shorter(read_set(folder), 2, seed=seed).ids.values())


def test_several_lists_are_judged_together(tmp_path):
    folder = write_set(tmp_path / "set", gold=GOLD)
    report = evaluate(folder, Settings(), ListOptions(customers=3, lists=4))
    assert report.queries == 4 * len(QUERIES)
    assert report.full.figures.queries == 4 * len(QUERIES)


def test_generated_names_make_the_list_longer_and_are_never_right(tmp_path):
    folder = write_set(tmp_path / "set", gold=GOLD)
    report = evaluate(folder, Settings(), ListOptions(pad=40))
    assert report.customers == 40
    assert report.full.figures.in_list == 5


def test_an_empty_folder_of_tables_has_no_figures_and_no_speed(tmp_path):
    folder = write_set(tmp_path / "set", customers=[], queries=[], gold=[])
    report = evaluate(folder, Settings(), WHOLE)
    assert (report.queries_per_second, report.full.figures.precision) == (None, None)


def test_nobody_is_linked_where_there_are_no_customers(tmp_path):
    folder = write_set(tmp_path / "set", customers=[])
    assert evaluate(folder, Settings(), WHOLE).decisions() == {"unlinked": len(QUERIES)}
