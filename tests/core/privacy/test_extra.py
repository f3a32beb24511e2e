"""Without the extra nothing that has to be redacted can be sent, and people are told what to do."""

import pytest

from sdc_core.errors import RedactionError
from sdc_core.privacy import extra
from sdc_core.privacy.redactor import make_redactor
from sdc_core.settings import Settings


def test_what_is_missing_is_named_with_the_line_to_install(monkeypatch):
    monkeypatch.setattr(extra, "PACKAGES", ("json", "no_such_package"))
    assert extra.missing_packages() == ("no_such_package",)
    with pytest.raises(RedactionError) as raised:
        make_redactor(Settings(), [])
    assert str(raised.value).startswith("no_such_package not installed: ")
    assert str(raised.value).endswith('pip install "syncro-data-consolidator[privacy]"')


def test_nothing_is_said_where_all_is_there(monkeypatch):
    monkeypatch.setattr(extra, "PACKAGES", ("json",))
    extra.check_extra()
