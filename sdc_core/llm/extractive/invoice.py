"""The line of an invoice without a model: what was done, in a sentence that a customer may read."""

import re

from sdc_core.llm.extractive.facts import factual_title
from sdc_core.llm.extractive.overview import as_sentence
from sdc_core.llm.extractive.ranking import Ranked, first_deed, rank
from sdc_core.llm.extractive.reading import Reading, reading_of
from sdc_core.llm.extractive.sentences import Role, Sentence
from sdc_core.llm.guards.unfit import is_fit
from sdc_core.models import Session

MAX_LINE = 200
_LEAST_ACTION = 0.3
_DOER = re.compile(
    r"^(?:(?:i|we|i've|we've|tech(?:nician)?)\b\s*)+(?:(?:have|has|had|then|also|just)\b\s*)*",
    re.IGNORECASE,
)


def line_of(session: Session) -> str | None:
    """The best account of work; of a Session without text its machines; else None."""
    ranked = [one for one in _fit(reading_of(session)) if _is_work(one)]
    if ranked:
        best = max(ranked, key=lambda r: r.action)
        return as_sentence(_without_doer(best.sentence), MAX_LINE)
    title = factual_title(session)
    return f"{title}." if title else None


def tells_work(text: str) -> bool:
    """Whether a sentence begins with what somebody did; such a one may leave a private note."""
    return is_fit(text) and first_deed(text) is not None


def _fit(reading: Reading) -> list[Ranked]:
    """Weighed among themselves: what no customer may read lends no weight either."""
    fit = [sentence for sentence in reading.sentences if is_fit(sentence.text)]
    return reading.ranked if fit == reading.sentences else rank(fit, reading.subject)


def _is_work(ranked: Ranked) -> bool:
    is_own = ranked.sentence.role is Role.WORK
    return (
        is_own
        and ranked.is_action
        and ranked.action >= _LEAST_ACTION
        and tells_work(ranked.sentence.text)
    )


def _without_doer(sentence: Sentence) -> Sentence:
    text = _DOER.sub("", sentence.text) or sentence.text
    return Sentence(text, sentence.role, sentence.place, is_question=False)
