"""The judge: what counts as named, what counts as invented."""

import pytest

from sdc_core.insights.evaluation.cases import InsightCase
from sdc_core.insights.evaluation.figures import evaluate, invented_words, is_named
from sdc_core.llm.base import Insight
from tests.core.llm.extractive.sessions import talk


class Scripted:
    """A generator that always says the same."""

    name = "scripted"

    def __init__(self, title, summary=None):
        self._insight = Insight(title, summary, self.name)

    def digest_of(self, _session):
        raise AssertionError("an evaluation keeps nothing")

    def write(self, _session):
        return self._insight


@pytest.mark.parametrize(
    ("title", "accepted", "named"),
    [
        ("VPN drops at noon", [["vpn", "drop"]], True),
        ("VPN dropped", [["vpn", "drops"]], True),
        ("VPN is dropping", [["vpn", "drops"]], True),
        ("VPN is slow", [["vpn", "drop"], ["slow"]], True),
        ("Dropbox is full", [["drop"]], False),
        ("Scanner", [["scan"]], False),
        ("The printer's tray", [["printer"]], True),
        ("", [["x"]], False),
        ("Wi-Fi is down", [["wi-fi"]], True),
    ],
)
def test_named(title, accepted, named):
    assert is_named(title, accepted) is named


def test_invented_words_are_those_of_no_segment_and_no_subject():
    session = talk("The <b>printer</b> is off&shy;line", title="Desk")
    insight = Insight("Desk printer exploded", "The printer is [SECRET].", "x")
    assert invented_words(insight, session) == ["exploded"]


def test_figures():
    cases = [
        InsightCase("a", talk("The printer is offline"), [["printer"]]),
        InsightCase("b", talk("The server is down"), [["server"]]),
        InsightCase("c", talk("Whatever"), []),
        InsightCase("d", talk("PC-1", kind="RemoteConnection"), []),
    ]
    report = evaluate(cases, Scripted("Printer broken"))
    assert [one.is_named for one in report.judged] == [True, False, None, None]
    assert report.named_share == 0.5
    assert [one.has_text for one in report.judged] == [True, True, True, False]
    assert report.invented_share == pytest.approx(5 / 6)
    assert report.longest == (2, 14)
    told = report.to_json()
    assert (told["sessions"], told["with_accepted"], told["named"]) == (4, 2, 1)


def test_without_cases_there_are_no_shares():
    report = evaluate([], Scripted("x"))
    assert (report.named_share, report.invented_share, report.longest) == (None, 0, (0, 0))
