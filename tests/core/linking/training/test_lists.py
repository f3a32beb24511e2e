"""Labelled lists, whole and shorter, and the folds of their texts."""

import pytest

from sdc_core.linking.training import lists
from sdc_core.linking.training.lists import FOLDS, NOBODY, read_lists
from tests.core.linking.evaluation.folder import write_set
from tests.core.linking.training.made_set import customers, write_made_set


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setitem(lists.SUB_LISTS, "made", ((5, 4), (20, 2)))
    return write_made_set(tmp_path / "made")


def seen(training):
    return (
        [customer.id for customer in training.customers],
        [(text.name.key, text.customer) for text in training.texts],
    )


def test_the_whole_set_comes_first(folder):
    whole, *shorter = read_lists([folder], "companies")
    assert (whole.is_whole, whole.source) == (True, "made")
    assert [customer.name for customer in whole.customers] == [name for _, name, _ in customers()]
    assert len(whole.texts) == 80
    assert sum(text.customer == NOBODY for text in whole.texts) == 40
    assert not any(training.is_whole for training in shorter)


def test_a_set_that_is_not_named_has_no_shorter_lists(folder):
    assert len(list(read_lists([folder.rename(folder.with_name("other"))], "companies"))) == 1


def test_shorter_lists_have_the_lengths_asked_for(folder):
    _, *shorter = read_lists([folder], "companies")
    assert [len(training.customers) for training in shorter] == [5] * 4 + [20] * 2


def test_shorter_lists_hold_as_many_outside_texts_as_inside_ones(folder):
    _, *shorter = read_lists([folder], "companies")
    for training in shorter:
        ids = {customer.id for customer in training.customers}
        inside = [text for text in training.texts if text.customer != NOBODY]
        assert {text.customer for text in inside} == ids
        assert len(training.texts) == 2 * len(inside)
        assert {one.customer_id for one in training.listed} == ids


def test_outside_texts_are_never_those_of_customers_left_out(folder):
    whole, *shorter = read_lists([folder], "companies")
    unknown = {text.name.key for text in whole.texts if not text.truth.true_id}
    for training in shorter:
        assert {t.name.key for t in training.texts if t.customer == NOBODY} <= unknown


def test_fewer_outside_texts_than_inside_ones_are_all_taken(tmp_path, monkeypatch):
    monkeypatch.setitem(lists.SUB_LISTS, "few", ((2, 1),))
    names = [("C1", "Quill Haven", ""), ("C2", "Oxlip Brook", "")]
    texts = [("Q1", "quill"), ("Q2", "oxlip"), ("Q3", "zephyr")]
    truth = [
        ("Q1", "C1", "variant", "1"),
        ("Q2", "C2", "variant", "1"),
        ("Q3", "", "out_of_list", "0"),
    ]
    few = write_set(tmp_path / "few", customers=names, queries=texts, gold=truth)
    _, shorter = read_lists([few], "companies")
    assert [text.customer for text in shorter.texts] == [1, 2, NOBODY]


def test_the_same_lists_each_time_and_others_for_another_seed(folder):
    first, again, other = (
        [seen(x) for x in read_lists([folder], "companies", seed=seed)] for seed in (5, 5, 6)
    )
    assert first == again
    assert first[0] == other[0]
    assert first[1:] != other[1:]
    assert first[1] != first[2]


def test_texts_of_one_customer_are_in_one_fold(tmp_path):
    texts = [
        (f"Q{i}-{n}", f"{name} {n}") for i, (_, name, _) in enumerate(customers()) for n in range(3)
    ]
    truth = [
        (query, customers()[int(query[1:].split("-")[0])][0], "variant", "1") for query, _ in texts
    ]
    folder = write_set(tmp_path / "made", customers=customers(), queries=texts, gold=truth)
    (whole, *_) = read_lists([folder], "companies")
    folds = {}
    for text in whole.texts:
        folds.setdefault(text.customer, set()).add(text.fold)
    assert all(len(found) == 1 for found in folds.values())
    assert set.union(*folds.values()) == set(range(FOLDS))


def test_texts_of_one_unknown_company_are_in_one_fold(tmp_path):
    texts = [
        (f"Q{i}", text)
        for i, text in enumerate(("Zephyr Brook", "zephyr brook 2", "ZEPHYR BROOK Inc"))
    ]
    truth = [(query, "", "out_of_list", "0") for query, _ in texts]
    folder = write_set(tmp_path / "made", customers=customers(), queries=texts, gold=truth)
    (whole, *_) = read_lists([folder], "companies")
    assert len({text.fold for text in whole.texts}) == 1


def test_a_fold_is_the_same_in_the_whole_list_and_in_each_part(folder):
    whole, *shorter = read_lists([folder], "companies")
    folds = {text.name.key: text.fold for text in whole.texts}
    for training in shorter:
        assert training.folds.tolist() == [folds[text.name.key] for text in training.texts]


def test_persons_are_read_as_persons(tmp_path):
    folder = write_set(
        tmp_path / "people",
        customers=[("C1", "Lind, Marta", ""), ("C2", "De La Cruz", "")],
        queries=[("Q1", "M. Lind")],
        gold=[("Q1", "C1", "variant", "1")],
    )
    (whole,) = read_lists([folder], "persons")
    assert [one.name.core for one in whole.listed] == [("marta", "lind"), ("de", "la", "cruz")]
    assert whole.texts[0].name.core == ("m", "lind")
