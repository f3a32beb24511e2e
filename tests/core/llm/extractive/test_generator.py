"""The extractive generator: names the problem, invents nothing, copies no secret."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdc_core.llm.extractive.generator import ExtractiveGenerator
from sdc_core.models import SegmentType
from tests.core.llm.extractive.sessions import NAMES, read_case, session_of, talk

GENERATOR = ExtractiveGenerator()
WORD = re.compile(r"[\w'\u2019-]+")


def words_of(text):
    return {word.casefold() for word in WORD.findall(text or "")}


@pytest.mark.parametrize("name", NAMES)
def test_title_names_the_problem(name):
    case = read_case(name)
    title = (GENERATOR.write(session_of(case)).title or "").casefold()
    assert any(all(word in title for word in words) for words in case["accepted"]), title


@pytest.mark.parametrize("name", [name for name in NAMES if name != "remote_only"])
def test_every_word_comes_from_the_source(name):
    case = read_case(name)
    source = " ".join([case["source_title"], *(s["content"] for s in case["segments"])])
    insight = GENERATOR.write(session_of(case))
    assert words_of(insight.title) | words_of(insight.summary) <= words_of(source) | {"secret"}


@pytest.mark.parametrize("name", NAMES)
def test_title_is_short_and_plain(name):
    insight = GENERATOR.write(session_of(read_case(name)))
    assert 1 <= len(insight.title.split()) <= 10
    assert len(insight.title) <= 80
    for text in (insight.title, insight.summary or ""):
        assert not re.search(r"<[a-z/]|\*\*|[\x00-\x1f\x7f]", text)


def test_credentials_are_cut():
    for secret in ("Summer2024!", "Blue-Tooth-77!", "Zx9!kkP2", "Winter#2211"):
        for name in NAMES:
            insight = GENERATOR.write(session_of(read_case(name)))
            assert secret not in f"{insight.title} {insight.summary}"


def test_remote_connections_get_a_title_from_facts():
    insight = GENERATOR.write(session_of(read_case("remote_only")))
    assert insight.title == "Remote work on WKSTN-02, SRV-MAIN"
    assert insight.summary == (
        "Remote work on WKSTN-02, SRV-MAIN: 3 connections, 10 minutes connected."
    )


def test_many_machines_are_counted_within_ten_words():
    hosts = [f"HOST-{number:02d}" for number in range(30)]
    title = GENERATOR.write(talk(*hosts, kind=SegmentType.REMOTE_CONNECTION)).title
    assert title.startswith("Remote work on HOST-00, HOST-01")
    assert title.endswith("more")
    assert len(title.split()) <= 10


def test_assistant_and_system_are_not_believed():
    case = {
        "source_system": "SillyTavern",
        "source_title": "Chat",
        "segments": [
            {
                "type": "ChatMessage",
                "author": "Bot",
                "role": "ai",
                "content": "Ransomware was found on the server.",
            },
            {
                "type": "ChatMessage",
                "author": "Nick",
                "role": "user",
                "content": "Replaced a broken mouse.",
            },
            {"type": "System", "author": None, "content": "The invoice failed to send."},
        ],
    }
    insight = GENERATOR.write(session_of(case))
    assert insight.title == "Replaced a broken mouse"
    assert "Ransomware" not in insight.summary
    assert "invoice" not in insight.summary


def test_without_text_the_source_title_stands():
    assert GENERATOR.write(talk(title="Chat with Helper")).title == "Chat with Helper"
    empty = GENERATOR.write(talk(title=None))
    assert (empty.title, empty.summary, empty.generator) == (None, None, "extractive-v2")


def test_subject_alone_is_the_title_and_not_repeated():
    insight = GENERATOR.write(talk("Printer broken", title="Printer broken"))
    assert (insight.title, insight.summary) == ("Printer broken", None)


def test_digest_follows_texts_and_not_times():
    session = talk("The server is down.", title="Server")
    before = GENERATOR.digest_of(session)
    session.meta.session_id = "other"
    session.insights.session_duration_minutes = 99
    session.context.customer_name = "Acme"
    assert GENERATOR.digest_of(session) == before
    session.segments[0].content = "The server is up."
    assert GENERATOR.digest_of(session) != before


def test_digest_of_connections_follows_minutes():
    session = talk("HOST-1", kind=SegmentType.REMOTE_CONNECTION)
    before = GENERATOR.digest_of(session)
    session.insights.session_duration_minutes = 99
    assert GENERATOR.digest_of(session) != before


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(max_size=300), max_size=4), st.none() | st.text(max_size=60))
def test_any_text_is_survived_and_repeatable(lines, title):
    session = talk(*lines, title=title)
    insight = GENERATOR.write(session)
    assert insight == GENERATOR.write(session)
    assert len((insight.title or "").split()) <= 10
    assert len(insight.summary or "") <= 600


@pytest.mark.parametrize(
    "text",
    ["<" * 5000, "a " * 10_000, "[" * 3000 + "](" * 3000, "**" * 5000, "x@" * 5000, "\u202eabc\u202c def", "password " * 3000, "* " * 5000, "set " * 4000],
    ids=["tags", "words", "links", "stars", "at", "rtl", "password", "bullets", "set"],
)  # fmt: skip
def test_hostile_text_is_survived(text):
    insight = GENERATOR.write(talk(text, title=text))
    assert len((insight.title or "").split()) <= 10
