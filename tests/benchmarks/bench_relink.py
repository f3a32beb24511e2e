"""What a changed customer list, or one corrected text, costs over 24 months of 1,000 Sessions.

Run: `python -m tests.benchmarks.bench_relink [MONTHS] [SESSIONS]`. The floor is the same look at all
months while nothing changed; computing means linking and writing every month, as it was before.
"""

import json
import sys
import tempfile
from pathlib import Path

from sdc_core.intake import run_intake
from sdc_core.layers import LINKED
from sdc_core.linking.lessons.lesson import Lesson, Says, text_decision
from sdc_core.pipeline import run_month
from sdc_core.times import now_utc
from tests.benchmarks.stages import seconds_of
from tests.core.toy import World, line

CUSTOMERS = 1_000
ALONE = "Written In One Month"
TEXTS = 250
WORDS = ("Harbor", "Oak", "Elm", "Mill", "Fir", "Lake", "Stone", "River", "Hill", "Park")
TRADES = ("Dental", "Clinic", "Bakery", "Garage", "Legal", "Print", "Vets", "Foods", "Tools", "Gym")


def main() -> None:
    months, sessions = (int(a) for a in (sys.argv[1:] + ["24", "1000"][len(sys.argv) - 1 :]))
    with tempfile.TemporaryDirectory() as name:
        world = World(Path(name))
        listed = [_company(n) for n in range(CUSTOMERS)]
        world.customers(*listed)
        _fill(world, months, sessions)
        floor = seconds_of(lambda: _stale(world))
        print(f"{months} months x {sessions:,} Sessions, {TEXTS} texts, {CUSTOMERS:,} customers")
        _show("nothing changed", floor, floor)
        world.customers(*listed, "Quite Another Company")
        _cache(world)
        _show("another customer, first look", seconds_of(lambda: _stale(world)), floor)
        _show("another customer, each look after", seconds_of(lambda: _stale(world)), floor)
        print(f"  months to run: {len(_stale(world))}")
        _teach(world, ALONE)
        _show("one text decided on", seconds_of(lambda: _stale(world)), floor)
        print(f"  months to run: {len(_stale(world))}")
        _show("computing all months", seconds_of(lambda: _compute(world)), floor)


def _company(number: int) -> str:
    a, b, c = number % 10, number // 10 % 10, number // 100 % 10
    return f"{WORDS[a]} {WORDS[b]} {TRADES[c]} {number}"


def _text(number: int) -> str:
    return _company(number * 3).replace("a", "aa", 1) if number % 3 else _company(number * 3)


def _fill(world: World, months: int, sessions: int) -> None:
    places = [f"{2023 + m // 12}-{m % 12 + 1:02d}" for m in range(months)]
    knobs = {"first_month": "2023-01"}
    world.settings = world.settings.model_copy(
        update={"processing_defaults": world.settings.processing_defaults.model_copy(update=knobs)}
    )
    for place, month in enumerate(places):
        lines = [
            line(place * sessions + n, f"{month}-{n // TEXTS % 28 + 1:02d}T10:00:00+00:00",
                 _text((n + place) % TEXTS if n % 7 else 7 + place % 2))
            for n in range(sessions)
        ]  # fmt: skip
        if place == 0:
            lines.append(line(-1, f"{month}-03T10:00:00+00:00", ALONE))
        world.write(*lines, name=f"{month}.toy")
    _cache(world)
    run_intake(world.open(), "toy")
    _compute(world)


def _cache(world: World) -> None:
    from sdc_core.syncro.customers import refresh_customers

    workspace = world.open()
    refresh_customers(workspace.settings, workspace.customers, now=now_utc())


def _compute(world: World) -> None:
    """Every month of the two layers, whether it is stale or not."""
    for path in (world.root / "store" / LINKED).glob("*/_manifest.json"):
        path.write_text(json.dumps({}), encoding="utf-8")
    workspace = world.open()
    for month in workspace.records("toy").months():
        run_month(workspace, "sessions/toy", month)
        run_month(workspace, LINKED, month)


def _stale(world: World) -> list[str]:
    """As a tick of the sensor: in a workspace opened anew."""
    workspace = world.open()
    layer = workspace.layers[LINKED]
    return [month for month in layer.store.months() if layer.is_stale(month)]


def _teach(world: World, text: str) -> None:
    workspace = world.open()
    lesson = Lesson(says=Says.CUSTOMER, id=1, name="x")
    said = text_decision([], ("Toy", text), lesson, who="x", why="", now=now_utc())
    workspace.ledger.append([said] if said else [])


def _show(what: str, seconds: float, floor: float) -> None:
    print(f"{what:36} {seconds:7.2f} s  {seconds / floor:6.1f} x the floor")


if __name__ == "__main__":
    main()
