"""Durable file steps, with Windows simulated."""

import errno
import os
from pathlib import Path

import pytest

from sdc_core.errors import DiskError, HeldError
from sdc_core.store import platform
from tests.core.store.stops import steps_of, stop_at, tree


class FakeTime:
    """A clock that only moves when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def windows(monkeypatch):
    """Windows rules with a fake clock."""
    fake = FakeTime()
    monkeypatch.setattr(platform, "IS_WINDOWS", True)
    monkeypatch.setattr(platform, "clock", lambda: fake.now)
    monkeypatch.setattr(platform, "sleep", fake.sleep)
    return fake


def hold_until(monkeypatch, method: str, fake: FakeTime, seconds: float) -> None:
    """A sharing violation until the fake clock shows that many seconds."""
    real = getattr(Path, method)

    def held(self, *args, **kwargs):
        if fake.now < seconds:
            raise PermissionError(errno.EACCES, "The process cannot access the file")
        return real(self, *args, **kwargs)

    monkeypatch.setattr(Path, method, held)


def test_a_write_replaces_the_file_and_leaves_no_temp(tmp_path):
    target = tmp_path / "new" / "folder" / "a.json"
    platform.atomic_write(target, b"one", durable=True)
    platform.atomic_write(target, b"two", durable=False)
    assert tree(tmp_path) == {"new/folder/a.json": b"two"}


def test_steps_are_reached_before_they_happen(tmp_path):
    target = tmp_path / "a.json"
    assert steps_of(lambda: platform.atomic_write(target, b"1", durable=True)) == [
        "file_write",
        "rename",
    ]
    assert steps_of(lambda: platform.remove(target)) == ["delete"]
    stop_at(0, lambda: platform.atomic_write(target, b"2", durable=True, step="manifest"))
    assert tree(tmp_path) == {}


def test_a_stop_before_the_rename_keeps_the_old_file_and_its_temp_is_cleared(tmp_path):
    target = tmp_path / "a.json"
    platform.atomic_write(target, b"old", durable=False)
    stop_at(1, lambda: platform.atomic_write(target, b"new", durable=False))
    assert target.read_bytes() == b"old"
    assert len(tree(tmp_path)) == 2
    platform.clear_leftovers(tmp_path)
    assert tree(tmp_path) == {"a.json": b"old"}


def test_a_full_disk_is_named_and_the_old_file_stands(tmp_path, monkeypatch):
    target = tmp_path / "a.json"
    platform.atomic_write(target, b"old", durable=True)

    def full(descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskError, match=r"a\.json: cannot be written: No space left"):
        platform.atomic_write(target, b"new", durable=True)
    assert tree(tmp_path) == {"a.json": b"old"}


@pytest.mark.parametrize(("method", "act"), [
    ("replace", lambda path: platform.atomic_write(path, b"new", durable=True)),
    ("open", lambda path: platform.append(path, b"new", keep=0, step="ledger")),
    ("unlink", platform.remove),
    ("read_bytes", platform.read_bytes),
])  # fmt: skip
def test_windows_waits_two_seconds_for_a_reader(tmp_path, monkeypatch, windows, method, act):
    target = tmp_path / "a.json"
    target.write_bytes(b"old")
    hold_until(monkeypatch, method, windows, 2.0)
    act(target)
    assert 2.0 <= windows.now < 2.2


def test_windows_gives_up_after_five_seconds_and_names_the_file(tmp_path, monkeypatch, windows):
    target = tmp_path / "a.json"
    target.write_bytes(b"old")
    hold_until(monkeypatch, "replace", windows, 1e9)
    with pytest.raises(HeldError, match=r"a\.json: another program keeps it open"):
        platform.atomic_write(target, b"new", durable=True)
    assert 5.0 <= windows.now < 5.2
    assert tree(tmp_path) == {"a.json": b"old"}


def test_elsewhere_a_missing_permission_is_no_reason_to_wait(tmp_path, monkeypatch):
    monkeypatch.setattr(platform, "IS_WINDOWS", False)
    hold_until(monkeypatch, "replace", FakeTime(), 1.0)
    with pytest.raises(DiskError, match="cannot access"):
        platform.atomic_write(tmp_path / "a.json", b"new", durable=False)


def test_windows_never_opens_a_folder(tmp_path, monkeypatch, windows):
    real = os.open

    def refuse_folders(path, *args, **kwargs):
        if Path(path).is_dir():
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(path, *args, **kwargs)

    monkeypatch.setattr(os, "open", refuse_folders)
    platform.atomic_write(tmp_path / "new" / "a.json", b"1", durable=True)
    assert tree(tmp_path) == {"new/a.json": b"1"}
