"""Texts that order a model about, and a model that obeys: nothing changes in the Session."""

import re
from types import SimpleNamespace

import pytest

from sdc_core.llm.asking import State
from sdc_core.llm.tasks.prompt_files import prompt_file
from tests.core.llm.hostile import (
    CASES,
    ObeyingProvider,
    finished,
    finished_locally,
    hostile_session,
)

each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
LINK_OR_MARKUP = re.compile(
    r"https?:|www\.|\b(?:javascript|data):\S|<[a-z/!]|\]\(|!\[|```|\*\*|^#|\|--", re.IGNORECASE
)
HIDDEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\U000e0000-\U000e007f]"
)


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)


def written(session):
    insights = session.insights
    return list(
        strings(
            [
                insights.llm_generated_title,
                insights.llm_generated_category,
                insights.generated_summaries,
                insights.structured_llm_results,
            ]
        )
    )


def test_there_are_enough_of_them():
    assert len({case["name"] for case in CASES}) == len(CASES) >= 25
    assert {case["source_system"] for case in CASES} == {"SyncroTicket", "SillyTavern", "NotesJSON"}


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    """Each case once: as it was asked, and without a model."""
    return {case["name"]: outcome(case, tmp_path_factory.mktemp("case")) for case in CASES}


def outcome(case, root):
    session, local = hostile_session(case), hostile_session(case)
    provider = ObeyingProvider(case["says"])
    settled = finished(session, root / "asked", provider)
    finished_locally(local, root / "local")
    return SimpleNamespace(session=session, local=local, settled=settled, sent=provider.sent)


@each_case
def test_a_model_that_obeys_changes_nothing(case, outcomes):
    found = outcomes[case["name"]]
    assert {one.state for one in found.settled} == {State.FAILED}
    assert len(found.sent) > len(found.settled)  # asked, refused, asked once more
    assert found.session.insights.model_dump() == found.local.insights.model_dump()
    assert found.session.context == hostile_session(case).context
    assert found.session.insights.llm_generated_title


@each_case
def test_nothing_that_an_attack_brings_is_written(case, outcomes):
    texts = written(outcomes[case["name"]].session)
    assert texts
    for text in texts:
        assert not LINK_OR_MARKUP.search(text)
        assert not HIDDEN.search(text)
        assert not [word for word in case["never"] if word in text]


@each_case
def test_no_text_closes_its_own_part(case, outcomes):
    for prompt, nonce, system, user in outcomes[case["name"]].sent:
        assert user.count(f"<data-{nonce}") == user.count(f"</data-{nonce}>") == len(prompt.parts)
        assert user.endswith(f"</data-{nonce}>")
        assert system.startswith(prompt.rules.strip())
        assert not HIDDEN.search(user)
        assert "Tr0ub4dor" not in user
        assert "sk-abcdefgh" not in user


@each_case
def test_the_rules_hold_no_text_of_a_session(case, outcomes):
    for prompt, *_ in outcomes[case["name"]].sent:
        own, _, repair = prompt.rules.partition("An earlier answer was not accepted")
        assert own.strip() == prompt_file(prompt.version.rsplit("-", 1)[0]).rules
        assert not [word for word in case["never"] if word in repair]


def test_a_model_that_behaves_is_believed(tmp_path):
    """The twin: the same road, with answers that the record supports."""
    calm = next(c for c in CASES if c["name"] == "invented_facts")
    session = hostile_session(calm)
    settled = finished(session, tmp_path, ObeyingProvider("Reinstalled the printer driver"))
    states = {one.task.name: one.state for one in settled}
    assert states.pop("categorize") == State.FAILED  # a sentence is no evidence
    assert set(states.values()) == {State.ANSWERED}
    assert session.insights.llm_generated_title == "Reinstalled the printer driver"
