"""Whether a few words can stand alone as a title: a subject and a predicate, nothing left open."""

import re

from sdc_core.llm.extractive.cues import DANGLING, words_of

# A cut before the object of these leaves the reader waiting.
_WAITING = words_of(
    """shows showing showed gives giving gave gets getting makes making made says saying said takes
    taking asks asking tells telling told sends sending puts putting wants wanting needs needing
    keeps keeping starts starting stays sees seeing let lets use uses using only every each all
    their his her my our your w/ bc re via per incl yet still already also even two three four
    can't cannot won't don't doesn't isn't wont dont cant
    whenever wherever although though unless whether like have has had having want got another
    ever"""
)
_OPENERS = words_of(
    """bc because cause cuz since when whenever while though although which who whose that until til
    till but and or so as if than after before where w/ with"""
)
_SUBORDINATE = re.compile(
    r"(?:ever since|since|because|bc|cause|when|whenever|while|although|though|if|after|before|"
    r"until|till|which|whose|than|even though|as soon as|so that|whether|who)\b",
    re.IGNORECASE,
)
_PHRASAL = words_of("log logging sign signing plug turn connect boot get")
_NUMBER = re.compile(r"#?\d[\d.,:/]*\Z")
_BEFORE_NUMBER = words_of("of at in on by for to from after and or exactly about over under than")
_OPEN_END = 3
_LEAST = 3
_EDGES = " .,;:!?\"'()"


def closed(words: list[str]) -> list[str]:
    """The words of a cut text without the phrase that was only begun at its end."""
    words = list(words)
    for back in range(1, _OPEN_END + 1):
        place = len(words) - back
        if place >= _LEAST and _bare(words[place]) in _OPENERS:
            words = words[:place]
            break
    while len(words) > _LEAST and (is_left_open(words) or _is_new_number(words)):
        words.pop()
    return words[:-1] if len(words) > _LEAST and words[-2].endswith(",") else words


def is_left_open(words: list[str]) -> bool:
    """Whether the last word waits for another."""
    last, before = _bare(words[-1]), _bare(words[-2]) if len(words) > 1 else ""
    return last in _WAITING or (last in DANGLING and not ends_verb(last, before))


def ends_verb(last: str, before: str) -> bool:
    """Whether the last word belongs to a verb: "log in"."""
    return last in {"in", "on", "to"} and before in _PHRASAL


def _is_new_number(words: list[str]) -> bool:
    """Whether a text that was cut ends with a number that counted what is gone."""
    return bool(_NUMBER.match(_bare(words[-1]))) and _bare(words[-2]) in _BEFORE_NUMBER


def is_subordinate(text: str) -> bool:
    """Whether the text begins with a word that needs a main clause."""
    return bool(_SUBORDINATE.match(text))


def _bare(word: str) -> str:
    return word.casefold().strip(_EDGES)
