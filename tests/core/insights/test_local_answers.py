"""Local answers: given once per content, kept as they were given, gone with their texts."""

from dataclasses import replace

import pytest

from sdc_core.errors import RedactionError
from sdc_core.insights.local_answers import LocalAnswers
from sdc_core.llm.answer_cache import AnswerCache
from sdc_core.llm.tasks.base import Answer, Task
from tests.factory import make_segment, make_session


class Line(Answer):
    text: str


@pytest.fixture
def opened(tmp_path):
    return lambda: AnswerCache(tmp_path / "llm", root=tmp_path)


@pytest.fixture
def made():
    """Sessions that the task was done for."""
    return []


@pytest.fixture
def task(made):
    def local(session):
        made.append(session)
        content = session.segments[0].content
        return Line(text=content) if content else None

    return Task("line", "llm_line", Line, lambda _: None, local, lambda *_: None, lambda _: True)


def session_of(content, **changes):
    session = make_session()
    session.segments = [make_segment(content=content, **changes)]
    return session


def give(cache, task, session):
    answer = LocalAnswers.on(session, cache).give(task)
    cache.flush()
    return answer


def test_an_answer_is_given_once_per_content_also_for_the_next_process(opened, task, made):
    assert give(opened(), task, session_of("one")) == Line(text="one")
    assert give(opened(), task, session_of("one")) == Line(text="one")
    assert len(made) == 1
    assert give(opened(), task, session_of("two")) == Line(text="two")


def test_that_there_was_no_ground_for_an_answer_is_remembered_too(opened, task, made):
    assert give(opened(), task, session_of("")) is None
    assert give(opened(), task, session_of("")) is None
    assert len(made) == 1


@pytest.mark.parametrize(
    ("changes", "is_other"),
    [
        ({"author": "Joe"}, True),
        ({"type": "Email"}, True),
        ({"segment_id": "f" * 64}, False),
    ],
)
def test_what_an_answer_may_rest_on_is_part_of_the_content(opened, task, made, changes, is_other):
    give(opened(), task, session_of("one"))
    give(opened(), task, session_of("one", **changes))
    assert len(made) == (2 if is_other else 1)


def test_a_place_that_moved_is_no_other_content(opened, task, made):
    give(opened(), task, session_of("one"))
    moved = session_of("one")
    moved.segments[0].metadata.source_ref.row = 77
    moved.meta.flags = ["source_missing"]
    give(opened(), task, moved)
    assert len(made) == 1


def test_a_new_local_version_answers_anew(opened, task, made):
    give(opened(), task, session_of("one"))
    give(opened(), replace(task, local_version="extractive-v3"), session_of("one"))
    assert len(made) == 2


def test_an_answer_of_an_older_form_is_given_anew(opened, task, made):
    class Other(Answer):
        words: str

    give(opened(), task, session_of("one"))
    changed = replace(task, answer=Other, local=lambda _: Other(words="one"))
    assert give(opened(), changed, session_of("one")) == Other(words="one")
    assert give(opened(), changed, session_of("one")) == Other(words="one")


def test_a_secret_is_in_no_answer_of_the_first_run_either(opened, task):
    first = give(opened(), task, session_of("the password is Xk4!pq9Z on the front desk"))
    again = give(opened(), task, session_of("the password is Xk4!pq9Z on the front desk"))
    assert first == again
    assert "Xk4" not in first.text


def test_answers_go_with_the_texts_that_they_were_given_on(opened, task, made):
    give(opened(), task, session_of("one"))
    session = session_of("two")
    content = LocalAnswers.on(session, opened()).content
    opened().keep_only({session.meta.session_id}, {content})
    give(opened(), task, session_of("one"))
    assert len(made) == 2


def test_of_a_session_that_cannot_be_made_safe_no_text_is_used(opened, task, monkeypatch):
    def refuse(_session):
        raise RedactionError("it could not be done")

    monkeypatch.setattr("sdc_core.insights.local_answers.cut_session", refuse)
    titled = replace(task, local=lambda s: Line(text=s.segments[0].content if s.segments else "-"))
    assert give(opened(), titled, session_of("one")) == Line(text="-")
    monkeypatch.undo()
    assert give(opened(), titled, session_of("one")) == Line(text="one")


def test_other_rules_for_credentials_answer_anew(opened, task, made, monkeypatch):
    give(opened(), task, session_of("one"))
    monkeypatch.setattr("sdc_core.insights.local_answers.CREDENTIAL_RULES", "credentials-0")
    give(opened(), task, session_of("one"))
    assert len(made) == 2
