"""Crawls of a fake account through the real intake, day by day."""

from datetime import timedelta

from sdc_core.demo.fake_syncro import DEFAULT_TOKEN
from sdc_core.intake import run_intake
from sdc_core.settings import Settings
from sdc_core.workspace import open_workspace
from tests.core.syncro.account import BASE, make_client, make_fake


class Crawls:
    """One data root on one fake account; `days` lets time pass between crawls."""

    def __init__(self, folder, monkeypatch, tickets=3, *, fake_changes=None, **api):
        self.fake, self.clock = make_fake(tickets, **(fake_changes or {}))
        self.folder = folder
        monkeypatch.setattr(
            "sdc_core.sources.syncro.pull.open_client",
            lambda settings: make_client(self.fake, self.clock, requests_per_minute=100_000),
        )
        self.workspace = open_workspace(
            Settings.model_validate(
                {
                    "project_paths": {"data_folder": folder / "data"},
                    "syncro_api": {"base_url": BASE, "account_zone": "America/New_York", **api},
                    "secrets": {"syncro_api_key": DEFAULT_TOKEN},
                }
            )
        )

    @property
    def account(self):
        return self.fake.account

    def now(self):
        return self.clock.now()

    def days(self, days):
        self.clock.seconds += timedelta(days=days).total_seconds()

    def crawl(self, days=0.0):
        """Let time pass, then one intake; only its requests are kept."""
        self.days(days)
        self.fake.requests.clear()
        return run_intake(self.workspace, "syncro", now=self.now())

    def begin(self):
        """The first crawl and the one that compares all ids after it."""
        self.crawl()
        return self.crawl()

    def asked(self, path):
        return [dict(r.params) for r in self.fake.requests if r.path == path]

    def cursor(self):
        return self.workspace.records("syncro").cursor()["api"]

    def records(self, kind):
        records = self.workspace.records("syncro").load_all()
        return {r.raw["id"]: r for r in records if r.kind == kind}

    def sessions(self):
        """By ticket id."""
        layer = self.workspace.layers["sessions/syncro"]
        batches = [layer.compute(m, None) for m in self.workspace.records("syncro").months()]
        return {int(s.meta.source_identifiers[0]): s for b in batches for s in b.sessions}
