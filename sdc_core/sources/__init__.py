"""The sources. Adding one is one module here and one line in `SOURCES`; the rest follows."""

from sdc_core.sources import notes, screenconnect, sillytavern, syncro_tickets
from sdc_core.sources.base import Source

SOURCES: tuple[Source, ...] = (
    syncro_tickets.SOURCE,
    screenconnect.SOURCE,
    notes.SOURCE,
    sillytavern.SOURCE,
)
