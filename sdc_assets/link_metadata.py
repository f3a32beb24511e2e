"""What a person sees of the links of a month: scores, what waits most, flags.

The texts of companies are shown, those of chats never: Dagster's tables keep what they once showed,
and a chat may turn private.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import dagster as dg

from sdc_assets import markdown
from sdc_core.linking.base import Method
from sdc_core.linking.lessons.disputes import disagreements, overruled
from sdc_core.linking.lessons.learned import Learned
from sdc_core.linking.lessons.lesson import text_key
from sdc_core.linking.lessons.texts import is_open, place_of
from sdc_core.linking.sessions import PROCESSOR as LINKING
from sdc_core.models import Session, SourceSystem
from sdc_core.settings import Settings
from sdc_core.store.ledger import Decision

# A name alone decides nothing at either end; what matters lies near the two thresholds.
_EDGES = (0, 20, 40, 60, 80, 90, 99, 100)
_BAR_WIDTH = 20
_FIXED = "\u00a0"  # a space that breaks no line
_LINKED, _OPEN = "█", "░"
_SHOWN_TEXTS = 10
_SHOWN_CANDIDATES = 2
_LEAST_SCORE = 0.5  # what is less likely is shown as 0, and helps nobody
_LONGEST = 48
# What these decide is not weighed: a score would only say so.
_CERTAIN = frozenset({Method.IDENTIFIER, Method.LEDGER, Method.PERSON})
_OPEN_QUESTION = ": needs review"  # every row of the table is one


def link_tables(
    sessions: Sequence[Session], settings: Settings, decisions: Sequence[Decision] = ()
) -> dict[str, dg.MetadataValue]:
    """The tables of one linked month; none where there is nothing to show.

    Args:
        sessions: All of the month.
        settings: With the threshold and the floor.
        decisions: The ledger.
    """
    found = {
        "open_texts": _open_texts(sessions),
        "link_scores": _scores(sessions, settings),
        "link_flags": _flags(sessions),
        "links_overruled": _overruled(sessions, decisions),
        "people_disagree": _disagreements(sessions, settings, decisions),
    }
    return {name: dg.MetadataValue.md(text) for name, text in found.items() if text}


def link_details(session: Session) -> Mapping[str, Any] | None:
    """The evidence record of the Session; None before linking."""
    for entry in session.meta.processing_log:
        if entry.processor_name == LINKING:
            return entry.details
    return None


def _scores(sessions: Iterable[Session], settings: Settings) -> str:
    """How sure the best candidates were; the rows end at the floor and at the threshold."""
    floor = settings.linking.ambiguous_floor
    threshold = settings.processing_defaults.customer_linking_fuzzy_match_threshold
    scored = list(_scored(sessions))
    if not scored:
        return ""
    edges = sorted({*_EDGES, floor, threshold})
    rows = [_Row(low, high) for low, high in pairwise(edges)]
    for score, is_linked in scored:
        row = next(row for row in reversed(rows) if score >= row.low or row is rows[0])
        row.add(is_linked=is_linked)
    marks = {floor: f"floor{_FIXED}{floor:g}", threshold: f"threshold{_FIXED}{threshold:g}"}
    most = max(row.linked + row.waiting for row in rows)
    cells = [(row.span, row.linked, row.waiting, row.bar(most), marks.get(row.low, ""))
             for row in reversed(rows)]  # fmt: skip
    return markdown.table(["score", "linked", "open", f"{_LINKED} linked {_OPEN} open", ""], cells)


def _scored(sessions: Iterable[Session]) -> Iterator[tuple[float, bool]]:
    for session in sessions:
        details = link_details(session)
        if details is None or details["method"] in _CERTAIN:
            continue
        if details["score"] is not None:
            yield float(details["score"]), session.context.customer_id is not None


@dataclass
class _Row:
    low: float
    high: float
    linked: int = 0
    waiting: int = 0

    @property
    def span(self) -> str:
        return f"{self.low:g} to {self.high:g}".replace(" ", _FIXED)

    def add(self, *, is_linked: bool) -> None:
        if is_linked:
            self.linked += 1
        else:
            self.waiting += 1

    def bar(self, most: int) -> str:
        """As long as the row has Sessions, against the row with most."""
        linked = -(-self.linked * _BAR_WIDTH // most)
        waiting = -(-self.waiting * _BAR_WIDTH // most)
        return _LINKED * linked + _OPEN * waiting


def _open_texts(sessions: Iterable[Session]) -> str:
    """The company texts with most Sessions waiting behind them: answer these first."""
    waiting: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for session in sessions:
        details = link_details(session)
        text = session.context.source_customer_name
        if details is not None and text and _is_waiting(session):
            waiting[text].append(details)
    ordered = sorted(waiting.items(), key=lambda item: (-len(item[1]), item[0]))
    rows = [
        (
            _short(text),
            len(found),
            _candidates(found[0]),
            str(found[0]["reason"]).removesuffix(_OPEN_QUESTION),
        )
        for text, found in ordered[:_SHOWN_TEXTS]
    ]
    if not rows:
        return ""
    table = markdown.table(["text", "Sessions", "closest", "why it waits"], rows)
    left = len(ordered) - len(rows)
    return f"{table}\n\nand {left:,} more texts" if left else table


def _is_waiting(session: Session) -> bool:
    return is_open(session) and not _is_chat(session)


def _is_chat(session: Session) -> bool:
    return session.meta.source_system == SourceSystem.SILLYTAVERN


def _candidates(details: Mapping[str, Any]) -> str:
    near = [c for c in details["candidates"] if c["score"] >= _LEAST_SCORE]
    names = [f"{_short(c['name'])} ({c['score']:.0f})" for c in near[:_SHOWN_CANDIDATES]]
    return ", ".join(names) or "none"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _overruled(sessions: Iterable[Session], decisions: Iterable[Decision]) -> str:
    """Links of the rules that people corrected."""
    found = overruled((s for s in sessions if not _is_chat(s)), decisions)
    rows = [(_short(o.text or ""), o.rule_customer_id, o.customer_name or "nobody") for o in found]
    return markdown.table(["text", "by rule", "by a person"], rows[:_SHOWN_TEXTS]) if rows else ""


def _disagreements(
    sessions: Iterable[Session], settings: Settings, decisions: Iterable[Decision]
) -> str:
    """What people decided differently on texts of the month."""
    learned = Learned(decisions, ignored=settings.linking.ignored_companies)
    if not learned:
        return ""
    places = set(map(place_of, sessions))
    return markdown.bullets(
        said
        for ruling, said in disagreements(learned)
        if (ruling.source_system, text_key(ruling.text)) in places
    )


def _flags(sessions: Iterable[Session]) -> str:
    counts = Counter(flag for session in sessions for flag in session.meta.flags)
    return markdown.bars("flag", counts) if counts else ""
