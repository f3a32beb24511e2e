"""Syncro through the real intake and a real socket: nothing lost, nothing doubled, nothing undone."""

import json
import random
from datetime import timedelta

import pytest

from sdc_core.demo.fake_syncro import DEFAULT_TOKEN, FakeSyncro
from sdc_core.demo.fake_syncro_faults import server_error
from sdc_core.errors import ApiError
from sdc_core.intake import run_intake
from sdc_core.settings import Settings
from sdc_core.workspace import open_workspace
from tests.core.syncro.account import NOW, comment, local, make_fake, ticket, world


def _workspace(folder, url, **sections):
    api = {"base_url": url, "requests_per_minute": 100_000, "max_tries": 1}
    return open_workspace(
        Settings.model_validate(
            {
                "project_paths": {"data_folder": folder / "data"},
                "syncro_api": api,
                "secrets": {"syncro_api_key": DEFAULT_TOKEN},
                **sections,
            }
        )
    )


def _tickets(workspace):
    records = workspace.records("syncro").load_all()
    return {record.raw["id"]: record for record in records if record.kind == "ticket"}


def test_a_second_look_changes_nothing_and_an_update_its_month_only(tmp_path):
    fake, _ = make_fake(60)
    with fake.serve() as url:
        workspace = _workspace(tmp_path, url)
        first = run_intake(workspace, "syncro", now=NOW)
        assert (first.sessions, first.new) == (60, 120)
        later = NOW + timedelta(minutes=15)
        assert run_intake(workspace, "syncro", now=later).months_changed == []
        created = NOW - timedelta(days=1000 - 30)
        fake.account.update_ticket(1030, status="Resolved", updated_at=local(later))
        report = run_intake(workspace, "syncro", now=later)
        assert (report.revised, report.months_changed) == (1, [f"{created:%Y-%m}"])
        assert _tickets(workspace)[1030].raw["status"] == "Resolved"


def test_a_failed_crawl_moves_neither_records_nor_the_mark(tmp_path):
    fake, _ = make_fake(60)
    with fake.serve() as url:
        workspace = _workspace(tmp_path, url)
        run_intake(workspace, "syncro", now=NOW)
        before = workspace.records("syncro").cursor()
        fake.account.update_ticket(1030, status="Resolved", updated_at=local(NOW))
        fake.faults.append(server_error(path=r"/tickets/1030/comments"))
        with pytest.raises(ApiError):
            run_intake(workspace, "syncro", now=NOW)
        assert workspace.records("syncro").cursor() == before
        assert _tickets(workspace)[1030].raw["status"] == "New"
        run_intake(workspace, "syncro", now=NOW)
        assert _tickets(workspace)[1030].raw["status"] == "Resolved"


def test_an_older_export_beside_the_api_undoes_nothing(tmp_path):
    fake, _ = make_fake(3)
    drop = tmp_path / "data" / "input" / "syncro"
    drop.mkdir(parents=True)
    rows = list(fake.account.tickets.values())
    (drop / "export.json").write_text(json.dumps({"tickets": rows}), encoding="utf-8")
    with fake.serve() as url:
        workspace = _workspace(tmp_path, url)
        fake.account.update_ticket(1002, status="Resolved", updated_at=local(NOW))
        for _ in range(3):
            report = run_intake(workspace, "syncro", now=NOW)
            assert report.sessions == 3
            assert _tickets(workspace)[1002].raw["status"] == "Resolved"
        assert report.months_changed == []


@pytest.mark.parametrize("seed", range(8))
def test_no_ticket_or_comment_is_lost_over_crawls_while_the_account_moves(tmp_path, seed):
    chance = random.Random(seed)
    clock = {"now": NOW}
    fake = FakeSyncro(world(90), now=lambda: clock["now"], page_sizes={"/tickets": 10})
    deleted: set[int] = set()

    def move(fake, request):
        clock["now"] += timedelta(seconds=chance.randrange(1, 20))
        living = sorted(fake.account.tickets)
        number = len(fake.requests)
        if chance.random() < 0.1:
            new = ticket(1000 + number, moment=clock["now"], updated_at=local(clock["now"]))
            fake.account.insert_ticket(new)
        if chance.random() < 0.1:
            gone = chance.choice(living)
            deleted.add(gone)
            fake.account.delete_ticket(gone)
        if chance.random() < 0.2 and (touched := chance.choice(living)) not in deleted:
            fake.account.add_comment(touched, comment(10**6 + number, touched, clock["now"]))
            fake.account.update_ticket(
                touched, status=f"Touched {number}", updated_at=local(clock["now"])
            )

    fake.hooks.append(move)
    with fake.serve() as url:
        workspace = _workspace(tmp_path, url)
        for _ in range(3):
            run_intake(workspace, "syncro", now=clock["now"])
        fake.hooks.clear()
        run_intake(workspace, "syncro", now=clock["now"])
    stored = _tickets(workspace)
    records = workspace.records("syncro").load_all()
    comments = {record.raw["id"] for record in records if record.kind == "comment"}
    assert len({record.key for record in records}) == len(records)
    for ticket_id, row in fake.account.tickets.items():
        assert stored[ticket_id].raw["status"] == row["status"]
        assert {c["id"] for c in row["comments"]} <= comments
