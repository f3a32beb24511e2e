"""Answers given without a model, remembered so that an unchanged Session costs nothing."""

import logging
from dataclasses import dataclass
from functools import cached_property

from pydantic import JsonValue, ValidationError

from sdc_core.errors import RedactionError
from sdc_core.ids import digest_json
from sdc_core.insights.content import shape_digest, texts_digest
from sdc_core.llm.answer_cache import AnswerCache, KeptAnswer, Origin, without_credentials
from sdc_core.llm.tasks.base import Answer, Task
from sdc_core.models import Session
from sdc_core.privacy.credentials import VERSION as CREDENTIAL_RULES
from sdc_core.privacy.sessions import cut_session
from sdc_core.times import now_utc

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class LocalAnswers:
    """Gives the local answers on one Session; made before anything is written into it.

    Attributes:
        session: What is written into.
    """

    cache: AnswerCache
    session: Session
    shape: str
    content: str

    @classmethod
    def on(cls, session: Session, cache: AnswerCache) -> "LocalAnswers":
        """Of a Session as it is now."""
        return cls(cache, session, shape_digest(session), texts_digest(session))

    @cached_property
    def shown(self) -> Session:
        """What answers are made from, here and by models: its credentials are cut.

        Where they could not be, no text of it is used, and the month goes on.
        """
        return self._cut or _without_texts(self.session)

    @cached_property
    def _cut(self) -> Session | None:
        try:
            return cut_session(self.session)
        except RedactionError as error:
            _log.warning("session %s: %s", self.session.meta.session_id, error)
            return None

    def give(self, task: Task) -> Answer | None:
        """The answer of a task; None where the Session gives no ground for one.

        It is read back as it is kept, so that the first run writes what every other does. What was
        made without the texts is not kept: the next run may be able to use them.
        """
        key = digest_json([task.name, task.local_version, CREDENTIAL_RULES, self.shape])
        kept = self.cache.get(key)
        if kept is None or not _fits(task, kept.answer):
            kept = KeptAnswer(self._origin(task), without_credentials(_made(task, self.shown)))
            if self._cut is not None:
                self.cache.put_later(key, kept, now_utc())
        return None if kept.answer is None else task.answer.model_validate(kept.answer)

    def _origin(self, task: Task) -> Origin:
        return Origin(task.name, task.local_version, self.session.meta.session_id, self.content)


def _without_texts(session: Session) -> Session:
    insights = session.insights.model_copy(update={"source_title": None})
    return session.model_copy(update={"insights": insights, "segments": []})


def _made(task: Task, session: Session) -> JsonValue:
    answer = task.local(session)
    return None if answer is None else answer.model_dump(mode="json")


def _fits(task: Task, value: JsonValue) -> bool:
    """Whether a kept answer still has the form of its task."""
    try:
        return value is None or bool(task.answer.model_validate(value))
    except ValidationError:
        return False
