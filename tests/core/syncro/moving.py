"""An account that changes while it is crawled, with every fault, judged against its own truth."""

import random
from collections import Counter
from datetime import timedelta

from sdc_core.demo.fake_syncro import DEFAULT_TOKEN, FakeSyncro
from sdc_core.demo.fake_syncro_account import moment
from sdc_core.demo.fake_syncro_calls import Switches
from sdc_core.demo.fake_syncro_faults import (
    Fault,
    cut_json,
    json_fault,
    login_page,
    rate_limit,
    server_error,
    wrong_type,
)
from sdc_core.errors import ApiError
from sdc_core.intake import run_intake
from sdc_core.settings import Settings
from sdc_core.workspace import open_workspace
from tests.core.syncro.account import BASE, NOW, comment, local, make_client, ticket, timer, world

DAYS_10 = 10 * 86_400
FAULTS = (
    lambda: rate_limit(2),
    lambda: rate_limit(retry_after="7"),
    lambda: rate_limit(retry_after_date_seconds=9),
    lambda: server_error(500, times=3),
    lambda: server_error(502),
    lambda: server_error(503, times=9),
    login_page,
    lambda: login_page(times=3),
    cut_json,
    wrong_type,
    lambda: Fault(is_drop=True),
    lambda: Fault(is_drop=True, times=9),
    lambda: Fault(is_cut_off=True),
    lambda: Fault(delay_seconds=99),
    lambda: json_fault(401, {"error": "Not authorized."}, path="/ticket_timers", times=2),
    lambda: json_fault(404, {"message": "Not found"}, path="/ticket_timers"),
    lambda: Fault(status=404, content=b"<html>no</html>", kind="text/html"),
)
SWITCHES = (
    Switches(),
    Switches(has_text_meta=True),
    Switches(has_no_meta=True),
    Switches(has_extra_keys=True, is_since_inclusive=True),
    Switches(meta_lie=-1),
    Switches(meta_lie=+5),
    Switches(repeats_rows=True),
)


def _recent(number):
    return ticket(number, moment=NOW - timedelta(days=number))


class MovingAccount:
    """One seed: a fake account, an intake on it, and what it was seen to hold."""

    def __init__(self, folder, seed, monkeypatch, *, tickets=21):
        self.chance = random.Random(seed)
        self.at = NOW
        self.numbers = 10_000
        self.is_moving = True
        self.fake = FakeSyncro(
            {**world(0), "tickets": [_recent(number) for number in range(1, tickets + 1)]},
            now=lambda: self.at,
            page_sizes={"/tickets": (10, 12)[seed % 2], "/ticket_timers": 10, "comments": 10},
            switches=SWITCHES[seed % len(SWITCHES)],
            hooks=[self.move],
        )
        monkeypatch.setattr(
            "sdc_core.sources.syncro.pull.open_client",
            lambda settings: make_client(self.fake, self, requests_per_minute=100_000),
        )
        # Nothing is stopped here, and flushing to the disk would be most of the time.
        monkeypatch.setattr("os.fsync", lambda file: None)
        self.workspace = open_workspace(
            Settings.model_validate(
                {
                    "project_paths": {"data_folder": folder},
                    "syncro_api": {"base_url": BASE, "account_zone": "America/New_York"},
                    "secrets": {"syncro_api_key": DEFAULT_TOKEN},
                }
            )
        )
        self.seen = set()

    # the client's clock: waiting moves the account's time

    def __call__(self):
        return (self.at - NOW).total_seconds()

    def sleep(self, seconds):
        self.at += timedelta(seconds=seconds)

    # what happens while somebody reads

    def move(self, fake, request):
        self.at += timedelta(seconds=self.chance.randrange(1, 20))
        if not self.is_moving:
            return
        for probability, act in (
            (0.08, self.insert),
            (0.08, self.delete),
            (0.12, self.update),
            (0.06, self.work),
            (0.04, self.mail_invoice),
            (0.03, self.drop_timer),
        ):
            if self.chance.random() < probability:
                act()

    def number(self):
        self.numbers += 1
        return self.numbers

    def any_ticket(self):
        return self.chance.choice(sorted(self.fake.account.tickets))

    def insert(self):
        row = ticket(self.number(), moment=self.at, updated_at=local(self.at))
        self.fake.account.insert_ticket(row)

    def delete(self):
        if len(self.fake.account.tickets) > 5:
            self.fake.account.delete_ticket(self.any_ticket())

    def update(self):
        chosen, number = self.any_ticket(), self.number()
        self.fake.account.add_comment(chosen, comment(10**7 + number, chosen, self.at))
        self.fake.account.update_ticket(
            chosen, status=f"Touched {number}", updated_at=local(self.at)
        )

    def work(self):
        """A timer does not move the ticket's `updated_at`."""
        chosen = self.any_ticket()
        row = timer(10**8 + self.number(), chosen, self.at - timedelta(minutes=9), 9)
        self.fake.account.tickets[chosen]["ticket_timers"].append(row)

    def mail_invoice(self):
        """Nor does a system comment; it comes within days of the work."""
        tickets = self.fake.account.tickets.values()
        young = [
            t["id"] for t in tickets if moment(t["updated_at"]) > self.at.timestamp() - DAYS_10
        ]
        chosen = self.chance.choice(sorted(young))
        given = {"subject": "Invoice Emailed", "user_id": None}
        row = comment(10**7 + self.number(), chosen, self.at, **given)
        self.fake.account.add_comment(chosen, row)

    def drop_timer(self):
        rows = self.fake.account.tickets[self.any_ticket()]["ticket_timers"]
        if rows:
            rows.pop()

    # what the intake does with it

    def crawl(self):
        """One intake under a fault drawn by chance; whether it was completed."""
        if self.is_moving and self.chance.random() < 0.6:
            fault = self.chance.choice(FAULTS)()
            if fault.path == ".*":
                fault.path = self.chance.choice([".*", "/tickets", r"/tickets/\d+/comments"])
            self.fake.faults.append(fault)
        before = self.workspace.records("syncro").cursor()
        try:
            run_intake(self.workspace, "syncro", now=self.at)
            is_whole = True
        except ApiError:
            assert self.workspace.records("syncro").cursor() == before
            is_whole = False
        self.check_nothing_lost()
        return is_whole

    def check_nothing_lost(self):
        """Every step: no record twice, and none that was there is not there any more."""
        keys = Counter(record.key for record in self.records())
        assert set(keys.values()) <= {1}
        assert self.seen <= keys.keys()
        self.seen |= keys.keys()

    def settle(self):
        """Two quiet crawls, a day apart and two weeks later: the daily and the weekly look."""
        self.is_moving = False
        self.fake.faults.clear()
        self.at += timedelta(days=1)
        assert self.crawl()
        self.at += timedelta(days=7)
        assert self.crawl()

    def records(self):
        return self.workspace.records("syncro").load_all()

    def stored(self, kind):
        """What the store says is there: id to row."""
        return {
            r.raw["id"]: r.raw for r in self.records() if r.kind == kind and not r.source_missing
        }

    def truth(self):
        """The same as the account has it."""
        account = self.fake.account
        return (
            {row["id"]: row["status"] for row in account.tickets.values()},
            {row["id"] for row in account.comments()},
            {row["id"]: row["ticket_id"] for row in account.timers()},
        )

    def held(self):
        return (
            {i: row["status"] for i, row in self.stored("ticket").items()},
            set(self.stored("comment")),
            {i: row["ticket_id"] for i, row in self.stored("timer").items()},
        )
