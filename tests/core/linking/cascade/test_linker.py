"""The linker that the graph makes, whole: the same answers in any order, process and batch."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from sdc_core.linking.base import Contact, Customer, LinkQuery
from sdc_core.linking.make import make_linker
from sdc_core.settings import Linking, ProcessingDefaults, Settings
from tests.core.linking.lists import NEAR_NAMES, customers_named
from tests.core.linking.processes import printed

NAMES = st.sampled_from(
    [
        "Acme Tools", "Acme Tool", "ACME TOOLS", "Acme Tools LLC", "Zenith", "Zenith 2", "Zenit",
        "Home", "Blue Sky LLC", "Blue Sky Inc", "Sky Blue", "Blue Skye (North)",
    ]
)  # fmt: skip
EVIDENCE = st.sampled_from(["", "ann@acme.example.com", "bob@zenith.example.com"])
PROGRAM = """
from sdc_core.linking.base import LinkQuery
from sdc_core.linking.make import make_linker
from sdc_core.settings import Settings
from tests.core.linking.lists import NEAR_NAMES, customers_named
linker = make_linker(customers_named(*NEAR_NAMES), Settings(), fingerprint="f")
texts = ["Acme Inc", "Welness Partners Est", "HG Alpha", "Oakwod Pediatric", "Nobody", "Keystone"]
for result in linker.link_many([LinkQuery("S", company=text) for text in texts]):
    print(result.evidence.model_dump_json())
"""


def linker_of(customers, **changes):
    return make_linker(customers, Settings(**changes), fingerprint="f")


@settings(max_examples=40, deadline=None)
@given(
    st.lists(NAMES, max_size=8),
    st.lists(st.tuples(NAMES, EVIDENCE), min_size=1, max_size=5),
    st.integers(),
)
def test_order_of_customers_and_queries_never_counts(names, asked, seed):
    contacts = ({"id": 1, "email": "ann@acme.example.com"},)
    customers = [*customers_named(*names), Customer(id=99, contacts=(Contact(**contacts[0]),))]
    shuffled = random.Random(seed).sample(customers, len(customers))
    queries = [LinkQuery("S", company=text, emails=(mail,)) for text, mail in asked]
    together = linker_of(customers).link_many(queries)
    alone = [linker_of(shuffled).link(query) for query in reversed(queries)]
    assert together == alone[::-1]


def test_other_processes_answer_the_same():
    said = {printed(PROGRAM, seed) for seed in ("1", "2")}
    assert len(said) == 1
    assert said.pop().count("\n") == 6


def test_evidence_names_code_weights_and_list():
    evidence = (
        linker_of(customers_named(*NEAR_NAMES))
        .link(LinkQuery("S", company="Oakwod Pediatrics"))
        .evidence
    )
    assert evidence.linker_version == "posterior-1"
    assert len(evidence.model_hash) == 12
    assert [t.query for t in evidence.aligned] == ["oakwod", "pediatrics"]
    assert evidence.contributions
    assert evidence.runner_up is None or evidence.runner_up.customer_id != 11


def test_scorer_is_a_setting():
    wratio = linker_of(customers_named("Acme"), linking=Linking(scorer="wratio"))
    assert (wratio.version, linker_of([]).version) == ("wratio-1", "posterior-1")


def test_threshold_and_share_in_the_list_are_settings():
    customers, query = customers_named(*NEAR_NAMES), LinkQuery("S", company="Oakwod Pediatrics")
    usual = linker_of(customers).link(query)
    never = ProcessingDefaults(customer_linking_fuzzy_match_threshold=100)
    assert linker_of(customers, processing_defaults=never).link(query).customer is None
    rare = linker_of(customers, linking=Linking(prior_in_list=0.01)).link(query)
    assert rare.probability < usual.probability
