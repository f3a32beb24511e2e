"""Locks: who waits is told for whom, and a holder that fails or dies frees its lock."""

import multiprocessing
import os
import time
from pathlib import Path

import pytest

from sdc_core.errors import BusyError
from sdc_core.store.locks import hold
from tests.core.store.stops import StoppedError, tree


def test_a_second_holder_is_told_who_holds_the_lock(tmp_path):
    lock = tmp_path / "2025-01.lock"
    with hold(lock, what="sessions 2025-01", timeout_seconds=1):
        expected = rf"2025-01\.lock: held by process {os.getpid()} on .* for 'sessions 2025-01'; waited 0\.1 s"
        with (
            pytest.raises(BusyError, match=expected),
            hold(lock, what="other", timeout_seconds=0.1),
        ):
            pass
    with hold(lock, what="other", timeout_seconds=0.1):
        pass
    assert tree(tmp_path) == {}


def test_an_error_under_the_lock_frees_it(tmp_path):
    lock = tmp_path / "a.lock"
    with pytest.raises(StoppedError), hold(lock, what="x", timeout_seconds=0):
        raise StoppedError
    with hold(lock, what="x", timeout_seconds=0):
        pass


def _hold_for_ever(lock: Path, ready) -> None:
    with hold(lock, what="a killed run", timeout_seconds=1):
        ready.set()
        time.sleep(60)


def test_a_killed_holder_frees_the_lock(tmp_path):
    lock = tmp_path / "a.lock"
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    process = context.Process(target=_hold_for_ever, args=(lock, ready))
    process.start()
    assert ready.wait(30)
    with (
        pytest.raises(BusyError, match="a killed run"),
        hold(lock, what="x", timeout_seconds=0),
    ):
        pass
    process.kill()
    process.join()
    with hold(lock, what="x", timeout_seconds=5):
        pass
