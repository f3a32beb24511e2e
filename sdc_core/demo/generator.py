"""Writes a demo world: the inputs that the sources read, the Syncro account, and the truth apart.

Equal arguments give equal bytes on every machine.
"""

from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sdc_core.demo.files import read_values, replace_files
from sdc_core.demo.names import build_customers, build_technicians
from sdc_core.demo.notes_file import write_notes
from sdc_core.demo.private_chats import write_private_chats
from sdc_core.demo.schedule import plan_jobs
from sdc_core.demo.screenconnect_export import write_screenconnect
from sdc_core.demo.sillytavern_chats import write_sillytavern
from sdc_core.demo.syncro_account import write_syncro
from sdc_core.demo.syncro_tickets import ticket_id
from sdc_core.demo.texts import Library, load_texts
from sdc_core.demo.truth import TrueCustomer, TrueJob, TrueRecord, TrueTechnician, TrueVisit, Truth
from sdc_core.demo.world import ZONE, ZONE_NAME, Customer, Job, Technician, World
from sdc_core.errors import SettingsError
from sdc_core.ids import digest_bytes

INPUT_FOLDER = "input"
SYNCRO_FILE = "syncro_world.json"
TRUTH_FILE = "truth.json"
_WRITERS = (write_screenconnect, write_sillytavern, write_notes, write_syncro)
# Part of the world's length after which renamed customers go by their new name.
_RENAMED_AFTER = 0.5
_MOST_MONTHS = 120


@dataclass(frozen=True)
class DemoWorld:
    """Where a world lies and what a run needs to know of it.

    Attributes:
        technicians: In the form of the setting `technicians`.
        planned_sessions: How many Sessions each source was made to hold; a source may find a few
            less or more where chance put two visits close together.
        parameters: The arguments it was made with, to tell whether it must be made again.
    """

    root: Path
    zone: str
    first_day: date
    last_day: date
    technicians: list[dict[str, Any]]
    planned_sessions: dict[str, int]
    parameters: dict[str, Any]

    @property
    def input_root(self) -> Path:
        """Parent of the four input folders."""
        return self.root / INPUT_FOLDER

    @property
    def syncro_world(self) -> Path:
        """The file that the fake Syncro server serves."""
        return self.root / SYNCRO_FILE

    @property
    def truth(self) -> Path:
        """The truth; only tests and evaluations open it."""
        return self.root / TRUTH_FILE


def generate(
    root: Path,
    *,
    sessions: int = 400,
    months: int = 6,
    seed: int = 7,
    end: date,
    customers: Path | None = None,
    mentions: Path | None = None,
    texts: Path | None = None,
) -> DemoWorld:
    """Write a world below a data root of its own.

    Args:
        root: The data root; the inputs go below `input`, the rest beside it.
        seed: Another seed makes another world.
        sessions: About how many Sessions the four sources together shall give.
        months: Length of the world, counted back from its last day.
        end: The last day; of a datetime, the last whole day (in the world's zone) before it.
        customers: CSV customer_id,name,alias that replaces the customers.
        mentions: CSV text,customer_id, or a folder with queries.csv and gold.csv, that says how
            technicians write the customers.
        texts: JSON in the form of the shipped texts.

    Raises:
        SettingsError: An argument is out of range, a given file cannot be used, or the root holds
            input files that no demo wrote.
    """
    _check(root, sessions, months)
    last_day = _last_day(end)
    given = {"customers": customers, "mentions": mentions, "texts": texts}
    parameters = {
        "sessions": sessions,
        "months": months,
        "seed": seed,
        "end": last_day.isoformat(),
        **{name: given_digest(path) for name, path in given.items()},
    }
    first_day = _months_before(last_day, months) + timedelta(days=1)
    names = build_customers(customers, mentions)
    world = _world(seed, first_day, last_day, load_texts(texts), names)
    world = replace(world, jobs=plan_jobs(world, sessions))
    evidence = [write(world) for write in _WRITERS]
    private_files, private_chats = write_private_chats(world)
    truth = _truth(world, [record for part in evidence for record in part.records])
    truth = truth.model_copy(update={"private_chats": private_chats})
    demo = DemoWorld(
        root=root,
        zone=ZONE_NAME,
        first_day=world.first_day,
        last_day=world.last_day,
        technicians=[t.model_dump() for t in truth.technicians],
        planned_sessions=truth.planned_sessions,
        parameters=parameters,
    )
    files = {name: content for part in evidence for name, content in part.files.items()}
    files |= private_files
    files[TRUTH_FILE] = truth.model_dump_json(indent=1).encode() + b"\n"
    values = asdict(demo)
    del values["root"]
    replace_files(root, files, values)
    return demo


def read_world(root: Path) -> DemoWorld | None:
    """The world that lies below a root, None where there is none."""
    values = read_values(root)
    if values is None:
        return None
    del values["files"]
    days = {key: date.fromisoformat(values[key]) for key in ("first_day", "last_day")}
    return DemoWorld(**{**values, **days, "root": root})


def _check(root: Path, sessions: int, months: int) -> None:
    if sessions < 1 or not 1 <= months <= _MOST_MONTHS:
        raise SettingsError(
            f"demo: sessions {sessions!r} must be at least 1, "
            f"months {months!r} from 1 to {_MOST_MONTHS}"
        )
    inputs = root / INPUT_FOLDER
    is_foreign = inputs.is_dir() and read_values(root) is None
    if is_foreign and any(p.is_file() and p.name != "README.md" for p in inputs.rglob("*")):
        raise SettingsError(
            f"{inputs} holds files that no demo wrote; a demo needs a folder of its own"
        )


def _last_day(end: date) -> date:
    if isinstance(end, datetime):
        moment = end if end.tzinfo else end.replace(tzinfo=UTC)
        return moment.astimezone(ZONE).date() - timedelta(days=1)
    return end


def given_digest(path: Path | None) -> str | None:
    """Digest of a given file or folder, as `parameters` holds it: a changed one is a new world.

    Raises:
        SettingsError: It cannot be read.
    """
    if path is None:
        return None
    files = sorted(path.glob("*.csv")) if path.is_dir() else [path]
    try:
        return digest_bytes(b"\0".join(file.read_bytes() for file in files))
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {error.strerror}") from error


def _world(
    seed: int, first_day: date, last_day: date, library: Library, customers: tuple[Customer, ...]
) -> World:
    """Everybody and everything but the jobs."""
    day_after = datetime.combine(last_day + timedelta(days=1), time(), ZONE)
    renamed_on = first_day + (last_day - first_day) * _RENAMED_AFTER
    return World(
        seed=seed,
        first_day=first_day,
        last_day=last_day,
        horizon=day_after.astimezone(UTC),
        renamed_at=datetime.combine(renamed_on, time(), ZONE).astimezone(UTC),
        texts=library,
        customers=customers,
        technicians=build_technicians(seed),
    )


def _months_before(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 - months
    year, month = divmod(number, 12)
    first_of_next = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(
        date(year, month + 1, 1) + timedelta(days=day.day - 1), first_of_next - timedelta(days=1)
    )


def _truth(world: World, records: list[TrueRecord]) -> Truth:
    return Truth(
        seed=world.seed,
        zone=ZONE_NAME,
        first_day=world.first_day.isoformat(),
        last_day=world.last_day.isoformat(),
        planned_sessions=_planned(world),
        technicians=[_true_technician(t) for t in world.technicians],
        customers=[
            TrueCustomer(
                customer_id=c.id,
                name=c.shown_name,
                former_name=c.former,
                source_id=c.source_id,
                is_disabled=c.is_disabled,
                is_listed=c.is_listed,
            )
            for c in world.customers
        ],
        jobs=[_true_job(job) for job in world.jobs],
        records=records,
    )


def _planned(world: World) -> dict[str, int]:
    return {
        "screenconnect": sum(job.remotes for job in world.jobs),
        "sillytavern": sum(job.chats for job in world.jobs),
        "notes": sum(job.notes for job in world.jobs),
        "syncro": sum(job.has_ticket for job in world.jobs),
    }


def _true_technician(technician: Technician) -> TrueTechnician:
    names = (technician.name, technician.screenconnect, technician.sillytavern, technician.notes)
    return TrueTechnician(
        id=technician.id,
        name=technician.name,
        names=list(dict.fromkeys([*names, technician.email])),
        syncro_user_ids=[technician.syncro_user_id],
    )


def _true_job(job: Job) -> TrueJob:
    return TrueJob(
        job_id=job.id,
        customer_id=job.customer.id,
        contact_id=job.contact.id,
        category=job.problem.category,
        subject=job.words["subject"],
        problem=job.words["report"],
        accepted=[list(words) for words in job.accepted],
        resolution=job.words["fix"],
        ticket_id=ticket_id(job) if job.has_ticket else None,
        ticket_number=job.number or None,
        is_internal=job.is_internal,
        visits=[
            TrueVisit(technician_id=v.technician.id, start_utc=v.start, end_utc=v.end)
            for v in job.visits
        ],
    )
