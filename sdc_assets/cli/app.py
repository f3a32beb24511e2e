"""What every command is given: the global options; settings and stores opened on demand."""

import gc
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from sdc_core.errors import SettingsError

if TYPE_CHECKING:
    from sdc_assets.runs import Runner
    from sdc_core.settings import Settings
    from sdc_core.workspace import Workspace

DEFAULT_CONFIG = Path("config.json")


@dataclass
class App:
    """One call of `sdc`."""

    config: Path | None
    data: Path | None
    environment: Mapping[str, str]

    @property
    def config_path(self) -> Path:
        """The settings file that is or would be read."""
        return self.config or Path(self.environment.get("SDC_CONFIG") or DEFAULT_CONFIG)

    @cached_property
    def settings(self) -> "Settings":
        """Read once; starts the log of the data root."""
        from sdc_core.log import start_log
        from sdc_core.settings import load_settings

        if self.config and not self.config.is_file():
            raise SettingsError(f"--config names {str(self.config)!r}, which is not a file")
        settings = load_settings(self.config, self.variables())
        start_log(settings)
        return settings

    @cached_property
    def workspace(self) -> "Workspace":
        """The data root, opened; writes nothing."""
        from sdc_core.workspace import open_workspace

        return open_workspace(self.settings)

    @cached_property
    def runner(self) -> "Runner":
        """Runs Dagster jobs in this process on the instance of the data root."""
        settings = self.settings
        with self._as_environment():
            # The module also makes the definitions of the environment's settings.
            from sdc_assets.runs import make_runner
        runner = make_runner(settings)
        gc.freeze()  # Dagster's modules stay: the collector need not walk them again and again
        return runner

    def variables(self) -> dict[str, str]:
        """The environment with the global options in it, as a child process needs it."""
        given = dict(self.environment)
        if self.config:
            given["SDC_CONFIG"] = str(self.config.absolute())
        if self.data:
            given["SDC_DATA_FOLDER"] = str(self.data.absolute())
        return given

    @contextmanager
    def _as_environment(self) -> Iterator[None]:
        before = dict(os.environ)
        os.environ.update(self.variables())
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)

    def fresh(self) -> None:
        """Forget what was opened, after a run has changed the stores."""
        self.__dict__.pop("workspace", None)
