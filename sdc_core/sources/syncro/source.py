"""Syncro tickets, from the API or from JSON files in the API's form.

A file holds `GET /tickets` (`{"tickets": [...]}`), a ticket's detail (`{"ticket": {...}}`), a bare
list of tickets, or the answer of the comments or timers endpoint.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sdc_core.errors import WrongInputError
from sdc_core.models import SourceRef, SourceSystem
from sdc_core.records import Reason, Record, RecordError
from sdc_core.settings import Settings
from sdc_core.sources.base import InputFile, Pull, Source
from sdc_core.sources.recognize import looks_like
from sdc_core.sources.reject import rejected
from sdc_core.sources.syncro.customer_evidence import evidence_of
from sdc_core.sources.syncro.drift import new_forms
from sdc_core.sources.syncro.records import (
    COMMENT,
    SOURCE_NAME,
    TIMER,
    Place,
    record_of,
    ticket_records,
)
from sdc_core.sources.syncro.replay import keep_of, remake, reread, storable
from sdc_core.sources.syncro.sessions import build, group
from sdc_core.sources.syncro.states import newest_state, prefer
from sdc_core.sources.text import decode, read_bytes

_PARTS = {"comments": COMMENT, "ticket_timers": TIMER}


def read(file: InputFile, settings: Settings) -> Iterator[Record | RecordError]:
    """Tickets with their comments and timers, in file order.

    Raises:
        WrongInputError: JSON of another kind.
        InputUnreadableError: The file cannot be opened.
    """
    del settings
    content = read_bytes(file)
    ref = SourceRef(file=file.name)
    try:
        text = decode(content).text
        if not text.strip():
            return  # as in every source: an empty file holds no record and nothing to reject
        answer = json.loads(text, parse_constant=_refuse)
    except UnicodeDecodeError as error:
        yield rejected(Reason.DECODE, str(error), ref, content)
    except RecursionError:
        yield rejected(Reason.TOO_DEEP, "nested too deep", ref, storable(content))
    except ValueError as error:
        yield rejected(Reason.SYNTAX, f"no JSON: {error}", ref, storable(content))
    else:
        yield from _read_answer(answer, file, text)


def _read_answer(answer: Any, file: InputFile, text: str) -> Iterator[Record | RecordError]:
    part = next((key for key in _PARTS if isinstance(answer, dict) and key in answer), None)
    tickets = _tickets(answer)
    if tickets is not None and _are_syncros(tickets):
        for path, ticket in tickets:
            yield from ticket_records(ticket, Place(path, file.name), {})
    elif part and isinstance(answer[part], list):
        for number, row in enumerate(answer[part]):
            yield record_of(_PARTS[part], row, Place(f"{part}[{number}]", file.name), {})
    else:
        raise WrongInputError(
            f"{file.name}: looks like {looks_like(text)}, not like Syncro tickets; allowed are "
            "the answers of GET /tickets and GET /tickets/{id} as JSON"
        )


def _tickets(answer: Any) -> list[tuple[str, Any]] | None:
    """(path in the file, ticket) pairs, None where the file has no place for tickets."""
    if isinstance(answer, list):
        return [(f"[{number}]", ticket) for number, ticket in enumerate(answer)]
    if not isinstance(answer, dict):
        return None
    if isinstance(answer.get("tickets"), list):
        return [(f"tickets[{n}]", ticket) for n, ticket in enumerate(answer["tickets"])]
    if "ticket" in answer:
        return [("ticket", answer["ticket"])]
    return [("", answer)] if _is_syncros(answer) else None


def _are_syncros(tickets: list[tuple[str, Any]]) -> bool:
    """An empty export is one too; notes.json has `tickets` without Syncro's ids."""
    return not tickets or any(_is_syncros(ticket) for _, ticket in tickets)


def _is_syncros(ticket: Any) -> bool:
    return isinstance(ticket, dict) and "id" in ticket and "customer_id" in ticket


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def _settle(records: list[Record], settings: Settings) -> list[Record]:
    del settings
    return [newest_state(record) for record in records]


def _ties(record: Record) -> tuple[str]:
    """A ticket with its comments and timers: no rule looks beyond it."""
    return (f"ticket:{record.fields['ticket_id']}",)


def _is_api(settings: Settings) -> bool:
    """An account and a key; a local file of tickets replaces the API."""
    api = settings.syncro_api
    has_key = settings.secrets.syncro_api_key is not None
    return api.url() is not None and has_key and api.tickets_file is None


def _settings_used(settings: Settings) -> dict[str, Any]:
    return {"system_comment_subjects": sorted(settings.syncro_api.system_comment_subjects)}


def _pull(settings: Settings, cursor: Mapping[str, Any], now: datetime) -> Pull:
    from sdc_core.sources.syncro.pull import pull  # noqa: PLC0415 - httpx only where it is asked

    return pull(settings, cursor, now)


def _cautions(settings: Settings) -> list[str]:
    """Tickets from a file look like Syncro's own; nobody may take them for that."""
    stand_in = settings.syncro_api.tickets_file
    if stand_in is None:
        return []
    return [f"{SOURCE_NAME}: tickets are NOT from Syncro but from {stand_in} (tickets_file is set)"]


SOURCE = Source(
    name=SOURCE_NAME,
    system=SourceSystem.SYNCRO_TICKET,
    folder_setting="syncro_tickets_input_folder",
    patterns=("*.json",),
    read=read,
    group=group,
    build=build,
    evidence_of=evidence_of,
    prefer=prefer,
    settle=_settle,
    ties=_ties,
    pull=_pull,
    is_api=_is_api,
    reread=reread,
    keep_of=keep_of,
    remake=remake,
    new_forms=new_forms,
    parser_version="2",
    settings_used=_settings_used,
    cautions=_cautions,
    is_linked_at_once=True,
)
