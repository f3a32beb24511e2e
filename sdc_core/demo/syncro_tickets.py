"""One Syncro ticket: comments and timers follow the visits of its job.

Comments come late now and then, customers answer by mail, an invoice mail follows the last change
without moving `updated_at` (as recorded), and timers typed by hand stand on whole five minutes.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from sdc_core.demo.chance import Chance
from sdc_core.demo.evidence import true_record
from sdc_core.demo.pointers import Fact
from sdc_core.demo.syncro_shapes import ACCOUNT_ID, local_time, user_shape
from sdc_core.demo.truth import Kind, TrueRecord
from sdc_core.demo.world import Job, Technician, Visit, World

_TICKET_IDS = 70_410_000
_COMMENT_IDS = 311_500_000
_TIMER_IDS = 18_220_000
_MOST_COMMENTS_PER_TICKET = 40
_TIMED = 0.6
_LATE = 0.08
_ENTERED_BY_HAND = 0.3
_STEP = timedelta(minutes=5)
_PRIORITIES = (None, "1 High", "2 Normal", "3 Low")
_OPEN_STATUSES = ("In Progress", "Waiting on Customer", "Scheduled", "New")


def ticket_id(job: Job) -> int:
    """The id of the job's ticket; the number is what people see."""
    return _TICKET_IDS + job.number * 3


def write_ticket(job: Job, world: World) -> tuple[dict[str, Any], list[TrueRecord]]:
    """The ticket as the API gives it, and the truth behind ticket, comments and timers."""
    return _Ticket(job, world).write()


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
            "created_at": local_time(shown),
            "updated_at": local_time(shown),
            "hidden": False,
            "sms_body": None,
            "new_sms_body": None,
            "user_id": technician.syncro_user_id if technician else None,
            "ticket_automation_id": None,
            "destination_emails": None,
            "email_sender": None,
            "account_id": ACCOUNT_ID,
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
                facts=[Fact.IDENTIFIER],
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
            "start_time": local_time(start),
            "end_time": local_time(end),
            "recorded": self._is_invoiced,
            "created_at": local_time(max(end, visit.end)),
            "updated_at": local_time(max(end, visit.end)),
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
        resolved = local_time(updated) if self._is_closed else None
        billed = sum(int(timer["billable_time"]) for timer in self._timers)
        newest_first = sorted(self._comments, key=lambda c: _moment(c["created_at"]), reverse=True)
        return {
            "id": self._id,
            "number": job.number,
            "subject": job.words["subject"],
            "created_at": local_time(self._job.opened),
            "customer_id": job.customer.id,
            "customer_business_then_name": job.customer.shown_name,
            "due_date": local_time(self._job.opened + timedelta(days=3)),
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
            "updated_at": local_time(updated),
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
            "user": user_shape(owner),
        }

    def _status(self) -> str:
        if self._is_invoiced:
            return "Invoiced"
        return "Resolved" if self._is_closed else self._chance.pick(_OPEN_STATUSES)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _round(moment: datetime) -> datetime:
    """Down to whole steps, as people type times."""
    return moment - timedelta(minutes=moment.minute % 5, seconds=moment.second)


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
