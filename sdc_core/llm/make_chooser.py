"""The language model for open company texts, where the settings name one that may be asked."""

from collections.abc import Callable

from sdc_core.errors import ProviderSetupError
from sdc_core.llm.asking import Asker
from sdc_core.llm.base import Route
from sdc_core.llm.chooser import ALLOW, AskedChooser
from sdc_core.llm.providers.service import service_of
from sdc_core.llm.routing import route_of
from sdc_core.llm.tasks.customer_disambiguation import MAX_TOKENS, NAME, TIER
from sdc_core.settings import Settings


def make_chooser(settings: Settings, asker: Callable[[], Asker]) -> AskedChooser | None:
    """Who chooses among customers; None where nobody may be asked.

    Args:
        settings: With `linking.llm_enabled`, the way of the task, and whether names may leave.
        asker: Is made when there is somebody to ask.
    """
    route = _route(settings)
    if route is None or not _may_send_names(settings, route):
        return None
    return AskedChooser(asker(), route.generator, may_send_names=True)


def names_stay(settings: Settings) -> str | None:
    """What a person must be told where a model is named, and names of customers may not leave."""
    route = _route(settings) if settings.linking.llm_enabled else None
    if route is None or _may_send_names(settings, route):
        return None
    return (
        f"open company texts are not put to {route.generator}: names of customers stay on this "
        f"machine; set {ALLOW} to true, or llm_config.tasks.{NAME}.provider to 'local_llm'"
    )


def _may_send_names(settings: Settings, route: Route) -> bool:
    is_here = service_of(settings, route.provider).is_on_this_machine
    return is_here or settings.llm_config.sends_customer_names


def _route(settings: Settings) -> Route | None:
    task = settings.llm_config.tasks.get(NAME)
    if task is not None and not task.enabled:
        return None
    try:
        return route_of(settings, NAME, tier=TIER, max_tokens=MAX_TOKENS)
    except ProviderSetupError:
        return None  # named among the problems of the setup
