"""The sources. Adding one is one folder here and one line in `SOURCES`; the rest follows."""

from sdc_core.sources.base import Source
from sdc_core.sources.notes.source import SOURCE as NOTES
from sdc_core.sources.screenconnect.source import SOURCE as SCREENCONNECT
from sdc_core.sources.sillytavern.source import SOURCE as SILLYTAVERN
from sdc_core.sources.syncro.source import SOURCE as SYNCRO

SOURCES: tuple[Source, ...] = (SYNCRO, SCREENCONNECT, NOTES, SILLYTAVERN)
