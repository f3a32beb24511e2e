"""The Dagster instance of a data root: made ready once, by whoever comes first."""

import sqlite3
import subprocess
import sys

from sdc_assets.instance import READY_FILE, dagster_home, open_instance, prepare_home
from sdc_core.settings import load_settings

OPEN = """
import sys
from sdc_assets.instance import open_instance
from sdc_core.settings import load_settings
with open_instance(load_settings(environment={"SDC_DATA_FOLDER": sys.argv[1]})) as instance:
    print(instance.get_runs_count())
"""


def settings_of(tmp_path):
    return load_settings(environment={"SDC_DATA_FOLDER": str(tmp_path / "data root")})


def test_parallel_first_runs_leave_one_sound_instance(tmp_path):
    root = settings_of(tmp_path).data_root
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", OPEN, str(root)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    ends = [(process.communicate(timeout=120), process.returncode) for process in processes]
    assert [code for _, code in ends] == [0] * 4, [errors for (_, errors), _ in ends]
    for database in dagster_home(settings_of(tmp_path)).rglob("*.db"):
        with sqlite3.connect(database) as connection:
            heads = connection.execute("select count(*) from alembic_version").fetchone()
        assert heads == (1,), database


def test_telemetry_is_off_and_crashed_runs_are_repeated(tmp_path):
    with open_instance(settings_of(tmp_path)) as instance:
        assert instance.telemetry_enabled is False
        assert instance.nux_enabled is False
        assert instance.run_retries_enabled
        assert instance.run_retries_max_retries == 2
        assert instance.run_monitoring_enabled


def test_a_config_of_ones_own_stays(tmp_path):
    settings = settings_of(tmp_path)
    config = prepare_home(settings) / "dagster.yaml"
    config.write_text("telemetry:\n  enabled: false\n", encoding="utf-8")
    prepare_home(settings)
    assert config.read_text(encoding="utf-8") == "telemetry:\n  enabled: false\n"


def test_a_home_of_another_dagster_version_is_upgraded(tmp_path):
    settings = settings_of(tmp_path)
    ready = prepare_home(settings) / READY_FILE
    current = ready.read_text(encoding="utf-8")
    ready.write_text("1.0.0", encoding="utf-8")
    with open_instance(settings) as instance:
        assert instance.get_runs_count() == 0
    assert ready.read_text(encoding="utf-8") == current


def test_history_is_kept_in_the_data_root(tmp_path):
    settings = settings_of(tmp_path)
    with open_instance(settings) as instance:
        assert instance.root_directory == str(settings.data_root / ".dagster")
