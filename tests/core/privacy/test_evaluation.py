"""What was found is judged by what is left over; the truth is read only after that."""

import json

import pytest

from sdc_core.errors import InputMissingError, InputUnreadableError, WrongInputError
from sdc_core.privacy.base import Span
from sdc_core.privacy.evaluation.documents import read_documents, read_truth
from sdc_core.privacy.evaluation.report import evaluate

TEXT = "Ann Lee called from 555-0100 on Monday"
NAME = {"start": 0, "end": 7, "label": "PERSON", "value": "Ann Lee"}
PHONE = {"start": 20, "end": 28, "label": "PHONE"}
DAY = {"start": 32, "end": 38, "label": "DATE_TIME"}


def write(path, *rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def file(tmp_path):
    return tmp_path / "set.jsonl"


def judged(file, *found):
    return evaluate(file, lambda text: found if text == TEXT else ())


def test_a_span_is_found_when_nothing_of_it_is_left(file):
    write(file, {"id": "a", "text": TEXT, "spans": [NAME, PHONE]})
    whole = judged(file, Span(0, 3, "PERSON"), Span(3, 7, "PERSON"), Span(18, 30, "X")).figures
    assert (whole.all.recall, whole.precision, whole.leaking) == (1.0, 1.0, 0)
    part = judged(file, Span(0, 6, "PERSON"), Span(18, 30, "X")).figures
    assert (part.all.recall, part.precision, part.leaking) == (0.5, 1.0, 1)


def test_a_hole_inside_is_a_leak(file):
    write(file, {"id": "a", "text": TEXT, "spans": [NAME]})
    assert judged(file, Span(0, 3, "A"), Span(4, 7, "A")).figures.all.recall == 0


def test_what_meets_nothing_true_costs_precision(file):
    write(file, {"id": "a", "text": TEXT, "spans": [NAME]})
    figures = judged(file, Span(0, 7, "PERSON"), Span(8, 14, "PERSON")).figures
    assert (figures.found, figures.right, figures.precision) == (2, 1, 0.5)


def test_kinds_that_are_not_sought_are_no_leak_and_no_mistake(file):
    write(file, {"id": "a", "text": TEXT, "spans": [NAME, DAY]})
    figures = judged(file, Span(0, 7, "PERSON")).figures
    assert (figures.all.spans, figures.all.recall, figures.leaking) == (1, 1.0, 0)
    assert figures.by_label["DATE_TIME"].recall == 0
    assert judged(file, Span(0, 7, "PERSON"), Span(32, 38, "D")).figures.precision == 1.0


def test_documents_without_truth_are_counted_and_not_judged(file):
    write(file, {"id": "a", "text": TEXT}, {"id": "b", "text": TEXT, "spans": []})
    report = judged(file, Span(0, 7, "PERSON"))
    assert (report.documents, report.found, report.figures.documents) == (2, {"PERSON": 2}, 1)
    write(file, {"id": "a", "text": TEXT})
    report = judged(file)
    assert report.figures is None
    assert report.to_json()["figures"] is None


def test_truth_is_read_after_everything_was_found(file):
    """A bad truth is met only after the spans were written."""
    write(file, {"id": "a", "text": TEXT, "spans": [{**NAME, "value": "Bob"}]})
    out = file.with_name("out.jsonl")
    with pytest.raises(WrongInputError, match=r"set.jsonl\[1\].spans\[1\]: 'value' is not"):
        evaluate(file, lambda _: [Span(0, 7, "PERSON")], out=out)
    assert json.loads(out.read_text(encoding="utf-8")) == {"id": "a", "spans": [NAME]}


def test_ids_may_repeat(file):
    write(file, {"id": "a", "text": TEXT, "spans": [NAME]}, {"id": "a", "text": "", "spans": []})
    figures = judged(file, Span(0, 7, "PERSON")).figures
    assert (figures.documents, figures.all.recall) == (2, 1.0)


def test_an_empty_file_has_no_rates(file):
    write(file)
    report = judged(file)
    assert (report.documents, report.characters_per_second, report.figures) == (0, None, None)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ('{"id": "a"}', "'text' is missing"),
        ('{"id": 7, "text": ""}', "'id' is missing or no text"),
        ('["secret"]', "must be one JSON object"),
        ('{"id": "secret', "not JSON: "),
        ("[" * 200_000, "not JSON: "),
    ],
)
def test_a_bad_row_is_named_and_not_quoted(file, line, complaint):
    file.write_text(f'{{"id": "x", "text": ""}}\n\n{line}\n', encoding="utf-8")
    with pytest.raises(WrongInputError, match=r"set.jsonl\[3\]: ") as raised:
        read_documents(file)
    assert complaint in str(raised.value)
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize(
    ("spans", "complaint"),
    [
        ({}, "must be a list"),
        ([7], "needed are numbers"),
        ([{"start": True, "end": 3, "label": "X"}], "needed are numbers"),
        ([{"start": 0, "end": 3, "label": ""}], "needed are numbers"),
        ([{"start": 3, "end": 3, "label": "X"}], "3-3: not inside"),
        ([{"start": 0, "end": 99, "label": "X"}], "0-99: not inside"),
    ],
)
def test_a_bad_span_is_named(file, spans, complaint):
    write(file, {"id": "a", "text": TEXT, "spans": spans})
    with pytest.raises(WrongInputError, match=r"set.jsonl\[1\]") as raised:
        read_truth(file)
    assert complaint in str(raised.value)


def test_a_file_that_cannot_be_read_is_named(file, tmp_path):
    with pytest.raises(InputMissingError, match=r"set\.jsonl"):
        read_documents(file)
    with pytest.raises(InputUnreadableError):
        read_documents(tmp_path)
    file.write_bytes(b'{"id": "\xff"}')
    with pytest.raises(WrongInputError, match="not UTF-8"):
        read_documents(file)
