"""Which tasks are done, and by whom: the settings, read once for all Sessions."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from sdc_core.errors import ProviderSetupError
from sdc_core.ids import digest_json
from sdc_core.llm.base import Route
from sdc_core.llm.routing import route_of
from sdc_core.llm.tasks import TASKS
from sdc_core.llm.tasks.base import Task
from sdc_core.llm.tasks.prompt_files import prompt_file
from sdc_core.llm_sections import TaskSettings
from sdc_core.privacy.credentials import VERSION as CREDENTIAL_RULES
from sdc_core.settings import Settings

PLAN_VERSION = "1"
NO_MODEL = "a language model"


@dataclass(frozen=True, slots=True)
class Planned:
    """One task.

    Attributes:
        route: Where it goes; None where it is done without a model.
        problem: Why it cannot go there, as the settings stand; it waits then.
    """

    task: Task
    route: Route | None = None
    problem: str = ""

    @property
    def generator(self) -> str:
        """The model that is asked; what stands for it where the settings name none."""
        return self.route.generator if self.route else NO_MODEL

    @property
    def is_for_a_model(self) -> bool:
        """Whether a local answer only stands in."""
        return self.route is not None or bool(self.problem)


def plan_of(settings: Settings, tasks: Iterable[Task] = TASKS) -> tuple[Planned, ...]:
    """The enabled tasks in the order of their table."""
    said = settings.llm_config.tasks
    enabled = (task for task in tasks if said.get(task.name, TaskSettings()).enabled)
    return tuple(_planned(settings, task) for task in enabled)


def plan_digest(plan: Iterable[Planned]) -> str:
    """Of everything in the settings and the tasks that shapes what is written."""
    versions = [PLAN_VERSION, CREDENTIAL_RULES]
    return digest_json([*versions, *(_shaping(planned) for planned in plan)])


def _shaping(planned: Planned) -> list[object]:
    task, route = planned.task, planned.route
    own: list[object] = [task.name, task.local_version]
    if not planned.is_for_a_model:
        return own
    where = asdict(route) if route else planned.problem
    schema = task.answer.model_json_schema()
    return [*own, where, prompt_file(task.name).label, schema]


def _planned(settings: Settings, task: Task) -> Planned:
    try:
        route = route_of(settings, task.name, tier=task.tier, max_tokens=task.max_tokens)
    except ProviderSetupError as error:
        return Planned(task, problem=str(error))
    return Planned(task, route)
