"""The Dagster instance of a data root: its home folder, made ready once.

Ten first runs at once on a fresh home leave its database with two versions and broken for good
(dagster issue 27390), so the tables are made under a lock before anything runs.
"""

from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from dagster import DagsterInstance

from sdc_core.settings import Settings
from sdc_core.store.locks import hold
from sdc_core.store.platform import atomic_write

HOME = ".dagster"
INSTANCE_FILE = "dagster.yaml"
READY_FILE = "ready.txt"
LOCK_TIMEOUT_SECONDS = 300.0


def dagster_home(settings: Settings) -> Path:
    """The Dagster home of the data root, absolute as Dagster wants it."""
    return (settings.data_root / HOME).absolute()


def open_instance(settings: Settings) -> DagsterInstance:
    """The instance of the data root; the caller disposes of it, or uses it in a `with`."""
    return DagsterInstance.from_config(str(prepare_home(settings)))


def prepare_home(settings: Settings) -> Path:
    """Make the home ready for this version of Dagster, once, whoever comes first.

    Raises:
        BusyError: Another process has been at it for five minutes.
    """
    home = dagster_home(settings)
    if not _is_ready(home):
        what = "preparing the Dagster instance"
        with hold(home / "prepare.lock", what=what, timeout_seconds=LOCK_TIMEOUT_SECONDS):
            if not _is_ready(home):
                _prepare(home)
    return home


def _is_ready(home: Path) -> bool:
    ready = home / READY_FILE
    return (
        ready.is_file()
        and (home / INSTANCE_FILE).is_file()
        and ready.read_text(encoding="utf-8").strip() == version("dagster")
    )


def _prepare(home: Path) -> None:
    """Config, tables, and last the note that both stand."""
    config = home / INSTANCE_FILE
    if not config.is_file():
        shipped = files("sdc_assets").joinpath(INSTANCE_FILE).read_bytes()
        atomic_write(config, shipped, durable=True)
    with DagsterInstance.from_config(str(home)) as instance:
        if (home / READY_FILE).is_file():  # made by another version of Dagster
            instance.upgrade()
        _touch_storages(instance)
    atomic_write(home / READY_FILE, version("dagster").encode(), durable=True)


def _touch_storages(instance: DagsterInstance) -> None:
    """Each storage makes its tables when it is first asked."""
    instance.get_runs_count()
    instance.all_asset_keys()
    instance.all_instigator_state()
