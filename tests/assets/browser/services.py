"""Dagster's web server and daemon as real processes over one data root, ended for sure."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

START_SECONDS = 120.0
GRACE_SECONDS = 10.0
POLL_SECONDS = 0.2
MODULE = "sdc_assets.definitions"

_INSTIGATORS = """{ repositoriesOrError { ... on RepositoryConnection { nodes {
    sensors { name sensorState { id status } } schedules { name scheduleState { id status } }
} } } }"""
_STOP_SENSOR = "mutation($id: String!) { stopSensor(id: $id) { __typename } }"
_STOP_SCHEDULE = "mutation($id: String!) { stopRunningSchedule(id: $id) { __typename } }"


@dataclass(frozen=True)
class Ui:
    """A web server that answers."""

    url: str

    def ask(self, query: str, **variables: Any) -> dict[str, Any]:
        """The answer to one GraphQL query."""
        body = {"query": query, "variables": variables}
        # Nothing of the person's own proxy settings: the server is on this machine.
        with httpx.Client(trust_env=False, timeout=60) as client:
            answer = client.post(f"{self.url}/graphql", json=body).raise_for_status().json()
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    def is_up(self) -> bool:
        try:
            return bool(self.instigators())
        except (httpx.TransportError, httpx.HTTPStatusError):
            return False

    def instigators(self) -> dict[str, str]:
        """Status of every sensor and schedule by name."""
        return {name: state["status"] for name, state, _ in self._instigators()}

    def stop_instigators(self) -> None:
        """Only what is clicked runs."""
        for _, state, mutation in self._instigators():
            self.ask(mutation, id=state["id"])

    def _instigators(self) -> Iterator[tuple[str, dict[str, str], str]]:
        for node in self.ask(_INSTIGATORS)["repositoriesOrError"]["nodes"]:
            for sensor in node["sensors"]:
                yield sensor["name"], sensor["sensorState"], _STOP_SENSOR
            for schedule in node["schedules"]:
                yield schedule["name"], schedule["scheduleState"], _STOP_SCHEDULE


@contextlib.contextmanager
def web_server(environment: Mapping[str, str], logs: Path) -> Iterator[Ui]:
    """`dagster-webserver` on a free port."""
    ui = Ui(f"http://127.0.0.1:{free_port()}")
    arguments = ["dagster_webserver", "-m", MODULE, "-p", ui.url.rpartition(":")[2]]
    with process(["-m", *arguments], environment, logs / "webserver.log") as server:
        wait_for(ui.is_up, lambda: server.poll() is not None, logs / "webserver.log")
        yield ui


@contextlib.contextmanager
def daemon(environment: Mapping[str, str], logs: Path) -> Iterator[None]:
    """`dagster-daemon run`: launches queued runs and backfills."""
    with process(["-m", "dagster._daemon", "run", "-m", MODULE], environment, logs / "daemon.log"):
        yield


@contextlib.contextmanager
def process(
    arguments: list[str], environment: Mapping[str, str], log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """Our interpreter with these arguments, leader of a group that ends with the block."""
    with log.open("wb") as out:
        started = subprocess.Popen(
            [sys.executable, *arguments],
            env={**os.environ, **environment},
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield started
        finally:
            _end_group(started)


def _end_group(leader: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(leader.pid, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            leader.wait(GRACE_SECONDS)
        os.killpg(leader.pid, signal.SIGKILL)
    leader.wait()


def wait_for(is_so: Callable[[], bool], is_over: Callable[[], bool], log: Path) -> None:
    """Until something is so; what the process wrote is the message where it never is."""
    deadline = time.monotonic() + START_SECONDS
    while not is_so():
        if is_over() or time.monotonic() > deadline:
            raise AssertionError(log.read_text(encoding="utf-8", errors="replace")[-4000:])
        time.sleep(POLL_SECONDS)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
