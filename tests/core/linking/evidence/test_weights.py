import json
from importlib.resources import files
from itertools import pairwise

import pytest

from sdc_core.errors import SettingsError
from sdc_core.linking.base import Hit
from sdc_core.linking.evidence.kinds import KIND_NAMES, KINDS
from sdc_core.linking.evidence.weights import FIGURES, against_text, base_weights, start_of
from sdc_core.settings import load_settings

COUNTED = json.loads((files("sdc_core.linking") / "weights" / "evidence.json").read_bytes())

AS_COUNTED = COUNTED["provenance"]["customers"]


def hit(kind, shared_by=1):
    return Hit(kind=kind, value_hash="0" * 12, log_odds=base_weights()[kind], shared_by=shared_by)


def test_the_counted_figures_say_where_they_come_from_and_exceed_no_cap():
    assert COUNTED["provenance"].keys() >= {"command", "date", "set_sha256", "queries"}
    assert COUNTED["weights"].keys() == set(KIND_NAMES)
    for kind in KINDS:
        counted = COUNTED["weights"][kind.name]
        assert counted.keys() <= set(FIGURES)
        assert all(value <= getattr(kind, figure) for figure, value in counted.items())


def test_every_kind_has_a_weight_and_stands_once():
    assert base_weights().keys() == set(KIND_NAMES)
    assert len(set(KIND_NAMES)) == len(KIND_NAMES)


@pytest.mark.parametrize(
    "order",
    [
        ["mail", "phone", "contact_name", "login", "contact_first_name"],
        ["mail", "mail_domain", "domain_like_name"],
    ],
)
def test_a_kind_that_proves_more_is_worth_more(order):
    weights = [base_weights()[kind] for kind in order]
    assert all(more > less for more, less in pairwise(weights))


@pytest.mark.parametrize(("is_company_given", "figure"), [(True, "beside"), (False, "alone")])
@pytest.mark.parametrize("kind", KINDS, ids=KIND_NAMES)
def test_a_hit_alone_is_worth_what_was_counted_of_such_hits(kind, is_company_given, figure):
    counted = COUNTED["weights"][kind.name].get(figure, getattr(kind, figure))
    start = start_of([hit(kind.name)], customers=AS_COUNTED, is_company_given=is_company_given)
    assert start + base_weights()[kind.name] == pytest.approx(counted)
    assert start < 0


def test_the_start_is_that_of_the_hit_that_stands_best_by_itself():
    both = start_of(
        [hit("contact_name"), hit("mail")], customers=AS_COUNTED, is_company_given=False
    )
    assert both == start_of([hit("mail")], customers=AS_COUNTED, is_company_given=False)


def test_a_longer_list_has_more_hits_by_chance_and_a_short_one_no_proof():
    starts = [
        start_of([hit("login")], customers=n, is_company_given=False) for n in (100_000, 3_000, 300)
    ]
    assert starts == sorted(starts)
    cap = next(kind.alone for kind in KINDS if kind.name == "login")
    least = start_of([hit("login")], customers=0, is_company_given=False)
    assert least + base_weights()["login"] == pytest.approx(cap)


def test_a_company_text_that_names_another_speaks_against_the_evidence():
    for kind in ("mail", "phone", "contact_name", "login"):
        beside = start_of([hit(kind)], customers=AS_COUNTED, is_company_given=True)
        assert beside < start_of([hit(kind)], customers=AS_COUNTED, is_company_given=False)


@pytest.mark.parametrize(
    ("named", "counts"),
    [
        (["contact_mentioned", "customer_mentioned"], ["customer_mentioned"]),
        (["login", "customer_mentioned"], ["login"]),
        (["phone", "contact_mentioned", "customer_mentioned"], ["phone"]),
    ],
)
def test_against_a_company_text_mentions_add_nothing_to_each_other_or_to_more(named, counts):
    assert [one.kind for one in against_text([hit(kind) for kind in named])] == counts


def test_an_unknown_kind_in_the_settings_is_refused_with_what_is_allowed(tmp_path):
    config = tmp_path / "config.json"
    config.write_text('{"linking": {"evidence_weights": {"fax": 2}}}', encoding="utf-8")
    with pytest.raises(SettingsError, match=r"'fax'.*allowed are mail, mail_domain"):
        load_settings(config, {})


@pytest.mark.parametrize("value", ["NaN", "Infinity", '"much"'])
def test_a_weight_that_is_no_number_is_refused(tmp_path, value):
    config = tmp_path / "config.json"
    config.write_text(
        f'{{"linking": {{"evidence_weights": {{"mail": {value}}}}}}}', encoding="utf-8"
    )
    with pytest.raises(SettingsError, match="evidence_weights"):
        load_settings(config, {})
