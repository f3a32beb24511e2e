"""Keys that open an account are in no file of the data root, whichever way they came in."""

import json

import pytest

from sdc_core.demo.fake_syncro_faults import server_error
from sdc_core.errors import ApiError
from sdc_core.sources.syncro.replay import keep_of, storable
from sdc_core.syncro.customers import refresh_customers
from tests.core.sources.syncro.crawls import Crawls
from tests.core.syncro.account import NOW, comment, make_client, ticket

CANARY = "canary0123"
PORTAL = f"https://x.example/my_profile?portal_key={CANARY}"


def _files(folder):
    return {p.name: p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def _row(number, **changes):
    party = {"id": 7, "online_profile_url": PORTAL, "user_token": CANARY}
    row = ticket(number, customer=party, properties={"api_key": CANARY}, **changes)
    row["comments"].append(comment(number, row["id"], NOW, body=PORTAL))
    return row


def test_no_key_of_a_customer_or_user_is_in_any_file(tmp_path, monkeypatch):
    crawls = Crawls(tmp_path, monkeypatch, 0)
    for number in range(1, 60):
        crawls.account.insert_ticket(_row(number, subject=None if number == 3 else f"See {PORTAL}"))
    monkeypatch.setattr(
        "sdc_core.syncro.client.open_client", lambda s: make_client(crawls.fake, crawls.clock)
    )
    crawls.fake.faults.append(server_error(path="/ticket_timers", times=99))
    with pytest.raises(ApiError):
        crawls.crawl()
    crawls.fake.faults.clear()
    crawls.crawl()
    refresh_customers(crawls.workspace.settings, crawls.workspace.customers, now=crawls.now())
    stored = _files(tmp_path)
    assert {"lean_customer_cache.json", "_cursor.json"} <= stored.keys()
    assert any(name.startswith("quarantine") or name.endswith(".jsonl") for name in stored)
    assert [name for name, content in stored.items() if CANARY.encode() in content] == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_broken_file_is_kept_without_its_keys(encoding):
    whole = json.dumps({"tickets": [_row(1)], "note": "é"}, ensure_ascii=False)
    content = whole[: whole.rindex(CANARY) + len(CANARY)].encode(encoding)
    kept = storable(content)
    assert CANARY not in kept.decode(encoding)
    assert kept.decode(encoding).startswith('{"tickets": [{"id": 1001')
    assert keep_of(content) is None
    assert CANARY.encode() not in keep_of(whole.encode(encoding))


def test_a_broken_file_without_keys_is_kept_as_it_is():
    for content in (b'{"tickets": [', b"\xff\xfe{\x00", b"\x00\x01"):
        assert storable(content) == content


def test_the_token_of_the_user_is_never_stored(tmp_path, monkeypatch):
    """`GET /me` is asked to tell a bad key from a missing permission."""
    crawls = Crawls(tmp_path, monkeypatch)
    crawls.fake.missing_permissions = {"Tickets - List/Search"}
    with pytest.raises(ApiError, match="lacks the permission 'Tickets - List/Search'") as caught:
        crawls.crawl()
    assert any(request.path == "/me" for request in crawls.fake.requests)
    assert "do-not-store" not in str(caught.value)
    assert all(b"do-not-store" not in content for content in _files(tmp_path).values())
