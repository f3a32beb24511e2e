"""What a writer hands back: raw files, and the truth behind each record in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sdc_core.demo.chance import Chance
from sdc_core.demo.pointers import Fact
from sdc_core.demo.truth import Kind, TrueRecord
from sdc_core.demo.world import Job, Says, Technician, World

_TICKET_MENTIONED = 0.35
_LOOK_ALIKE = 0.06


@dataclass(frozen=True)
class Evidence:
    """Files by path below the data root (forward slashes), and their true records."""

    files: dict[str, bytes]
    records: list[TrueRecord] = field(default_factory=list)


def true_record(
    source: str,
    kind: Kind,
    natural_id: Mapping[str, Any],
    job: Job,
    *,
    span: tuple[datetime, datetime],
    technician: Technician | None,
    says: Says = Says.RIGHT,
    facts: Sequence[Fact] = (),
    is_work: bool = True,
    is_copy: bool = False,
) -> TrueRecord:
    """The truth behind one raw record of a job."""
    return TrueRecord(
        source=source,
        kind=kind,
        natural_id=dict(natural_id),
        customer_id=job.customer.id,
        contact_id=job.contact.id,
        job_id=job.id,
        technician_id=technician.id if technician else None,
        start_utc=span[0],
        end_utc=span[1],
        says=says,
        facts=list(facts),
        is_work=is_work,
        is_copy=is_copy,
    )


def numbers_in_text(job: Job, world: World, chance: Chance) -> str:
    """A mention of the job's ticket, a number that only looks like one, or nothing."""
    if job.number and chance.happens(_TICKET_MENTIONED):
        return chance.pick(world.texts.ticket_mentions).format(number=job.number)
    if chance.happens(_LOOK_ALIKE):
        other = chance.pick(world.jobs).number or int(chance.digits(4))
        return chance.pick(world.texts.look_alikes).format(number=other)
    return ""
