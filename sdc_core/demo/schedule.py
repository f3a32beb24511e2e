"""Who worked when: jobs spread over the days of the world, and their visits.

Rates are those of the project's generator specification: a ticket for 70 % of the jobs, 1-7
Sessions per job, sources 30/35/20/15, a quarter of the jobs overlapping another, a fifth crossing
days; some run for weeks, some over midnight or the end of a month, one through each change of the
clocks.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from sdc_core.demo.chance import Chance
from sdc_core.demo.world import ZONE, Contact, Customer, Job, Technician, Visit, World

_TICKET = 0.7
_OVERLAP = 0.25
# Of the further visits of a job; a third of the jobs has any.
_CROSS_DAYS = 0.5
_LONG_RUNNING = 0.1
_NIGHT = 0.015
_SECOND_TECHNICIAN = 0.12
_INTERNAL = 0.05
# Of the jobs without a ticket, where there are companies that Syncro does not know.
_STRANGER = 0.25
_MOST_SESSIONS_PER_JOB = 7
# Weights of 0, 1, 2, 3 Sessions of a kind per job: means in the ratio of the source mix.
_REMOTES = (0.45, 0.35, 0.14, 0.06)
_CHATS = (0.62, 0.30, 0.07, 0.01)
_NOTES = (0.68, 0.29, 0.03)
_WEIGHT_OF_DAY = (1.0, 1.05, 1.0, 0.95, 0.9, 0.08, 0.04)
_TECHNICIAN_WEIGHTS = (0.34, 0.28, 0.22, 0.16)
# Visits of one job stay further apart than any source's Session gap (60 minutes).
_BETWEEN_VISITS = timedelta(minutes=80)
_USUAL_VISIT = timedelta(minutes=40)
_LOOKS_FOR_FREE_TIME = 20
_A_MOMENT = timedelta(milliseconds=716)
_FIRST_TICKET_NUMBER = 2210
_SATURDAY = 5
_JOBS_ON_LAST_DAY = 3


class _Plan(NamedTuple):
    has_ticket: bool
    remotes: int
    chats: int
    notes: int

    @property
    def size(self) -> int:
        return self.has_ticket + self.remotes + self.chats + self.notes


def plan_jobs(world: World, sessions: int) -> tuple[Job, ...]:
    """All jobs of the world in order of their start; their Sessions add up to `sessions`."""
    chance = Chance(world.seed, "jobs")
    plans = _draw_plans(sessions, chance)
    days = _spread(len(plans), world, chance)
    starts = _set_pieces(plans, days, world)
    planner = _Planner(world)
    jobs = [
        planner.job(index, plan, day, starts.get(index))
        for index, (plan, day) in enumerate(zip(plans, days, strict=True))
    ]
    return tuple(sorted(_numbered(jobs), key=lambda job: (job.visits[0].start, job.id)))


def _draw_plans(sessions: int, chance: Chance) -> list[_Plan]:
    plans: list[_Plan] = []
    missing = sessions
    while missing > 0:
        plan = _Plan(
            chance.happens(_TICKET),
            chance.weighted(range(4), _REMOTES),
            chance.weighted(range(4), _CHATS),
            chance.weighted(range(3), _NOTES),
        )
        if 1 <= plan.size <= min(_MOST_SESSIONS_PER_JOB, missing):
            plans.append(plan)
            missing -= plan.size
    return plans


def _spread(count: int, world: World, chance: Chance) -> list[date]:
    """One day per plan, in order, by the weight of the weekday and a day-to-day variation."""
    span = (world.last_day - world.first_day).days + 1
    days = [world.first_day + timedelta(days=number) for number in range(span)]
    weights = [_WEIGHT_OF_DAY[day.weekday()] * chance.between(4, 8) for day in days]
    return sorted(chance.weighted(days, weights) for _ in range(count))


def _set_pieces(plans: list[_Plan], days: list[date], world: World) -> dict[int, datetime]:
    """Starts that are fixed: a job over each month end and through each change of the clocks."""
    starts: dict[int, datetime] = {}
    day = world.first_day
    while day <= world.last_day:
        tomorrow = day + timedelta(days=1)
        if _local(tomorrow, time(0)) - _local(day, time(0)) != timedelta(days=1):
            _place(starts, plans, days, day, time(0, 40))
        elif tomorrow.month != day.month and day < world.last_day:
            # By turns over the end of the UTC month (19 or 20 o'clock in New York) and over local
            # midnight.
            _place(starts, plans, days, day, time(19, 30) if day.month % 2 else time(23, 15))
        day = tomorrow
    _work_on_last_day(days, starts, world)
    return starts


def _work_on_last_day(days: list[date], starts: dict[int, datetime], world: World) -> None:
    """Who tries the demo looks at the newest working day first."""
    day = world.last_day
    while day.weekday() >= _SATURDAY:
        day -= timedelta(days=1)
    for index in [i for i in range(len(days)) if i not in starts][-_JOBS_ON_LAST_DAY:]:
        days[index] = day


def _place(
    starts: dict[int, datetime], plans: list[_Plan], days: list[date], day: date, at: time
) -> None:
    """Moves the nearest plan with a remote connection to this day and hour."""
    able = [i for i, plan in enumerate(plans) if plan.remotes and i not in starts]
    if able:
        nearest = min(able, key=lambda i: (abs((days[i] - day).days), -plans[i].size, i))
        days[nearest] = day
        starts[nearest] = _local(day, at)


class _Planner:
    """Makes one job after the other; the diary keeps each technician's visits of a day."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._own = next(c for c in world.customers if c.is_own)
        self._ranked = _ranked(world)
        self._strangers = [c for c in world.customers if not c.is_listed]
        # Zipf with exponent 0.8: the busiest of 40 customers has about a seventh of the work.
        self._weights = [rank**-0.8 for rank in range(1, len(self._ranked) + 1)]
        self._last: Visit | None = None
        self._diary: dict[tuple[str, date], list[Visit]] = {}

    def job(self, index: int, plan: _Plan, day: date, fixed_start: datetime | None) -> Job:
        """One job with its customer, its words and its visits."""
        chance = Chance(self._world.seed, "job", index)
        customer = self._customer(plan, chance)
        texts = self._world.texts
        problem = chance.pick(texts.internal if customer.is_own else texts.problems)
        contact = chance.pick(customer.contacts)
        first = self._first_visit(day, fixed_start, chance)
        words = _words(customer, contact, problem.device, first.technician, chance)
        case = chance.pick(problem.cases)
        told = {"subject": case.subject, "report": case.report, "fix": case.fix}
        told["question"] = problem.question
        return Job(
            id=f"job-{index + 1:05d}",
            customer=customer,
            contact=contact,
            problem=problem,
            steps=tuple(step.format_map(words) for step in case.steps),
            words=words | {name: text.format_map(words) for name, text in told.items()},
            opened=first.start - timedelta(seconds=chance.whole(90, 5400)) + _A_MOMENT,
            visits=tuple(self._visits(plan, first, chance)),
            accepted=tuple(map(tuple, case.accepted)),
            has_ticket=plan.has_ticket,
            remotes=plan.remotes,
            chats=plan.chats,
            notes=plan.notes,
        )

    def _customer(self, plan: _Plan, chance: Chance) -> Customer:
        if chance.happens(_INTERNAL):
            return self._own
        if self._strangers and not plan.has_ticket and chance.happens(_STRANGER):
            return chance.pick(self._strangers)
        return chance.weighted(self._ranked, self._weights)

    def _first_visit(self, day: date, fixed_start: datetime | None, chance: Chance) -> Visit:
        """At a fixed hour, in the middle of the last job, or in some free time of the day."""
        technician = chance.weighted(self._world.technicians, _TECHNICIAN_WEIGHTS)
        if fixed_start:
            # It is meant to reach over an hour's border, so it is long.
            return self._visit(technician, fixed_start, chance.whole(75, 150), chance)
        if self._last and chance.happens(_OVERLAP):
            start = self._last.start + (self._last.end - self._last.start) * chance.between(
                0.1, 0.9
            )
            return self._visit(self._last.technician, start, _minutes(chance), chance)
        if chance.happens(_NIGHT):
            start = _local(day, time(22)) + timedelta(seconds=chance.whole(1800, 6900))
        else:
            start = self._next_start(technician, day, chance)
        return self._visit(technician, start, _minutes(chance), chance)

    def _visits(self, plan: _Plan, first: Visit, chance: Chance) -> Iterator[Visit]:
        """As many visits as the source with most Sessions needs."""
        before = self._last = first
        yield first
        for _ in range(max(plan.remotes, plan.chats, 1) - 1):
            is_other = chance.happens(_SECOND_TECHNICIAN)
            worker = chance.pick(self._world.technicians) if is_other else first.technician
            start = self._later(before, worker, chance)
            before = self._visit(worker, start, _minutes(chance), chance)
            yield before

    def _next_start(self, worker: Technician, day: date, chance: Chance) -> datetime:
        """Some free time of the technician's day, where there is any."""
        taken = self._diary.get((worker.id, day), [])
        opens = _local(day, time(8))
        start = opens
        for _ in range(_LOOKS_FOR_FREE_TIME):
            start = opens + timedelta(seconds=chance.whole(600, 34_200))
            end = start + _USUAL_VISIT
            if all(end < visit.start or start > visit.end for visit in taken):
                return start
        return start

    def _later(self, before: Visit, worker: Technician, chance: Chance) -> datetime:
        """The next visit of a job: the same day, one of the next days, or weeks later."""
        draw = chance.between(0, 1)
        days = chance.whole(10, 45) if draw < _LONG_RUNNING else chance.whole(1, 3)
        if draw < _LONG_RUNNING + _CROSS_DAYS:
            day = _working_day(before.start.astimezone(ZONE).date() + timedelta(days=days))
            if day <= self._world.last_day:
                return max(self._next_start(worker, day, chance), before.end + _BETWEEN_VISITS)
        return before.end + _BETWEEN_VISITS + timedelta(seconds=chance.whole(0, 5400))

    def _visit(self, worker: Technician, start: datetime, minutes: int, chance: Chance) -> Visit:
        """A visit in whole seconds; nothing happens after the end of the world's last day."""
        length = timedelta(minutes=minutes, seconds=chance.whole(0, 59))
        latest = self._world.horizon - length - timedelta(minutes=20)
        begin = min(start.replace(microsecond=0), latest)
        visit = Visit(worker, begin, begin + length)
        self._diary.setdefault((worker.id, begin.astimezone(ZONE).date()), []).append(visit)
        return visit


def _ranked(world: World) -> list[Customer]:
    """Customers with work, the busiest first; given lists are put in a seeded order."""
    able = [c for c in world.customers if c.is_listed and not (c.is_idle or c.is_own)]
    if any(c.source_id for c in able):
        return Chance(world.seed, "rank").shuffled(able)
    return able


def _words(
    customer: Customer, contact: Contact, device: str, technician: Technician, chance: Chance
) -> dict[str, str]:
    """What the placeholders of the texts stand for in this job."""
    server, *stations = customer.machines
    return {
        "contact": contact.name,
        "first": contact.first_name,
        "machine": server if device == "server" else chance.pick(stations),
        "server": server,
        "printer": f"{server.removesuffix('-SRV01')}-PRN{chance.whole(1, 4)}",
        "number": chance.digits(4),
        "technician": technician.first_name,
        "company": customer.shown_name,
    }


def _working_day(day: date) -> date:
    return day + timedelta(days=7 - day.weekday()) if day.weekday() >= _SATURDAY else day


def _minutes(chance: Chance) -> int:
    """Mostly short, sometimes hours: 8 to 130 minutes, half of them below 30."""
    return 8 + int(122 * chance.between(0, 1) ** 2.6)

    """Mostly short, sometimes hours: 8 to 130 minutes, half of them below 30."""
    return 8 + int(122 * chance.between(0, 1) ** 2.6)


def _local(day: date, at: time) -> datetime:
    """A local wall time as UTC, so that adding minutes means minutes."""
    return datetime.combine(day, at, ZONE).astimezone(UTC)


def _numbered(jobs: list[Job]) -> list[Job]:
    """Ticket numbers rise in the order in which the tickets were opened."""
    tickets = sorted((job.opened, job.id) for job in jobs if job.has_ticket)
    numbers = {job_id: number for number, (_, job_id) in enumerate(tickets, _FIRST_TICKET_NUMBER)}
    return [replace(job, number=numbers.get(job.id, 0)) for job in jobs]
