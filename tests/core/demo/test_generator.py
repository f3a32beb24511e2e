"""The demo world: repeatable, complete, believable, and apart from its truth."""

import csv
import io
import json
import os
import subprocess
import sys
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from sdc_core.demo.generator import generate, read_world
from sdc_core.demo.texts import SHIPPED
from sdc_core.demo.truth import Truth
from sdc_core.errors import SettingsError
from sdc_core.settings import Technician

END = date(2025, 11, 20)
NEW_YORK = ZoneInfo("America/New_York")
WAYS_TO_THE_TRUTH = ("sdc_core.demo", "truth.json", "TRUTH_FILE")


def contents(root):
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    return generate(tmp_path_factory.mktemp("demo"), end=END)


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    return generate(tmp_path_factory.mktemp("large"), sessions=3000, end=END)


def truth_of(world):
    return Truth.model_validate_json(world.truth.read_bytes())


def rows_of(world):
    for path in sorted(world.input_root.glob("screenconnect/*.csv")):
        content = path.read_bytes()
        encoding = "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
        text = content.decode("cp1252" if "excel" in path.name else encoding)
        yield path.name, list(csv.DictReader(io.StringIO(text)))


def chat_lines(world):
    folder = world.input_root / "sillytavern"
    for path in sorted(folder.rglob("*.jsonl")):
        for number, line in enumerate(path.read_bytes().decode().split("\n"), start=1):
            yield path.relative_to(folder).as_posix(), number, json.loads(line)


def account_of(world):
    return json.loads(world.syncro_world.read_text(encoding="utf-8"))


class TestRepeatable:
    def test_equal_arguments_give_equal_bytes_in_another_process(self, demo, tmp_path):
        code = (
            "import sys, datetime, pathlib; from sdc_core.demo.generator import generate;"
            "generate(pathlib.Path(sys.argv[1]), end=datetime.date(2025, 11, 20))"
        )
        environment = {**os.environ, "PYTHONHASHSEED": "123", "TZ": "Asia/Tokyo"}
        subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True, env=environment)
        assert contents(tmp_path) == contents(demo.root)

    def test_another_seed_is_another_world(self, demo, tmp_path):
        other = generate(tmp_path, end=END, seed=8)
        assert other.truth.read_bytes() != demo.truth.read_bytes()

    def test_a_datetime_means_the_last_whole_local_day(self, tmp_path):
        # 02:00 UTC is still the evening of 19 November in New York.
        moment = datetime(2025, 11, 20, 2, tzinfo=UTC)
        assert generate(tmp_path, sessions=10, end=moment).last_day == date(2025, 11, 18)

    def test_a_second_run_writes_nothing(self, tmp_path):
        world = generate(tmp_path, sessions=20, months=1, end=END)
        before = {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*") if p.name != "demo.json"}
        generate(tmp_path, sessions=20, months=1, end=END)
        after = {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*") if p.name != "demo.json"}
        assert after == before
        assert read_world(tmp_path) == world


class TestComplete:
    def test_planned_sessions_add_up(self, demo, large):
        assert sum(demo.planned_sessions.values()) == 400
        assert sum(large.planned_sessions.values()) == 3000

    def test_every_host_connection_has_its_truth(self, demo):
        known = Counter()
        for record in truth_of(demo).records:
            if record.source == "screenconnect":
                known[record.natural_id["connection_id"], record.natural_id["machine"]] += 1
        found = {
            (row["ConnectionID"], row["SessionSessionID"])
            for _, rows in rows_of(demo)
            for row in rows
            if row["ProcessType"] == "Host"
        }
        assert found == set(known)

    def test_every_chat_message_has_its_truth(self, demo):
        known = {
            (r.natural_id["file"], r.natural_id["line"]): r
            for r in truth_of(demo).records
            if r.source == "sillytavern"
        }
        messages = {(f, n): raw for f, n, raw in chat_lines(demo) if "mes" in raw}
        assert messages.keys() == known.keys()
        for place, raw in messages.items():
            assert known[place].natural_id["send_date"] == raw["send_date"]
            assert known[place].is_work == raw["is_user"]

    def test_every_note_has_its_truth(self, demo):
        notes = json.loads((demo.input_root / "notes/notes.json").read_text(encoding="utf-8"))
        known = Counter(r.kind.value for r in truth_of(demo).records if r.source == "notes")
        assert known == {"note": len(notes["tickets"]), "todo": len(notes["toDoItems"])}

    def test_every_ticket_comment_and_timer_has_its_truth(self, demo):
        known = {
            tuple(r.natural_id.values()) for r in truth_of(demo).records if r.source == "syncro"
        }
        found = set()
        for ticket in account_of(demo)["tickets"]:
            found.add((ticket["id"], ticket["number"]))
            found |= {(ticket["id"], c["id"]) for c in ticket["comments"]}
            found |= {(ticket["id"], t["id"]) for t in ticket["ticket_timers"]}
        assert found == known

    def test_nothing_happens_after_the_last_day(self, large):
        horizon = datetime(2025, 11, 21, tzinfo=NEW_YORK)
        truth = truth_of(large)
        assert max(v.end_utc for job in truth.jobs for v in job.visits) < horizon
        assert max(r.end_utc for r in truth.records) < horizon
        newest = max(
            datetime.fromisoformat(c["created_at"])
            for ticket in account_of(large)["tickets"]
            for c in ticket["comments"]
        )
        assert newest < horizon


class TestBelievable:
    def test_technicians_have_another_name_in_every_source(self, demo):
        for values in demo.technicians:
            technician = Technician(**values)
            assert len(set(technician.names)) >= 5

    def test_customers_hold_the_hard_cases(self, demo):
        customers = account_of(demo)["customers"]
        names = Counter(c["business_name"] for c in customers)
        assert len(customers) == 40
        assert names["(empty)"] == 2
        assert names["Corner Bakehouse"] == 2
        assert names[None] == 2
        assert sum(c["disabled"] for c in customers) == 1
        assert sum(c.former_name is not None for c in truth_of(demo).customers) == 1

    def test_customers_are_known_missing_and_wrong_as_specified(self, large):
        told = {}
        for r in truth_of(large).records:
            if r.source in {"screenconnect", "notes"}:
                told[r.source, r.job_id, r.start_utc] = r.says.value
        share = {k: n / len(told) for k, n in Counter(told.values()).items()}
        assert share["missing"] == pytest.approx(0.06, abs=0.02)
        assert share["wrong"] == pytest.approx(0.02, abs=0.012)

    def test_sources_are_mixed_as_specified(self, large):
        planned = large.planned_sessions
        assert planned["syncro"] / 3000 == pytest.approx(0.30, abs=0.03)
        assert planned["screenconnect"] / 3000 == pytest.approx(0.35, abs=0.03)
        assert planned["sillytavern"] / 3000 == pytest.approx(0.20, abs=0.03)
        assert planned["notes"] / 3000 == pytest.approx(0.15, abs=0.03)

    def test_work_crosses_midnight_months_days_and_the_change_of_clocks(self, demo):
        visits = [v for job in truth_of(demo).jobs for v in job.visits]
        local = [(v.start_utc.astimezone(NEW_YORK), v.end_utc.astimezone(NEW_YORK)) for v in visits]
        assert any(start.date() < end.date() for start, end in local)
        assert any(start.month != end.month for start, end in local)
        assert any(v.start_utc.month != v.end_utc.month for v in visits)
        assert any(start.utcoffset() != end.utcoffset() for start, end in local)
        jobs = [job.visits for job in truth_of(demo).jobs]
        assert any(v[-1].start_utc - v[0].start_utc > timedelta(days=9) for v in jobs)

    def test_one_technician_works_for_two_customers_at_once(self, demo):
        by_technician = {}
        for job in truth_of(demo).jobs:
            for v in job.visits:
                by_technician.setdefault(v.technician_id, []).append((v, job.customer_id))
        assert any(
            a.start_utc < b.end_utc and b.start_utc < a.end_utc and one != other
            for work in by_technician.values()
            for a, one in work
            for b, other in work
        )

    def test_the_last_working_day_has_work(self, demo):
        days = {
            v.start_utc.astimezone(NEW_YORK).date() for j in truth_of(demo).jobs for v in j.visits
        }
        assert END in days

    def test_exports_overlap_and_come_in_three_forms(self, demo):
        files = dict(rows_of(demo))
        assert len(files) >= 6
        keys = [{r["ConnectionID"] for r in rows} for rows in files.values()]
        assert sum(map(len, keys)) > len(set().union(*keys))
        excel = next(rows for name, rows in files.items() if "excel" in name)
        assert all("T" not in r["ConnectedTime"] for r in excel)
        starts = [p.read_bytes()[:2] for p in demo.input_root.glob("screenconnect/*unicode*")]
        assert starts
        assert set(starts) <= {b"\xff\xfe", b"\xfe\xff"}

    def test_connections_stay_up_for_hours_or_are_still_open(self, demo):
        rows = [r for _, part in rows_of(demo) for r in part if r["ProcessType"] == "Host"]
        assert any(int(r["DurationSeconds"]) > 3 * 3600 for r in rows)
        assert any(not r["DisconnectedTime"] for r in rows)

    def test_chats_come_in_all_eras_with_branches_checkpoints_and_groups(self, demo):
        names, dates = set(), set()
        for file, _, raw in chat_lines(demo):
            names.add(file)
            dates.add(type(raw.get("send_date")).__name__ + str(raw.get("send_date"))[10:11])
        assert any("Branch #1" in n for n in names)
        assert any("Checkpoint #1" in n for n in names)
        assert any("/group chats/" in n for n in names)
        assert any(d.startswith("int") for d in dates)
        assert "strT" in dates

    def test_branches_repeat_their_parent_and_add_a_tail(self, demo):
        texts = {}
        for file, _, raw in chat_lines(demo):
            if "mes" in raw:
                texts.setdefault(file, []).append((raw["send_date"], raw["mes"]))
        branch = next(f for f in texts if "Branch #1" in f)
        parent = texts[branch.replace(" - Branch #1", "")]
        assert texts[branch][:-2] == parent[: len(texts[branch]) - 2]
        assert texts[branch][-2:] != parent[len(texts[branch]) - 2 : len(texts[branch])]

    def test_ticket_numbers_rise_and_comments_are_newest_first(self, demo):
        tickets = account_of(demo)["tickets"]
        opened = [datetime.fromisoformat(t["created_at"]) for t in tickets]
        assert opened == sorted(opened)
        assert [t["number"] for t in tickets] == sorted(t["number"] for t in tickets)
        for ticket in tickets:
            times = [datetime.fromisoformat(c["created_at"]) for c in ticket["comments"]]
            assert times == sorted(times, reverse=True)


class TestReplaceableFiles:
    CUSTOMERS = "customer_id,name,alias\nC1,Alpha Works,Alfa\nC2,Beta Mill,\nC3,Gamma Farm,\n"

    def given(self, folder: Path, name: str, text: str) -> Path:
        path = folder / name
        path.write_text(text, encoding="utf-8", newline="")
        return path

    def test_customers_and_mentions_replace_the_names(self, tmp_path):
        customers = self.given(tmp_path, "c.csv", self.CUSTOMERS)
        mentions = self.given(
            tmp_path, "m.csv", "text,customer_id\nthe alpha people,C1\nB-Mill,C2\n"
        )
        world = generate(
            tmp_path / "demo",
            sessions=60,
            months=1,
            end=END,
            customers=customers,
            mentions=mentions,
        )
        written = {r["SessionCustomProperty1"] for _, rows in rows_of(world) for r in rows}
        assert {"the alpha people", "B-Mill"} & written
        assert not written & {"Gamma Farm", "Alpha Works "}
        worked_for = {j.customer_id for j in truth_of(world).jobs if not j.is_internal}
        ids = {c.source_id: c.customer_id for c in truth_of(world).customers}
        assert worked_for == {ids["C1"], ids["C2"]}

    def test_a_folder_of_queries_and_gold_is_accepted(self, tmp_path):
        customers = self.given(tmp_path, "customers.csv", self.CUSTOMERS)
        self.given(tmp_path, "queries.csv", "query_id,text\nQ1,alpha w.\nQ2,nobody\nQ3,beta?\n")
        self.given(
            tmp_path,
            "gold.csv",
            "query_id,true_id,kind,linkable\nQ1,C1,variant,1\nQ2,,out_of_list,0\nQ3,C2,homonym,0\n",
        )
        world = generate(
            tmp_path / "demo", sessions=80, end=END, customers=customers, mentions=tmp_path
        )
        beta = next(c.customer_id for c in truth_of(world).customers if c.source_id == "C2")
        says = {
            r.says for r in truth_of(world).records if r.customer_id == beta and r.source == "notes"
        }
        assert "shared" in says
        assert "right" not in says

    @pytest.mark.parametrize(
        ("option", "name", "text", "complaint"),
        [
            ("customers", "c.csv", "id,name\n1,A\n", "column 'customer_id' is missing"),
            ("customers", "c.csv", "customer_id,name,alias\n", "holds no customers"),
            ("mentions", "m.csv", "text\nA\n", "column 'customer_id' is missing"),
            ("mentions", "m.csv", "text,customer_id\nA,9\n", "customer_id '9' is none of"),
            ("texts", "t.json", "{", "not valid JSON"),
            ("texts", "t.json", "{}", "problems: Field required"),
        ],
    )
    def test_a_bad_file_is_named_with_its_column(self, tmp_path, option, name, text, complaint):
        path = self.given(tmp_path, name, text)
        with pytest.raises(SettingsError, match=complaint) as caught:
            generate(tmp_path / "demo", end=END, **{option: path})
        assert str(path) in str(caught.value)
        assert not (tmp_path / "demo").exists()

    def test_a_missing_file_is_named(self, tmp_path):
        with pytest.raises(SettingsError, match=r"nothing\.csv: cannot be read"):
            generate(tmp_path / "demo", end=END, customers=tmp_path / "nothing.csv")

    def test_texts_with_an_unknown_placeholder_are_refused(self, tmp_path):
        texts = json.loads(SHIPPED.read_text(encoding="utf-8"))
        texts["greetings"] = ["Hello {nobody}"]
        path = self.given(tmp_path, "t.json", json.dumps(texts))
        with pytest.raises(SettingsError, match=r"greetings\.0.*unknown placeholder 'nobody'"):
            generate(tmp_path / "demo", end=END, texts=path)

    @pytest.mark.parametrize("numbers", [{"sessions": 0}, {"months": 0}, {"months": 121}])
    def test_numbers_out_of_range_are_refused(self, tmp_path, numbers):
        with pytest.raises(SettingsError, match="must be at least 1"):
            generate(tmp_path, end=END, **numbers)


class TestApart:
    def test_the_truth_lies_outside_the_inputs(self, demo):
        assert not demo.truth.is_relative_to(demo.input_root)
        assert not demo.syncro_world.is_relative_to(demo.input_root)

    def test_nothing_but_the_demo_knows_the_truth(self):
        package = SHIPPED.parents[1]
        readers = {
            path.relative_to(package).as_posix()
            for path in package.rglob("*.py")
            if any(mark in path.read_text(encoding="utf-8") for mark in WAYS_TO_THE_TRUTH)
            and path.parent.name != "demo"
        }
        # No run trains: weights are fitted by hand, from the truth, and shipped.
        assert readers <= {"schemas.py", "llm/extractive/training.py"}

    def test_a_new_world_replaces_the_old_one_and_nothing_else(self, tmp_path):
        generate(tmp_path, sessions=60, end=END)
        own = tmp_path / "input/notes/mine.json"
        own.write_text("{}", encoding="utf-8")
        world = generate(tmp_path, sessions=20, months=1, seed=3, end=END)
        named = set(json.loads((tmp_path / "demo.json").read_text(encoding="utf-8"))["files"])
        assert contents(tmp_path).keys() == named | {"demo.json", "input/notes/mine.json"}
        assert read_world(tmp_path) == world

    def test_a_folder_with_files_of_a_user_is_refused(self, tmp_path):
        (tmp_path / "input/notes").mkdir(parents=True)
        (tmp_path / "input/notes/README.md").write_text("x", encoding="utf-8")
        (tmp_path / "input/notes/notes.json").write_text("{}", encoding="utf-8")
        with pytest.raises(SettingsError, match="files that no demo wrote"):
            generate(tmp_path, end=END)
