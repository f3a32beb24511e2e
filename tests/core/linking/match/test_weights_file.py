"""The weights as they are shipped, and what their file must hold."""

import hashlib
import json
from importlib.resources import files

import numpy as np
import pytest

from sdc_core.linking.match.features import FEATURES
from sdc_core.linking.match.trees import MOST_LEAVES
from sdc_core.linking.match.weights_file import Weights, load_background, load_weights
from sdc_core.linking.names.persons import similarity_of_persons
from sdc_core.linking.names.tokens import similarity
from tests.core.linking.made_weights import made_model

KINDS = ("companies", "persons")
FOLDER = files("sdc_core.linking") / "weights"
FILE = {
    "shift": 1.25,
    "model": made_model().to_json(),
    "omission": {
        "query": {"overall": 0.5, "kinds": {"digits": -3.0}, "tokens": {"granite": -2.0}},
        "name": {"overall": -0.5, "kinds": {"digits": -1.0}, "tokens": {"granite": 2.0}},
    },
}


def encoded(**changes):
    return json.dumps({**FILE, **changes}).encode()


def test_what_the_file_says_is_what_is_used():
    weights = Weights.from_bytes(encoded(), "companies")
    assert weights.shift == 1.25
    assert weights.model.to_json() == FILE["model"]
    assert [weights.usage.query.log_odds(t) for t in ("granite", "24", "x")] == [-2, -3, 0.5]
    assert [weights.usage.name.log_odds(t) for t in ("granite", "24", "x")] == [2, -1, -0.5]


@pytest.mark.parametrize(
    ("kind", "alike"), [("companies", similarity), ("persons", similarity_of_persons)]
)
def test_each_kind_compares_words_in_its_way(kind, alike):
    assert Weights.from_bytes(encoded(), kind).usage.alike is alike


def test_the_hash_names_the_file():
    one, other = encoded(), encoded(shift=1.5)
    assert Weights.from_bytes(one, "companies").model_hash == hashlib.sha256(one).hexdigest()[:12]
    assert (
        Weights.from_bytes(other, "companies").model_hash
        != Weights.from_bytes(one, "companies").model_hash
    )


@pytest.mark.parametrize("missing", ["shift", "model", "omission"])
def test_a_file_that_lacks_a_part_is_refused(missing):
    numbers = {key: value for key, value in FILE.items() if key != missing}
    with pytest.raises(KeyError, match=missing):
        Weights.from_bytes(json.dumps(numbers).encode(), "companies")


@pytest.mark.parametrize("kind", KINDS)
def test_the_shipped_weights_fit_this_version(kind):
    weights = load_weights(kind)
    content = (FOLDER / f"{kind}.json").read_bytes()
    assert weights.model_hash == hashlib.sha256(content).hexdigest()[:12]
    model = weights.model
    assert len(model.linear) == len(FEATURES)
    assert all(len(tree.leaves) == len(tree.questions) + 1 <= MOST_LEAVES for tree in model.trees)
    assert (model.scale > 0).all()
    for numbers in (
        model.mean,
        model.scale,
        model.linear,
        [tree.leaves[0] for tree in model.trees],
    ):
        assert np.isfinite(numbers).all()


@pytest.mark.parametrize("kind", KINDS)
def test_the_shipped_weights_say_where_they_come_from(kind):
    provenance = json.loads((FOLDER / f"{kind}.json").read_text(encoding="utf-8"))["provenance"]
    assert {"command", "date", "sets", "lists", "texts", "form", "loss"} <= provenance.keys()
    assert all(len(digest) == 64 for digest in provenance["sets"].values())


@pytest.mark.parametrize("kind", KINDS)
def test_the_shipped_background_counts_names(kind):
    background = load_background(kind)
    assert 0 < max(background.counts.values()) <= background.names
    assert min(background.counts.values()) >= 2


def test_weights_are_read_once():
    assert load_weights("companies") is load_weights("companies")
