"""JSON Schemas of the files that other programs may read.

`python -m sdc_core.schemas docs/schemas` writes them anew after a change of the models.
"""

import json
import sys
from pathlib import Path

from pydantic import BaseModel

from sdc_core.demo.truth import Truth
from sdc_core.models import Session, WorkItem

SCHEMAS: dict[str, type[BaseModel]] = {
    "session.schema.json": Session,
    "work_item.schema.json": WorkItem,
    "truth.schema.json": Truth,
}
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_bytes(model: type[BaseModel]) -> bytes:
    """The schema file of a model."""
    schema = {"$schema": _DIALECT, **model.model_json_schema()}
    return json.dumps(schema, indent=2, ensure_ascii=False).encode() + b"\n"


def write_schemas(folder: Path) -> None:
    """Write all schemas, each under its file name."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, model in SCHEMAS.items():
        (folder / name).write_bytes(schema_bytes(model))


if __name__ == "__main__":
    write_schemas(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/schemas"))
