"""`sdc link`: what is open, the word of a person, and what the next run makes of it."""

import json
import shutil

import pytest

from sdc_assets.cli.exits import Exit

from .conftest import Place, row

TEXT = "Somebody Else Ltd"
HARBOR, OAK = 1, 2


@pytest.fixture(scope="module")
def open_template(tmp_path_factory, ran_template):
    """Three Sessions of a text that is nobody's yet, in two months; one that names nobody."""
    root = tmp_path_factory.mktemp("open") / "place"
    shutil.copytree(ran_template, root)
    place = Place(root)
    place.write_rows(
        row(1, "2025-01-03"),
        row(2, "2025-01-20", TEXT),
        row(3, "2025-02-10"),
        row(4, "2025-02-11", TEXT),
        row(5, "2025-02-12", TEXT.upper()),
        row(6, "2025-02-13", "Home"),
        row(7, "2025-02-14", "Fir Lane"),
    )
    assert place.sdc("run").exit_code == Exit.FINE
    return root


@pytest.fixture
def place(tmp_path, open_template):
    shutil.copytree(open_template, tmp_path / "open")
    return Place(tmp_path / "open")


def decided(place, *options, text=TEXT):
    done = place.json("link", text, *options)
    assert place.sdc("run").exit_code == Exit.FINE
    return done


def sessions(place, text=TEXT):
    found = [json.loads(path.read_text("utf-8")) for path in place.finished()]
    wanted = text.casefold()
    return [s for s in found if (s["context"]["source_customer_name"] or "").casefold() == wanted]


def whose(place, text=TEXT):
    return {s["context"]["customer_id"] for s in sessions(place, text)}


def test_open_texts_come_with_what_stands_behind_them(place):
    first, second = place.json("link")["texts"]
    assert (first["text"], first["source_system"]) == (TEXT, "ScreenConnect")
    assert (first["sessions"], first["minutes"]) == (3, 90)
    assert first["months"] == {"2025-01": 1, "2025-02": 2}
    assert first["reason"]
    assert (second["text"], second["sessions"]) == ("Fir Lane", 1)
    shown = place.sdc("link", "list").stdout
    assert shown.index(TEXT) < shown.index("Fir Lane")
    assert "sdc link TEXT --customer ID" in shown
    assert "Home" not in shown


def test_a_customer_by_name_is_linked_in_every_month(place):
    said = decided(place, "--customer", "oak street  CLINIC", "--why", "by phone")
    assert (said["decided"], said["customer_id"]) == (1, OAK)
    assert said["sessions_to_change"] == {"2025-01": 1, "2025-02": 2}
    assert whose(place) == {OAK}
    for session in sessions(place):
        assert session["meta"]["processing_status"] == "Linked"
        [entry] = [
            e
            for e in session["meta"]["processing_log"]
            if e["processor_name"] == "customer_linking"
        ]
        assert entry["details"]["method"] == "ledger"
        assert "decided on 2025-03-15" in entry["details"]["reason"]
        assert "(by phone)" in entry["details"]["reason"]
    assert [line["text"] for line in place.json("link")["texts"]] == ["Fir Lane"]


def test_the_ledger_says_who_when_and_why(place):
    place.sdc("link", TEXT, "--customer", "2", "--why", "by phone")
    [line] = (place.data / "decisions/ledger.jsonl").read_text("utf-8").splitlines()
    decision = json.loads(line)
    assert decision["kind"] == "link"
    assert decision["about"] == {"source_system": "ScreenConnect", "text": TEXT}
    assert (decision["why"], decision["when_utc"]) == ("by phone", "2025-03-15T12:00:00Z")
    assert decision["who"]
    assert decision["value"]["name"] == "Oak Street Clinic"


def test_said_twice_it_is_nothing_new(place):
    assert "3 Sessions will change: 2025-01 (1), 2025-02 (2)" in (
        place.sdc("link", TEXT, "--customer", "2").stdout
    )
    again = place.sdc("link", TEXT, "--customer", "2")
    assert again.exit_code == Exit.FINE
    assert "Nothing new" in again.stdout


def test_nobody_closes_the_question(place):
    decided(place, "--nobody")
    assert whose(place) == {None}
    assert {s["meta"]["processing_status"] for s in sessions(place)} == {"No Match Found"}
    assert [line["text"] for line in place.json("link")["texts"]] == ["Fir Lane"]
    assert "is no customer" in place.json("link", TEXT)["texts"][0]["decided"]
    assert TEXT not in {line["text"] for line in place.json("status")["review"]}


def test_taken_back_it_is_open_again(place):
    before = place.json("link")["texts"]
    decided(place, "--customer", "2")
    back = decided(place, "--take-back")
    assert back["sessions_to_change"] == {"2025-01": 1, "2025-02": 2}
    after = place.json("link")["texts"]
    assert [{**line, "decided": None} for line in after] == before


def test_never_takes_a_link_away(place):
    place.write_rows(row(8, "2025-01-04", "Harbor Dentall Group"), name="more.csv")
    place.sdc("run")
    assert whose(place, "Harbor Dentall Group") == {HARBOR}
    said = decided(place, "--never", "1", text="Harbor Dentall Group")
    assert said["sessions_to_change"] == {"2025-01": 1}
    assert whose(place, "Harbor Dentall Group") == {None}


def test_a_conflict_is_shown_and_settled(place):
    paths = [p for p in place.finished() if TEXT in p.read_text("utf-8")]
    for path, customer in zip(paths, (HARBOR, OAK), strict=False):
        session = json.loads(path.read_text("utf-8"))
        session["context"]["customer_id"] = customer
        path.write_text(json.dumps(session), encoding="utf-8")
    assert place.sdc("run").exit_code == Exit.FINE
    [line] = [each for each in place.json("link")["texts"] if each["text"] == TEXT.upper()]
    assert line["decided"].startswith(f"people disagree on '{TEXT}'")
    assert "people disagree" in place.sdc("link").stdout
    assert "Decided differently (open until `sdc link` settles it): people disagree" in (
        place.sdc("status").stdout
    )
    decided(place, "--customer", "2")
    assert whose(place, TEXT) == {HARBOR, OAK}  # the corrected Session stays as it was corrected
    assert [each["text"] for each in place.json("link")["texts"]] == ["Fir Lane"]


def test_one_text_is_shown_with_its_sessions(place):
    shown = place.sdc("link", TEXT).stdout
    assert f"{TEXT} in ScreenConnect: 3 Sessions, 2025-01 (1), 2025-02 (2)" in shown
    assert "nobody yet: 3 Sessions" in shown
    assert "No Session says 'Nowhere'" in place.sdc("link", "Nowhere").stdout


REFUSED = {
    "two words": ((TEXT, "--nobody", "--customer", "2"), "only one of --customer"),
    "unknown customer": ((TEXT, "--customer", "9"), "'9' is no id and no name of the 2 customers"),
    "placeholder": (("Home", "--customer", "2"), "stands for anybody"),
    "unknown text": (("Nowhere", "--customer", "2"), "add --source with one of"),
    "another's name": (("Harbor Dental Group", "--customer", "2"), "add --despite-name"),
    "a name": (("Harbor Dental Group", "--nobody"), "is the name of customer 1"),
    "unknown source": ((TEXT, "--nobody", "--source", "fax"), "unknown source 'fax'"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_meant_is_refused(place, case):
    arguments, message = REFUSED[case]
    done = place.sdc("link", *arguments)
    assert done.exit_code == Exit.USAGE
    assert message in " ".join(done.output.replace("│", " ").split())
    assert not (place.data / "decisions/ledger.jsonl").exists()


def test_another_customers_name_may_be_meant_after_all(place):
    said = decided(
        place, "--customer", "2", "--despite-name", "--source", "screenconnect",
        text="Harbor Dental Group",
    )  # fmt: skip
    assert said["sessions_to_change"] == {"2025-01": 1, "2025-02": 1}
    assert whose(place, "Harbor Dental Group") == {OAK}


def test_a_text_may_be_decided_ahead(place):
    said = decided(place, "--customer", "2", "--source", "ScreenConnect", text="New Annex")
    assert said["sessions_to_change"] == {}
    place.write_rows(row(9, "2025-03-04", "New Annex"), name="more.csv")
    place.sdc("run")
    assert whose(place, "New Annex") == {OAK}


def test_other_spellings_are_shown_and_decided_together(place):
    place.write_rows(
        row(9, "2025-03-04", "Sombody Else"), row(10, "2025-03-05", "Elm"), name="more.csv"
    )
    place.sdc("run")
    found = place.json("link", TEXT)
    assert [line["text"] for line in found["alike"]] == ["Sombody Else"]
    shown = place.sdc("link", TEXT).stdout
    assert '--also "Sombody Else"' in shown
    said = decided(place, "--customer", "2", "--also", "Sombody Else")
    assert [one["decided"] for one in (said, *said["also"])] == [1, 1]
    assert whose(place) == whose(place, "Sombody Else") == {OAK}


def test_a_text_that_nobody_writes_finds_what_is_like_it(place):
    shown = place.sdc("link", "Somebody").stdout
    assert "No Session says 'Somebody'." in shown
    assert f'sdc link "{TEXT}" --customer ID' in shown


def test_what_names_no_company_is_counted_with_its_files(place):
    found = place.json("link")
    assert found["nameless"] == len(found["nameless_files"]) == 1
    [file] = [p for p in place.finished() if '"Home"' in p.read_text("utf-8")]
    assert found["nameless_files"] == [f"{file.parent.name}/{file.name}"]
    assert file.name in place.sdc("link").stdout.replace("\n", "")


def test_other_spellings_need_a_word(place):
    assert place.sdc("link", TEXT, "--also", "Elm").exit_code == Exit.USAGE
