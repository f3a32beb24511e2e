"""The stages of a source from its files to its Sessions, each in seconds of this process."""

import time
from collections.abc import Iterable
from itertools import pairwise

from sdc_core.records import Record
from sdc_core.settings import Settings
from sdc_core.sources.base import InputFile, Source


def whole(source: Source, files: Iterable[InputFile]) -> tuple[dict[str, float], int, int]:
    """Seconds of each stage; records that were read; Sessions."""
    settings = Settings()
    moments = [time.process_time()]
    records = [record for file in files for record in source.read(file, settings)]
    moments.append(time.process_time())
    known: dict[str, Record] = {}
    for record in records:
        assert isinstance(record, Record)
        earlier = known.get(record.key)
        known[record.key] = source.prefer(earlier, record) if earlier else record
    settled = source.settle(list(known.values()), settings)
    moments.append(time.process_time())
    groups = list(source.group(settled, settings))
    moments.append(time.process_time())
    by_key = {record.key: record for record in settled}
    sessions = [source.build(g, [by_key[key] for key in g.keys], settings) for g in groups]
    moments.append(time.process_time())
    seconds = (after - before for before, after in pairwise(moments))
    stages = dict(zip(("read", "settle", "group", "build"), seconds, strict=True))
    return stages, len(records), len(sessions)
