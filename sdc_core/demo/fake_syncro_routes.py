"""What the fake account answers: which call, which permission, which rows, in which pages.

Source: the published API description for paths, permissions and shapes; the page sizes and orders
are those that were seen, or assumed (see `fake_syncro`).
"""

import re
from http import HTTPStatus

from sdc_core.demo.fake_syncro_account import NO_TIME, Account, Row, moment
from sdc_core.demo.fake_syncro_calls import Answer, Refusal, Request, Route, Switches, found
from sdc_core.demo.fake_syncro_writes import WRITES

# Fields of a list row that the detail does not have.
LIST_ONLY = frozenset({
    "contact_id", "contact_fullname", "billing_status", "total_formatted_billable_time",
    "creator_name_or_email", "ticket_type_id", "ticket_type_name", "location_name",
    "customer_tag_list", "parent", "parent_id", "child", "recurring", "customer_reply", "sla_id",
    "sla_name", "sla_breached", "sla_breaching_soon", "contract_id", "contract_name",
    "resolution_time", "response_time", "customer_icons",
})  # fmt: skip
# Fields of a comment in the published example of its endpoint.
LEAN_COMMENT = frozenset({
    "id", "created_at", "updated_at", "ticket_id", "subject", "body", "tech", "hidden", "user_id",
    "is_rich_text", "user",
})  # fmt: skip
INITIAL_ISSUE = "Initial Issue"


def find_route(request: Request) -> Route | None:
    """The route of a request."""
    for route in (*READS, *WRITES):
        if route.method == request.method and re.fullmatch(route.pattern, request.path):
            return route
    return None


def answer(route: Route | None, account: Account, request: Request, rules: Switches) -> Answer:
    """The answer of a route; 404 where there is none.

    Raises:
        Refusal: Another status.
    """
    if route is None:
        raise Refusal(HTTPStatus.NOT_FOUND, {"message": "Not found"})
    match = re.fullmatch(route.pattern, request.path)
    ids = tuple(int(text) for text in match.groups()) if match else ()
    return Answer(HTTPStatus.OK, route.act(account, request, rules, ids))


def _page(
    rows: list[Row], key: str, request: Request, rules: Switches, size: int, *extra: str
) -> Row:
    start = (request.page - 1) * size
    shown = rows[start : start + size]
    if rules.repeats_rows and start and shown:
        shown = [rows[start - 1], *shown]
    pages = max(1, -(-len(rows) // size))
    meta: Row = {"total_pages": max(1, pages + rules.meta_lie), "page": request.page}
    known = {"total_entries": len(rows), "per_page": size}
    meta.update({name: known[name] for name in extra})
    if rules.has_text_meta:
        meta = {name: str(value) for name, value in meta.items()}
    if rules.has_extra_keys:
        shown = [{**row, "brand_new_field": {"nested": [1]}} for row in shown]
    return {key: shown} if rules.has_no_meta else {key: shown, "meta": meta}


def _me(account: Account, request: Request, rules: Switches, ids: tuple[int, ...]) -> Row:
    del request, rules, ids
    user_id, name = account.users[0] if account.users else (1, "Demo User")
    return {
        "user_token": "do-not-store-this-token",
        "user_email": "demo@example.com",
        "user_name": name,
        "user_id": user_id,
        "admin": True,
        "subdomain": "demo",
    }


def _settings(account: Account, request: Request, rules: Switches, ids: tuple[int, ...]) -> Row:
    del request, rules, ids
    return account.settings


def _ticket_settings(
    account: Account, request: Request, rules: Switches, ids: tuple[int, ...]
) -> Row:
    del request, rules, ids
    return {
        "ticket_status_list": ["New", "In Progress", "Resolved", "Invoiced"],
        "default_labor_product_id": None,
        "ticket_timer_charge_by_default": None,
        "users": [{"id": user_id, "name": name} for user_id, name in account.users],
    }


def _users(account: Account, request: Request, rules: Switches, ids: tuple[int, ...]) -> Row:
    del request, rules, ids
    return {"users": account.users}


def _customers(account: Account, request: Request, rules: Switches, ids: tuple[int, ...]) -> Row:
    del ids
    shows_disabled = request.params.get("include_disabled") == "true"
    rows = [r for r in account.customers.values() if shows_disabled or not r.get("disabled")]
    rows.sort(key=lambda row: -int(row["id"]))
    size = rules.page_sizes["/customers"]
    return _page(rows, "customers", request, rules, size, "total_entries", "per_page")


def _customer(account: Account, request: Request, rules: Switches, ids: tuple[int, ...]) -> Row:
    del request, rules
    return {"customer": found(account.customers, ids[0])}


def _autocomplete(account: Account, request: Request, rules: Switches, ids: tuple[int, ...]) -> Row:
    del rules, ids
    wanted = request.params.get("query", "").casefold()
    rows = account.customers.values()
    return {"customers": [r for r in rows if wanted in str(r.get("business_then_name")).casefold()]}


def _contacts(account: Account, request: Request, rules: Switches, ids: tuple[int, ...]) -> Row:
    del ids
    customer = request.params.get("customer_id")
    rows = [
        row
        for row in account.contacts.values()
        if customer is None or str(row.get("customer_id")) == customer
    ]
    rows.sort(key=lambda row: -int(row["id"]))
    size = rules.page_sizes["/contacts"]
    return _page(rows, "contacts", request, rules, size, "total_entries", "per_page")


def _contact(account: Account, request: Request, rules: Switches, ids: tuple[int, ...]) -> Row:
    del request, rules
    return found(account.contacts, ids[0])


def _tickets(account: Account, request: Request, rules: Switches, ids: tuple[int, ...]) -> Row:
    del ids
    rows = [row for row in account.tickets.values() if _is_asked_for(row, request, rules)]
    rows.sort(key=lambda row: (moment(row.get("created_at")), row["id"]), reverse=True)
    page = _page(rows, "tickets", request, rules, rules.page_sizes["/tickets"])
    shows_all = rules.lists_all_comments or request.params.get("all_comments") == "true"
    page["tickets"] = [_list_row(row, shows_all=shows_all) for row in page["tickets"]]
    return page


def _is_asked_for(row: Row, request: Request, rules: Switches) -> bool:
    params = request.params
    since, created = params.get("since_updated_at"), params.get("created_after")
    changed = moment(row.get("updated_at"))
    is_changed = since is None or changed > moment(since)
    if since is not None and rules.is_since_inclusive:
        is_changed = is_changed or changed == moment(since)
    is_created = created is None or moment(row.get("created_at")) > moment(created)
    equal = ("customer_id", "contact_id", "number", "user_id")
    is_equal = all(str(row.get(key)) == params[key] for key in equal if key in params)
    return is_changed and is_created and is_equal and _has_status(row, params.get("status"))


def _has_status(row: Row, status: str | None) -> bool:
    if status == "Not Closed":
        return row.get("resolved_at") is None
    return status is None or row.get("status") == status


def _list_row(row: Row, *, shows_all: bool) -> Row:
    comments = newest_first(row.get("comments", []))
    first = [c for c in comments if c.get("subject") == INITIAL_ISSUE] or comments[-1:]
    listed = {k: v for k, v in row.items() if k not in ("ticket_timers", "line_items")}
    return {**listed, "comments": comments if shows_all else first}


def _ticket(account: Account, request: Request, rules: Switches, ids: tuple[int, ...]) -> Row:
    del request, rules
    row = found(account.tickets, ids[0])
    contact = account.contacts.get(row.get("contact_id") or 0)
    return {
        "ticket": {
            **{key: value for key, value in row.items() if key not in LIST_ONLY},
            "comments": newest_first(row.get("comments", [])),
            "ticket_timers": row.get("ticket_timers", []),
            "line_items": row.get("line_items", []),
            "customer": account.customers.get(row["customer_id"]),
            "contact": contact,
        }
    }


def _comments(account: Account, request: Request, rules: Switches, ids: tuple[int, ...]) -> Row:
    rows = newest_first(found(account.tickets, ids[0]).get("comments", []))
    if rules.has_lean_comments:
        rows = [{key: row[key] for key in row.keys() & LEAN_COMMENT} for row in rows]
    asked = request.params.get("per_page", "")
    size = int(asked) if asked.isdigit() and int(asked) else rules.page_sizes["comments"]
    return _page(rows, "comments", request, rules, size, "per_page")


def _timers(account: Account, request: Request, rules: Switches, ids: tuple[int, ...]) -> Row:
    del ids
    after, before = (request.params.get(f"created_at_{bound}") for bound in ("gt", "lt"))
    rows = [
        row
        for row in account.timers()
        if (after is None or moment(row.get("created_at")) > moment(after))
        and (before is None or moment(row.get("created_at")) < moment(before))
    ]
    rows.sort(key=_oldest_first)
    return _page(rows, "ticket_timers", request, rules, rules.page_sizes["/ticket_timers"])


def _oldest_first(row: Row) -> tuple[bool, float, int]:
    """Rows without a time that can be read stand last."""
    created = moment(row.get("created_at"))
    return created == NO_TIME, created, row["id"]


def _invoices(account: Account, request: Request, rules: Switches, ids: tuple[int, ...]) -> Row:
    del ids
    rows = sorted(account.invoices.values(), key=lambda row: -int(row["id"]))
    return _page(rows, "invoices", request, rules, rules.page_sizes["/invoices"])


def newest_first(comments: list[Row]) -> list[Row]:
    """Comments as the API orders them."""
    return sorted(comments, key=lambda c: (moment(c.get("created_at")), c["id"]), reverse=True)


READS = (
    Route("GET", r"/me", None, _me),
    Route("GET", r"/settings", None, _settings),
    Route("GET", r"/tickets/settings", None, _ticket_settings),
    Route("GET", r"/users", None, _users),
    Route("GET", r"/customers", "Customers - List/Search", _customers),
    Route("GET", r"/customers/autocomplete", None, _autocomplete),
    Route("GET", r"/customers/(\d+)", "Customers - View Detail", _customer),
    Route("GET", r"/contacts", "Customers - View Detail", _contacts),
    Route("GET", r"/contacts/(\d+)", "Customers - View Detail", _contact),
    Route("GET", r"/tickets", "Tickets - List/Search", _tickets),
    Route("GET", r"/tickets/(\d+)", "Tickets - View Details", _ticket),
    Route("GET", r"/tickets/(\d+)/comments", "Tickets - View Details", _comments),
    Route("GET", r"/ticket_timers", "Ticket Timers - Overview", _timers),
    Route("GET", r"/invoices", "Invoices - List/Search", _invoices),
)
