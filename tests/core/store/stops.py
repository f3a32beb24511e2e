"""Stopping the process at a durable step, and comparing what then lies on disk."""

from collections.abc import Callable, Iterator
from pathlib import Path

from sdc_core.store import platform

NOT_COMPARED = (".lock", ".holder.json")


class StoppedError(BaseException):
    """Stands for SIGKILL: nothing in the packages may catch it."""


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below the folder, without locks."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith(NOT_COMPARED)
    }


def steps_of(act: Callable[[], object]) -> list[str]:
    """Run undisturbed; the durable steps that were reached."""
    steps: list[str] = []
    _with_hook(steps.append, act)
    return steps


def stop_at(number: int, act: Callable[[], object]) -> None:
    """Run until the durable step of that number is about to happen."""
    count = iter(range(10_000))

    def hook(step: str) -> None:
        if next(count) == number:
            raise StoppedError(step)

    try:
        _with_hook(hook, act)
    except StoppedError:
        return
    raise AssertionError(f"there is no step {number}")


def disturbed_trees(
    roots: Path, prepare: Callable[[Path], object], act: Callable[[Path], object]
) -> Iterator[tuple[str, dict[str, bytes], dict[str, bytes]]]:
    """For each durable step of `act`: its name, the undisturbed tree, the tree after stop and re-run."""
    whole = roots / "whole"
    prepare(whole)
    steps = steps_of(lambda: act(whole))
    for number, step in enumerate(steps):
        root = roots / f"stopped-{number}"
        prepare(root)
        stop_at(number, lambda root=root: act(root))
        act(root)
        yield step, tree(whole), tree(root)


def _with_hook(hook: Callable[[str], None], act: Callable[[], object]) -> None:
    before, platform.on_step = platform.on_step, hook
    try:
        act()
    finally:
        platform.on_step = before
