"""All customers and contacts as they came, from the API or from a local file, without secrets."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from sdc_core.errors import (
    InputMissingError,
    InputUnreadableError,
    TerminalApiError,
    WrongInputError,
)
from sdc_core.settings import Settings
from sdc_core.syncro.lean import customers_from
from sdc_core.syncro.wire import without_secrets

LEAN_FILE = "lean_customer_cache.json"

Origin = Literal["api", "file", "none"]


@dataclass(frozen=True)
class Snapshot:
    """Rows as they came, without secrets."""

    origin: Origin
    customers: list[Any]
    contacts: list[Any]
    place: str

    def to_bytes(self) -> bytes:
        """The raw file: the API's form."""
        rows = {"customers": self.customers, "contacts": self.contacts}
        return json.dumps(rows, ensure_ascii=False, indent=1).encode() + b"\n"


def snapshot_from_api(settings: Settings) -> Snapshot:
    """All customers, the disabled ones too because old tickets point to them, and all contacts.

    Raises:
        ApiError: One page failed, or a row is no customer or contact.
    """
    from sdc_core.syncro.client import open_client  # noqa: PLC0415 - httpx only where it is asked

    with open_client(settings) as client:
        customers = client.pages("/customers", {"include_disabled": "true"}, "customers")
        contacts = client.pages("/contacts", {}, "contacts")
    try:
        customers, contacts = without_secrets(customers), without_secrets(contacts)
        customers_from(customers, contacts, "GET /customers")
    except WrongInputError as error:
        raise TerminalApiError(str(error)) from error
    return Snapshot("api", customers, contacts, "GET /customers")


def snapshot_from_file(path: Path) -> Snapshot:
    """The API's form (an object with `customers`, perhaps `contacts`), or a list of customers.

    Raises:
        SourceError: The file is missing, cannot be opened, or is of another kind.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise InputMissingError(
            f"syncro_api.customers_file names {str(path)!r}, which does not exist"
        ) from error
    except OSError as error:
        raise InputUnreadableError(f"{path}: cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise WrongInputError(f"{path}: no JSON: {error}") from error
    rows = content if isinstance(content, list) else None
    contacts: Any = []
    if isinstance(content, dict):
        rows, contacts = content.get("customers"), content.get("contacts", [])
    if not isinstance(rows, list) or not isinstance(contacts, list):
        raise WrongInputError(
            f"{path}: not a customer list; allowed are the answer of GET /customers, "
            f"{{'customers': [...], 'contacts': [...]}}, or a {LEAN_FILE}"
        )
    return Snapshot("file", without_secrets(rows), without_secrets(contacts), path.name)
