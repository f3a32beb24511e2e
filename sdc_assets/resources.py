"""The workspace as a Dagster resource: opened anew for each run and each sensor tick.

What a long-lived code server remembered of a store could be behind what another process wrote.
"""

from collections.abc import Sequence

import dagster as dg

from sdc_core.log import bind_run, start_log
from sdc_core.settings import Settings
from sdc_core.sources.base import Source
from sdc_core.workspace import Workspace, open_workspace

WORKSPACE = "workspace"
SESSION_IO_MANAGER = "session_io_manager"


def workspace_resource(settings: Settings, sources: Sequence[Source]) -> dg.ResourceDefinition:
    """Opens the data root of the settings; opening writes nothing but the log of a run."""

    def open_root(context: dg.InitResourceContext) -> Workspace:
        if context.run is not None:
            start_log(settings)
            bind_run(context.run.run_id)
        return open_workspace(settings, tuple(sources))

    return dg.ResourceDefinition(
        resource_fn=open_root,
        description=f"Record stores, months, ledger and caches below {settings.data_root}",
    )
