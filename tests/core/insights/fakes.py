"""A fake of who can be asked, and a small world over it."""

from collections import Counter
from dataclasses import dataclass, field

from sdc_core.ids import digest_json
from sdc_core.layers import FINISHED, stale_months
from sdc_core.llm.asking import Preview, Reply, State
from sdc_core.llm.tasks import TASKS
from sdc_core.pipeline import run_pipeline
from sdc_core.workspace import Workspace
from tests.core.toy import World, build, make_source

MODEL = "fast-1"
GENERATOR = f"local_llm:{MODEL}"
SERVER = {"base_url": "http://127.0.0.1:9/v1", "models": {"lightweight": MODEL, "general": MODEL}}
ON = {"active_provider": "local_llm", "local_llm": SERVER}
BY_NAME = {task.name: task for task in TASKS}


@dataclass
class FakeAsker:
    """Answers every question with the words of its task, remembers by what is asked.

    Attributes:
        down: Why nobody can be asked; answers known are given all the same.
        closed: Why nothing would be sent, known before it is tried.
        unusable: Tasks whose answers cannot be used.
        said: Answers by task, before the default of `<task> of <text>`.
    """

    down: str = ""
    closed: str = ""
    unusable: tuple[str, ...] = ()
    said: dict = field(default_factory=dict)
    known: dict = field(default_factory=dict)
    calls: Counter = field(default_factory=Counter)

    def ask(self, question):
        key = digest_json([question.task, question.prompt.version, question.prompt.parts])
        if key in self.known:
            return Reply(State.ANSWERED, self.known[key], GENERATOR, key=key, is_cached=True)
        if self.down:
            return Reply(State.WAITING, None, GENERATOR, reason=self.down)
        self.calls[question.task] += 1
        if question.task in self.unusable:
            return Reply(State.FAILED, None, GENERATOR, reason="refused", key=key)
        self.known[key] = self._answer(question)
        return Reply(State.ANSWERED, self.known[key], GENERATOR, key=key)

    def _answer(self, question):
        if question.task in self.said:
            return question.schema.model_validate(self.said[question.task])
        name = next(iter(question.schema.model_fields))
        text = dict(question.prompt.parts).get("conversation", "").split("] ", 1)[-1]
        return question.schema.model_validate({name: f"{question.task} of {text}"})

    def ask_many(self, questions):
        return [self.ask(question) for question in questions]

    def preview(self, question):
        key = digest_json([question.task, question.prompt.version, question.prompt.parts])
        return Preview(
            GENERATOR, question.prompt.rules, str(question.prompt.parts), 10, 5, 0.0,
            is_cached=key in self.known, is_redacted=False, problem=self.closed,
        )  # fmt: skip


class Root(World):
    """Toy Sessions with a text that somebody wrote, and who is asked about them."""

    def __init__(self, root, **config):
        tasks = {name: {"enabled": name in {"title", "summary"}} for name in BY_NAME}
        llm_config = {**ON, **config, "tasks": {**tasks, **config.get("tasks", {})}}
        super().__init__(root, make_source(build=_build), llm_config=llm_config)

    def open(self, asker=None):
        return Workspace(self.settings, self.sources, asker=asker)

    def run(self, asker=None):
        """The months of finished Sessions that were made again."""
        report = run_pipeline(self.open(asker))
        assert report.failures == {}
        return [commit.month for commit in report.commits.get(FINISHED, [])]

    def stale(self, asker=None):
        return sorted(stale_months(self.open(asker)))

    def sessions(self):
        store = self.open().layers[FINISHED].store
        return [session for month in store.months() for session in store.load(month)]

    def states(self):
        """State of each task of each Session."""
        return [
            entry.details["state"]
            for session in self.sessions()
            for entry in session.meta.processing_log
            if entry.processor_name.startswith("llm_")
        ]


def _build(group, records, settings):
    session = build(group, records, settings)
    session.insights.source_title = "A job"  # what a text repeats is shown once
    session.segments = [
        segment.model_copy(update={"type": "TicketInitialIssue"}) for segment in session.segments
    ]
    return session
