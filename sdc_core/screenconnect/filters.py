"""Filter expressions of GetReport: `Field = 'text'` joined by `AND`, times as UTC text."""

from collections.abc import Mapping
from datetime import UTC, datetime

from sdc_core.errors import SettingsError


def between(start: datetime, end: datetime, filters: Mapping[str, str]) -> str:
    """Connections that began in [start, end) and fit the filters.

    Raises:
        SettingsError: A value holds a quote.
    """
    parts = [f"ConnectedTime >= {_quoted(stamp(start))}", f"ConnectedTime < {_quoted(stamp(end))}"]
    parts += [f"{field} = {_quoted(value)}" for field, value in sorted(filters.items())]
    return " AND ".join(parts)


def stamp(moment: datetime) -> str:
    """A time as the filter takes it; slices begin and end on whole minutes."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}Z"


def _quoted(value: str) -> str:
    """In quotes; how to escape a quote inside is not documented, so none is sent."""
    if "'" in value:
        raise SettingsError(
            f"screenconnect.api.filters: {value!r} holds a quote, which a filter cannot carry; "
            "take a value without one"
        )
    return f"'{value}'"
