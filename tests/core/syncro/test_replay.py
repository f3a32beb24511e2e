"""Rows that a faulty reader rejected come back, also when Syncro no longer has them."""

import json
from datetime import timedelta

import pytest

from sdc_core.demo.fake_syncro import DEFAULT_TOKEN
from sdc_core.intake import run_intake
from sdc_core.settings import Settings
from sdc_core.sources.syncro import records
from sdc_core.sources.syncro.replay import keep_of
from sdc_core.syncro.wire import CommentRow, TicketRow, TimerRow
from sdc_core.workspace import open_workspace
from tests.core.syncro.account import NOW, make_fake, ticket

TIMER = {
    "id": 9,
    "ticket_id": 1003,
    "user_id": 2,
    "start_time": "2025-03-01T10:00:00Z",
    "end_time": "2025-03-01T10:30:00Z",
    "created_at": "2025-03-01T10:00:00Z",
    "updated_at": "2025-03-01T10:30:00Z",
}
SECRET = "https://acme.syncromsp.com/my_profile/user?token=s3cr3tkey"


def workspace_of(folder, url):
    api = {"base_url": url, "requests_per_minute": 100_000, "max_tries": 1}
    return open_workspace(
        Settings.model_validate(
            {
                "project_paths": {"data_folder": folder},
                "syncro_api": api if url else {},
                "secrets": {"syncro_api_key": DEFAULT_TOKEN if url else None},
            }
        )
    )


def faulty(model):
    """The rows of one kind cannot be read."""

    class Faulty(model):
        not_there: int

    return Faulty


def content(workspace):
    return [
        record.model_copy(update={"last_seen_utc": None}).model_dump()
        for record in workspace.records("syncro").load_all()
    ]


@pytest.mark.parametrize(
    ("kind", "model"),
    [("ticket", TicketRow), ("comment", CommentRow), ("timer", TimerRow)],
)
def test_rows_of_the_api_after_the_account_is_gone(tmp_path, monkeypatch, kind, model):
    fake, _ = make_fake(5)
    fake.account.tickets[1003]["ticket_timers"] = [TIMER]
    with fake.serve() as url:
        clean = workspace_of(tmp_path / "clean", url)
        run_intake(clean, "syncro", now=NOW)
        monkeypatch.setitem(records.MODELS, kind, faulty(model))
        bad = workspace_of(tmp_path / "bad", url)
        run_intake(bad, "syncro", now=NOW)
    monkeypatch.setitem(records.MODELS, kind, model)
    waiting = bad.quarantine.entries("syncro")
    expected = [r for r in content(clean) if r["kind"] == kind]
    assert len(waiting) == len(expected) > 0
    offline = workspace_of(tmp_path / "bad", None)
    later = NOW + timedelta(days=1)
    run_intake(offline, "syncro", now=later, retry=[entry.id for entry in waiting])
    assert content(offline) == content(clean)
    assert {entry.status for entry in offline.quarantine.entries("syncro")} == {"replayed"}


def test_the_kept_file_is_without_secrets(tmp_path):
    workspace = workspace_of(tmp_path, None)
    folder = tmp_path / "input" / "syncro"
    folder.mkdir(parents=True)
    rows = [ticket(1), {**ticket(2), "created_at": "never", "user_token": "s3cr3tkey"}]
    text = json.dumps({"tickets": [*rows, {**ticket(3), "online_profile_url": SECRET}]})
    (folder / "tickets.json").write_text(text, encoding="utf-8")
    run_intake(workspace, "syncro", now=NOW)
    (entry,) = workspace.quarantine.entries("syncro")
    kept = workspace.quarantine.kept_input(entry)
    assert b"never" in kept
    assert b"s3cr3tkey" not in kept + entry.raw
    (folder / "tickets.json").unlink()
    report = run_intake(workspace, "syncro", now=NOW, retry=[entry.id])
    assert (report.new, report.revised, report.rejected) == (0, 0, {"bad_time": 1})


@pytest.mark.parametrize("broken", [b"{", b"[" * 5000, b"\xff\xfe\x00"])
def test_nothing_is_kept_of_what_cannot_be_cleaned(broken):
    assert keep_of(broken) is None
