"""Title and summary of one Session, written once per content and kept in the answer cache."""

from sdc_core.llm.base import Generator, Insight
from sdc_core.llm.cache import InsightCache
from sdc_core.models import ProcessingLogEntry, Session
from sdc_core.times import now_utc

PROCESSOR = "insights"


def add_insight(session: Session, generator: Generator, cache: InsightCache) -> Session:
    """The Session with its title and summary filled and a log entry that names the generator."""
    content = generator.digest_of(session)
    key = f"{generator.name}:{content}"
    insight = cache.get(key)
    if insight is None:
        insight = generator.write(session)
        cache.put(key, insight, now_utc(), session_id=session.meta.session_id)
    _fill(session, insight)
    session.meta.processing_log.append(
        ProcessingLogEntry(
            processor_name=PROCESSOR,
            processor_version=insight.generator,
            timestamp_utc=now_utc(),
            outcome="title and summary written" if insight.title else "nothing to write from",
            input_hash=content,
        )
    )
    return session


def content_written_from(session: Session) -> str | None:
    """Digest of the content that the newest title and summary of a Session were written from."""
    own = (e for e in reversed(session.meta.processing_log) if e.processor_name == PROCESSOR)
    return next((entry.input_hash for entry in own), None)


def _fill(session: Session, insight: Insight) -> None:
    session.insights.llm_generated_title = insight.title
    if insight.summary:
        session.insights.generated_summaries["summary"] = insight.summary
    session.insights.generator = insight.generator
