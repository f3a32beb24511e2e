"""SillyTavern chats: `.jsonl` files that the program rewrites with every message.

One message stands in many files (branches, checkpoints, group conversions, backups), and its text
may change later; a record is the message, not its line. Customers stand in the text only, so a
chat is linked on hard evidence or by a person. The parts: `lines` (bytes to objects),
`messages` (what a line says), `dates` and `zones` (when), `evidence` (what a file says of itself),
`chat` (a file to records), `revisions` and `states` (edits, swipes), `family` (copies of one chat),
`sessions` (where to cut), `segments` (the Session).
"""

from typing import Any

from sdc_core.settings import Settings
from sdc_core.sources.base import InputFile, Source
from sdc_core.sources.sillytavern.chat import read
from sdc_core.sources.sillytavern.customer_evidence import evidence_of
from sdc_core.sources.sillytavern.drift import new_forms
from sdc_core.sources.sillytavern.groups import beside, context_of, files_beside
from sdc_core.sources.sillytavern.screen import make_screen
from sdc_core.sources.sillytavern.segments import SYSTEM, build
from sdc_core.sources.sillytavern.sessions import NAME
from sdc_core.sources.sillytavern.ties import ties
from sdc_core.sources.sillytavern.withheld import group, hidden_name, prefer, settle
from sdc_core.sources.sillytavern.work import DROPPED, is_dropped
from sdc_core.sources.sillytavern.zones import zone_of


def _settings_used(settings: Settings) -> dict[str, Any]:
    zone = zone_of(settings)
    return {
        "zone": zone.key if zone else None,
        "include_backups": settings.sillytavern.include_backups,
        "gap_minutes": settings.processing_defaults.sillytavern_session_gap_minutes,
    }


def _context_of(file: InputFile, settings: Settings) -> dict[str, Any]:
    return {**context_of(file), DROPPED: is_dropped(file, settings)}


def _reads_subfolders(settings: Settings) -> bool:
    return settings.processing_defaults.recursive_sillytavern_scan


SOURCE = Source(
    name=NAME,
    system=SYSTEM,
    folder_setting="sillytavern_chat_input_folder",
    patterns=("*.jsonl",),
    read=read,
    group=group,
    build=build,
    evidence_of=evidence_of,
    prefer=prefer,
    settle=settle,
    ties=ties,
    screen=make_screen,
    kept_name=hidden_name,
    beside=beside,
    files_beside=files_beside,
    context_of=_context_of,
    new_forms=new_forms,
    parser_version="2",
    settings_used=_settings_used,
    reads_subfolders=_reads_subfolders,
    is_proposal_only=True,
)
