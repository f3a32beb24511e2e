"""The asset check on forms that nobody here has heard of: new fields, values and types.

What is new is ignored and kept in the raw record; here a maintainer learns of it. Names of fields
and numbers only: what they hold may be private.
"""

from collections.abc import Mapping

import dagster as dg
from pydantic import TypeAdapter

from sdc_assets import markdown
from sdc_assets.keys import intake_key
from sdc_assets.metadata import NEW_FORMS, last_stated

_FORMS = TypeAdapter(dict[str, dict[str, int]])
_NAMED = 5


def schema_drift(source: str) -> dg.AssetChecksDefinition:
    """The check of one source, from what its last look found."""

    @dg.asset_check(
        asset=intake_key(source),
        name="schema_drift",
        description="No input has fields, values or types that SDC does not know. What is new is "
        "ignored and kept; a record that lacks what it needs is in the quarantine.",
    )
    def check(context: dg.AssetCheckExecutionContext) -> dg.AssetCheckResult:
        rows = _rows(_stated(context, source))
        more = f"; and {len(rows) - _NAMED} more" if len(rows) > _NAMED else ""
        told = "; ".join(f"{file}: {form} ({count})" for file, form, count in rows[:_NAMED])
        return dg.AssetCheckResult(
            passed=not rows,
            severity=dg.AssetCheckSeverity.WARN,
            description=f"{told}{more}" if rows else "every field is known",
            metadata={"new": dg.MetadataValue.md(markdown.table(["input", "new", "records"], rows))}
            if rows
            else {},
        )

    return check


def _stated(context: dg.AssetCheckExecutionContext, source: str) -> Mapping[str, dict[str, int]]:
    stated = last_stated(context.instance, intake_key(source)).get(NEW_FORMS)
    return _FORMS.validate_python(stated.value) if stated else {}


def _rows(stated: Mapping[str, dict[str, int]]) -> list[tuple[str, str, int]]:
    forms = ((file, form, count) for file, found in stated.items() for form, count in found.items())
    return sorted(forms)
