"""Title and summary of a Session without a model, chosen once for all tasks that use them."""

from sdc_core.llm.base import Insight
from sdc_core.llm.extractive.generator import ExtractiveGenerator
from sdc_core.llm.guards.heard import heard
from sdc_core.models import Session

# Of the Session met last: its tasks are done one after the other.
_last: dict[str, Insight] = {}


def local_texts(session: Session) -> Insight:
    """What the extractive generator writes; either may be None."""
    generator, told = ExtractiveGenerator(), heard(session)
    content = generator.digest_of(told)
    known = _last.get(content)
    if known is None:
        known = generator.write(told)
        _last.clear()
        _last[content] = known
    return known
