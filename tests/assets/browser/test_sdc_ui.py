"""`sdc ui` with real processes: it serves with sensors on, and leaves nothing behind."""

import os
import signal
from pathlib import Path

import pytest

from tests.assets.browser.place import make_place
from tests.assets.browser.services import Ui, free_port, process, wait_for

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="reads processes from /proc"),
]

MAIN = "from sdc_assets.cli import main; main()"
STOP_SECONDS = 60


@pytest.fixture(scope="module")
def root_environment(tmp_path_factory):
    return make_place(tmp_path_factory.mktemp("sdc-ui") / "data").environment


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_and_a_signal_ends_every_process(root_environment, tmp_path, number):
    ui = Ui(f"http://127.0.0.1:{free_port()}")
    own = {name: value for name, value in root_environment.items() if name != "DAGSTER_HOME"}
    command = ["-c", MAIN, "ui", "--port", ui.url.rpartition(":")[2]]
    log = tmp_path / "ui.log"
    with process(command, own, log) as sdc:
        wait_for(ui.is_up, lambda: sdc.poll() is not None, log)
        states = ui.instigators()
        assert states["catch_up"] == states["screenconnect_files"] == "RUNNING"
        children = descendants(sdc.pid)
        assert len(children) >= 3, "web server, daemon and code server"
        os.kill(sdc.pid, number)
        assert sdc.wait(STOP_SECONDS) == 0
        wait_for(lambda: not any(map(is_alive, children)), lambda: False, log)
    assert not ui.is_up()


def descendants(pid: int) -> set[int]:
    """Every process below one, however deep."""
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    below = {int(child) for task in tasks for child in task.read_text().split()}
    return below.union(*map(descendants, below))


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that only waits for its parent does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
