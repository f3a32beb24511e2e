"""Evaluation files: many forms of a segment are understood, what is none is refused by place."""

import json

import pytest

from sdc_core.errors import InputMissingError, WrongInputError
from sdc_core.insights.evaluation.cases import read_cases


@pytest.fixture
def read(tmp_path):
    """Reads lines written to a file."""

    def reads(*lines):
        path = tmp_path / "cases.jsonl"
        texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
        path.write_text("\n".join(texts), encoding="utf-8")
        return list(read_cases(path))

    return reads


def test_texts_with_their_speakers(read):
    (case,) = read(
        {"segments": ["Subject: Mail", "Dana (customer): It bounces.", "Tech: Fixed MX: done", "x"]}
    )
    assert case.session.insights.source_title == "Mail"
    assert [(s.type, s.author, s.content) for s in case.session.segments] == [
        ("TicketInitialIssue", "Dana", "It bounces."),
        ("PrivateNote", "Tech", "Fixed MX: done"),
        ("PrivateNote", None, "x"),
    ]


def test_a_colon_that_names_no_speaker_stays(read):
    (case,) = read({"segments": ["Backup report: nothing since Friday"]})
    assert case.session.segments[0].content == "Backup report: nothing since Friday"


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({"text": "x", "role": "assistant"}, "ChatMessage"),
        ({"content": "x", "type": "ticketcomment"}, "TicketComment"),
        ({"content": "x", "speaker": "customer"}, "TicketInitialIssue"),
        ({"content": "x"}, "PrivateNote"),
        ({"content": "x", "type": "Telegram"}, "Telegram"),
    ],
)
def test_objects(read, given, kind):
    (case,) = read({"segments": [given]})
    assert case.session.segments[0].type == kind


def test_fields_beside_the_segments(read):
    (case,) = read(
        {"id": "a", "source_title": "T", "source_system": "NotesJSON", "segments": [],
         "accepted": [["x", "y"]]}
    )  # fmt: skip
    assert (case.id, case.session.insights.source_title, case.accepted) == ("a", "T", [["x", "y"]])
    assert case.session.meta.source_system == "NotesJSON"


def test_the_source_is_guessed_from_the_segments(read):
    chat, remote, ticket = read(
        {"segments": ["user: x"]},
        {"segments": [{"type": "RemoteConnection", "content": "PC"}]},
        {"segments": ["x"]},
    )
    systems = [case.session.meta.source_system for case in (chat, remote, ticket)]
    assert systems == ["SillyTavern", "ScreenConnect", "SyncroTicket"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", r"cases.jsonl\[2\]: not JSON"),
        ({"accepted": []}, r"cases.jsonl\[2\].*segments"),
        ({"segments": "x"}, r"cases.jsonl\[2\]: segments is str: must be a list"),
        ({"segments": [3]}, r"\[2\]: segments\[0\] is int: must be a text or an object"),
        ({"segments": [{"role": "tech"}]}, r"\[2\]: segments\[0\]: holds neither 'content' nor"),
        ({"segments": [{"text": 3}]}, r"\[2\]: segments\[0\]: text is int: must be text"),
        ({"segments": [], "accepted": ["x"]}, r"\[2\]: accepted \['x'\]: must be a list of lists"),
        ({"segments": [], "source_system": "Mars"}, r"\[2\]: source_system 'Mars': allowed are"),
    ],
)
def test_what_is_no_case_is_refused_by_place(read, line, said):
    with pytest.raises(WrongInputError, match=said):
        read({"segments": []}, line)


def test_a_file_of_another_kind_is_refused(tmp_path):
    with pytest.raises(WrongInputError, match=r"must be a \.jsonl file"):
        list(read_cases(tmp_path / "cases.csv"))
    with pytest.raises(InputMissingError):
        list(read_cases(tmp_path / "cases.jsonl"))
