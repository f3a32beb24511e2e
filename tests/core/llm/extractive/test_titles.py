"""Titles are cut from one sentence, at a clause or phrase."""

import pytest

from sdc_core.llm.extractive.titles import title_from


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("RE: FW: Printer offline", "Printer offline"),
        ("[ALERT] Backup job failed on SRV-BACKUP", "Backup job failed on SRV-BACKUP"),
        ("Hi team, can you please reset my password?", "Reset my password"),
        ("The client says the scanner is jammed.", "The scanner is jammed"),
        (
            "I came in early today for the audit, and my Outlook will not open at all",
            "Outlook will not open",
        ),
        (
            "Scan to folder is broken for all users on the front desk machines upstairs",
            "Scan to folder is broken for all users",
        ),
        ("Printer offline at Keystone Financial, working on it.", "Printer offline at Keystone Financial"),
        ("set up guest wifi, wifi key: [SECRET]", "Set up guest wifi, wifi key"),
        ("iPhone mail stopped", "iPhone mail stopped"),
    ],
)  # fmt: skip
def test_title(text, title):
    assert title_from(text) == title
