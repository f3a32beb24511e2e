"""The one protocol of all generators: a Session goes in, its title and summary come out."""

from dataclasses import dataclass
from typing import Protocol

from sdc_core.models import Session


@dataclass(frozen=True)
class Usage:
    """Tokens and cost of one call; the extractive generator spends nothing."""

    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost_usd: float = 0.0


@dataclass(frozen=True)
class Insight:
    """Title (<= 10 words) and summary of one Session, and who wrote them."""

    title: str | None
    summary: str | None
    generator: str
    usage: Usage = Usage()


class Generator(Protocol):
    """Writes the insight of a Session."""

    name: str

    def digest_of(self, session: Session) -> str:
        """Digest of everything in the Session that shapes the insight (texts, roles, subject)."""
        ...

    def write(self, session: Session) -> Insight:
        """The insight; every word of an extractive one comes from the Session."""
        ...
