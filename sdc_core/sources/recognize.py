"""What an input file looks like, for the message when it lies in the wrong folder."""

import re

_HEAD = 4096

# What a file is, and a sign near its beginning; the first sign that is found decides.
_SIGNS = (
    ("a ScreenConnect Session report, which holds totals and no connections",
     r"(?is)HostDurationSeconds.*GuestInfoUpdateTime|GuestInfoUpdateTime.*HostDurationSeconds"),
    ("a ScreenConnect connection report", r"(?i)\bConnectedTime\b"),
    ("a SillyTavern chat", r'"(chat_metadata|send_date|is_user|mes)"\s*:'),
    ("a Syncro ticket export", r'"(comments|customer_business_then_name)"\s*:'),
    ("a notes.json", r'(?i)"(toDoItems|ticketNumber|to-do)"\s*:'),
    ("a customer list", r'"(business_name|contacts)"\s*:'),
    ("a JSON file of another program", r"\A\s*[\[{]"),
    ("an Excel workbook (save it as CSV)", r"\APK\x03\x04"),
    ("a CSV file of another program", r"\A[^\r\n]*[,;\t]"),
)  # fmt: skip
_KINDS = tuple((kind, re.compile(sign)) for kind, sign in _SIGNS)


def looks_like(text: str) -> str:
    """One phrase for a person, from the first characters of the file."""
    head = text[:_HEAD]
    return next((kind for kind, sign in _KINDS if sign.search(head)), "an unknown file")
