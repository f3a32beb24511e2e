"""The customer cache is replaced as a whole or not at all, and says where it comes from."""

import json
from datetime import timedelta

import pytest

from sdc_core.demo.fake_syncro_faults import cut_json, server_error
from sdc_core.errors import ApiError, InputMissingError, TornError, WrongInputError
from sdc_core.settings import Settings
from sdc_core.syncro.customers import CustomerCache, refresh_customers
from sdc_core.syncro.snapshot import snapshot_from_api
from tests.core.syncro.account import BASE, NOW, contact, customer, make_client, make_fake


@pytest.fixture
def cache(tmp_path):
    return CustomerCache(tmp_path / "cache" / "customers", root=tmp_path)


@pytest.fixture
def account(monkeypatch):
    """A fake account behind every client that the settings open."""
    fake, clock = make_fake()
    monkeypatch.setattr(
        "sdc_core.syncro.client.open_client", lambda settings: make_client(fake, clock)
    )
    return fake


def _settings(policy="on_each_run", **api):
    return Settings.model_validate(
        {
            "syncro_api": {"base_url": BASE, **api},
            "processing_defaults": {"syncro_cache_policy": policy},
            "secrets": {"syncro_api_key": "demo-key"},
        }
    )


def _files(cache):
    return {path.name: path.read_bytes() for path in cache._folder.iterdir()}


def test_all_customers_with_all_names_contacts_and_the_disabled_ones(account, cache):
    report = refresh_customers(_settings(), cache, now=NOW)
    assert (report.customers, report.contacts, report.origin) == (3, 2, "api")
    assert report.refreshed
    assert report.warnings == []
    alpha, beta, nameless = cache.load()
    assert alpha.name == "HealthGroup Alpha"
    assert alpha.aliases == ("Ada Byron", "HealthGroup Alpha - Ada Byron")
    assert [c.name for c in alpha.contacts] == ["Jo Weir"]
    assert beta.disabled
    assert (nameless.name, nameless.aliases) == ("Ada Byron", ())


def test_no_portal_key_reaches_the_disk(account, cache):
    refresh_customers(_settings(), cache, now=NOW)
    assert all(b"canary" not in content for content in _files(cache).values())


def test_the_lean_file_has_the_first_versions_form(account, cache):
    refresh_customers(_settings(), cache, now=NOW)
    rows = json.loads(_files(cache)["lean_customer_cache.json"])
    first = rows[0]
    assert (first["id"], first["business_name"]) == (7, "HealthGroup Alpha")
    assert [(c["id"], c["name"]) for c in first["contacts"]] == [(71, "Jo Weir")]


def test_equal_customers_move_the_age_only(account, cache):
    refresh_customers(_settings(), cache, now=NOW)
    before, print_before = _files(cache), cache.fingerprint()
    later = NOW + timedelta(hours=30)
    refresh_customers(_settings(), cache, now=later)
    changed = {name for name, content in _files(cache).items() if before[name] != content}
    assert changed == {"_fetched.json"}
    assert cache.fingerprint() == print_before
    assert cache.state().fetched_utc == later


def test_the_fingerprint_moves_with_what_linking_looks_at_only(account, cache):
    refresh_customers(_settings(), cache, now=NOW)
    first = cache.fingerprint()
    account.account.customers[7]["notes"] = "pays late"
    refresh_customers(_settings(), cache, now=NOW)
    assert cache.fingerprint() == first
    account.account.contacts[71]["phone"] = "555-0199"
    refresh_customers(_settings(), cache, now=NOW)
    assert cache.fingerprint() != first


@pytest.mark.parametrize(
    "fault",
    [
        server_error(path="/contacts", times=99),
        cut_json(path="/contacts", times=99),
        server_error(path="/customers", page=2, times=99),
    ],
)
def test_a_partial_answer_replaces_nothing(account, cache, fault):
    refresh_customers(_settings(), cache, now=NOW)
    before = _files(cache)
    account.page_sizes = {"/customers": 2}
    account.account.customers[10] = customer(10, "New Client")
    account.faults.append(fault)
    with pytest.raises(ApiError):
        refresh_customers(_settings(), cache, now=NOW + timedelta(hours=1))
    assert _files(cache) == before


def test_a_row_that_is_no_customer_replaces_nothing(account, cache):
    refresh_customers(_settings(), cache, now=NOW)
    before = _files(cache)
    account.account.customers[11] = {"id": 11, "contacts": [{"name": "no id"}]}
    with pytest.raises(ApiError, match=r"customer 11: contacts\.0\.id.*not replaced"):
        refresh_customers(_settings(), cache, now=NOW)
    assert _files(cache) == before


def test_an_account_that_suddenly_has_no_customers_replaces_nothing(account, cache):
    refresh_customers(_settings(), cache, now=NOW)
    account.account.customers.clear()
    with pytest.raises(ApiError, match="no customers at all, 3 before"):
        refresh_customers(_settings(), cache, now=NOW)
    assert len(cache.load()) == 3


def test_policies(account, cache):
    aged = _settings("if_older_than_hours")
    assert refresh_customers(aged, cache, now=NOW).refreshed
    assert not refresh_customers(aged, cache, now=NOW + timedelta(hours=23)).refreshed
    assert refresh_customers(aged, cache, now=NOW + timedelta(hours=24)).refreshed
    manual = _settings("manual_only")
    assert not refresh_customers(manual, cache, now=NOW + timedelta(days=9)).refreshed
    assert refresh_customers(manual, cache, now=NOW + timedelta(days=9), force=True).refreshed


def test_manual_only_without_a_snapshot_says_what_to_run(account, cache):
    report = refresh_customers(_settings("manual_only"), cache, now=NOW)
    assert (report.customers, report.refreshed) == (0, False)
    assert "run sdc cache --source syncro" in report.warnings[0]


def test_without_a_key_the_last_snapshot_stands(account, cache):
    keyless = Settings.model_validate({"syncro_api": {"base_url": BASE}})
    report = refresh_customers(keyless, cache, now=NOW)
    assert (report.customers, report.origin) == (0, "none")
    assert "SYNCRO_API_KEY" in report.warnings[0]
    assert cache.load() == []
    refresh_customers(_settings(), cache, now=NOW)
    report = refresh_customers(keyless, cache, now=NOW)
    assert (report.customers, report.origin, report.refreshed) == (3, "api", False)
    assert "customers are as of 2025-03-12" in report.warnings[0]


def test_the_first_versions_lean_cache_is_read_and_loudly_marked(shared, cache):
    path = shared / "samples" / "syncro" / "lean_customer_cache.json"
    report = refresh_customers(_settings(customers_file=str(path)), cache, now=NOW)
    assert (report.customers, report.contacts, report.origin) == (31, 55, "file")
    assert "not from Syncro" in report.warnings[0]
    loaded = cache.load()
    assert sum(c.name == "(empty)" for c in loaded) == 2
    assert [c.id for c in loaded] == sorted(c.id for c in loaded)


@pytest.mark.parametrize("wrap", [lambda rows: {"customers": rows}, lambda rows: rows])
def test_a_file_in_the_apis_form(tmp_path, cache, wrap):
    path = tmp_path / "customers.json"
    rows = [customer("7", "HealthGroup Alpha", contacts=[contact(71, 7, "Jo Weir")])]
    path.write_text("\ufeff" + json.dumps(wrap(rows)), encoding="utf-8")
    refresh_customers(_settings(customers_file=str(path)), cache, now=NOW)
    (loaded,) = cache.load()
    assert (loaded.id, loaded.contacts[0].id) == (7, 71)


def test_a_file_that_cannot_be_used_is_named(tmp_path, cache):
    path = tmp_path / "customers.json"
    given = _settings(customers_file=str(path))
    with pytest.raises(InputMissingError, match="does not exist"):
        refresh_customers(given, cache, now=NOW)
    for content in ("{", '{"notes": 1}', "[1]", '[{"business_name": "no id"}]'):
        path.write_text(content, encoding="utf-8")
        with pytest.raises(WrongInputError, match=r"customers\.json"):
            refresh_customers(given, cache, now=NOW)
    assert cache.state().origin == "none"


def test_what_was_torn_comes_back(account, cache):
    refresh_customers(_settings(), cache, now=NOW)
    whole = cache.load()
    lean = cache._folder / "lean_customer_cache.json"
    lean.write_bytes(b"[")
    assert cache.load() == whole
    (raw,) = cache._folder.glob("customers-*.json")
    raw.unlink()
    with pytest.raises(TornError, match="sdc cache --source syncro"):
        cache.load()
    refresh_customers(_settings("if_older_than_hours"), cache, now=NOW)
    assert cache.load() == whole


def test_the_order_of_the_answer_does_not_matter(tmp_path):
    fake, clock = make_fake()
    prints = []
    for number in range(2):
        fake.account.customers = dict(reversed(fake.account.customers.items()))
        cache = CustomerCache(tmp_path / str(number), root=tmp_path)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("sdc_core.syncro.client.open_client", lambda s: make_client(fake, clock))
            cache.replace(snapshot_from_api(_settings()), now=NOW)
        prints.append(cache.fingerprint())
    assert prints[0] == prints[1]


def test_customers_of_one_name_and_without_one_stay_apart(account, cache):
    for number in (20, 21):
        nobody = {"fullname": "", "business_and_full_name": None, "business_then_name": "(empty)"}
        account.account.customers[number] = customer(number, None, **nobody)
    account.account.customers[22] = {"id": 22}
    account.account.contacts[99] = {"id": 99, "customer_id": 22}
    refresh_customers(_settings(), cache, now=NOW)
    by_id = {loaded.id: loaded for loaded in cache.load()}
    assert [by_id[number].name for number in (20, 21, 22)] == ["(empty)", "(empty)", None]
    assert by_id[22].contacts[0].name is None


@pytest.mark.parametrize("sizes", [{}, {"/customers": 2, "/contacts": 1}])
def test_all_pages_of_both_lists(account, cache, sizes):
    account.page_sizes = sizes
    report = refresh_customers(_settings(), cache, now=NOW)
    assert (report.customers, report.contacts) == (3, 2)


def test_the_token_of_a_single_customer_is_noticed(account, cache):
    refresh_customers(_settings(), cache, now=NOW)
    account.account.customers = {7: account.account.customers[7]}
    report = refresh_customers(_settings(), cache, now=NOW)
    assert "the key sees one customer only" in report.warnings[0]
