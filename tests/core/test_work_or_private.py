"""Choices on chats in the ledger: the newest on a name stands; what cannot be meant is refused."""

from datetime import UTC, datetime

import pytest

from sdc_core.errors import DecisionError
from sdc_core.store.ledger import Decision, Ledger
from sdc_core.work_or_private import CHAT, ChatChoice, chat_choices, chat_decision

NOW = datetime(2025, 9, 1, tzinfo=UTC)
NAME = ("Seraphina", "default-user")


def said(choice, name=NAME):
    return chat_decision(name, choice, who="me", why="", now=NOW)


def test_the_newest_choice_on_a_name_stands_and_ask_takes_it_back():
    other = ("Seraphina", None)
    said_so = [said(ChatChoice.WORK), said(ChatChoice.PRIVATE, other), said(ChatChoice.PRIVATE)]
    assert chat_choices(said_so) == {NAME: ChatChoice.PRIVATE, other: ChatChoice.PRIVATE}
    assert chat_choices([*said_so, said(ChatChoice.ASK)]) == {other: ChatChoice.PRIVATE}


def test_the_ledger_keeps_choices_on_different_names_apart(tmp_path):
    ledger = Ledger(tmp_path / "ledger.jsonl", root=tmp_path)
    choices = [said(ChatChoice.WORK), said(ChatChoice.WORK, ("Aqua", None))]
    assert ledger.append(choices) == 2
    assert ledger.append(choices) == 0
    assert ledger.append([said(ChatChoice.PRIVATE), said(ChatChoice.WORK)]) == 2
    assert chat_choices(ledger.read())[NAME] is ChatChoice.WORK


def test_a_decision_about_a_session_has_the_id_that_it_had_before_there_was_about():
    values = {"when_utc": NOW, "who": "me", "kind": "edit", "session_id": "s", "field": "links"}
    assert Decision.make(**values).decision_id == (
        "1a474331d9935c751a3871af0e1dc4e533f1affe6a8e35fed0cac97cc82b61de"
    )


@pytest.mark.parametrize(
    "changes", [{"value": "maybe"}, {"about": {"user": None}}, {"about": {"character": "A"}}]
)
def test_an_entry_that_cannot_be_meant_is_refused_by_its_id(changes):
    values = {"about": {"character": "A", "user": None}, "value": "work"}
    wrong = Decision.make(when_utc=NOW, who="me", kind=CHAT, **{**values, **changes})
    with pytest.raises(DecisionError, match=wrong.decision_id):
        chat_choices([wrong])
