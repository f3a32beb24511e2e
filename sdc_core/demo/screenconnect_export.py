"""ScreenConnect: monthly SessionConnection exports whose rows overlap.

Each export reaches a few days into its neighbours, so most rows near a month end stand in two
files, some of them open in the first and closed in the second. The second export was saved again
by Excel (minutes, no zone, cp1252), the third is UTF-16.
"""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sdc_core.demo.chance import Chance
from sdc_core.demo.evidence import Evidence, numbers_in_text, true_record
from sdc_core.demo.pointers import facts_of
from sdc_core.demo.spelling import write_company
from sdc_core.demo.truth import Kind, TrueRecord
from sdc_core.demo.world import Job, Says, Visit, World
from sdc_core.times import month_of, months_between, next_month

FOLDER = "input/screenconnect"
_COLUMNS = (
    "SessionSessionID",
    "ProcessType",
    "SessionSessionType",
    "SessionName",
    "ParticipantName",
    "ConnectedTime",
    "DisconnectedTime",
    "DurationSeconds",
    "ClientType",
    "NetworkAddress",
    "ConnectionID",
    "SessionCustomProperty1",
    "SessionCustomProperty2",
    "SessionCustomProperty4",
    "SessionCustomProperty5",
    "SessionCustomProperty6",
)
_REACHES_BACK = timedelta(days=4)
_REACHES_ON = timedelta(days=2)
_EMPTY_NOTE = 0.6
_TWO_MACHINES = 0.18
_SUPPORT = 0.08
_EMAIL_KNOWN = 0.45
_GUEST = 0.1
_BLIP = 0.04
# Every n-th visit, so that even a small world has one.
_LEFT_FOR_HOURS = 30
_LEFT_FOR_DAYS = 299
_RECONNECT = 0.12
_BRIEF = timedelta(seconds=3)
# What each export in turn looks like.
_FORMS = ("raw", "excel", "unicode", "raw")


@dataclass(frozen=True)
class _Row:
    """One connection; `disconnected` is None while it is open."""

    connection_id: str
    machine_id: str
    process: str
    session_type: str
    name: str
    participant: str
    connected: datetime
    disconnected: datetime | None
    address: str
    company: str
    site: str
    device: str
    email: str
    note: str


def write_screenconnect(world: World) -> Evidence:
    """All exports, and one true record per connection."""
    rows: list[_Row] = []
    records: list[TrueRecord] = []
    visits = [(job, visit) for job in world.jobs for visit in job.visits[: job.remotes]]
    for index, (job, visit) in enumerate(visits):
        chance = Chance(world.seed, "screenconnect", index)
        is_open = index == len(visits) - 1
        idle = None if is_open else _idle(index, chance)
        for row, record in _connections(job, visit, idle, world, chance):
            rows.append(row)
            records.append(record)
        if chance.happens(_GUEST):
            rows.append(_guest(rows[-1], chance))
    rows.sort(key=lambda row: (row.connected, row.connection_id))
    return Evidence(dict(_exports(rows, world)), records)


def _idle(index: int, chance: Chance) -> timedelta:
    """How long a connection stays up after the work: some are forgotten for hours, few for days."""
    if index % _LEFT_FOR_DAYS == _LEFT_FOR_DAYS // 2:
        return timedelta(hours=chance.whole(25, 70))
    if index % _LEFT_FOR_HOURS == _LEFT_FOR_HOURS // 2:
        return timedelta(seconds=chance.whole(7200, 32_400))
    return timedelta()


def _connections(
    job: Job, visit: Visit, idle: timedelta | None, world: World, chance: Chance
) -> Iterator[tuple[_Row, TrueRecord]]:
    """The connections of one visit: one machine or two at once; no `idle`: they are still open."""
    company, says = write_company(job, world, chance, is_old=visit.start < world.renamed_at)
    hosts = [job.words["machine"]]
    if chance.happens(_TWO_MACHINES) and job.words["server"] not in hosts:
        hosts.append(job.words["server"])
    note = _note(job, world, chance)
    for number, host in enumerate(hosts):
        entry = replace(_entry(job, visit, host, world, chance), company=company, note=note)
        begin = visit.start + timedelta(seconds=number * 40)
        for worked, until in _parts(begin, visit, idle, chance):
            row = _connected(entry, worked[0], until, chance)
            record = _truth(row, job, worked, visit, says)
            facts = facts_of(job, world, says=says, mail=row.email)
            yield row, record.model_copy(update={"facts": facts})


def _parts(
    start: datetime, visit: Visit, idle: timedelta | None, chance: Chance
) -> Iterator[tuple[tuple[datetime, datetime], datetime | None]]:
    """(worked, connected until) on one machine: a reconnect splits it, idling prolongs it."""
    if chance.happens(_BLIP):
        yield (start, start + _BRIEF), start + _BRIEF
        start += timedelta(seconds=20)
    if chance.happens(_RECONNECT):
        middle = (start + (visit.end - start) * chance.between(0.2, 0.8)).replace(microsecond=0)
        yield (start, middle), middle
        start = middle + timedelta(seconds=chance.whole(4, 200))
    end = max(visit.end, start + _BRIEF)
    yield (start, end), None if idle is None else end + idle


def _entry(job: Job, visit: Visit, host: str, world: World, chance: Chance) -> _Row:
    """The machine's entry as every connection of the visit shows it."""
    is_support = chance.happens(_SUPPORT) and not host.endswith("SRV01")
    machine = Chance(0, "machine", job.customer.id, host)
    support_name = chance.pick(world.texts.support_names).format_map(job.words)
    return _Row(
        connection_id=chance.guid() if chance.happens(0.9) else chance.digits(9),
        machine_id=chance.guid() if is_support else machine.guid(),
        process="Host",
        session_type="Support" if is_support else "Access",
        name=support_name if is_support else host,
        participant=visit.technician.screenconnect,
        connected=visit.start,
        disconnected=None,
        address=f"198.51.100.{machine.whole(2, 250)}",
        company="",
        site=job.customer.city or "",
        device="Server" if host.endswith("SRV01") else "Workstation",
        email=job.contact.email if chance.happens(_EMAIL_KNOWN) else "",
        note="",
    )


def _connected(entry: _Row, start: datetime, end: datetime | None, chance: Chance) -> _Row:
    """One connection; a reconnect keeps the id of the connection or gets a new one."""
    fraction = timedelta(microseconds=chance.whole(0, 999_999))
    return replace(
        entry,
        connection_id=entry.connection_id if chance.happens(0.5) else chance.guid(),
        connected=start + fraction,
        disconnected=end + fraction if end else None,
    )


def _note(job: Job, world: World, chance: Chance) -> str:
    if chance.happens(_EMPTY_NOTE):
        return ""
    return job.words["subject"] + "." + numbers_in_text(job, world, chance)


def _truth(
    row: _Row, job: Job, worked: tuple[datetime, datetime], visit: Visit, says: Says
) -> TrueRecord:
    natural_id = {
        "connection_id": row.connection_id,
        "connected_time": _iso(row.connected),
        "machine": row.machine_id,
    }
    return true_record(
        "screenconnect",
        Kind.CONNECTION,
        natural_id,
        job,
        span=worked,
        technician=visit.technician,
        says=says,
    )


def _guest(row: _Row, chance: Chance) -> _Row:
    """The machine's own connection of the same entry: online for days, no work."""
    start = row.connected - timedelta(hours=chance.between(20, 90))
    changes = {"process": "Guest", "participant": "", "note": "", "connection_id": chance.guid()}
    return replace(row, **changes, connected=start, disconnected=None)


def _exports(rows: list[_Row], world: World) -> Iterator[tuple[str, bytes]]:
    first = min((row.connected for row in rows if row.participant), default=world.horizon)
    for number, month in enumerate(months_between(month_of(first), month_of(world.horizon))):
        begin = _first_of(month) - _REACHES_BACK
        taken = min(_first_of(next_month(month)) + _REACHES_ON, world.horizon + _REACHES_ON)
        chosen = [row for row in rows if begin <= row.connected < taken]
        if chosen:
            chance = Chance(world.seed, "export", month)
            repeated = [row for row in chosen if chance.happens(0.01)]
            chosen = sorted(chosen + repeated, key=lambda row: row.connected)
            yield _file(number, month, chosen, taken)


def _file(number: int, month: str, rows: list[_Row], taken: datetime) -> tuple[str, bytes]:
    form = _FORMS[number % len(_FORMS)]
    if form == "excel":
        return f"{FOLDER}/Report {month} excel.csv", _as_excel(_table(rows, taken, _excel_time))
    text = _table(rows, taken, _iso)
    if form == "unicode":
        return f"{FOLDER}/connections_{month}_unicode.csv", text.encode("utf-16")
    return f"{FOLDER}/connections_{month}.csv", text.encode("utf-8-sig")


def _as_excel(text: str) -> bytes:
    """In the Windows code page where that holds all letters."""
    try:
        return text.encode("cp1252")
    except UnicodeEncodeError:
        return text.encode("utf-8-sig")


def _table(rows: list[_Row], taken: datetime, as_text: Callable[[datetime], str]) -> str:
    page = io.StringIO(newline="")
    writer = csv.writer(page, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for row in rows:
        end = row.disconnected if row.disconnected and row.disconnected <= taken else None
        seconds = round((end - row.connected).total_seconds()) if end else 0
        writer.writerow(
            [
                row.machine_id, row.process, row.session_type, row.name, row.participant,
                as_text(row.connected), as_text(end) if end else "", seconds,
                "WindowsService" if row.process == "Guest" else "ClickOnceRun", row.address,
                row.connection_id, row.company, row.site, row.device, row.email, row.note,
            ]
        )  # fmt: skip
    return page.getvalue()


def _iso(moment: datetime) -> str:
    """ISO with seven digits and Z, as the product writes it."""
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond:06d}{moment.microsecond % 10}Z"


def _excel_time(moment: datetime) -> str:
    return f"{moment.month}/{moment.day}/{moment.year} {moment.hour}:{moment.minute:02d}"


def _first_of(month: str) -> datetime:
    return datetime(int(month[:4]), int(month[5:7]), 1, tzinfo=UTC)
