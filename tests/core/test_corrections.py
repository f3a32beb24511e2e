"""A correction in one finished Session file, and what the next run makes of the others."""

import json
import shutil

import pytest

from sdc_core.layers import FINISHED, LINKED, stale_months
from sdc_core.linking.lessons.lesson import Lesson, Says, text_decision
from sdc_core.pipeline import run_pipeline
from sdc_core.times import now_utc
from tests.core.toy import World, line

JANUARY, FEBRUARY, MARCH = "2025-01", "2025-02", "2025-03"
NICKNAME, CLOSE = "The Old Mill", "Harbor Dentall Group"
CUSTOMERS = ("Harbor Dental Group", "Oak Street Clinic", "Fir Lane Bakery")
HARBOR, OAK, FIR = 1, 2, 3


class Root(World):
    """A data root in which people correct finished files."""

    def run(self):
        report = run_pipeline(self.open())
        assert report.failures == {}
        return report

    def sessions(self, company=NICKNAME):
        """Finished Sessions whose source said so, by day."""
        store = self.open().layers[FINISHED].store
        found = [s for month in store.months() for s in store.load(month)]
        return {
            s.start_utc.strftime("%m-%d"): s
            for s in found
            if s.context.source_customer_name == company
        }

    def edit(self, day, company=NICKNAME, **context):
        """Write customer, contact or status into the finished file of a day."""
        texts = (self.root / "output/sessions").rglob(f"2025-{day}_*.json")
        found = {path: json.loads(path.read_bytes()) for path in texts}
        [(path, content)] = [
            pair for pair in found.items() if pair[1]["context"]["source_customer_name"] == company
        ]
        if "status" in context:
            content["meta"]["processing_status"] = context.pop("status")
        content["context"] |= context
        path.write_text(json.dumps(content, indent=2), encoding="utf-8")

    def correct(self, day, customer, company=NICKNAME, **more):
        """A person sets the customer, and the next run."""
        self.edit(day, company, customer_id=customer, customer_name=None, **more)
        self.run()

    def decide(self, says, customer=None, text=NICKNAME, **more):
        workspace = self.open()
        lesson, known = Lesson(says=says, id=customer, **more), workspace.ledger.read()
        said = text_decision(known, ("Toy", text), lesson, who="eve", why="by phone", now=now_utc())
        return workspace.ledger.append([said] if said else [])

    def whose(self, company=NICKNAME):
        return {day: s.context.customer_id for day, s in self.sessions(company).items()}

    def statuses(self, company=NICKNAME):
        return {day: str(s.meta.processing_status) for day, s in self.sessions(company).items()}


def evidence(session):
    [entry] = [e for e in session.meta.processing_log if e.processor_name == "customer_linking"]
    return entry.details


def lines(company, *days, first=1):
    return [line(first + n, f"2025-{day}T10:00:00+00:00", company) for n, day in enumerate(days)]


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A nickname of nobody and a misspelt name on three days of two months, all finished."""
    monkeypatch.setenv("SDC_NOW", "2025-06-30T12:00:00+00:00")
    monkeypatch.setenv("LOGNAME", "dana")
    world = Root(tmp_path)
    world.customers(*CUSTOMERS)
    days = ("01-03", "01-20", "02-10")
    world.write(*lines(NICKNAME, *days), name="nick.toy")
    world.write(*lines(CLOSE, *days, first=10), name="close.toy")
    world.write(*lines(CUSTOMERS[0], *days, first=20), name="exact.toy")
    world.write(*lines("Home", *days, first=30), name="home.toy")
    world.run()
    assert set(world.statuses().values()) == {"No Match Found"}
    assert set(world.whose(CLOSE).values()) == {HARBOR}
    return world


class TestOneCorrection:
    def test_the_other_sessions_of_the_text_follow_and_say_who_decided(self, root):
        root.correct("01-03", OAK)
        assert set(root.whose().values()) == {OAK}
        assert root.statuses() == {"01-03": "Reviewed", "01-20": "Linked", "02-10": "Linked"}
        found = evidence(root.sessions()["02-10"])
        assert (found["method"], found["customer_id"]) == ("ledger", OAK)
        assert found["reason"] == (
            "dana corrected a Session on 2025-06-30: "
            "'The Old Mill' is customer 2 ('Oak Street Clinic')"
        )
        assert stale_months(root.open()) == {}

    def test_only_months_that_hold_the_text_are_computed(self, root):
        root.write(line(50, "2025-03-03T10:00:00+00:00", CUSTOMERS[2]), name="march.toy")
        root.run()
        root.edit("01-03", customer_id=OAK)
        report = root.run()
        assert [c.month for c in report.commits[LINKED]] == [JANUARY, FEBRUARY]

    def test_it_stands_for_new_months_and_other_spellings_of_the_same_letters(self, root):
        root.correct("01-03", OAK)
        root.write(line(50, "2025-03-03T10:00:00+00:00", "THE  OLD\u00a0MILL"), name="new.toy")
        root.run()
        assert root.whose("THE  OLD\u00a0MILL") == {"03-03": OAK}
        root.write(line(51, "2025-03-04T10:00:00+00:00", "The Old Mill 2"), name="other.toy")
        root.run()
        assert root.whose("The Old Mill 2") == {"03-04": None}

    def test_it_survives_a_rebuild_and_a_customer_that_is_renamed(self, root):
        root.correct("01-03", OAK)
        for folder in ("store", "cache", "output"):
            shutil.rmtree(root.root / folder)
        root.customers("Harbor Dental Group", "Elm Road Practice", "Fir Lane Bakery")
        root.run()
        assert {s.context.customer_name for s in root.sessions().values()} >= {"Elm Road Practice"}
        assert set(root.whose().values()) == {OAK}

    def test_of_another_customers_name_it_is_an_exception(self, root):
        root.correct("01-03", OAK, CUSTOMERS[0])
        assert root.whose(CUSTOMERS[0]) == {"01-03": OAK, "01-20": HARBOR, "02-10": HARBOR}

    def test_of_a_guessed_text_it_excludes_the_guess(self, root):
        root.correct("01-03", OAK, CLOSE)
        assert set(root.whose(CLOSE).values()) == {OAK}
        assert root.open().learned().never("Toy", CLOSE) == {HARBOR}

    @pytest.mark.parametrize("company", ["Home", "(empty)", "N/A"])
    def test_a_placeholder_never_becomes_an_alias(self, root, company):
        root.write(*lines(company, "01-05", "01-06", first=60), name="more.toy")
        root.run()
        root.correct("01-05", OAK, company)
        assert root.whose(company)["01-06"] is None
        assert not root.open().learned()

    def test_one_that_leaves_doubt_teaches_nothing(self, root):
        root.correct("01-03", OAK, status="Needs Review")
        assert root.whose() == {"01-03": OAK, "01-20": None, "02-10": None}

    def test_a_session_that_is_only_confirmed_teaches_nothing(self, root):
        root.edit("01-03", CLOSE, status="Reviewed")
        root.run()
        assert not root.open().learned()

    def test_beside_a_changed_source_text_it_is_about_its_session_alone(self, root):
        root.edit("01-03", customer_id=OAK, source_customer_name=CLOSE)
        root.run()
        assert root.whose()["01-03"] == OAK
        assert not root.open().learned()

    def test_taken_in_twice_it_is_one_lesson(self, root):
        root.edit("01-03", customer_id=OAK)
        for _ in range(2):  # a process that ended between the ledger and its commit
            workspace = root.open()
            layer = workspace.layers[LINKED]
            layer.edits.take(JANUARY, workspace.customers.load(), now_utc())
        assert [d.kind for d in root.open().ledger.read()] == ["edit", "link"]


class TestConflict:
    def test_two_that_differ_leave_the_text_open_and_name_both(self, root):
        root.edit("01-03", customer_id=OAK)
        root.edit("02-10", customer_id=FIR)
        root.run()
        assert root.whose() == {"01-03": OAK, "01-20": None, "02-10": FIR}
        assert root.statuses()["01-20"] == "Needs Review"
        reason = evidence(root.sessions()["01-20"])["reason"]
        assert reason.startswith("people disagree on 'The Old Mill': dana corrected a Session")
        assert "customer 2 ('Oak Street Clinic')" in reason
        assert "customer 3 ('Fir Lane Bakery')" in reason

    def test_the_same_session_corrected_anew_is_no_conflict(self, root):
        root.correct("01-03", OAK)
        root.correct("01-03", FIR)
        assert set(root.whose().values()) == {FIR}

    def test_a_word_on_the_text_settles_it(self, root):
        root.edit("01-03", customer_id=OAK)
        root.edit("02-10", customer_id=FIR)
        root.run()
        root.decide(Says.CUSTOMER, FIR)
        root.run()
        assert root.whose() == {"01-03": OAK, "01-20": FIR, "02-10": FIR}
        assert evidence(root.sessions()["01-20"])["reason"].startswith("eve decided on")

    def test_an_exception_after_all_ends_what_the_session_taught(self, root):
        root.correct("01-03", OAK)
        root.customers("The Old Mill", "Oak Street Clinic", "Fir Lane Bakery")
        root.correct("01-03", FIR)
        assert root.whose() == {"01-03": FIR, "01-20": 1, "02-10": 1}

    @pytest.mark.parametrize("who", ["a person", "a correction"])
    def test_a_new_customer_of_that_name_is_a_question(self, root, who):
        if who == "a person":
            root.decide(Says.CUSTOMER, OAK)
            root.run()
        else:
            root.correct("01-03", OAK)
        root.customers(*CUSTOMERS, "The Old Mill")
        root.run()
        assert root.statuses()["02-10"] == "Needs Review"
        reason = evidence(root.sessions()["02-10"])["reason"]
        assert "'The Old Mill' is the name of customer 4 ('The Old Mill') now" in reason
        root.decide(Says.CUSTOMER, OAK, owners=(4,))
        root.run()
        assert root.whose()["02-10"] == OAK

    def test_a_customer_that_is_gone_is_a_question(self, root):
        root.correct("01-03", FIR)
        root.customers(*CUSTOMERS[:2])
        root.run()
        assert root.statuses()["02-10"] == "Needs Review"
        assert "who is not in the customer list" in evidence(root.sessions()["02-10"])["reason"]


class TestNobodyAndNever:
    def test_nobody_is_no_match_by_the_person(self, root):
        root.edit("01-03", CLOSE, customer_id=None, status="No Match Found")
        root.run()
        assert set(root.whose(CLOSE).values()) == {None}
        assert set(root.statuses(CLOSE).values()) == {"No Match Found"}
        found = evidence(root.sessions(CLOSE)["02-10"])
        assert (found["method"], found["decision"]) == ("ledger", "unlinked")
        assert found["reason"].startswith("dana corrected a Session on 2025-06-30: ")
        assert found["reason"].endswith("'Harbor Dentall Group' is no customer")

    def test_a_customer_taken_away_is_never_that_texts_again(self, root):
        root.edit("01-03", CLOSE, customer_id=None, customer_name=None)
        root.run()
        assert set(root.whose(CLOSE).values()) == {None}
        candidates = evidence(root.sessions(CLOSE)["02-10"])["candidates"]
        assert HARBOR not in [candidate["customer_id"] for candidate in candidates]

    def test_the_next_candidate_is_linked_only_where_it_would_be_alone(self, root):
        root.customers(*CUSTOMERS, "Harbor Diner Group", "Dental Harbor Supply")
        root.decide(Says.NEVER, HARBOR, text=CLOSE)
        root.run()
        weak = root.whose(CLOSE)
        root.customers(*CUSTOMERS, "Harbor Dentall Group, Inc.")
        root.run()
        assert (set(weak.values()), set(root.whose(CLOSE).values())) == ({None}, {4})

    def test_taken_back_it_is_as_before(self, root):
        before = {day: s.to_bytes() for day, s in root.sessions(CLOSE).items()}
        root.decide(Says.NEVER, HARBOR, text=CLOSE)
        root.run()
        assert set(root.whose(CLOSE).values()) == {None}
        root.decide(Says.OPEN, text=CLOSE)
        root.run()
        assert {d: s.to_bytes() for d, s in root.sessions(CLOSE).items()} == before

    def test_said_again_it_is_new_only_after_something_else(self, root):
        said = [root.decide(Says.NEVER, HARBOR, text=CLOSE) for _ in range(2)]
        said += [root.decide(Says.NEVER, FIR, text=CLOSE)]
        said += [root.decide(Says.NEVER, HARBOR, text=CLOSE.upper()) for _ in range(2)]
        said += [root.decide(Says.OPEN, text=CLOSE), root.decide(Says.NEVER, HARBOR, text=CLOSE)]
        assert said == [1, 0, 1, 1, 0, 1, 1]
