import logging
import multiprocessing
from pathlib import Path

import pytest
from pydantic import SecretStr

from sdc_core.log import SharedRotatingFile, bound, log_file, start_log, stop_log
from sdc_core.settings import Logging, ProjectPaths, Secrets, Settings


@pytest.fixture
def settings(tmp_path: Path):
    yield Settings(
        project_paths=ProjectPaths(data_folder=tmp_path),
        secrets=Secrets(syncro_api_key=SecretStr("T0pSecretKey")),
    )
    stop_log()


def test_no_file_is_made_before_the_first_line(settings):
    start_log(settings)
    assert not log_file(settings).parent.exists()
    logging.getLogger("sdc_core.intake").info("read")
    assert "sdc_core.intake: read" in log_file(settings).read_text("utf-8")


def test_each_line_says_what_it_is_about(settings):
    start_log(settings)
    logger = logging.getLogger("sdc_core.x")
    with bound(run="r1"), bound(source="notes", session="s1"):
        logger.warning("first\nsecond")
    logger.warning("after")
    first, second, after = log_file(settings).read_text("utf-8").splitlines()
    assert "run=r1 source=notes session=s1" in first
    assert first.endswith("first")
    assert second.endswith("second")
    assert "run=r1 source=notes session=s1" in second
    assert "run=- source=- session=-" in after


@pytest.mark.parametrize(
    "text",
    [
        "key is T0pSecretKey",
        "GET /tickets?api_key=T0pSecret-other&page=2",
        "Authorization: Bearer T0pSecret-other",
        '{"api_key": "T0pSecret-other"}',
        "password=T0pSecret-other",
    ],
)
def test_secrets_never_reach_the_file(settings, text):
    start_log(settings)
    logging.getLogger("sdc_core").error("asked: %s", text)
    written = log_file(settings).read_text("utf-8")
    assert "T0pSecret" not in written
    assert "***" in written


def test_secrets_in_a_traceback_are_cut_out(settings):
    start_log(settings)
    try:
        raise ValueError("T0pSecretKey")
    except ValueError:
        logging.getLogger("sdc_core").exception("failed")
    written = log_file(settings).read_text("utf-8")
    assert "ValueError: ***" in written
    assert "T0pSecret" not in written


def test_starting_again_does_not_double_the_lines(settings):
    start_log(settings)
    start_log(settings)
    logging.getLogger("sdc_core").error("once")
    assert log_file(settings).read_text("utf-8").count("once") == 1


def test_level_and_place_are_those_of_the_settings(tmp_path, settings):
    place = tmp_path / "elsewhere" / "my.log"
    logs = Logging(log_file_path=place, log_level="ERROR")
    start_log(settings.model_copy(update={"logging": logs}))
    logging.getLogger("sdc_core").warning("quiet")
    logging.getLogger("sdc_core").error("loud")
    assert [line.split(": ")[-1] for line in place.read_text("utf-8").splitlines()] == ["loud"]


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path, settings):
    blocked = tmp_path / "file"
    blocked.write_text("")
    logs = Logging(log_file_path=blocked / "sdc.log")
    start_log(settings.model_copy(update={"logging": logs}))
    logging.getLogger("sdc_core").error("lost")


def test_full_files_are_rotated_and_the_oldest_go(tmp_path):
    handler = SharedRotatingFile(tmp_path / "a.log", max_bytes=100, kept=2)
    for number in range(30):
        handler.emit(logging.makeLogRecord({"msg": f"line {number:03} of some length"}))
    names = sorted(path.name for path in tmp_path.glob("a.log*") if path.suffix != ".lock")
    assert names == ["a.log", "a.log.1", "a.log.2"]
    assert all(path.stat().st_size < 200 for path in tmp_path.glob("a.log*"))


def _write_lines(path: Path, name: str) -> None:
    handler = SharedRotatingFile(path, max_bytes=2_000, kept=50)
    for number in range(100):
        handler.emit(logging.makeLogRecord({"msg": f"{name}-{number:03}"}))


def test_processes_share_the_file_without_losing_lines(tmp_path):
    path = tmp_path / "a.log"
    spawn = multiprocessing.get_context("spawn")
    workers = [spawn.Process(target=_write_lines, args=(path, name)) for name in "ab"]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    files = [file for file in tmp_path.glob("a.log*") if file.suffix != ".lock"]
    lines = [line for file in files for line in file.read_text("utf-8").splitlines()]
    assert sorted(lines) == [f"{name}-{n:03}" for name in "ab" for n in range(100)]
