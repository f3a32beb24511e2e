"""The course of a job without a model: its telling sentences, in the order in which they stand."""

from sdc_core.llm.extractive.cues import NOISE
from sdc_core.llm.extractive.facts import factual_summary
from sdc_core.llm.extractive.ranking import Ranked
from sdc_core.llm.extractive.reading import reading_of
from sdc_core.llm.extractive.sentences import Role, Sentence
from sdc_core.llm.extractive.titles import strip_greetings
from sdc_core.models import Session

MAX_STEPS = 12
MAX_STEP_LENGTH = 300
_CLEAR_CUE = 0.6
_TELLING_PROBLEM = 0.6
_TELLING_ACTION = 0.4


def steps_of(session: Session) -> list[str]:
    """At most twelve sentences; of a Session without text its facts, none where there are none."""
    ranked = reading_of(session).ranked
    places = sorted(range(len(ranked)), key=lambda p: (-_worth(ranked[p]), p))
    telling = [place for place in places if _is_telling(ranked[place])] or places[:1]
    steps = [as_sentence(ranked[p].sentence, MAX_STEP_LENGTH) for p in sorted(telling[:MAX_STEPS])]
    facts = None if steps else factual_summary(session)
    return [facts] if facts else steps


def as_sentence(sentence: Sentence, limit: int) -> str:
    """Without greeting, with a large first letter and one end; cut after a word."""
    text = (strip_greetings(sentence.text) or sentence.text).rstrip(" .,;:!?-")
    if len(text) >= limit:
        text = text[: limit - 1].rsplit(" ", 1)[0].rstrip(" .,;:-")
    return text[:1].upper() + text[1:] + ("?" if sentence.is_question else ".")


def _worth(ranked: Ranked) -> float:
    return max(ranked.problem, ranked.action)


def _is_telling(ranked: Ranked) -> bool:
    """Names a fault or a deed; what is still to do belongs to no course of what happened."""
    sentence = ranked.sentence
    if sentence.role is Role.TODO or sentence.is_question:
        return False
    if ranked.is_action:
        return ranked.action >= _TELLING_ACTION
    is_problem = ranked.cue >= _CLEAR_CUE and ranked.problem >= _TELLING_PROBLEM
    return is_problem and not NOISE.search(sentence.text)
