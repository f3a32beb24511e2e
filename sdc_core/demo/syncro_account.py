"""Syncro: `syncro_world.json`, everything that the account holds in the shape of the API.

Tickets carry their comments and timers; the fake server pages and filters them. Shapes follow the
published examples; times are in the account's zone with offset and milliseconds.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from sdc_core.demo.chance import Chance
from sdc_core.demo.evidence import Evidence, true_record
from sdc_core.demo.truth import Kind, TrueRecord
from sdc_core.demo.world import ZONE, ZONE_NAME, Contact, Customer, Job, Technician, Visit, World

FILE = "syncro_world.json"
_TICKET_IDS = 70_410_000
_COMMENT_IDS = 311_500_000
_TIMER_IDS = 18_220_000
_MOST_COMMENTS_PER_TICKET = 40
_TIMED = 0.6
_LATE = 0.08
_ENTERED_BY_HAND = 0.3
_STEP = timedelta(minutes=5)
_PRIORITIES = (None, "1 High", "2 Normal", "3 Low")


def write_syncro(world: World) -> Evidence:
    """The account file, and true records of tickets, comments and timers."""
    tickets: list[dict[str, Any]] = []
    records: list[TrueRecord] = []
    for job in sorted((job for job in world.jobs if job.has_ticket), key=lambda job: job.number):
        ticket, found = _Ticket(job, world).write()
        tickets.append(ticket)
        records += found
    content = {
        "customers": [_customer(c, world) for c in world.customers],
        "contacts": [_contact(p, c, world) for c in world.customers for p in c.contacts],
        "tickets": tickets,
        "users": [[t.syncro_user_id, t.name] for t in world.technicians],
        "settings": _settings(world, tickets),
    }
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    return Evidence({FILE: text.encode()}, records)


def ticket_id(job: Job) -> int:
    """The id of the job's ticket; the number is what people see."""
    return _TICKET_IDS + job.number * 3


class _Ticket:
    """Builds one ticket: comments and timers follow the visits of the job."""

    def __init__(self, job: Job, world: World) -> None:
        self._job, self._world = job, world
        self._chance = Chance(world.seed, "syncro", job.id)
        self._id = ticket_id(job)
        self._comments: list[dict[str, Any]] = []
        self._timers: list[dict[str, Any]] = []
        self._records: list[TrueRecord] = []
        self._is_invoiced = self._chance.happens(0.55) and not job.is_internal
        self._is_closed = self._is_invoiced or self._chance.happens(0.75)

    def write(self) -> tuple[dict[str, Any], list[TrueRecord]]:
        """The ticket as the API gives it, and its true records."""
        job = self._job
        opener = None if self._chance.happens(0.5) else job.visits[0].technician
        # Recorded: the first comment lies some 40 ms before the ticket itself.
        opened = job.opened - timedelta(milliseconds=41)
        self._comment(opened, "Initial Issue", job.words["report"], opener)
        for number, visit in enumerate(job.visits):
            self._visit(visit, is_last=number == len(job.visits) - 1)
        updated = max(_moment(c["updated_at"]) for c in self._comments)
        if self._is_invoiced:
            self._comment(
                updated + timedelta(seconds=self._chance.whole(10, 380)),
                "Invoice Emailed",
                f"Invoice was emailed to {job.contact.email}",
                None,
                is_system=True,
            )
        natural_id = {"ticket_id": self._id, "number": job.number}
        span = (job.opened, max(updated, *(visit.end for visit in job.visits)))
        self._record(Kind.TICKET, natural_id, span, job.visits[0].technician)
        return self._as_api(updated), self._records

    def _visit(self, visit: Visit, *, is_last: bool) -> None:
        job, chance, texts = self._job, self._chance, self._world.texts
        words = {**job.words, "technician": visit.technician.first_name}
        words["step"] = chance.pick(job.steps)
        if chance.happens(0.2):
            body = chance.pick(texts.texts_sent).format_map(words)
            self._comment(visit.start, "Update", body, visit.technician, sms_body=body)
        if chance.happens(0.25):
            middle = visit.start + (visit.end - visit.start) / 2
            body = chance.pick(texts.private_notes).format_map(words)
            self._comment(middle, "Private Note", body, visit.technician, hidden=True)
        body = words["fix"] if is_last else words["step"]
        late = timedelta(days=chance.whole(1, 6)) if chance.happens(_LATE) else timedelta()
        written = visit.end + timedelta(seconds=chance.whole(30, 600)) + late
        written = min(written, self._world.horizon - timedelta(minutes=12))
        self._comment(
            written, "Resolution" if is_last else "Update", body, visit.technician,
            destination_emails=f"{job.contact.email}, " if chance.happens(0.5) else None,
        )  # fmt: skip
        if chance.happens(0.3):
            answer = chance.pick(texts.customer_replies).format_map(words)
            later = min(
                written + timedelta(minutes=chance.whole(4, 300)),
                self._world.horizon - timedelta(minutes=11),
            )
            self._comment(later, "Reply", answer, None, email_sender=job.contact.email)
        if chance.happens(_TIMED):
            self._timer(visit)

    def _comment(
        self,
        moment: datetime,
        subject: str,
        body: str,
        technician: Technician | None,
        *,
        is_system: bool = False,
        **changes: Any,
    ) -> None:
        number = self._job.number * _MOST_COMMENTS_PER_TICKET + len(self._comments)
        # People's clicks fall on any millisecond; the first comment keeps its recorded distance.
        shown = moment + timedelta(milliseconds=number * 37 % 1000 if self._comments else 0)
        comment = {
            "id": _COMMENT_IDS + number,
            "ticket_id": self._id,
            "subject": subject,
            "body": body,
            "tech": technician.name if technician else None,
            "created_at": _local(shown),
            "updated_at": _local(shown),
            "hidden": False,
            "sms_body": None,
            "new_sms_body": None,
            "user_id": technician.syncro_user_id if technician else None,
            "ticket_automation_id": None,
            "destination_emails": None,
            "email_sender": None,
            "account_id": 8_101,
            "is_rich_text": False,
            "display_order": None,
            **changes,
        }
        self._comments.append(comment)
        is_work = technician is not None and not is_system
        natural_id = {"ticket_id": self._id, "comment_id": comment["id"]}
        self._record(Kind.COMMENT, natural_id, (shown, shown), technician, is_work=is_work)

    def _record(
        self,
        kind: Kind,
        natural_id: dict[str, Any],
        span: tuple[datetime, datetime],
        technician: Technician | None,
        *,
        is_work: bool = True,
    ) -> None:
        self._records.append(
            true_record(
                "syncro",
                kind,
                natural_id,
                self._job,
                span=span,
                technician=technician,
                is_work=is_work,
            )
        )

    def _timer(self, visit: Visit) -> None:
        start, end = visit.span
        if self._chance.happens(_ENTERED_BY_HAND):
            start, end = _round(start), _round(end) + _STEP
        seconds = int((end - start).total_seconds())
        timer = {
            "id": _TIMER_IDS + self._job.number * 10 + len(self._timers),
            "ticket_id": self._id,
            "user_id": visit.technician.syncro_user_id,
            "start_time": _local(start),
            "end_time": _local(end),
            "recorded": self._is_invoiced,
            "created_at": _local(visit.end),
            "updated_at": _local(visit.end),
            "billable": not self._job.is_internal,
            "notes": self._job.words["subject"],
            "toggl_id": None,
            "product_id": None,
            "comment_id": None,
            "ticket_line_item_id": 9_000_000 + self._id if self._is_invoiced else None,
            "active_duration": seconds,
            "billable_time": seconds,
            "billable_override": None,
        }
        self._timers.append(timer)
        natural_id = {"ticket_id": self._id, "timer_id": timer["id"]}
        self._record(Kind.TIMER, natural_id, visit.span, visit.technician)

    def _as_api(self, updated: datetime) -> dict[str, Any]:
        job, owner = self._job, self._job.visits[0].technician
        resolved = _local(updated) if self._is_closed else None
        billed = sum(int(timer["billable_time"]) for timer in self._timers)
        newest_first = sorted(self._comments, key=lambda c: _moment(c["created_at"]), reverse=True)
        return {
            "id": self._id,
            "number": job.number,
            "subject": job.words["subject"],
            "created_at": _local(self._job.opened),
            "customer_id": job.customer.id,
            "customer_business_then_name": job.customer.shown_name,
            "due_date": _local(self._job.opened + timedelta(days=3)),
            "resolved_at": resolved,
            "start_at": None,
            "end_at": None,
            "location_id": None,
            "location_name": None,
            "problem_type": job.problem.category,
            "status": self._status(),
            "ticket_type_id": 1,
            "ticket_type_name": "Remote Support",
            "properties": {},
            "user_id": owner.syncro_user_id,
            "updated_at": _local(updated),
            "pdf_url": None,
            "priority": self._chance.pick(_PRIORITIES),
            "billing_status": "Invoiced" if self._is_invoiced else None,
            "tag_list": [],
            "sla_name": None,
            "creator_name_or_email": job.contact.email,
            "contact_fullname": job.contact.name,
            "contract_name": None,
            "address_id": None,
            "parent": False,
            "parent_id": None,
            "child": False,
            "recurring": False,
            "customer_reply": False,
            "total_formatted_billable_time": _clock(billed),
            "contact_id": job.contact.id,
            "sla_breached": False,
            "sla_breaching_soon": False,
            "contract_id": None,
            "sla_id": None,
            "customer_tag_list": [],
            "resolution_time": None,
            "response_time": None,
            "customer_icons": [],
            "comments": newest_first,
            "ticket_timers": self._timers,
            "user": _user(owner),
        }

    def _status(self) -> str:
        if self._is_invoiced:
            return "Invoiced"
        return "Resolved" if self._is_closed else self._chance.pick(_OPEN_STATUSES)


_OPEN_STATUSES = ("In Progress", "Waiting on Customer", "Scheduled", "New")


def _customer(customer: Customer, world: World) -> dict[str, Any]:
    first, _, last = customer.person.partition(" ")
    both = " - ".join(filter(None, (customer.name, customer.person)))
    created = world.horizon - timedelta(days=900 - customer.id % 300)
    person = customer.contacts[0] if customer.contacts else None
    changed = world.renamed_at if customer.former else created
    return {
        "id": customer.id,
        "firstname": first or None,
        "lastname": last or None,
        "fullname": customer.alias or customer.person or None,
        "business_name": customer.name,
        "email": person.email if person else None,
        "phone": person.phone if person else None,
        "mobile": None,
        "created_at": _local(created),
        "updated_at": _local(changed),
        "pdf_url": None,
        "address": f"{customer.id % 900 + 10} Main Street",
        "address_2": None,
        "city": customer.city,
        "state": "NY",
        "zip": None,
        "latitude": None,
        "longitude": None,
        "notes": None,
        "get_sms": False,
        "opt_out": False,
        "disabled": customer.is_disabled,
        "no_email": False,
        "location_name": None,
        "location_id": None,
        "properties": {},
        "online_profile_url": f"https://demo.example/my_profile/v2/index?portal_key=demo{customer.id}",
        "tax_rate_id": None,
        "notification_email": None,
        "invoice_cc_emails": None,
        "invoice_term_id": None,
        "referred_by": None,
        "ref_customer_id": None,
        "business_and_full_name": both,
        "business_then_name": customer.shown_name,
        "contacts": [_contact(p, customer, world) for p in customer.contacts],
    }


def _contact(contact: Contact, customer: Customer, world: World) -> dict[str, Any]:
    created = _local(world.horizon - timedelta(days=880 - contact.id % 300))
    return {
        "id": contact.id,
        "name": contact.name,
        "address1": None,
        "address2": None,
        "city": None,
        "state": None,
        "zip": None,
        "email": contact.email,
        "phone": contact.phone,
        "mobile": None,
        "latitude": None,
        "longitude": None,
        "customer_id": customer.id,
        "account_id": 8_101,
        "notes": None,
        "created_at": created,
        "updated_at": created,
        "vendor_id": None,
        "properties": {},
        "opt_out": False,
        "extension": None,
    }


def _user(technician: Technician) -> dict[str, Any]:
    return {
        "id": technician.syncro_user_id,
        "email": technician.email,
        "full_name": technician.name,
        "created_at": "2019-11-04T09:54:51.081-05:00",
        "updated_at": "2019-11-04T09:54:51.081-05:00",
        "group": "Technicians",
        "admin?": False,
        "color": "1e3e96",
    }


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


def _local(moment: datetime) -> str:
    return moment.astimezone(ZONE).isoformat(timespec="milliseconds")


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _round(moment: datetime) -> datetime:
    """Down to whole steps, as people type times."""
    return moment - timedelta(minutes=moment.minute % 5, seconds=moment.second)


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
