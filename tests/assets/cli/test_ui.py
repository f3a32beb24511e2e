"""`sdc ui` ends with every process it started."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")

STUBBORN = (
    "import signal, subprocess, sys, time\n"
    "for n in (signal.SIGINT, signal.SIGTERM): signal.signal(n, signal.SIG_IGN)\n"
    "child = subprocess.Popen([sys.executable, '-c', "
    "'import signal, time; signal.signal(signal.SIGINT, signal.SIG_IGN); time.sleep(60)'])\n"
    "print(child.pid, flush=True)\n"
)
RUN = "import os, sys; from sdc_assets.cli import ui; ui.GRACE_SECONDS = 1; sys.exit(ui.run_to_end([sys.executable, '-c', sys.argv[1]], dict(os.environ)))"

LONG_GRACE = RUN.replace("= 1;", "= 1000;")


def start(program):
    return subprocess.Popen([sys.executable, "-c", RUN, program], stdout=subprocess.PIPE, text=True)


def is_alive(pid):
    try:
        with Path(f"/proc/{pid}/stat").open() as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_all_children_also_stubborn_ones(number):
    outer = start(STUBBORN + "time.sleep(60)")
    child = int(outer.stdout.readline())
    outer.send_signal(number)
    assert outer.wait(timeout=30) == 0
    outer.stdout.close()
    for _ in range(100):
        if not is_alive(child):
            break
        time.sleep(0.05)
    assert not is_alive(child)


def test_ctrl_c_reaches_a_program_that_was_started_in_the_background():
    """There a shell has it ignored, and children inherit that."""
    obedient = "import sys, time; print(1, flush=True); time.sleep(60)"
    outer = subprocess.Popen(
        ["sh", "-c", '"$0" "$@" & wait $!', sys.executable, "-c", LONG_GRACE, obedient],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    outer.stdout.readline()
    (child,) = Path(f"/proc/{outer.pid}/task/{outer.pid}/children").read_text().split()
    os.kill(int(child), signal.SIGINT)
    assert outer.wait(timeout=30) == 0
    outer.stdout.close()


def test_children_do_not_outlive_a_program_that_ends_by_itself():
    outer = start(STUBBORN + "sys.exit(7)")
    child = int(outer.stdout.readline())
    assert outer.wait(timeout=30) == 7
    outer.stdout.close()
    for _ in range(100):
        if not is_alive(child):
            break
        time.sleep(0.05)
    assert not is_alive(child)
