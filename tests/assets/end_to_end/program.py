"""The installed program as a person starts it: a process of its own over one data root."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from click.testing import CliRunner, Result

from sdc_assets.cli import main
from sdc_assets.instance import HOME
from sdc_core.models import Session
from sdc_core.settings import load_settings
from sdc_core.workspace import open_workspace

TIMEOUT_SECONDS = 240
FOLDERS = ("records", "decisions", "quarantine", "store", "output")


@dataclass(frozen=True)
class Program:
    """`sdc` and `dagster` over the data root `data` beside a settings file."""

    root: Path
    variables: dict[str, str] = field(default_factory=dict)

    @property
    def config(self) -> Path:
        return self.root / "config.json"

    @property
    def data(self) -> Path:
        return self.root / "data"

    def configure(self, **sections: object) -> None:
        self.config.write_text(json.dumps(sections), encoding="utf-8")

    def sdc(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        program = Path(sys.executable).with_name("sdc")
        return self._start([str(program), *arguments])

    def dagster(
        self, *arguments: str, folder: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        return self._start([sys.executable, "-m", "dagster", *arguments], folder)

    def sdc_here(self, *arguments: str) -> Result:
        """The same command line in this process, which saves the start of Dagster."""
        runner = CliRunner(env=self.variables)
        return runner.invoke(main, ["--config", str(self.config), *arguments])

    def take_home(self, home: Path) -> None:
        """A Dagster instance whose tables are made already."""
        shutil.copytree(home, self.data / HOME)

    def layer(self, name: str) -> list[Session]:
        """All Sessions of one layer, month by month."""
        workspace = open_workspace(load_settings(self.config, self.variables))
        store = workspace.layers[name].store
        return [session for month in store.months() for session in store.load(month)]

    def sessions(self) -> list[dict]:
        """All finished Sessions, in the order of their files."""
        return [json.loads(path.read_text("utf-8")) for path in self.finished()]

    def finished(self) -> list[Path]:
        return sorted((self.data / "output" / "sessions").glob("*/[0-9]*.json"))

    def tree(self, *folders: str) -> dict[str, bytes]:
        """All bytes of what is stored; locks say who works, not what was done."""
        files = (path for name in folders or FOLDERS for path in (self.data / name).rglob("*"))
        return {
            path.relative_to(self.data).as_posix(): path.read_bytes()
            for path in sorted(files)
            if path.is_file() and not path.name.endswith((".lock", ".holder.json"))
        }

    def _start(
        self, command: list[str], folder: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            env={**os.environ, "SDC_CONFIG": str(self.config), **self.variables},
            cwd=folder or self.root,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=TIMEOUT_SECONDS,
        )


def file_of(session: dict) -> str:
    """The input file of a Session's first segment, as its `source_ref` names it."""
    return session["segments"][0]["metadata"]["source_ref"]["file"]
