"""Write calls of the fake account, with the traps of the real one (charging twice bills twice)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from sdc_core.demo.fake_syncro_account import Account, Row
from sdc_core.demo.fake_syncro_calls import Refusal, Request, Route, Switches, found

EDIT = "Tickets - Edit"
OVERVIEW = "Ticket Timers - Overview"
UNPROCESSABLE = HTTPStatus.UNPROCESSABLE_ENTITY
SECONDS_PER_MINUTE = 60
SECONDS_PER_HOUR = 3600


def _comment(account: Account, request: Request, rules: Switches, ids: tuple[int, ...]) -> Row:
    ticket, body = found(account.tickets, ids[0]), request.body
    lacking = [
        f"{key.capitalize()} can't be blank" for key in ("body", "subject") if not body.get(key)
    ]
    if lacking:
        raise Refusal(UNPROCESSABLE, {"success": False, "message": lacking})
    stamp = _stamp(rules)
    row = {
        "id": account.new_id(),
        "created_at": stamp,
        "updated_at": stamp,
        "ticket_id": ticket["id"],
        "subject": body["subject"],
        "body": body["body"],
        "tech": body.get("tech"),
        "hidden": bool(body.get("hidden")),
        "user_id": _own_user(account),
    }
    account.add_comment(ticket["id"], row)
    ticket["updated_at"] = stamp
    return {"comment": row}


def _start_timer(account: Account, request: Request, rules: Switches, ids: tuple[int, ...]) -> Row:
    """`billable` in the body is ignored without a word."""
    ticket, body = found(account.tickets, ids[0]), request.body
    if not body.get("start_at"):
        raise Refusal(UNPROCESSABLE, {"error": "no implicit conversion of nil into String"})
    start = datetime.fromisoformat(str(body["start_at"]))
    minutes = body.get("duration_minutes")
    end = str(body["end_at"]) if body.get("end_at") else None
    if end is None and minutes is not None:
        end = (start + timedelta(minutes=float(minutes))).isoformat(timespec="milliseconds")
    seconds = int((datetime.fromisoformat(end) - start).total_seconds()) if end else 0
    stamp = _stamp(rules)
    row = {
        "id": account.new_id(),
        "ticket_id": ticket["id"],
        "user_id": body.get("user_id") or _own_user(account),
        "start_time": start.isoformat(timespec="milliseconds"),
        "end_time": end,
        "recorded": False,
        "created_at": stamp,
        "updated_at": stamp,
        "billable": True,
        "notes": body.get("notes"),
        "toggl_id": None,
        "product_id": body.get("product_id"),
        "comment_id": None,
        "ticket_line_item_id": None,
        "active_duration": seconds or None,
        "billable_time": seconds,
        "billable_override": None,
    }
    ticket.setdefault("ticket_timers", []).append(row)
    return row


def _charge(account: Account, request: Request, rules: Switches, ids: tuple[int, ...]) -> Row:
    """No idempotency: every call makes a line."""
    ticket = found(account.tickets, ids[0])
    timer = _timer_of(ticket, request)
    hours = timer["billable_time"] / SECONDS_PER_HOUR
    line = _line(account, ticket, rules, name="Labor", quantity=f"{hours:.2f}")
    timer.update(recorded=True, ticket_line_item_id=line["id"], updated_at=_stamp(rules))
    return timer


def _update_timer(account: Account, request: Request, rules: Switches, ids: tuple[int, ...]) -> Row:
    """A changed duration changes neither the end nor the active time."""
    timer = _timer_of(found(account.tickets, ids[0]), request)
    for key, name in (("notes", "notes"), ("user_id", "user_id"), ("start_at", "start_time")):
        if key in request.body:
            timer[name] = request.body[key]
    if "duration_minutes" in request.body:
        timer["billable_time"] = int(request.body["duration_minutes"]) * SECONDS_PER_MINUTE
    timer["updated_at"] = _stamp(rules)
    return timer


def _delete_timer(account: Account, request: Request, rules: Switches, ids: tuple[int, ...]) -> Row:
    del rules
    ticket = found(account.tickets, ids[0])
    ticket["ticket_timers"].remove(_timer_of(ticket, request))
    return {"success": True}


def _set_billable(account: Account, request: Request, rules: Switches, ids: tuple[int, ...]) -> Row:
    timers = {timer["id"]: timer for timer in account.timers()}
    timer = found(timers, ids[0])
    value = request.params.get("billable", str(request.body.get("billable")).lower())
    if value not in ("true", "false"):
        raise Refusal(UNPROCESSABLE, {"errors": ["billable must be true or false"]})
    timer.update(billable=value == "true", updated_at=_stamp(rules))
    return {"ticket_timer": timer}


def _add_line(account: Account, request: Request, rules: Switches, ids: tuple[int, ...]) -> Row:
    ticket, body = found(account.tickets, ids[0]), request.body
    if not (body.get("name") and body.get("description")):
        raise Refusal(UNPROCESSABLE, {"message": list(_blank(body))})
    quantity = str(body.get("quantity", "1.0"))
    return _line(account, ticket, rules, name=str(body["name"]), quantity=quantity)


def _blank(body: Any) -> Iterator[str]:
    for key in ("name", "description"):
        if not body.get(key):
            yield f"{key.capitalize()} can't be blank"


def _line(account: Account, ticket: Row, rules: Switches, *, name: str, quantity: str) -> Row:
    stamp = _stamp(rules)
    row = {
        "id": account.new_id(),
        "ticket_id": ticket["id"],
        "user_id": _own_user(account),
        "name": name,
        "quantity": quantity,
        "created_at": stamp,
        "updated_at": stamp,
    }
    ticket.setdefault("line_items", []).append(row)
    return row


def _timer_of(ticket: Row, request: Request) -> Row:
    timers = {timer["id"]: timer for timer in ticket.get("ticket_timers", [])}
    return found(timers, int(request.body.get("timer_entry_id") or 0))


def _own_user(account: Account) -> int:
    return int(account.users[0][0]) if account.users else 1


def _stamp(rules: Switches) -> str:
    assert rules.now is not None
    return rules.now.isoformat(timespec="milliseconds")


WRITES = (
    Route("POST", r"/tickets/(\d+)/comment", EDIT, _comment),
    Route("POST", r"/tickets/(\d+)/timer_entry", OVERVIEW, _start_timer),
    Route("POST", r"/tickets/(\d+)/charge_timer_entry", OVERVIEW, _charge),
    Route("POST", r"/tickets/(\d+)/delete_timer_entry", OVERVIEW, _delete_timer),
    Route("PUT", r"/tickets/(\d+)/update_timer_entry", OVERVIEW, _update_timer),
    Route("POST", r"/tickets/(\d+)/add_line_item", EDIT, _add_line),
    Route("PATCH", r"/ticket_timers/(\d+)", "Ticket Timers - Edit", _set_billable),
)
