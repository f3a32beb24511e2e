"""A small fake account and a client on it whose clock moves only by sleeping."""

from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import SecretStr

from sdc_core.demo.fake_syncro import DEFAULT_TOKEN, FakeSyncro
from sdc_core.syncro.client import SyncroClient
from tests.core.api.clock import NOW, Clock

BASE = "https://acme.syncromsp.com/api/v1"


def local(moment: datetime) -> str:
    """As a real account writes it: account zone with offset and milliseconds."""
    shown = moment.astimezone(UTC) - timedelta(hours=5)
    return f"{shown:%Y-%m-%dT%H:%M:%S}.{shown.microsecond // 1000:03d}-05:00"


def ticket(number: int, *, moment: datetime | None = None, **changes: Any) -> dict[str, Any]:
    created = moment or NOW - timedelta(days=1000 - number)
    ticket_id = 1000 + number
    return {
        "id": ticket_id,
        "number": number,
        "subject": f"Subject {number}",
        "status": "New",
        "created_at": local(created),
        "updated_at": local(created + timedelta(hours=1)),
        "resolved_at": None,
        "customer_id": 7,
        "customer_business_then_name": "HealthGroup Alpha",
        "contact_id": 71,
        "contact_fullname": "Jo Weir",
        "billing_status": None,
        "total_formatted_billable_time": None,
        "user": {"id": 1, "full_name": "Joe Doe", "admin?": False},
        "comments": [
            comment(ticket_id * 100, ticket_id, created, subject="Initial Issue", tech="Joe Doe")
        ],
        "ticket_timers": [],
        **changes,
    }


def comment(comment_id: int, ticket_id: int, moment: datetime, **changes: Any) -> dict[str, Any]:
    return {
        "id": comment_id,
        "ticket_id": ticket_id,
        "created_at": local(moment),
        "updated_at": local(moment),
        "subject": "Update",
        "body": f"Body of {comment_id}",
        "tech": "Joe Doe",
        "user_id": 1,
        "hidden": False,
        "sms_body": "",
        "new_sms_body": None,
        "ticket_automation_id": None,
        "destination_emails": None,
        "email_sender": None,
        **changes,
    }


def timer(
    timer_id: int, ticket_id: int, start: datetime, minutes: int, **changes: Any
) -> dict[str, Any]:
    end = start + timedelta(minutes=minutes)
    return {
        "id": timer_id,
        "ticket_id": ticket_id,
        "user_id": 1,
        "start_time": local(start),
        "end_time": local(end),
        "created_at": local(end),
        "updated_at": local(end),
        "recorded": False,
        "billable": True,
        "notes": "on the phone",
        "billable_time": minutes * 60,
        "active_duration": minutes * 60,
        **changes,
    }


def customer(customer_id: int, name: str | None, **changes: Any) -> dict[str, Any]:
    return {
        "id": customer_id,
        "business_name": name,
        "fullname": "Ada Byron",
        "business_then_name": name or "Ada Byron",
        "business_and_full_name": f"{name} - Ada Byron" if name else "Ada Byron",
        "email": "ada@alpha.example",
        "phone": "555-0100",
        "disabled": False,
        "online_profile_url": "https://x.example/my_profile?portal_key=canary0123",
        "contacts": [],
        **changes,
    }


def contact(contact_id: int, customer_id: int, name: str) -> dict[str, Any]:
    return {"id": contact_id, "customer_id": customer_id, "name": name, "email": "jo@alpha.example"}


def world(tickets: int = 3) -> dict[str, Any]:
    return {
        "customers": [
            customer(7, "HealthGroup Alpha"),
            customer(8, "HealthGroup Beta", disabled=True),
            customer(9, None),
        ],
        "contacts": [contact(71, 7, "Jo Weir"), contact(81, 8, "Al Ray")],
        "tickets": [ticket(number) for number in range(1, tickets + 1)],
        "users": [[1, "Joe Doe"], [2, "Sue Poe"]],
        "settings": {"locale": {"time_zone": "America/New_York"}},
    }


def make_fake(tickets: int = 3, **changes: Any) -> tuple[FakeSyncro, Clock]:
    clock = Clock()
    return FakeSyncro(world(tickets), now=clock.now, clock=clock, **changes), clock


def make_client(fake: FakeSyncro, clock: Clock, **changes: Any) -> SyncroClient:
    values: dict[str, Any] = {
        "requests_per_minute": 150,
        "timeout_seconds": 5,
        "max_tries": 5,
        "max_pages": 100,
        "transport": fake.as_transport(),
        "sleep": clock.sleep,
        "clock": clock,
    }
    key = changes.pop("key", DEFAULT_TOKEN)
    return SyncroClient(changes.pop("base_url", BASE), SecretStr(key), **{**values, **changes})
