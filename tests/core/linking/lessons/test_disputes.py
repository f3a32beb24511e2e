"""Where people and rules say different things, and people among themselves."""

import pytest

from sdc_core.linking.lessons.disputes import disagreements, overruled
from sdc_core.linking.lessons.learned import Learned
from sdc_core.linking.lessons.lesson import Says
from sdc_core.linking.sessions import PROCESSOR
from sdc_core.models import ProcessingLogEntry, ProcessingStatus
from tests.core.linking.lessons.test_learned import corrected, decided
from tests.factory import MOMENT, make_session


def session(by_rule, by_person, status=ProcessingStatus.REVIEWED):
    made = make_session(source_customer_name="Acme Tols", customer_id=by_person)
    made.meta.processing_status = status
    made.meta.processing_log = [
        ProcessingLogEntry(
            processor_name=PROCESSOR,
            processor_version="1",
            timestamp_utc=MOMENT,
            outcome="x",
            details={"customer_id": by_rule},
        )
    ]
    return made


@pytest.mark.parametrize("by_person", [2, None])
def test_another_customer_or_nobody_overrules(by_person):
    [found] = overruled([session(1, by_person)], [])
    assert (found.text, found.rule_customer_id, found.customer_id) == ("Acme Tols", 1, by_person)


@pytest.mark.parametrize(
    ("by_rule", "by_person", "status"),
    [
        (1, 1, ProcessingStatus.REVIEWED),
        (None, 2, ProcessingStatus.REVIEWED),
        (1, 2, ProcessingStatus.LINKED),
    ],
)
def test_what_agrees_or_was_open_or_nobody_decided_does_not(by_rule, by_person, status):
    assert list(overruled([session(by_rule, by_person, status)], [])) == []


def test_what_the_rule_said_before_it_learned_stands_in_the_ledger():
    made = session(2, 2)
    keys = [segment.segment_id for segment in made.segments]
    older = corrected(3, 0, was=7, segments=keys)
    newer = corrected(2, 1, was=1, segments=keys)
    for said in ([older, newer], [newer, older]):
        assert [o.rule_customer_id for o in overruled([made], said)] == [1]


def test_texts_on_which_people_disagree_come_with_all_that_was_said():
    tied = [decided(Says.CUSTOMER, 1), decided(Says.CUSTOMER, 2, who="sam")]
    [(ruling, said)] = disagreements(Learned(tied))
    assert ruling.text in said
    assert "dana decided" in said
    assert "sam decided" in said


def test_a_session_that_a_person_took_out_of_a_decision_is_an_exception():
    [(_, said)] = disagreements(Learned([decided(Says.CUSTOMER, 1), corrected(2, 5, was=1)]))
    assert "; but dana corrected a Session" in said
    assert disagreements(Learned([decided(Says.CUSTOMER, 1)])) == []
