"""notes.json: the legacy list of tickets and to-dos, dated by day, with numbers of its own."""

import json
from datetime import date
from typing import Any

from sdc_core.demo.chance import Chance
from sdc_core.demo.evidence import Evidence, numbers_in_text, true_record
from sdc_core.demo.pointers import facts_of
from sdc_core.demo.spelling import write_company, write_contact
from sdc_core.demo.truth import Kind, TrueRecord
from sdc_core.demo.world import ZONE, Job, Visit, World

FILE = "input/notes/notes.json"
# Inside the range of the Syncro numbers on purpose: equal numbers mean nothing here.
_FIRST_NUMBER = 2201
_PRIORITIES = ("Low", "Normal", "High")


def write_notes(world: World) -> Evidence:
    """The one file, newest ticket first, and one true record per ticket and to-do."""
    tickets: list[dict[str, Any]] = []
    to_dos: list[dict[str, Any]] = []
    records: list[TrueRecord] = []
    for job in (job for job in world.jobs if job.notes):
        chance = Chance(world.seed, "notes", job.id)
        entry, record = _ticket(job, str(_FIRST_NUMBER + len(tickets)), world, chance)
        tickets.append(entry)
        records.append(record)
        if job.notes > 1:
            entry, record = _to_do(job, world, chance)
            to_dos.append(entry)
            records.append(record)
    content = {"tickets": tickets[::-1], "toDoItems": to_dos[::-1]}
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    return Evidence({FILE: text.encode()}, records)


def _ticket(
    job: Job, number: str, world: World, chance: Chance
) -> tuple[dict[str, Any], TrueRecord]:
    visit = job.visits[0]
    company, says = write_company(job, world, chance, is_old=visit.start < world.renamed_at)
    steps = job.steps[: chance.whole(1, len(job.steps))]
    texts = [*steps, job.words["fix"]]
    texts[-1] += numbers_in_text(job, world, chance)
    to_do = [chance.pick(world.texts.to_dos).format_map(job.words)]
    entry: dict[str, Any] = {
        "date": _short_date(visit, chance),
        "ticketNumber": number,
        "customer": company,
        "contact": write_contact(job.contact, chance),
        "status": "Closed" if chance.happens(0.8) else "Open",
        "priority": chance.pick(_PRIORITIES),
        "subject": job.words["subject"],
    }
    if chance.happens(0.6):
        entry["initial_issue"] = job.words["report"]
    user = visit.technician.notes if chance.happens(0.5) else None
    entry["notes"] = _items("note", texts, user)
    # Some people keep the same lines in both lists.
    entry["to-do"] = _items("task", texts if chance.happens(0.1) else to_do, None)
    natural_id = {"ticket_number": number, "date": entry["date"], "subject": entry["subject"]}
    facts = facts_of(job, world, says=says, contact=entry["contact"])
    return entry, true_record(
        "notes", Kind.NOTE, natural_id, job, span=visit.span, technician=visit.technician,
        says=says, facts=facts,
    )  # fmt: skip


def _to_do(job: Job, world: World, chance: Chance) -> tuple[dict[str, Any], TrueRecord]:
    visit = job.visits[-1]
    company, says = write_company(job, world, chance, is_old=visit.start < world.renamed_at)
    entry: dict[str, Any] = {
        "date": _short_date(visit, chance),
        "customer": company,
        "contact": write_contact(job.contact, chance),
        "subject": job.words["subject"],
        "task": chance.pick(world.texts.to_dos).format_map(job.words),
    }
    if chance.happens(0.4):
        entry["completed"] = _short_date(visit, chance)
    natural_id = {key: entry[key] for key in ("date", "subject", "task")}
    facts = facts_of(job, world, says=says, contact=entry["contact"])
    return entry, true_record(
        "notes", Kind.TODO, natural_id, job, span=visit.span, technician=visit.technician,
        says=says, facts=facts,
    )  # fmt: skip


def _items(key: str, texts: list[str], user: str | None) -> list[dict[str, Any]]:
    by = {"user": user} if user else {}
    return [{"order": i, "date": "", key: text, **by} for i, text in enumerate(texts, 1)]


def _short_date(visit: Visit, chance: Chance) -> str:
    """M/D/YY of the local day, zero padded or not."""
    day: date = visit.start.astimezone(ZONE).date()
    if chance.happens(0.5):
        return day.strftime("%m/%d/%y")
    return f"{day.month}/{day.day}/{day:%y}"
