"""Lines of a report: those that a stream gives, whatever stands between and inside them."""

import io

import pytest

from sdc_core.sources.screenconnect import lines
from sdc_core.sources.screenconnect.lines import Lines

TEXTS = [
    "",
    "\n",
    "one",
    "one\ntwo\n",
    "one\r\ntwo\r\nthree",
    "one\rtwo\r\rthree\r",
    "one\r\ntwo\rthree\nfour",
    "\n\n\r\n\r",
    "a\x0bb\x0cc\x1cd\x85e\u2028f\ng\u2029\n",
    "no end \x0b",
]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("piece", [1, 3, 64 * 1024])
def test_lines_are_those_of_a_stream_wherever_the_text_is_cut(monkeypatch, text, piece):
    monkeypatch.setattr(lines, "_PIECE", piece)
    expected = list(io.StringIO(text, newline=""))
    cut = Lines(text)
    assert list(cut) == cut.all == expected
    assert cut.count == len(expected)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("limit", [1, 2, 4, 5, 6, 100])
def test_a_line_above_a_limit_is_found(text, limit):
    expected = any(len(line) > limit for line in io.StringIO(text, newline=""))
    assert Lines(text).has_longer(limit) is expected
