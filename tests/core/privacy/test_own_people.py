"""Technicians are known by name, also by the first name alone."""

import pytest

from sdc_core.privacy.gazetteer import Gazetteer
from sdc_core.privacy.own_people import own_people
from sdc_core.settings import Settings

SETTINGS = Settings(
    technicians=[
        {"id": "pri", "name": "Priyanka Dellacroce", "names": ["Pri"]},
        {"id": "mark", "name": "Mark Hollisden"},
    ]
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hi, this is Priyanka. May I connect?", "Priyanka"),
        ("-- Priyanka Dellacroce, Fernwick IT", "Priyanka Dellacroce"),
        ("Mark Hollisden will call back", "Mark Hollisden"),
        ("Mark it as done", ""),
    ],
)
def test_a_technician_is_found(text, found):
    spans = Gazetteer([own_people(SETTINGS)]).find(text)
    assert max((text[span.start : span.end] for span in spans), key=len, default="") == found


def test_settings_without_technicians_know_nobody():
    assert own_people(Settings()).contacts == ()
