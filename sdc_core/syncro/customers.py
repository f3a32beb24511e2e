"""The customer cache: one snapshot of all customers and contacts, replaced as a whole or not.

`customers-<12 hex>.json` is the raw snapshot, `lean_customer_cache.json` what linking reads,
`_manifest.json` the commit point, `_fetched.json` when it was last seen to be so. Only the last
moves while the customers stay the same.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from pydantic import BaseModel, ValidationError

from sdc_core.errors import TerminalApiError, TornError
from sdc_core.ids import digest_bytes
from sdc_core.linking.base import Customer
from sdc_core.models import UtcTime
from sdc_core.settings import Settings
from sdc_core.store.platform import atomic_write, check_path, remove
from sdc_core.syncro.lean import customers_from, fingerprint_of, lean_bytes
from sdc_core.syncro.snapshot import (
    LEAN_FILE,
    Origin,
    Snapshot,
    snapshot_from_api,
    snapshot_from_file,
)

MANIFEST_FILE = "_manifest.json"
FETCHED_FILE = "_fetched.json"
DIGEST_LENGTH = 12
FETCH_COMMAND = "sdc cache --source syncro"


class CacheManifest(BaseModel):
    """What the snapshot consists of and where it came from."""

    origin: Origin
    raw_file: str
    raw_digest: str
    lean_digest: str
    fingerprint: str
    customers: int
    contacts: int


class _Fetched(BaseModel):
    fetched_utc: UtcTime


@dataclass(frozen=True)
class CacheState:
    """What the cache holds; `fetched_utc` is when this content was last confirmed."""

    count: int
    contacts: int
    origin: Origin
    fetched_utc: datetime | None


@dataclass
class CustomersReport:
    """What a refresh found; `refreshed` says whether anybody was asked."""

    customers: int
    contacts: int
    origin: Origin
    refreshed: bool = False
    warnings: list[str] = field(default_factory=list)


class CustomerCache:
    """The snapshot in one folder; opening it writes nothing."""

    def __init__(self, folder: Path, *, root: Path) -> None:
        self._folder = folder
        self._root = root

    def load(self) -> list[Customer]:
        """All customers by id; empty where none were ever cached.

        Raises:
            TornError: Files of the snapshot are missing or changed.
        """
        manifest = self._manifest()
        if manifest is None:
            return []
        lean = self._read(LEAN_FILE, manifest.lean_digest)
        if lean is not None:
            return customers_from(json.loads(lean), [], LEAN_FILE)
        raw = self._read(manifest.raw_file, manifest.raw_digest)
        if raw is None:
            raise TornError(
                f"{self._folder}: the customer list is missing or was changed; "
                f"fetch it again: {FETCH_COMMAND}"
            )
        rows = json.loads(raw)
        return customers_from(rows["customers"], rows["contacts"], manifest.raw_file)

    def fingerprint(self) -> str:
        """Digest of all that linking looks at; equal customers, equal digest."""
        manifest = self._manifest()
        return manifest.fingerprint if manifest else fingerprint_of([])

    def state(self) -> CacheState:
        """Counts, origin and age."""
        manifest = self._manifest()
        if manifest is None:
            return CacheState(0, 0, "none", None)
        return CacheState(manifest.customers, manifest.contacts, manifest.origin, self._fetched())

    def is_whole(self) -> bool:
        """Whether there is a snapshot and its files are what the manifest says."""
        manifest = self._manifest()
        return manifest is not None and all(
            self._read(name, digest) is not None
            for name, digest in (
                (manifest.raw_file, manifest.raw_digest),
                (LEAN_FILE, manifest.lean_digest),
            )
        )

    def replace(self, snapshot: Snapshot, *, now: datetime) -> None:
        """Put the snapshot in place of the old one; an equal one moves its age only.

        Raises:
            WrongInputError: A row is no customer or contact; the old snapshot stays.
        """
        customers = customers_from(snapshot.customers, snapshot.contacts, snapshot.place)
        raw, lean = snapshot.to_bytes(), lean_bytes(customers)
        manifest = CacheManifest(
            origin=snapshot.origin,
            raw_file=f"customers-{digest_bytes(raw)[:DIGEST_LENGTH]}.json",
            raw_digest=digest_bytes(raw),
            lean_digest=digest_bytes(lean),
            fingerprint=fingerprint_of(customers),
            customers=len(customers),
            contacts=sum(len(customer.contacts) for customer in customers),
        )
        if manifest != self._manifest() or not self.is_whole():
            self._write(manifest.raw_file, raw, durable=False)
            self._write(LEAN_FILE, lean, durable=False)
            self._write(MANIFEST_FILE, _json_of(manifest), durable=True)
            self._delete_old(manifest.raw_file)
        self._write(FETCHED_FILE, _json_of(_Fetched(fetched_utc=now)), durable=False)

    def _delete_old(self, kept: str) -> None:
        for path in sorted(self._folder.glob("customers-*.json")):
            if path.name != kept:
                remove(path)

    def _write(self, name: str, content: bytes, *, durable: bool) -> None:
        path = self._folder / name
        check_path(self._root, path)
        atomic_write(path, content, durable=durable)

    def _read(self, name: str, digest: str) -> bytes | None:
        try:
            content = (self._folder / name).read_bytes()
        except OSError:
            return None
        return content if digest_bytes(content) == digest else None

    def _manifest(self) -> CacheManifest | None:
        """A manifest that does not parse counts as none: the next fetch writes a new one."""
        try:
            return CacheManifest.model_validate_json((self._folder / MANIFEST_FILE).read_bytes())
        except (OSError, ValidationError):
            return None

    def _fetched(self) -> datetime | None:
        try:
            content = (self._folder / FETCHED_FILE).read_bytes()
            return _Fetched.model_validate_json(content).fetched_utc
        except (OSError, ValidationError):
            return None


def refresh_customers(
    settings: Settings, cache: CustomerCache, *, now: datetime, force: bool = False
) -> CustomersReport:
    """Bring the cache up to the API or the configured file, as the policy says.

    Args:
        settings: Account, key, file and policy.
        cache: Replaced as a whole or not at all.
        now: The clock.
        force: Ask although the policy would not.

    Raises:
        ApiError: No complete answer; the old snapshot stays.
        SourceError: The configured file cannot be used; the old snapshot stays.
    """
    api = settings.syncro_api
    warnings = []
    snapshot: Snapshot | None = None
    if api.customers_file is not None:
        snapshot = snapshot_from_file(api.customers_file)
        warnings.append(
            f"customers come from the file {str(api.customers_file)!r}, not from Syncro "
            "(syncro_api.customers_file)"
        )
    elif api.url() is None or settings.secrets.syncro_api_key is None:
        warnings.append(_without_account(settings, cache.state()))
    elif force or _is_due(settings, cache, now):
        snapshot = snapshot_from_api(settings)
        warnings += _refuse_loss(cache.state(), snapshot)
    elif cache.state().origin == "none":
        warnings.append(f"no customers cached; the policy is manual_only: run {FETCH_COMMAND}")
    if snapshot is not None:
        cache.replace(snapshot, now=now)
    state = cache.state()
    return CustomersReport(
        state.count, state.contacts, state.origin, snapshot is not None, warnings
    )


def _is_due(settings: Settings, cache: CustomerCache, now: datetime) -> bool:
    policy = settings.processing_defaults.syncro_cache_policy
    if policy == "on_each_run":
        return True
    if policy == "manual_only":
        return False
    fetched = cache.state().fetched_utc
    limit = timedelta(hours=settings.processing_defaults.syncro_cache_expiry_hours)
    return fetched is None or now - fetched >= limit or not cache.is_whole()


def _refuse_loss(before: CacheState, snapshot: Snapshot) -> list[str]:
    """A key that sees one customer only answers as if there were no others."""
    found = len(snapshot.customers)
    if before.origin == "api" and before.count and not found:
        raise TerminalApiError(
            f"GET /customers: no customers at all, {before.count} before; the old list stays. "
            "Check what the key may see"
        )
    if found == 1 and before.count != 1:
        return ["the key sees one customer only: is it the token of a single-customer user?"]
    return []


def _without_account(settings: Settings, state: CacheState) -> str:
    lacking = (
        "no Syncro account (set syncro_api.subdomain)"
        if settings.syncro_api.url() is None
        else "no Syncro key (set the environment variable SYNCRO_API_KEY, or write it into .env)"
    )
    if state.origin == "none":
        return f"{lacking}: there are no customers, so nothing can be linked"
    since = f"{state.fetched_utc:%Y-%m-%d %H:%M} UTC"
    return f"{lacking}: customers are as of {since}, from the {state.origin}"


def _json_of(model: BaseModel) -> bytes:
    return model.model_dump_json(indent=1).encode() + b"\n"
