"""ScreenConnect: connection reports (CSV or JSON) to Sessions of one technician at one customer.

Only Host rows are work; Guest rows say that a machine was online and stay as evidence. Rows are
grouped by customer and technician first, then by a running maximum end, so that a row of another
customer or a short nested one never cuts a Session.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sdc_core.models import SourceRef, SourceSystem
from sdc_core.records import Reason, Record, RecordError
from sdc_core.settings import Settings
from sdc_core.sources.base import InputFile, Pull, Source
from sdc_core.sources.reject import rejected
from sdc_core.sources.screenconnect.anew import remake
from sdc_core.sources.screenconnect.customer_evidence import evidence_of
from sdc_core.sources.screenconnect.drift import new_forms
from sdc_core.sources.screenconnect.encoding import decode_report
from sdc_core.sources.screenconnect.grouping import group
from sdc_core.sources.screenconnect.identity import prefer, settle
from sdc_core.sources.screenconnect.reader import read_report
from sdc_core.sources.screenconnect.records import SOURCE_NAME
from sdc_core.sources.screenconnect.remarks import remarks
from sdc_core.sources.screenconnect.rows import open_report
from sdc_core.sources.screenconnect.sessions import build
from sdc_core.sources.text import read_bytes


def read(file: InputFile, settings: Settings) -> Iterator[Record | RecordError]:
    """Records and rejected rows of one report, in file order.

    Raises:
        WrongInputError: Not a connection report, or its dates contradict each other.
        InputUnreadableError: The file cannot be opened.
    """
    content = read_bytes(file)
    try:
        text = decode_report(content)
    except UnicodeDecodeError as error:
        yield rejected(Reason.DECODE, str(error), SourceRef(file=file.name), content)
        return
    rows = open_report(text, file.name)
    if isinstance(rows, RecordError):
        yield rows
    elif rows is not None:
        yield from read_report(rows, settings, file.name, text.flags)


def _is_api(settings: Settings) -> bool:
    """A server with its extension, and a key."""
    has_key = settings.secrets.screenconnect_api_key is not None
    return has_key and settings.screenconnect.api.url() is not None


def _pull(settings: Settings, cursor: Mapping[str, Any], now: datetime) -> Pull:
    from sdc_core.sources.screenconnect import pull  # noqa: PLC0415 - httpx only where it is asked

    return pull.pull(settings, cursor, now)


def _reread(unit: RecordError, settings: Settings) -> Iterator[Record | RecordError]:
    from sdc_core.sources.screenconnect import pull  # noqa: PLC0415 - as above

    return pull.reread(unit, settings)


def _settings_used(settings: Settings) -> dict[str, Any]:
    return {
        "screenconnect": settings.screenconnect.model_dump(mode="json", exclude={"api"}),
        "gap_minutes": settings.processing_defaults.segment_to_session_merge_gap_minutes,
    }


SOURCE = Source(
    name=SOURCE_NAME,
    system=SourceSystem.SCREENCONNECT,
    folder_setting="screenconnect_logs",
    patterns=("*.csv", "*.json"),
    read=read,
    group=group,
    build=build,
    evidence_of=evidence_of,
    prefer=prefer,
    settle=settle,
    pull=_pull,
    is_api=_is_api,
    reread=_reread,
    remake=remake,
    has_unlike_rows=True,
    new_forms=new_forms,
    parser_version="4",
    settings_used=_settings_used,
    remarks=remarks,
)
