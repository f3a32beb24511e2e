"""A server with seeded connections, a client on it whose clock moves only by sleeping."""

import random
from datetime import datetime, timedelta
from typing import Any

from pydantic import SecretStr

from sdc_core.demo.fake_screenconnect import DEFAULT_KEY, EXTENSION, FakeScreenConnect
from sdc_core.screenconnect.client import ReportClient
from sdc_core.settings import Settings
from tests.core.api.clock import NOW, Clock

BASE = "https://acme.screenconnect.com"
CUSTOMERS = ("Müller & Söhne, GmbH", 'Bob "B" Ltd', "Acme\nsecond line", "", "=SUM(A1)")


def make_settings(base: str = BASE, **api: Any) -> Settings:
    given = {"base_url": base, "extension_id": EXTENSION, "first_pull_days": 30, **api}
    return Settings.model_validate(
        {
            "screenconnect": {"api": given},
            "secrets": {"screenconnect_api_key": DEFAULT_KEY},
        }
    )


def make_client(fake: FakeScreenConnect, clock: Clock | None = None, **api: Any) -> ReportClient:
    clock = clock or Clock()
    settings = make_settings(**api)
    return ReportClient(
        settings.screenconnect.api,
        SecretStr(DEFAULT_KEY),
        transport=fake.as_transport(),
        sleep=clock.sleep,
        clock=clock,
    )


def make_fake(*rows: dict[str, Any], **changes: Any) -> FakeScreenConnect:
    return FakeScreenConnect(list(rows), now=lambda: NOW, **changes)


def connection(
    name: str,
    start: datetime,
    minutes: float | None = 10,
    *,
    machine: str = "PC",
    who: str = "Ann",
    process: str = "Host",
    customer: str = "Acme",
) -> dict[str, Any]:
    """A row as the server holds it; without minutes the connection is open."""
    end = None if minutes is None else start + timedelta(minutes=minutes)
    return {
        "SessionSessionID": f"id-{machine}",
        "SessionSessionType": "Access",
        "SessionName": machine,
        "ProcessType": process,
        "ParticipantName": who,
        "ConnectedTime": stamp(start),
        "DisconnectedTime": stamp(end) if end else None,
        "DurationSeconds": int(minutes * 60) if minutes else 0,
        "ConnectionID": name,
        "SessionCustomProperty1": customer,
    }


def stamp(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S.%f}1Z"


def world(rng: random.Random, count: int) -> list[dict[str, Any]]:
    """Connections of three weeks, many in the same minute, some open."""
    rows = []
    begin = NOW - timedelta(days=21)
    for number in range(count):
        start = begin + timedelta(minutes=rng.randrange(21 * 24 * 60), seconds=rng.random() * 60)
        if number % 5 == 0 and rows:
            start = datetime.fromisoformat(rows[-1]["ConnectedTime"]) + timedelta(seconds=1)
        length = rng.choice([None, 0.05, 3, 40, 300])
        rows.append(
            connection(
                f"c{number}",
                start,
                length,
                machine=f"M{rng.randrange(6)}",
                who=rng.choice(["Ann", "Ben"]),
                customer=rng.choice(CUSTOMERS),
            )
        )
    rng.shuffle(rows)
    return rows


def close(row: dict[str, Any], minutes: float) -> None:
    """An open connection ends."""
    end = datetime.fromisoformat(row["ConnectedTime"]) + timedelta(minutes=minutes)
    row["DisconnectedTime"], row["DurationSeconds"] = stamp(end), int(minutes * 60)
