"""Every kind of evidence has words for a person."""

import pytest

from sdc_core.linking.base import Hit
from sdc_core.linking.values.kinds import KIND_NAMES
from sdc_core.linking.wording import signs


def hit(kind):
    return Hit(kind=kind, value_hash="0" * 12, log_odds=1.0, shared_by=1)


@pytest.mark.parametrize("kind", KIND_NAMES)
def test_every_kind_is_named_without_its_code(kind):
    assert "_" not in signs([hit(kind)])


def test_several_are_listed_each_once():
    kinds = ("phone", "login", "machine_word_3", "machine_word_4")
    said = signs([hit(kind) for kind in kinds])
    assert said == "phone number, login and word in the machine name"
    assert signs([]) == ""
