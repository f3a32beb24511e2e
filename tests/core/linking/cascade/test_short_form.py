"""Who abbreviates a name means one."""

import pytest

from sdc_core.linking.cascade.short_form import is_short_form
from sdc_core.linking.names.normalize import normalize


@pytest.mark.parametrize(
    ("text", "name", "is_short"),
    [
        ("HG Alpha", "HealthGroup Alpha", True),
        ("Mtn View Dental", "Mountain View Dental", True),
        ("HealthGroup Alpha", "HG Alpha", False),
        ("HG Beta", "HealthGroup Alpha", False),
        ("Alpha", "HealthGroup Alpha", False),
        ("HealthGroup Alpha", "HealthGroup Alpha", False),
        ("HG", "HealthGroup", False),
        ("GH Alpha", "HealthGroup Alpha", False),
        ("H Alpha", "HealthGroup Alpha", False),
        ("", "", False),
    ],
)
def test_word_for_word_some_cut_short(text, name, is_short):
    assert is_short_form(normalize(text), normalize(name)) == is_short
