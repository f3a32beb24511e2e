"""Shorter and longer lists, drawn by a seed."""

import pytest

from sdc_core.linking.evaluation.gold import Truth
from sdc_core.linking.evaluation.lists import PADDED, balanced, longer, shorter
from sdc_core.linking.evaluation.sets import read_set
from tests.core.linking.evaluation.folder import write_set


@pytest.fixture
def whole(tmp_path):
    return read_set(write_set(tmp_path))


def test_a_shorter_list_keeps_ids_and_all_queries(whole):
    part = shorter(whole, 3, seed=1)
    assert len(part.customers) == 3
    assert set(part.customers) < set(whole.customers)
    assert part.ids == {customer.id: whole.ids[customer.id] for customer in part.customers}
    assert part.queries == whole.queries
    assert shorter(whole, 3, seed=1) == part
    assert any(shorter(whole, 3, seed=seed) != part for seed in range(2, 8))
    assert shorter(whole, 99, seed=1) == whole


def test_a_longer_list_has_new_names_made_of_the_words_of_the_old(whole):
    padded = longer(whole, 20, seed=1)
    assert len(padded.customers) == 20
    assert padded.customers[:6] == whole.customers
    added = [customer.name for customer in padded.customers[6:]]
    given = {customer.name for customer in whole.customers}
    assert len(set(added)) == 14
    assert not given & set(added)
    assert {word for name in added for word in name.split()} <= {
        word for name in given for word in name.split()
    }
    assert all(padded.ids[c.id].startswith(PADDED) for c in padded.customers[6:])
    assert longer(whole, 20, seed=1) == padded
    assert longer(whole, 2, seed=1) == whole


def test_a_list_of_few_words_ends_where_no_new_name_is_found(tmp_path):
    one = read_set(write_set(tmp_path, customers=[("C1", "Oak", "")]))
    assert len(longer(one, 1000, seed=1).customers) < 1000
    none = read_set(write_set(tmp_path, customers=[]))
    assert longer(none, 10, seed=1).customers == ()


def test_balanced_has_all_in_list_queries_and_as_many_others():
    truths = [Truth(f"Q{n}", "C1" if n < 3 else "", "variant", is_linkable=True) for n in range(9)]
    chosen = balanced(truths, seed=1)
    assert {"Q0", "Q1", "Q2"} < chosen
    assert len(chosen) == 6
    assert balanced(truths, seed=1) == chosen
