"""Syncro: `syncro_world.json`, everything that the account holds in the shape of the API.

Tickets carry their comments and timers; the fake server pages and filters them. Shapes follow the
published examples; times are in the account's zone with offset and milliseconds.
"""

import json
from collections.abc import Iterator
from typing import Any

from sdc_core.demo.evidence import Evidence
from sdc_core.demo.syncro_shapes import contact_shape, customer_shape
from sdc_core.demo.syncro_tickets import write_ticket
from sdc_core.demo.truth import TrueRecord
from sdc_core.demo.world import ZONE, ZONE_NAME, World

FILE = "syncro_world.json"


def write_syncro(world: World) -> Evidence:
    """The account file, and true records of tickets, comments and timers."""
    tickets: list[dict[str, Any]] = []
    records: list[TrueRecord] = []
    for job in sorted((job for job in world.jobs if job.has_ticket), key=lambda job: job.number):
        ticket, found = write_ticket(job, world)
        tickets.append(ticket)
        records += found
    listed = [customer for customer in world.customers if customer.is_listed]
    content = {
        "customers": [customer_shape(c, world) for c in listed],
        "contacts": [contact_shape(p, c, world) for c in listed for p in c.contacts],
        "tickets": tickets,
        "users": [[t.syncro_user_id, t.name] for t in world.technicians],
        "settings": _settings(world, tickets),
    }
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    return Evidence({FILE: text.encode()}, records)


def _settings(world: World, tickets: list[dict[str, Any]]) -> dict[str, Any]:
    offset = world.horizon.astimezone(ZONE).strftime("%z")
    return {
        "locale": {
            "iso_code": "en",
            "currency_symbol": "$",
            "date_format": "mm-dd-yy",
            "time_format": "hh:mm tt",
            "time_zone": ZONE_NAME,
            "time_offset": f"{offset[:3]}:{offset[3:]}",
        },
        "ticket": {
            "problem_types": sorted({ticket["problem_type"] for ticket in tickets}),
            "priorities": ["", "0 Urgent", "1 High", "2 Normal", "3 Low"],
        },
        "business_hours_enabled": True,
        "business_hours": list(_business_hours()),
    }


def _business_hours() -> Iterator[dict[str, Any]]:
    for day in ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"):
        yield {"day": day, "start": "09:00", "end": "17:00", "closed": day.startswith("S")}
