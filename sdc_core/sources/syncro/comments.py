"""What a comment is, whom an e-mail went to: by the fields that Syncro sets, in a fixed order."""

from sdc_core.models import SegmentType
from sdc_core.settings import Settings
from sdc_core.syncro.wire import CommentRow

INITIAL_ISSUE = "initial issue"


def segment_type(comment: CommentRow, settings: Settings) -> SegmentType:
    """What a comment is; the first rule that fits decides.

    Its subject is always set, so it says nothing of e-mail.
    """
    subject = _folded(comment.subject)
    system = {_folded(text) for text in settings.syncro_api.system_comment_subjects}
    is_unsigned = comment.user_id is None
    rules = (
        (subject == INITIAL_ISSUE, SegmentType.TICKET_INITIAL_ISSUE),
        (bool(comment.sms_body or comment.new_sms_body), SegmentType.SMS),
        (
            is_unsigned and (comment.ticket_automation_id is not None or subject in system),
            SegmentType.SYSTEM,
        ),
        (bool(comment.email_sender) or bool(addresses_of(comment)), SegmentType.EMAIL),
        (comment.hidden is True, SegmentType.PRIVATE_NOTE),
    )
    return next((kind for fits, kind in rules if fits), SegmentType.PUBLIC_NOTE)


def addresses_of(comment: CommentRow) -> list[str]:
    """The recipients; the field ends with a comma."""
    parts = (comment.destination_emails or "").split(",")
    return [part.strip() for part in parts if "@" in part]


def _folded(text: str | None) -> str:
    return " ".join((text or "").casefold().split())
