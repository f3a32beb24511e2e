import pytest

from sdc_core.linking.values.phones import phone_of, phones_in


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
