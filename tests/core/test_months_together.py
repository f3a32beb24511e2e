"""Months that rest on Sessions of other months: what they see there, and when they are stale."""

import json
import random
import shutil

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from sdc_core.intake import run_intake
from sdc_core.layers import LINKED, stale_months
from sdc_core.pipeline import run_month, run_pipeline
from sdc_core.settings import Settings, Technician
from sdc_core.workspace import open_workspace

ALPHA, BETA = 11, 22
NAMES = {ALPHA: "Alderman Plumbing", BETA: "Brightling Electric"}
REPORT = (
    "SessionSessionID,ProcessType,SessionSessionType,SessionName,ParticipantName,ConnectedTime,"
    "DisconnectedTime,DurationSeconds,ConnectionID,SessionCustomProperty1\n"
)
JANUARY, FEBRUARY, MARCH = "2025-01", "2025-02", "2025-03"


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setenv("SDC_NOW", "2025-06-30T12:00:00+00:00")


def ticket(number, created, customer=ALPHA, *, comment="", timer=None):
    comments = [{"id": number * 10, "ticket_id": 70_000_000 + number, "created_at": created,
                 "updated_at": created, "subject": "Update", "body": comment, "tech": "Ann"}]  # fmt: skip
    timers = timer and [{
        "id": number * 100, "ticket_id": 70_000_000 + number, "user_id": 7, "start_time": timer[0],
        "end_time": timer[1], "recorded": True, "billable": True, "notes": "", "created_at": timer[0],
    }]  # fmt: skip
    return {
        "id": 70_000_000 + number, "number": number, "subject": "Till", "status": "New",
        "customer_id": customer, "customer_business_then_name": NAMES[customer],
        "created_at": created, "updated_at": created, "comments": comments if comment else [],
        "ticket_timers": timers or [],
    }  # fmt: skip


def connection(start, end, customer=ALPHA, *, technician="AnnAdmin", machine="m"):
    return f"{machine},Host,Access,M,{technician},{start},{end},1,c{start},{NAMES[customer]}\n"


def message(moment, text="the till is stuck", is_user=True):
    return {"name": "Ann", "is_user": is_user, "send_date": moment, "mes": text}


class World:
    """A data root; every opening is a process of its own."""

    def __init__(self, root):
        self.root = root
        rows = [{"id": n, "business_name": c, "contacts": []} for n, c in NAMES.items()]
        self.write("customers.json", json.dumps(rows))

    def write(self, name, content):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8", newline="\n")

    def tickets(self, *rows):
        self.write("input/syncro/tickets.json", json.dumps({"tickets": rows}))

    def connections(self, *rows):
        self.write("input/screenconnect/report.csv", REPORT + "".join(rows))

    def chat(self, *lines, name="a"):
        header = {"user_name": "Ann", "character_name": "Log", "chat_metadata": {}}
        content = "\n".join(map(json.dumps, [header, *lines]))
        self.write(f"input/sillytavern/Log/{name}.jsonl", content)

    def notes(self, *items):
        self.write("input/notes/notes.json", json.dumps({"tickets": items}))

    def open(self):
        settings = Settings(
            project_paths={"data_folder": self.root},
            syncro_api={"customers_file": self.root / "customers.json"},
            processing_defaults={"first_month": "2024-12", "business_time_zone": "UTC"},
            technicians=[Technician(id="ann", name="Ann", names=["AnnAdmin"], syncro_user_ids=[7])],
        )
        return open_workspace(settings)

    def ingest(self):
        workspace = self.open()
        for source in workspace.sources:
            run_intake(workspace, source.name)

    def run(self):
        """The months that were linked."""
        report = run_pipeline(self.open())
        assert report.failures == {}
        assert stale_months(self.open()) == {}
        return sorted({commit.month for commit in report.commits.get(LINKED, [])})

    def linked(self):
        store = self.open().layers[LINKED].store
        found = {m: [s.content_bytes() for s in store.load(m)] for m in store.months()}
        return {month: sessions for month, sessions in found.items() if sessions}

    def one(self, system, month):
        store = self.open().layers[LINKED].store
        [found] = [s for s in store.load(month) if s.meta.source_system == system]
        return found


def proposals(session):
    [entry] = [e for e in session.meta.processing_log if e.processor_name == "customer_linking"]
    return entry.details.get("proposals", [])


@pytest.fixture
def world(tmp_path):
    return World(tmp_path)


class TestTickets:
    @pytest.mark.parametrize("month", [JANUARY, MARCH])
    def test_a_ticket_of_another_month_links_a_chat(self, world, month):
        world.tickets(ticket(2222, f"{month}-05T10:00:00Z"))
        world.chat(message("2025-02-03T10:00:00.000Z", "Ticket #2222: the till is stuck"))
        world.run()
        found = world.one("SillyTavern", FEBRUARY)
        assert found.context.customer_id == ALPHA
        assert found.meta.processing_status == "Linked"

    def test_a_ticket_that_comes_later_or_changes_hands_links_the_chat_anew(self, world):
        world.chat(message("2025-02-03T10:00:00.000Z", "Ticket #2222: the till is stuck"))
        world.run()
        assert world.one("SillyTavern", FEBRUARY).context.customer_id is None
        for customer in (ALPHA, BETA):
            world.tickets(ticket(2222, "2025-01-05T10:00:00Z", customer))
            assert world.run() == [JANUARY, FEBRUARY]
            assert world.one("SillyTavern", FEBRUARY).context.customer_id == customer

    def test_other_tickets_and_other_things_of_the_ticket_leave_the_month_alone(self, world):
        own = ticket(2222, "2025-01-05T10:00:00Z")
        world.tickets(own)
        said = "Ticket #2222, not their ticket 4444 in room #5555"
        world.chat(
            message("2025-02-03T10:00:00.000Z", said),
            message("2025-02-03T10:01:00.000Z", "Is it ticket #6666?", is_user=False),
        )
        world.run()
        others = [ticket(n, "2025-01-06T10:00:00Z", BETA) for n in (3333, 4444, 5555, 6666)]
        commented = ticket(2222, "2025-01-05T10:00:00Z", comment="stuck again")
        for rows in ([own, *others], [commented, *others]):
            world.tickets(*rows)
            assert world.run() == [JANUARY]

    def test_a_persons_word_on_the_ticket_moves_the_chat(self, world):
        world.tickets(ticket(2222, "2025-01-05T10:00:00Z"))
        world.chat(message("2025-02-03T10:00:00.000Z", "Ticket #2222: the till is stuck"))
        world.run()
        [path] = (world.root / "output/sessions/2025-01").glob("*_syncroticket_*.json")
        edited = json.loads(path.read_bytes())
        edited["context"] |= {"customer_id": BETA, "customer_name": NAMES[BETA]}
        path.write_text(json.dumps(edited), encoding="utf-8")
        world.run()
        assert world.one("SillyTavern", FEBRUARY).context.customer_id == BETA


class TestWork:
    def test_work_that_begins_after_the_border_meets_a_chat_that_began_before(self, world):
        world.connections(connection("2025-02-01T00:00:00Z", "2025-02-01T00:30:00Z"))
        world.chat(message("2025-01-31T23:50:00.000Z"), message("2025-02-01T00:15:00.000Z"))
        world.run()
        [proposal] = proposals(world.one("SillyTavern", JANUARY))
        other = world.one("ScreenConnect", FEBRUARY)
        assert (proposal["kind"], proposal["customer_id"]) == ("overlap", ALPHA)
        assert proposal["rests_on"] == [other.meta.session_id]

    def test_work_that_began_before_the_border_meets_a_chat_after_it(self, world):
        world.connections(connection("2025-01-31T23:30:00Z", "2025-02-01T00:30:00Z"))
        world.chat(message("2025-02-01T00:05:00.000Z"), message("2025-02-01T00:15:00.000Z"))
        world.run()
        [proposal] = proposals(world.one("SillyTavern", FEBRUARY))
        assert proposal["customer_id"] == ALPHA

    def test_labor_of_an_old_ticket_meets_a_chat(self, world):
        labor = ("2025-02-03T10:00:00Z", "2025-02-03T11:00:00Z")
        world.tickets(ticket(2222, "2025-01-05T10:00:00Z", timer=labor))
        world.chat(message("2025-02-03T10:10:00.000Z"), message("2025-02-03T10:20:00.000Z"))
        world.run()
        [proposal] = proposals(world.one("SillyTavern", FEBRUARY))
        assert (proposal["kind"], proposal["customer_id"]) == ("overlap", ALPHA)

    @pytest.mark.parametrize(
        "other",
        [
            connection("2025-02-01T00:00:00Z", "2025-02-01T00:30:00Z", technician="BobAdmin"),
            connection("2025-02-01T00:20:00Z", "2025-02-01T00:30:00Z"),
            connection("2025-02-02T00:00:00Z", "2025-02-02T00:30:00Z"),
        ],
        ids=["another technician", "after the chat", "another day"],
    )
    def test_what_does_not_meet_the_chat_leaves_its_month_alone(self, world, other):
        world.chat(message("2025-01-31T23:50:00.000Z"), message("2025-02-01T00:15:00.000Z"))
        world.run()
        world.connections(other)
        assert world.run() == [FEBRUARY]

    def test_what_meets_it_makes_its_month_stale_as_often_as_it_changes(self, world):
        world.chat(message("2025-01-31T23:50:00.000Z"), message("2025-02-01T00:15:00.000Z"))
        world.run()
        for customer in (ALPHA, BETA):
            world.connections(connection("2025-02-01T00:00:00Z", "2025-02-01T00:30:00Z", customer))
            assert world.run() == [JANUARY, FEBRUARY]
            [proposal] = proposals(world.one("SillyTavern", JANUARY))
            assert proposal["customer_id"] == customer


def test_a_damaged_month_elsewhere_is_mended_and_the_month_is_as_it_was(world):
    world.tickets(ticket(2222, "2025-01-05T10:00:00Z"))
    world.chat(message("2025-02-03T10:00:00.000Z", "Ticket #2222: the till is stuck"))
    world.run()
    before = world.linked()
    [path] = (world.root / "store/sessions/syncro/2025-01").glob("sessions-*.jsonl")
    for content in (path.read_bytes()[:40], None):
        path.write_bytes(content) if content else path.unlink()
        world.run()
        assert world.linked() == before


_MOMENTS = (
    "2025-01-31T23:40:00Z", "2025-01-31T23:55:00Z", "2025-02-01T00:10:00Z", "2025-02-01T00:40:00Z",
    "2025-02-28T23:50:00Z", "2025-03-01T00:05:00Z",
)  # fmt: skip
_EVENTS = st.one_of(
    st.tuples(
        st.just("ticket"),
        st.sampled_from([2222, 3333]),
        st.sampled_from(_MOMENTS),
        st.sampled_from([ALPHA, BETA]),
        st.booleans(),
    ),
    st.tuples(
        st.just("connection"),
        st.integers(0, len(_MOMENTS) - 2),
        st.sampled_from([ALPHA, BETA]),
    ),
    st.tuples(
        st.just("chat"),
        st.integers(0, len(_MOMENTS) - 1),
        st.sampled_from(["Ticket #2222", "Ticket #3333", "stuck"]),
    ),
)


def _act(world, state, event):
    kind, key, *rest = event
    state[kind, key] = rest
    timer = ("2025-02-01T00:00:00Z", "2025-02-01T00:20:00Z")
    world.tickets(*(
        ticket(n, moment, customer, timer=timer if has_timer and moment < timer[0] else None)
        for (k, n), (moment, customer, has_timer) in _of(state, "ticket")
    ))  # fmt: skip
    world.connections(*(
        connection(_MOMENTS[n], _MOMENTS[n + 1], customer, machine=f"m{n}")
        for (k, n), (customer,) in _of(state, "connection")
    ))  # fmt: skip
    for (_, n), (text,) in _of(state, "chat"):
        minute = _MOMENTS[n].replace("Z", ".000Z")
        later = minute.replace(":00.000Z", ":59.000Z")
        world.chat(message(minute, text), message(later, "done"), name=f"chat{n}")


def _of(state, wanted):
    return [(key, value) for key, value in sorted(state.items()) if key[0] == wanted]


@examples(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(events=st.lists(_EVENTS, min_size=2, max_size=5), seed=st.integers(0, 1000))
def test_any_order_of_runs_ends_as_one_full_recompute(tmp_path_factory, events, seed):
    folder = tmp_path_factory.mktemp("orders")
    world, state, chance = World(folder / "one"), {}, random.Random(seed)
    for event in events:
        _act(world, state, event)
        world.ingest()
        for _ in range(chance.randrange(8)):  # some months run, in no sensible order
            workspace = world.open()
            run_month(
                workspace,
                chance.choice(list(workspace.layers)),
                chance.choice([JANUARY, FEBRUARY, MARCH]),
            )
    world.run()
    shutil.copytree(world.root, folder / "full")
    for name in ("store", "output", "cache"):  # the records stay: they know earlier states of files
        shutil.rmtree(folder / "full" / name)
    full = World(folder / "full")
    full.run()
    assert world.linked() == full.linked()
    shutil.rmtree(folder)
