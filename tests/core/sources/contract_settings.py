"""A source names every setting that shapes its records, so that a change of it is noticed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from sdc_core.models import Session
from sdc_core.records import RecordError
from sdc_core.settings import Settings
from sdc_core.sources.base import Source, all_settings_used
from tests.core.sources.play import play

# They name places and people who may ask, and shape no record.
ASIDE = {"project_paths", "logging", "secrets", "llm_config"}
# For a field of any type, one of these is another value that it accepts.
CANDIDATES: tuple[Any, ...] = (
    "Asia/Tokyo", "day_first", "2016-02", "Another", ["Another"], {"1": "another"}, {"phone": 2.0},
    True, False, 0, 1, 5, 17, 90, 4000, 0.25, "DEBUG", "manual_only", "wratio", "GB", None,
)  # fmt: skip


def names_the_settings_it_uses(source: Source, paths: list[Path]) -> None:
    """Where another setting gives other Sessions, `all_settings_used` differs too."""
    default = Settings()
    made, rejected = play(source, paths, default)
    authors = sorted({s.author for session in made for s in session.segments if s.author})
    before, used = _bytes(made, rejected), all_settings_used(source, default)
    for place, settings in variations(authors):
        if all_settings_used(source, settings) == used:
            assert _bytes(*play(source, paths, settings)) == before, place


def variations(authors: list[str]) -> Iterator[tuple[str, Settings]]:
    """Settings that differ from the defaults in one place each."""
    people = [{"id": "somebody", "name": "Somebody", "names": authors}]
    yield "technicians", Settings.model_validate({"technicians": people})
    for name, section in Settings():
        if name not in ASIDE and isinstance(section, BaseModel):
            for place, values in _changed(section, (name,)):
                yield ".".join(place), Settings.model_validate(values)


def _changed(
    section: BaseModel, place: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """`(place, settings as plain values)` for each field below a section."""
    for field, value in section:
        inner = (*place, field)
        if isinstance(value, BaseModel):
            yield from _changed(value, inner)
        else:
            yield inner, _with(inner, _another(inner, value))


def _another(place: tuple[str, ...], value: Any) -> Any:
    """A value that the field accepts and that is not its default.

    Raises:
        AssertionError: A new kind of field: add a candidate.
    """
    for candidate in CANDIDATES:
        try:
            found = Settings.model_validate(_with(place, candidate))
        except ValidationError:
            continue
        for part in place:
            found = getattr(found, part)
        if found != value:
            return candidate
    raise AssertionError(f"{'.'.join(place)}: no other value among CANDIDATES")


def _with(place: tuple[str, ...], value: Any) -> dict[str, Any]:
    """`("a", "b"), 1` as `{"a": {"b": 1}}`."""
    for part in reversed(place):
        value = {part: value}
    return value  # type: ignore[no-any-return]


def _bytes(made: list[Session], rejected: list[RecordError]) -> list[bytes]:
    return [s.to_bytes() for s in made] + [e.model_dump_json().encode() for e in rejected]
