"""The sources. Adding one is one module here and one line in `SOURCES`; the rest follows."""

from sdc_core.sources.base import Source
from sdc_core.sources.notes import SOURCE as NOTES
from sdc_core.sources.screenconnect import SOURCE as SCREENCONNECT
from sdc_core.sources.sillytavern import SOURCE as SILLYTAVERN
from sdc_core.sources.syncro_tickets import SOURCE as SYNCRO

SOURCES: tuple[Source, ...] = (SYNCRO, SCREENCONNECT, NOTES, SILLYTAVERN)
