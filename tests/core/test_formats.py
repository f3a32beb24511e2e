"""`docs/formats.md` and the JSON Schemas say what the models write."""

import ast
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from sdc_core.demo.generator import generate
from sdc_core.demo.truth import (
    TrueCustomer,
    TrueJob,
    TruePrivateChat,
    TrueRecord,
    TrueTechnician,
    TrueVisit,
    Truth,
)
from sdc_core.linking.base import (
    AlignedToken,
    CandidateScore,
    Contribution,
    Evidence,
    Hit,
    LlmAnswer,
    Numbers,
)
from sdc_core.linking.lessons.lesson import LINK, Lesson
from sdc_core.linking.month.proposals.clue import Proposal
from sdc_core.models import (
    Session,
    SessionContext,
    SessionInsights,
    SessionMeta,
    SessionSegment,
    WorkItem,
    WorkItemInsights,
)
from sdc_core.records import Reason, Record, Revision
from sdc_core.schemas import SCHEMAS, schema_bytes
from sdc_core.store.hand_edits import EDIT, UNDONE
from sdc_core.store.ledger import Decision
from sdc_core.store.manifest import Manifest, ManifestEntry
from sdc_core.store.quarantine_entry import QuarantineEntry
from sdc_core.store.record_months import MonthOfRecords, RecordsManifest
from sdc_core.work_or_private import CHAT
from tests.factory import MOMENT, make_session

PROJECT = Path(__file__).resolve().parents[2]
DOCS, CORE = PROJECT / "docs", PROJECT / "sdc_core"
# Constants beside flags that are none: kinds of rows, a zone's basis, names of fields and sources.
NO_FLAGS = {"CONNECTION", "PROCESSOR", "GUEST", "ASSUMED", "ZONE", "PARALLEL", "SOURCE_NAME"}


def validator(name):
    return Draft202012Validator(json.loads((DOCS / "schemas" / name).read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", SCHEMAS)
def test_schemas_are_current(name):
    # Written anew by: python -m sdc_core.schemas docs/schemas
    assert (DOCS / "schemas" / name).read_bytes().replace(b"\r\n", b"\n") == schema_bytes(
        SCHEMAS[name]
    )


@pytest.mark.parametrize("name", SCHEMAS)
def test_schemas_are_schemas(name):
    Draft202012Validator.check_schema(json.loads((DOCS / "schemas" / name).read_bytes()))


def test_a_session_file_validates():
    session = make_session(customer_id=7, customer_name="Alpha")
    validator("session.schema.json").validate(json.loads(session.to_bytes()))


def test_a_session_of_a_newer_minor_version_validates():
    values = json.loads(make_session().to_bytes())
    values["insights"]["added_later"] = 1
    validator("session.schema.json").validate(values)


@pytest.mark.parametrize(
    ("block", "field", "value"),
    [
        ("meta", "session_id", None),
        ("meta", "processing_status", "Done"),
        ("insights", "connected_union_minutes", "ten"),
        ("context", "links", "Project"),
    ],
)
def test_a_broken_session_does_not_validate(block, field, value):
    values = json.loads(make_session().to_bytes())
    values[block][field] = value
    assert not validator("session.schema.json").is_valid(values)


def test_a_work_item_validates():
    item = WorkItem(
        work_item_id="a" * 64,
        job_id="b" * 64,
        month="2025-01",
        customer_id=7,
        component_session_ids=["c" * 64],
        calculated_insights=WorkItemInsights(
            work_item_start_time_utc=MOMENT,
            work_item_end_time_utc=MOMENT + timedelta(minutes=10),
            actual_minutes=10,
            billable_minutes=15,
        ),
    )
    validator("work_item.schema.json").validate(json.loads(item.model_dump_json()))


def test_the_truth_of_a_demo_validates(tmp_path):
    world = generate(tmp_path, sessions=40, months=1, end=date(2025, 11, 20))
    values = json.loads(world.truth.read_bytes())
    validator("truth.schema.json").validate(values)
    values["records"][0]["source_said"] = "unknown to the schema"
    assert not validator("truth.schema.json").is_valid(values)


@pytest.mark.parametrize(
    "model",
    [
        Session, SessionMeta, SessionContext, SessionInsights, SessionSegment,
        WorkItem, WorkItemInsights, Manifest, ManifestEntry, Decision, Lesson,
        Record, Revision, MonthOfRecords, RecordsManifest, QuarantineEntry,
        Evidence, CandidateScore, AlignedToken, Numbers, Contribution, Hit, LlmAnswer, Proposal,
        Truth, TrueJob, TrueRecord, TrueCustomer, TrueTechnician, TrueVisit, TruePrivateChat,
    ],
)  # fmt: skip
def test_the_page_explains_every_field(model):
    page = (DOCS / "formats.md").read_text(encoding="utf-8")
    if is_dataclass(model):
        names = [field.name for field in fields(model)]
    else:
        names = [field.alias or name for name, field in model.model_fields.items()]
    assert [name for name in names if not re.search(rf"[`.]{name}[`.\[]", page)] == []


def test_the_page_names_every_reason_and_no_other():
    page = (DOCS / "formats.md").read_text(encoding="utf-8")
    [row] = re.findall(r"^\| `reason` \|(.*)\|$", page, re.MULTILINE)
    assert sorted(re.findall(r"`(\w+)`", row)) == sorted(Reason)


def test_the_page_names_every_kind_of_decision():
    page = (DOCS / "formats.md").read_text(encoding="utf-8")
    [row] = re.findall(r"^\| `kind` \|(.*finished file.*)\|$", page, re.MULTILINE)
    assert re.findall(r"`(\w+)`", row) == [EDIT, UNDONE, CHAT, LINK]


def _flagging(tree: ast.Module) -> Iterator[ast.AST]:
    """Statements that speak of flags, and functions that are named after them."""
    for node in ast.walk(tree):
        if (isinstance(node, ast.FunctionDef) and "flag" in node.name) or (
            isinstance(node, ast.Return | ast.Assign | ast.AnnAssign | ast.AugAssign | ast.Expr)
            and re.search("flag", ast.unparse(node), re.IGNORECASE)
        ):
            yield node


def flags_of(trees: Iterable[ast.Module]) -> set[str]:
    """Values of the constants that are used as flags."""
    trees = list(trees)
    used = {
        name.id
        for tree in trees
        for node in _flagging(tree)
        for name in ast.walk(node)
        if isinstance(name, ast.Name)
    }
    return {
        node.value.value
        for tree in trees
        for node in tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
        and isinstance(node.targets[0], ast.Name)
        and node.targets[0].id in used - NO_FLAGS
        and not node.targets[0].id.startswith("_")
    }


def test_the_page_explains_every_flag_and_no_other():
    folders = ("sources", "layers", "linking")
    files = [path for folder in folders for path in (CORE / folder).rglob("*.py")]
    page = (DOCS / "formats.md").read_text(encoding="utf-8")
    table = page.split("### `flags`")[1].split("###")[0]
    named = {
        flag
        for row in re.findall(r"^\| (`[^|]*`) \|", table, re.MULTILINE)
        for flag in re.findall(r"`([^`]+)`", row)
    }
    found = flags_of(
        ast.parse(path.read_text(encoding="utf-8")) for path in [*files, CORE / "decisions.py"]
    )
    assert named == found | {"*_unreadable"}


def test_a_flag_is_seen_where_it_is_added():
    source = (
        'NEW = "new"\nOTHER = "other"\ndef f(x):\n    x.flags.append(NEW)\n    x.names = OTHER\n'
    )
    assert flags_of([ast.parse(source)]) == {"new"}
