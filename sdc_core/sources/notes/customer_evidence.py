"""Where an item of notes.json speaks of its customer: its subject, its texts, its unknown keys.

Customer and contact have fields of their own; machines and addresses stand in the text only.
"""

from collections.abc import Iterator
from typing import Any

from sdc_core.models import Session
from sdc_core.settings import Settings
from sdc_core.sources.evidence import SessionEvidence, text_of


def evidence_of(session: Session, settings: Settings) -> SessionEvidence:
    """All texts of the item as one."""
    del settings
    return SessionEvidence(text=text_of([session.insights.source_title, *_texts(session)]))


def _texts(session: Session) -> Iterator[str]:
    for segment in session.segments:
        yield segment.content
    for segment in session.segments:
        for name in ("item_extra", "extra"):
            yield from _leaves(getattr(segment.metadata, name, None))


def _leaves(value: Any) -> Iterator[str]:
    """The texts in what no field takes, such as an address under a key of the user's own."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for _, inner in sorted(value.items()):
            yield from _leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner)
