"""What one segment gives away is cut in all of them; the Session itself stays as it is."""

from sdc_core.privacy.sessions import cut_session
from tests.factory import make_segment, make_session


def session_of(*contents):
    session = make_session()
    session.segments = [make_segment(text, content=text) for text in contents]
    return session


def test_a_secret_said_once_is_cut_in_every_segment():
    session = session_of("the password is bluewhale", "bluewhale works on both")
    cut = cut_session(session)
    assert [segment.content for segment in cut.segments] == [
        "the password is [SECRET]",
        "[SECRET] works on both",
    ]
    assert session.segments[1].content == "bluewhale works on both"


def test_the_subject_is_one_of_the_texts():
    session = session_of("password is bluewhale")
    session.insights.source_title = "bluewhale"
    assert cut_session(session).insights.source_title == "[SECRET]"
    session.insights.source_title = None
    assert cut_session(session).insights.source_title is None


def test_without_a_secret_it_is_the_same_session():
    session = make_session()
    assert cut_session(session) is session
