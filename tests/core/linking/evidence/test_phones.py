import pytest

from sdc_core.errors import SettingsError
from sdc_core.linking.evidence.phones import phone_of, phones_in
from sdc_core.settings import load_settings


@pytest.mark.parametrize(
    "text",
    [
        "3125550142", "(312) 555-0142", "312.555.0142", "+1 312 555 0142", "1-312-555-0142",
        "312-555-0142 x12", "312-555-0142 ext. 7", "  +13125550142 ", "312/555-0142",
    ],
)  # fmt: skip
def test_one_number_in_every_way_of_writing(text):
    assert phone_of(text) == "3125550142"


def test_a_number_of_another_country():
    assert phone_of("+49 (0)30 1234567") == phone_of("0049 30 1234567 ".replace("00", "+", 1))
    assert phone_of("+47 22 12 34 56") == "22123456"


@pytest.mark.parametrize(
    "text",
    ["", "555-0142", "x12", "no phone", "0000000000", "312-000-0000", "1234567890", "\u0663" * 10],
)
def test_what_is_no_number(text):
    assert phone_of(text) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("call 312-555-0142 or (773) 555 0188.", ["3125550142", "7735550188"]),
        ("call back +1 630 909 4631", ["6309094631"]),
        ("dial +44 20 7946 0958 now", ["2079460958"]),
        ("ticket 20250630312555", []),
        ("192.168.100.2001", []),
        ("serial A3125550142B, order 3125550142-7", []),
    ],
)
def test_numbers_in_a_text(text, found):
    assert phones_in(text) == found


@pytest.mark.parametrize(
    ("text", "region", "found"),
    [
        ("call 020 7946 0958 today", "GB", ["2079460958"]),
        ("call +44 20 7946 0958 today", "US", ["2079460958"]),
        ("Tel. 030 901820, Zimmer 12", "DE", ["30901820"]),
        ("call 22 12 34 56 or +1 312-555-0142", "NO", ["22123456", "3125550142"]),
        ("call 416-555-0142", "CA", ["4165550142"]),
        ("ticket 20250630312555, 01.02.2025", "DE", []),
    ],
)
def test_numbers_without_a_country_are_of_the_region(text, region, found):
    assert phones_in(text, region) == found


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("(030) 90 18 20", "DE"),
        ("030/901820", "DE"),
        ("+49 30 901820", "US"),
        ("+4930901820", "GB"),
    ],
)
def test_one_number_of_a_region_in_every_way_of_writing(text, region):
    assert phone_of(text, region) == "30901820"


@pytest.mark.parametrize("region", ["us", "EU", "Germany", "1", ""])
def test_a_region_that_is_none_is_refused(tmp_path, region):
    config = tmp_path / "config.json"
    config.write_text(f'{{"linking": {{"phone_region": "{region}"}}}}', encoding="utf-8")
    with pytest.raises(SettingsError, match=r"phone_region.*'US', 'GB' or 'DE'"):
        load_settings(config, {})
