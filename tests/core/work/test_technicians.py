"""One person, many names."""

import pytest

from sdc_core.settings import Settings, Technician
from sdc_core.work.technicians import technician_id

ANN = Technician(id="ann", name="Ann Fox", names=["AdminUser", "Admin  User"])
BOB = Technician(id="bob", name="Bob Ray", names=["AdminUser2", "Shared"])
CAT = Technician(id="cat", name="Cat Lee", names=["shared"])
SETTINGS = Settings(technicians=[ANN, BOB, CAT])


@pytest.mark.parametrize("name", ["Ann Fox", "ann", "ADMINUSER", " admin user "])
def test_every_name_of_a_person_is_that_person(name):
    assert technician_id(SETTINGS, name) == "ann"


@pytest.mark.parametrize("name", [None, "", "  ", "Admin", "AdminUser3"])
def test_an_unknown_or_partial_name_is_nobody(name):
    assert technician_id(SETTINGS, name) is None


def test_a_name_of_two_people_is_nobody():
    assert technician_id(SETTINGS, "Shared") is None
