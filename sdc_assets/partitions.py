"""The one monthly partitions definition, and its keys as the library's months.

Dagster writes a month as `2025-01-01`, the library as `2025-01`. The running month is a partition
too (`end_offset=1`). Every asset, also those without partitions, runs a range as one run: Dagster
refuses a range over a selection in which one asset does not.
"""

from collections.abc import Iterable, Mapping

import dagster as dg

from sdc_core.settings import Settings
from sdc_core.times import MONTH_LENGTH, months_between

SINGLE_RUN = dg.BackfillPolicy.single_run()
PARTITION_TAG = "dagster/partition"
RANGE_START_TAG = "dagster/asset_partition_range_start"
RANGE_END_TAG = "dagster/asset_partition_range_end"
_FIRST_DAY = "-01"


def monthly_partitions(settings: Settings) -> dg.MonthlyPartitionsDefinition:
    """All months from the first of the settings to the running one, in UTC."""
    first = settings.processing_defaults.first_month
    return dg.MonthlyPartitionsDefinition(start_date=first + _FIRST_DAY, end_offset=1)


def key_of(month: str) -> str:
    """The partition key of a month: `2025-01` -> `2025-01-01`."""
    return month + _FIRST_DAY


def month_of_key(partition_key: str) -> str:
    """The month of a partition key: `2025-01-01` -> `2025-01`."""
    return partition_key[:MONTH_LENGTH]


def months_of_keys(partition_keys: Iterable[str]) -> list[str]:
    """The months of partition keys, in time order."""
    return sorted(month_of_key(key) for key in partition_keys)


def range_tags(first: str, last: str) -> dict[str, str]:
    """Run tags that ask for all months from first to last in one run."""
    return {RANGE_START_TAG: key_of(first), RANGE_END_TAG: key_of(last)}


def months_of_tags(tags: Mapping[str, str]) -> list[str]:
    """The months that a run with these tags works on; empty for a run without partitions."""
    if PARTITION_TAG in tags:
        return [month_of_key(tags[PARTITION_TAG])]
    if RANGE_START_TAG in tags and RANGE_END_TAG in tags:
        first, last = tags[RANGE_START_TAG], tags[RANGE_END_TAG]
        return months_between(month_of_key(first), month_of_key(last))
    return []
