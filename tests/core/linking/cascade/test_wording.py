"""Every kind of evidence has words for a person."""

import pytest

from sdc_core.linking.base import Customer, Hit
from sdc_core.linking.cascade.wording import signs
from sdc_core.linking.evidence.kinds import KIND_NAMES
from tests.core.linking.fakes import Asking
from tests.core.linking.lists import customers_named

MARROWBY = customers_named("Marrowby West", "Marrowby East")


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


def reason(text, **parts):
    asking = Asking(MARROWBY, {"marowby west": {1: 6.0, 2: -3.0}, "alone": {1: 6.0}}, **parts)
    return asking.ask(text, machines=("PC-1",)).evidence.reason


class TestOneSentence:
    """What is decided, by what, and against whom; what agrees stands behind it."""

    def test_a_close_name_says_whom_it_is_ahead_of(self):
        said = "'Marowby West' is closest to 'Marrowby West' (100), ahead of 'Marrowby East' (0)"
        assert reason("Marowby West") == said
        agrees = ", and the evidence (phone number) agrees"
        assert reason("Marowby West", evidence={"PC-1": [(1, "phone", 8.0)]}) == said + agrees

    def test_a_close_name_without_a_second(self):
        said = "'Alone' is closest to 'Marrowby West' (100), no other is near"
        assert reason("Alone") == said

    def test_an_exact_name(self):
        assert reason("Marrowby West") == "'Marrowby West' is the name of one customer alone"
        said = "'marrowby west.' is 'Marrowby West' but for case, punctuation or legal form"
        assert reason("marrowby west.") == said

    def test_nothing_at_all(self):
        assert reason(None) == "no company is given, and nothing else points to a customer"
        assert reason("Home") == "'Home' names no customer, and nothing else points to a customer"

    def test_the_customers_own_id(self):
        result = Asking([Customer(id=7, name="Acme")]).ask("Other", customer_id=7)
        assert result.evidence.reason == "the source carries Syncro's own id of the customer, 7"
