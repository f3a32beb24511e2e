"""`docs/formats.md` and the JSON Schemas say what the models write."""

import json
import re
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
from sdc_core.models import (
    Session,
    SessionContext,
    SessionInsights,
    SessionMeta,
    SessionSegment,
    WorkItem,
    WorkItemInsights,
)
from sdc_core.schemas import SCHEMAS, schema_bytes
from sdc_core.store.ledger import Decision
from sdc_core.store.manifest import Manifest, ManifestEntry
from tests.factory import MOMENT, make_session

DOCS = Path(__file__).resolve().parents[2] / "docs"


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
        WorkItem, WorkItemInsights, Manifest, ManifestEntry, Decision,
        Truth, TrueJob, TrueRecord, TrueCustomer, TrueTechnician, TrueVisit, TruePrivateChat,
    ],
)  # fmt: skip
def test_the_page_explains_every_field(model):
    page = (DOCS / "formats.md").read_text(encoding="utf-8")
    names = [field.alias or name for name, field in model.model_fields.items()]
    assert [name for name in names if not re.search(rf"[`.]{name}[`.\[]", page)] == []
