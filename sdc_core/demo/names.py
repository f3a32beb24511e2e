"""Customers, contacts and technicians of a world, shipped or from replaceable files.

`customers.csv` has the columns customer_id,name,alias; mentions are either one CSV with the
columns text,customer_id or a folder with queries.csv (query_id,text) and gold.csv (query_id,
true_id,kind,linkable), the form of the linking evaluation sets.
"""

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sdc_core.demo.chance import Chance
from sdc_core.demo.world import Contact, Customer, Technician
from sdc_core.errors import SettingsError

_FIRST_REPLACED_ID = 31_300_001
_FIRST_STRANGER_ID = 31_900_001
# In a folder of mentions: whoever has no id there is not in the customer list.
_NOBODY = ""
_FIRST_CONTACT_ID = 5_200_001
_MACHINES_PER_CUSTOMER = 6
_PEOPLE: dict[str, Any] = json.loads(
    Path(__file__).with_name("people.json").read_text(encoding="utf-8")
)
_CUSTOMERS: list[dict[str, Any]] = json.loads(
    Path(__file__).with_name("customers.json").read_text(encoding="utf-8")
)


def build_technicians(seed: int) -> tuple[Technician, ...]:
    """The four technicians; each computer's clock is off by up to three minutes."""
    return tuple(
        Technician(**row, skew_seconds=Chance(seed, "skew", row["id"]).whole(-180, 180))
        for row in _PEOPLE["technicians"]
    )


def build_customers(customers: Path | None, mentions: Path | None) -> tuple[Customer, ...]:
    """All customers of the world, those without work included.

    Raises:
        SettingsError: A given file is missing, lacks a column, or names an unknown customer.
    """
    rows: list[dict[str, Any]] = _CUSTOMERS if customers is None else _read_customers(customers)
    if mentions is not None:
        found = _read_mentions(mentions)
        strangers = _strangers(text for text, _ in found.pop(_NOBODY, []))
        rows = [*_with_mentions(rows, found, mentions), *strangers]
    owners = Counter(key for row in rows for key in _owned(row))
    return tuple(_customer(index, row, owners) for index, row in enumerate(rows))


def _read_customers(path: Path) -> list[dict[str, Any]]:
    own = next(row for row in _CUSTOMERS if row.get("is_own"))
    rows: list[dict[str, Any]] = [
        {
            "id": _FIRST_REPLACED_ID + index,
            "source_id": row["customer_id"],
            "name": row["name"],
            "alias": row["alias"] or None,
            "written": [],
        }
        for index, row in enumerate(_rows(path, "customer_id", "name", "alias"))
    ]
    if not rows:
        raise SettingsError(f"{path}: holds no customers; at least one row is needed")
    return [*rows, own]


def _read_mentions(path: Path) -> dict[str, list[tuple[str, bool]]]:
    """Texts by customer id, each with whether the text supports the link."""
    found: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    if not path.is_dir():
        for row in _rows(path, "text", "customer_id"):
            found[row["customer_id"]].append((row["text"], row.get("linkable", "1") != "0"))
        return found
    texts = {
        row["query_id"]: row["text"] for row in _rows(path / "queries.csv", "query_id", "text")
    }
    for row in _rows(path / "gold.csv", "query_id", "true_id"):
        if row["query_id"] in texts:
            is_clear = row.get("linkable", "1") != "0"
            found[row["true_id"]].append((texts[row["query_id"]], is_clear))
    return found


def _with_mentions(
    rows: Iterable[dict[str, Any]], mentions: Mapping[str, list[tuple[str, bool]]], path: Path
) -> list[dict[str, Any]]:
    by_id = {str(row.get("source_id") or row["id"]): row for row in rows}
    if unknown := sorted(set(mentions) - set(by_id)):
        raise SettingsError(
            f"{path}: customer_id {unknown[0]!r} is none of the {len(by_id)} customers of the world"
        )
    return [
        {
            **row,
            "written": [text for text, _ in mentions.get(key, [])],
            "unclear": [text for text, is_clear in mentions.get(key, []) if not is_clear],
            "is_mentioned": key in mentions,
            "is_idle": key not in mentions and not row.get("is_own"),
        }
        for key, row in by_id.items()
    ]


def _strangers(texts: Iterable[str]) -> list[dict[str, Any]]:
    """Companies that Syncro does not know, one for each text that means none of its customers."""
    distinct = sorted({_key(text): text for text in texts if text.strip()}.values())
    return [
        {
            "id": _FIRST_STRANGER_ID + index,
            "name": text,
            "written": [text],
            "is_mentioned": True,
            "is_stranger": True,
        }
        for index, text in enumerate(distinct)
    ]


def _rows(path: Path, *needed: str) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines, restval="")
            found = reader.fieldnames or []
            if missing := [name for name in needed if name not in found]:
                raise SettingsError(f"{path}: column {missing[0]!r} is missing; found {found!r}")
            return [{k: v for k, v in row.items() if isinstance(k, str)} for row in reader]
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {error.strerror}") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise SettingsError(f"{path}: not a CSV file in UTF-8: {error}") from error


def _customer(index: int, row: Mapping[str, Any], owners: Mapping[str, int]) -> Customer:
    chance = Chance(0, "customer", row["id"])
    name, domain = row.get("name"), f"{_slug(row.get('name') or row['person'])}.example"
    contacts = _contacts(index, row, domain, chance)
    written = tuple(row["written"] if row.get("is_mentioned") else _forms(row))
    shared = {text for text in written if owners[_key(text)] > 1} | set(row.get("unclear", ()))
    return Customer(
        id=row["id"],
        name=name,
        person=row.get("person") or (contacts[0].name if contacts else ""),
        written=written,
        contacts=contacts,
        machines=_machines(name or row["person"], chance),
        domain=domain,
        alias=row.get("alias"),
        source_id=row.get("source_id"),
        former=row.get("former"),
        city=row.get("city"),
        shared_texts=frozenset(shared),
        is_disabled=bool(row.get("is_disabled")),
        is_idle=bool(row.get("is_idle")),
        is_own=bool(row.get("is_own")),
        is_listed=not row.get("is_stranger"),
        is_verbatim=bool(row.get("is_mentioned")),
    )


def _forms(row: Mapping[str, Any]) -> list[str]:
    """The name and every way to write it."""
    return [row.get("name") or row["person"], *row["written"]]


def _owned(row: Mapping[str, Any]) -> set[str]:
    """Keys of all texts that may mean this customer."""
    return {_key(text) for text in (*_forms(row), row.get("alias")) if text}


def _key(text: str) -> str:
    """Letter case, spaces and signs make no difference between two names."""
    return "".join(c for c in text.casefold() if c.isalnum()) or text


def _contacts(
    index: int, row: Mapping[str, Any], domain: str, chance: Chance
) -> tuple[Contact, ...]:
    if row.get("name") == "(empty)":
        return ()
    names = [row["person"]] if row.get("person") else []
    while len(names) < (1 if row.get("person") else chance.whole(1, 4)):
        name = f"{chance.pick(_PEOPLE['first_names'])} {chance.pick(_PEOPLE['last_names'])}"
        names += [name] if name not in names else []
    return tuple(
        Contact(
            id=_FIRST_CONTACT_ID + index * 7 + number,
            name=name,
            email=f"{_slug(name, '.')}@{domain}",
            phone=f"({chance.whole(201, 989)}) 555-01{chance.whole(0, 99):02d}",
        )
        for number, name in enumerate(names)
    )


def _machines(name: str, chance: Chance) -> tuple[str, ...]:
    """Host names, most with the customer's prefix; the first is the server."""
    letters = "".join(word[0] for word in _slug(name, " ").split())[:4].upper() or "X"
    prefix = letters if len(letters) > 1 else _slug(name)[:3].upper()
    hosts = [f"{prefix}-SRV01"]
    for number in range(1, _MACHINES_PER_CUSTOMER):
        has_prefix = chance.happens(0.7)
        hosts.append(f"{prefix}-WS{number:02d}" if has_prefix else _factory_name(chance))
    return tuple(hosts)


def _factory_name(chance: Chance) -> str:
    """The name that Windows gives a computer by itself."""
    return "DESKTOP-" + "".join(chance.pick("ABCDEFGHJKLMNPQRSTUVWX23456789") for _ in range(7))


def _slug(text: str, joint: str = "") -> str:
    plain = text.casefold().translate(str.maketrans("éèëïñúüöäáíó", "eeeinuuoaaio"))
    words = "".join(c if c.isascii() and c.isalnum() else " " for c in plain).split()
    return joint.join(words) or "unnamed"
