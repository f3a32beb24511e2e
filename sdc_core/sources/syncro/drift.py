"""Fields that Syncro sends and nobody here has heard of: reported, so that nothing passes unseen.

The names are those of the published examples and of recorded pages. A row is stored whole anyway;
the report tells a maintainer that a form changed.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from sdc_core.records import Record
from sdc_core.sources.syncro.records import COMMENT, ID_AS_TEXT, TICKET, TIMER

_TICKET = """
address address_id appointments asset_ids assets attachments billing_status child comments contact
contact_fullname contact_id contract_id contract_name created_at creator_name_or_email customer
customer_business_then_name customer_icons customer_id customer_reply customer_tag_list due_date
end_at id intake_form_html line_items location_id location_name number outtake_form_date
outtake_form_html outtake_form_name parent parent_id pdf_url priority problem_type properties
recurring resolution_time resolved_at response_time signature_date signature_name sla_breached
sla_breaching_soon sla_id sla_name start_at status subject tag_list ticket_answers ticket_fields
ticket_timers ticket_type ticket_type_id ticket_type_name total_formatted_billable_time updated_at
user user_id worksheet_results
"""
_COMMENT = """
account_id body created_at destination_emails display_order email_sender hidden id is_rich_text
new_sms_body sms_body subject tech ticket_automation_id ticket_id updated_at user user_id
"""
_TIMER = """
active_duration billable billable_override billable_time comment_id created_at end_time id notes
product_id recorded start_time ticket_id ticket_line_item_id toggl_id updated_at user_id
"""
_KNOWN = {
    TICKET: frozenset(_TICKET.split()),
    COMMENT: frozenset(_COMMENT.split()),
    TIMER: frozenset(_TIMER.split()),
}


def new_forms(records: Iterable[Record]) -> Counter[str]:
    """What is new, and on how many rows."""
    return Counter(form for record in records for form in _forms(record))


def unknown_fields(records: Iterable[Record]) -> list[str]:
    """One line per kind of row: which fields are new, and on how many rows."""
    found = Counter((record.kind, name) for record in records for name in _unknown(record))
    lines = []
    for kind in _KNOWN:
        counted = [f"{name!r} ({n})" for (of, name), n in sorted(found.items()) if of == kind]
        if counted:
            lines.append(f"a {kind} has fields that SDC does not know: {', '.join(counted)}")
    return lines


def _unknown(record: Record) -> set[str]:
    return record.raw.keys() - _KNOWN[record.kind]


def _forms(record: Record) -> Iterator[str]:
    yield from (f"the field {name!r} of a {record.kind}" for name in _unknown(record))
    if ID_AS_TEXT in record.fields["flags"]:
        yield f"the 'id' of a {record.kind} as text"
