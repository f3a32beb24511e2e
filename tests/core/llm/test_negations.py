"""An answer denies nothing that the record does not."""

import pytest

from sdc_core.llm.guards.negations import is_denied_alone


@pytest.mark.parametrize(
    ("answer", "record", "is_alone"),
    [
        ("The printer was not repaired", "Reinstalled the driver and printed a test page.", True),
        ("No work was done", "Replaced the cable.", True),
        ("Backup wasn't set up", "Set up the backup.", True),
        ("Printer not reachable", "The printer is offline.", False),
        ("Mail does not arrive", "Mail doesn't come in.", False),
        ("Cannot sign in", "She is unable to log in.", False),
        ("Replaced the cable", "Replaced the cable.", False),
        ("Notebook set up", "Set up her notebook.", False),
    ],
)
def test_a_denial_needs_one_in_the_record(answer, record, is_alone):
    assert is_denied_alone(answer, [record]) is is_alone
