"""What the language models took, as a Dagster resource: calls, tokens and cost per model.

The gateway counts; each month of an asset that asks says what was taken for it.
"""

import dagster as dg

from sdc_assets.resources import WORKSPACE
from sdc_core.llm.gateway import Gateway
from sdc_core.workspace import Workspace

LANGUAGE_MODELS = "language_models"
TAKEN = "taken_by_models"
"""In the metadata of a batch: what was taken for it."""
Numbers = dict[str, int | float]


class LanguageModels:
    """The tally of the gateway of one workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def take(self) -> Numbers:
        """Since the last time: `openai.<model>.calls` and so on, and why answers are missing.

        Empty where nobody was to be asked.
        """
        workspace = self._workspace
        if workspace.asker is None and workspace.chooser is None:
            return {}
        asker = workspace.gateway
        if not isinstance(asker, Gateway):
            return {}
        tally = asker.take_tally()
        return tally.numbers() | tally.missing()


def language_models_resource() -> dg.ResourceDefinition:
    """Over the workspace of the run."""
    return dg.ResourceDefinition(
        resource_fn=lambda context: LanguageModels(getattr(context.resources, WORKSPACE)),
        required_resource_keys={WORKSPACE},
        description="Calls, tokens and cost of the language models, by model",
    )
