"""A list of persons is known by its looks, and linked with the weights of persons."""

import pytest

from sdc_core.linking.base import Customer, Decision
from sdc_core.linking.evaluation.persons import are_persons, predict_persons
from sdc_core.linking.evaluation.report import ListOptions, evaluate
from sdc_core.linking.evaluation.sets import read_set
from sdc_core.settings import Settings
from tests.core.linking.evaluation.folder import write_set

FIRST = ("Ana", "Robert", "Miguel", "Priyanka", "Sam", "Dana")
LAST = ("Weir", "Kestering", "Gantrell", "Okafor", "Lindqvale")
PEOPLE = [f"{first} {last}" for first in FIRST for last in LAST]


def folder_of(path, names, queries):
    customers = [(f"C{number:03d}", name, "") for number, name in enumerate(names)]
    return write_set(path, customers=customers, queries=queries)


def listed(names):
    return [Customer(id=number, name=name) for number, name in enumerate(names, 1)]


def test_a_list_of_persons_is_known_by_its_looks():
    assert are_persons(listed(PEOPLE))
    assert not are_persons(listed([f"{name} LLC" for name in PEOPLE]))
    assert not are_persons(listed([f"{name} #2" for name in PEOPLE]))
    assert not are_persons(listed(PEOPLE[:5]))
    assert not are_persons([])


@pytest.mark.parametrize(
    ("name", "is_persons"),
    [("persons", True), ("chicago_smb", False), ("securities", False), ("patstat", False)],
)
def test_the_lists_that_we_have_are_told_apart(shared, name, is_persons):
    assert are_persons(read_set(shared / "linking" / "dev" / name).customers) == is_persons


def answers(tmp_path, queries, names=PEOPLE):
    folder = folder_of(tmp_path, names, [(f"Q{n}", text) for n, text in enumerate(queries)])
    return predict_persons(read_set(folder), Settings()).predictions


def test_a_name_of_one_person_is_linked_and_one_of_two_never(tmp_path):
    one, two, nobody, nothing = answers(
        tmp_path,
        ["Gantrell, Priyanka", "Jo Doe", "Completely Unknown", ""],
        [*PEOPLE, "Jo Doe", "Jo Doe"],
    )
    assert (one.decision, one.predicted_id) == (
        Decision.LINKED,
        f"C{PEOPLE.index('Priyanka Gantrell'):03d}",
    )
    assert two.decision is not Decision.LINKED
    assert set(two.candidates[:2]) == {"C030", "C031"}
    assert nobody.decision is not Decision.LINKED
    assert (nothing.decision, nothing.best_id) == (Decision.UNLINKED, "")


def test_the_order_of_the_list_never_counts(tmp_path):
    queries = ["Rob Weir", "Gantrel Dana", "S Okafor"]
    there = answers(tmp_path / "a", queries)
    back = answers(tmp_path / "b", queries, PEOPLE[::-1])
    named = [[PEOPLE[int(c[1:])] for c in p.candidates] for p in there]
    assert [[PEOPLE[::-1][int(c[1:])] for c in p.candidates] for p in back] == named
    assert [p.score for p in back] == [p.score for p in there]


def test_what_the_names_are_may_be_said(tmp_path):
    folder = folder_of(tmp_path, PEOPLE, [("Q1", "Ana Weir")])
    assert evaluate(folder, Settings(), ListOptions()).persons
    assert not evaluate(folder, Settings(), ListOptions(persons=False)).persons
