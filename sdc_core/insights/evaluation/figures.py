"""How good titles and summaries are: named problem, words not in the source, length, speed.

A title names the problem when all words of one accepted list are in it, capitals aside; a word
also counts with the ending of a plural or of a verb ("drops", "dropped", "dropping" for "drop").
"""

import json
import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sdc_core.insights.evaluation.cases import InsightCase
from sdc_core.llm.base import Generator, Insight
from sdc_core.llm.extractive.sentences import clean, role_of
from sdc_core.models import Session
from sdc_core.privacy.credentials import SECRET

_WORD = re.compile(r"[\w'\u2019-]+")
_ENDING = re.compile(r"(?:'s|\u2019s|ing|ed|es|s|e)$")
_SHORTEST_STEM = 3


@dataclass(frozen=True)
class Judged:
    """One Session written and judged.

    Attributes:
        is_named: Whether the title names the problem, None where nobody said what it is.
        invented: Words of title and summary that the source does not have.
        has_text: Whether people wrote anything; without, title and summary state facts.
    """

    id: str
    title: str | None
    summary: str | None
    is_named: bool | None
    invented: list[str]
    has_text: bool
    words: int
    characters: int


@dataclass(frozen=True)
class InsightReport:
    """All Sessions of one evaluation."""

    generator: str
    judged: list[Judged]
    seconds: float

    @property
    def with_accepted(self) -> list[Judged]:
        """Those of which is known what their problem is."""
        return [one for one in self.judged if one.is_named is not None]

    @property
    def named_share(self) -> float | None:
        """Of those whose problem is known, how many titles name it."""
        known = self.with_accepted
        return sum(bool(one.is_named) for one in known) / len(known) if known else None

    @property
    def invented_share(self) -> float:
        """Of all words written about Sessions with text, how many the source does not have."""
        told = [one for one in self.judged if one.has_text]
        written = sum(len(_words(f"{one.title or ''} {one.summary or ''}")) for one in told)
        return sum(len(one.invented) for one in told) / max(1, written)

    @property
    def longest(self) -> tuple[int, int]:
        """Words and characters of the longest titles."""
        return (
            max((one.words for one in self.judged), default=0),
            max((one.characters for one in self.judged), default=0),
        )

    def to_json(self) -> dict[str, Any]:
        """Figures first, then every Session."""
        words, characters = self.longest
        return {
            "generator": self.generator,
            "sessions": len(self.judged),
            "with_accepted": len(self.with_accepted),
            "named": sum(bool(one.is_named) for one in self.judged),
            "named_share": self.named_share,
            "without_title": sum(one.title is None for one in self.judged),
            "invented_share": self.invented_share,
            "longest_title_words": words,
            "longest_title_characters": characters,
            "milliseconds_per_session": 1000 * self.seconds / max(1, len(self.judged)),
            "results": [asdict(one) for one in self.judged],
        }


def evaluate(
    cases: Sequence[InsightCase],
    generator: Generator,
    step: Callable[[str, int, int], None] = lambda _what, _done, _total: None,
) -> InsightReport:
    """Write and judge every Session; the words of `accepted` are read after that."""
    written: list[Insight] = []
    began = time.perf_counter()
    for number, case in enumerate(cases):
        step("writing titles", number, len(cases))
        written.append(generator.write(case.session))
    seconds = time.perf_counter() - began
    judged = [_judged(case, insight) for case, insight in zip(cases, written, strict=True)]
    names = sorted({insight.generator for insight in written}) or [generator.name]
    return InsightReport(", ".join(names), judged, seconds)


def write_insights(path: Path, judged: Iterable[Judged]) -> None:
    """One `{id, title, summary}` a line, for a person to read."""
    lines = (
        json.dumps({"id": one.id, "title": one.title, "summary": one.summary}, ensure_ascii=False)
        for one in judged
    )
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")


def is_named(title: str, accepted: Sequence[Sequence[str]]) -> bool:
    """Whether the title has all words of one list, in whatever form of plural or verb."""
    stems = {stem for word in _words(title) for stem in _stems(word)}
    wanted = (_words(" ".join(words)) for words in accepted)
    return any(all(stems & _stems(word) for word in words) for words in wanted)


def invented_words(insight: Insight, session: Session) -> list[str]:
    """Words of title and summary that stand nowhere in the Session, in their order."""
    texts = [session.insights.source_title or "", *(s.content for s in session.segments)]
    source = {word for text in texts for form in (text, clean(text)) for word in _words(form)}
    written = _words(f"{insight.title or ''} {insight.summary or ''}".replace(SECRET, " "))
    return [word for word in written if word not in source]


def _judged(case: InsightCase, insight: Insight) -> Judged:
    title = insight.title or ""
    return Judged(
        id=case.id,
        title=insight.title,
        summary=insight.summary,
        is_named=is_named(title, case.accepted) if case.accepted else None,
        invented=invented_words(insight, case.session),
        has_text=any(role_of(segment) is not None for segment in case.session.segments),
        words=len(title.split()),
        characters=len(title),
    )


def _words(text: str) -> list[str]:
    found = (word.strip("'\u2019-_") for word in _WORD.findall(text.casefold()))
    return [word for word in found if word]


def _stems(word: str) -> set[str]:
    """The word, and without its ending where enough is left; a doubled last letter is one."""
    stem = _ENDING.sub("", word)
    if len(stem) < _SHORTEST_STEM:
        return {word}
    return {word, stem, stem[:-1] if stem[-1] == stem[-2] else stem}
