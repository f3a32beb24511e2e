"""The fake account also answers when a row holds what nothing can read."""

import json
from http import HTTPStatus

import pytest

from sdc_core.demo.fake_syncro import DEFAULT_TOKEN, FakeSyncro
from tests.badinput.place import ticket

KEY = {"Authorization": f"Bearer {DEFAULT_TOKEN}"}
ODD = [{"created_at": "never"}, {"created_at": ["a"]}, {"updated_at": ["a"]}, {"updated_at": 7}]


@pytest.mark.parametrize("changes", ODD, ids=str)
def test_such_rows_are_listed_last(changes):
    odd = {**ticket(9, **changes), "comments": [{**ticket(9)["comments"][0], **changes}]}
    timer = {"id": 9, "ticket_id": odd["id"], "start_time": "x", "created_at": "never"}
    newest_first = [10_009, 10_002, 10_001]
    listed = newest_first if "updated_at" in changes else [10_002, 10_001, 10_009]
    rows = [odd, ticket(1), {**ticket(2), "ticket_timers": [{**timer, "id": 8}, timer]}]
    world = {"customers": [], "contacts": [], "tickets": rows, "users": [[1, "Ana"]]}
    fake = FakeSyncro(world)

    def get(path: str) -> dict:
        status, _, content = fake.handle("GET", f"/api/v1{path}", KEY)
        assert status == HTTPStatus.OK, path
        return json.loads(content)

    assert [row["id"] for row in get("/tickets")["tickets"]] == listed
    assert [row["id"] for row in get("/ticket_timers")["ticket_timers"]] == [8, 9]
    assert get(f"/tickets/{odd['id']}/comments")["comments"]
    since = get("/tickets?since_updated_at=2025-01-01T00:00:00Z&created_after=2025-01-01")
    assert {10_001, 10_002} <= {row["id"] for row in since["tickets"]}
