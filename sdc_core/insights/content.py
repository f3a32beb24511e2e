"""Digests of what a Session says: whether a text is gone, and whether an answer still stands."""

from typing import Any

from sdc_core.ids import digest_bytes, digest_json
from sdc_core.models import Session

# Where a text lies and when it was read shape no answer; neither does what SDC wrote itself.
_CIRCUMSTANCES: Any = {
    "meta": True,
    "segments": {
        "__all__": {
            "segment_id": True,
            "metadata": {"source_ref", "technician", "time_basis", "flags"},
        }
    },
}


def texts_digest(session: Session) -> str:
    """Of all texts of the Session: what was written from other texts of it has to go."""
    return digest_json([session.insights.source_title, [s.content for s in session.segments]])


def shape_digest(session: Session) -> str:
    """Of all that a local answer can rest on; taken before anything is written into the Session."""
    shape = session.model_dump_json(exclude=_CIRCUMSTANCES)
    return digest_bytes(f"{session.meta.source_system} {shape}".encode())
