"""What of a Session is embedded: what people wrote, bounded, never a credential."""

import pytest

from sdc_core.embeddings.text import MAX_LENGTH, embedding_text, text_digest
from sdc_core.models import SegmentType
from sdc_core.search.documents import document_of
from tests.core.search.corpus import ticket
from tests.factory import make_segment, make_session

SECRET = "Zx9!canary77"


def test_title_summary_and_words_of_people_are_in_it():
    session = ticket("a", "The scanner jams at every page.")
    session.insights.llm_generated_title = "Scanner jams"
    session.insights.generated_summaries["summary"] = "Rollers were worn and cleaned."
    session.insights.generated_summaries["detailed_overview"] = "A long overview."

    text = embedding_text(session)

    assert text.split("\n") == [
        "Scanner jams",
        "Rollers were worn and cleaned.",
        "The scanner jams at every page.",
    ]


def test_what_an_assistant_or_a_machine_wrote_is_not():
    chat = ticket("a", "The scanner jams at every page.", system="SillyTavern")
    answer = make_segment("b", type=SegmentType.CHAT_MESSAGE, content="Have you tried rebooting it")
    answer.metadata = answer.metadata.model_copy(update={"role": "assistant"})
    chat.segments.append(answer)

    assert "rebooting" not in embedding_text(chat)


def test_a_session_in_which_nobody_wrote_has_no_text():
    session = make_session("a")
    session.insights.llm_generated_title = "Remote work on WKSTN-02"

    assert embedding_text(session) == ""


def test_it_is_bounded():
    assert len(embedding_text(ticket("a", "The disk is full again today.\n" * 500))) <= MAX_LENGTH
    many = ". ".join(f"Line {number} of a long report" for number in range(2000))
    assert len(embedding_text(ticket("a", many))) == MAX_LENGTH


@pytest.mark.parametrize("place", ["segment", "title", "source title", "summary", "notes"])
def test_a_secret_is_in_no_text_that_is_embedded_or_indexed(place):
    session = ticket("a", "The mailbox could not be opened.")
    said = f"Her password is {SECRET}"
    if place == "segment":
        session.segments[0].content += f" {said}"
    elif place == "title":
        session.insights.llm_generated_title = said
    elif place == "source title":
        session.insights.source_title = said
    elif place == "summary":
        session.insights.generated_summaries["summary"] = said
    else:
        session.insights.user_notes = said
    document = document_of(session)

    assert SECRET not in embedding_text(session)
    assert SECRET not in f"{document.title}\n{document.names}\n{document.text}"
    assert "password" in f"{document.title}\n{document.text}"


def test_another_text_has_another_digest():
    assert text_digest("a") != text_digest("b")
    assert text_digest("a") == text_digest("a")
