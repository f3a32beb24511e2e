"""Which token permission each call needs, as the published API description says.

Source: the OpenAPI document of Syncro, section by endpoint. A call that is not listed needs none.
"""

import re

PERMISSIONS: tuple[tuple[str, str], ...] = (
    (r"/tickets", "Tickets - List/Search"),
    (r"/tickets/\d+(/comments)?", "Tickets - View Details"),
    (r"/customers", "Customers - List/Search"),
    (r"/customers/\d+", "Customers - View Detail"),
    (r"/contacts(/\d+)?", "Customers - View Detail"),
    (r"/ticket_timers", "Ticket Timers - Overview"),
    (r"/invoices", "Invoices - List/Search"),
    (r"/invoices/\d+", "Invoices - View Details"),
    (r"/line_items", "Global Admin"),
)


def permission_for(endpoint: str) -> str | None:
    """The permission to tick in Admin > API Tokens, None where none is documented."""
    for pattern, permission in PERMISSIONS:
        if re.fullmatch(pattern, endpoint):
            return permission
    return None
