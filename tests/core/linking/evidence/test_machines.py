import pytest

from sdc_core.linking.evidence.machines import machine_stems, machines_in, values_of_names


@pytest.mark.parametrize(
    ("machine", "stems"),
    [
        ("ACME-PC03", ["acme"]),
        ("ACMESRV1", ["acme"]),
        ("acmelaptop", ["acme"]),
        ("PC03-ACME", ["acme"]),
        ("ACME-NORTH-WS1", ["acme", "north", "acmenorth"]),
        ("acme-dc01.corp.acme.local", ["acme"]),
        ("3BMS-WS01", ["3bms"]),
        ("DESKTOP-AB12CD3", []),
        ("LAPTOP-ACME", []),
        ("WIN-ACME", []),
        ("SERVER2019", []),
        ("FRONTDESK-PC", []),
        ("RECEPTION1", []),
        ("localhost", []),
        ("", []),
    ],
)
def test_what_is_left_of_a_machine_name(machine, stems):
    assert machine_stems(machine) == stems


def test_words_built_like_machine_names():
    assert machines_in("ACME-PC03 and ACMEWS12, not Acme, PC03, ACME or https://ACME-PC1.com") == [
        "ACME-PC03",
        "ACMEWS12",
    ]


def test_the_stems_of_a_name_with_and_without_stop_words():
    values = set(values_of_names([["the", "los", "mangos", "llc"]]))
    assert {
        ("machine_prefix_5", "losma"),
        ("machine_prefix_5", "thelosman"),
        ("machine_word_3", "los"),
        ("machine_initials_2", "lm"),
        ("machine_initials_3", "tlm"),
    } <= values
    assert ("machine_word_3", "the") not in values
    assert not {value for _, value in values if "llc" in value}


def test_the_number_of_a_site_is_no_initial():
    assert {v for v in values_of_names([["taco", "bell", "30409"]]) if "initials" in v[0]} == {
        ("machine_initials_2", "tb")
    }
    assert ("machine_initials_2", "3m") in set(values_of_names([["3", "mills"]]))


def test_a_name_of_legal_forms_alone_gives_none():
    assert list(values_of_names([["inc"], []])) == []
