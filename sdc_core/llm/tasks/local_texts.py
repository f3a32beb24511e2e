"""Title and summary of a Session without a model."""

from sdc_core.llm.base import Insight
from sdc_core.llm.extractive.generator import ExtractiveGenerator
from sdc_core.llm.guards.heard import heard
from sdc_core.models import Session


def local_texts(session: Session) -> Insight:
    """What the extractive generator writes; either may be None."""
    return ExtractiveGenerator().write(heard(session))
