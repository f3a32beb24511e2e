"""A source played through without store: read, merge, settle, group, build."""

from pathlib import Path

from sdc_core.ids import digest_bytes
from sdc_core.records import Record, RecordError
from sdc_core.settings import Settings
from sdc_core.sources.base import InputFile, Source
from tests.factory import MOMENT


def input_file(path: Path) -> InputFile:
    return InputFile(path=path, name=path.name, sha256=digest_bytes(path.read_bytes()))


def read_all(source: Source, paths: list[Path], settings: Settings) -> list[Record | RecordError]:
    return [unit for path in paths for unit in source.read(input_file(path), settings)]


def merged(source: Source, units: list[Record | RecordError], settings: Settings) -> list[Record]:
    """The records as the store would hold them after one look."""
    by_key: dict[str, Record] = {}
    for unit in units:
        if isinstance(unit, Record):
            seen = unit.model_copy(update={"first_seen_utc": MOMENT, "last_seen_utc": MOMENT})
            earlier = by_key.get(unit.key)
            by_key[unit.key] = seen if earlier is None else source.prefer(earlier, seen)
    return source.settle(list(by_key.values()), settings)


def sessions(source: Source, records: list[Record], settings: Settings):
    by_key = {record.key: record for record in records}
    built = [
        source.build(group, [by_key[key] for key in group.keys], settings)
        for group in source.group(records, settings)
    ]
    return sorted(built, key=lambda s: (str(s.start_utc), s.meta.session_id))


def play(source: Source, paths: list[Path], settings: Settings | None = None):
    """(Sessions in time order, rejected units) of some files."""
    settings = settings or Settings()
    units = read_all(source, paths, settings)
    rejected = [unit for unit in units if isinstance(unit, RecordError)]
    return sessions(source, merged(source, units, settings), settings), rejected
