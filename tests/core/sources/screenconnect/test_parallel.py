"""One technician connected to two customers at once: reported with its minutes, never merged."""

import random
from datetime import timedelta

import pytest

from sdc_core.settings import Settings
from sdc_core.sources.screenconnect.source import SOURCE
from tests.core.sources.play import merged, play, sessions
from tests.core.sources.screenconnect.exports import as_csv
from tests.core.sources.screenconnect.server import NOW, connection, make_settings

NAMES = make_settings().screenconnect.api.fields
HOUR = timedelta(hours=1)


def made(tmp_path, *rows):
    file = as_csv(tmp_path / "r.csv", NAMES, rows)
    records = merged(SOURCE, list(SOURCE.read(file, Settings())), Settings())
    return sessions(SOURCE, records, Settings())


def double(session):
    return getattr(session.insights, "parallel_minutes", 0)


def test_on_the_recorded_sample_177_minutes_are_double(shared):
    found, _ = play(SOURCE, [shared / "samples/screenconnect/report_export_excel_resaved.csv"])
    flagged = [s for s in found if "parallel_customers" in s.meta.flags]
    assert sorted(s.context.source_customer_name for s in flagged) == [
        "Wellness Partners East",
        "Wellness Partners West",
    ]
    assert [double(s) for s in flagged] == pytest.approx([177, 177], abs=2)


def test_only_the_shared_stretch_counts_and_stands_on_both_sides(tmp_path):
    long = connection("a", NOW, 60, customer="A")
    short = connection("b", NOW + 0.75 * HOUR, 60, customer="B", machine="M2")
    one, other = made(tmp_path, long, short)
    assert (double(one), double(other)) == (15, 15)
    assert one.insights.connected_union_minutes == 60
    assert len(one.segments[0].metadata.parallel) == 1


@pytest.mark.parametrize(
    "change",
    [{"customer": "a"}, {"customer": ""}, {"who": "Ben"}, {"who": ""}, {"process": "Guest"}],
    ids=["same customer", "unknown customer", "other technician", "unknown", "guest"],
)
def test_what_is_no_parallel_work(tmp_path, change):
    rows = [connection("a", NOW, 60, customer="A")]
    rows.append(connection("b", NOW, 60, **{"customer": "B", "machine": "M2", **change}))
    assert [double(session) for session in made(tmp_path, *rows)] in ([0], [0, 0])


def test_the_order_of_records_and_a_second_settling_change_nothing(tmp_path):
    rng = random.Random(3)
    rows = [
        connection(f"c{n}", NOW + rng.random() * 5 * HOUR, rng.randrange(90), customer=f"C{n % 3}")
        for n in range(30)
    ]
    file = as_csv(tmp_path / "r.csv", NAMES, rows)
    records = merged(SOURCE, list(SOURCE.read(file, Settings())), Settings())
    again = SOURCE.settle(rng.sample(records, len(records)), Settings())
    assert sorted(again, key=lambda r: r.key) == sorted(records, key=lambda r: r.key)
    assert any(r.fields.get("parallel") for r in records)


def test_a_row_that_goes_elsewhere_takes_its_parallel_stretch_along(tmp_path):
    rows = [connection("a", NOW, 60, customer="A"), connection("b", NOW, 60, customer="B")]
    file = as_csv(tmp_path / "r.csv", NAMES, rows)
    records = merged(SOURCE, list(SOURCE.read(file, Settings())), Settings())
    for record in records:
        record.fields["customer_name"] = "A"
    assert not any("parallel" in r.fields for r in SOURCE.settle(records, Settings()))
