"""Ids are the same on every machine and never run into each other."""

import json

from hypothesis import given
from hypothesis import strategies as st

from sdc_core.ids import digest_bytes, digest_json, stable_id

PARTS = st.lists(st.one_of(st.none(), st.integers(), st.text(max_size=8)), max_size=4)


@given(PARTS, PARTS)
def test_other_parts_other_id(one, other):
    assert (stable_id(*one) == stable_id(*other)) == (one == other)


def test_an_id_is_the_digest_of_a_json_array():
    """Written out, because every id ever given rests on it."""
    assert stable_id("a", 1, None) == digest_bytes(b'["a", 1, null]')
    assert digest_bytes(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@given(PARTS)
def test_an_id_does_not_depend_on_who_writes_the_array(parts):
    assert stable_id(*parts) == digest_bytes(json.dumps(parts, ensure_ascii=False).encode())


def test_a_separator_in_a_part_is_no_separator():
    assert stable_id("a", "b") != stable_id('a", "b')
    assert stable_id("1") != stable_id(1)


def test_half_a_surrogate_pair_has_an_id_too():
    assert stable_id("\ud800") != stable_id("\ud801")
    assert digest_json({"text": "\ud800"}) != digest_json({"text": "?"})


@given(st.dictionaries(st.text(max_size=4), st.integers(), max_size=5))
def test_the_order_of_keys_does_not_matter(values):
    assert digest_json(values) == digest_json(dict(reversed(values.items())))
