"""The kinds of evidence beyond the name, with what each adds to the log-odds of a customer.

Figures by hand are those of the linking reference (section 6) or reasoned in the note; the others
are counted on labelled queries and stand in `weights/evidence.json`, made by
`python -m sdc_core.linking.training.evidence`.
"""

from typing import NamedTuple


class Kind(NamedTuple):
    """One kind of evidence.

    Attributes:
        name: As it stands in the evidence record and in the setting `linking.evidence_weights`.
        fact: Hits of one customer with the same fact are no two witnesses: the strongest counts.
        base: What a hit adds where one customer has the value, if nothing was counted.
        source: Where the figure comes from.
    """

    name: str
    fact: str
    base: float
    source: str


KINDS = (
    Kind("mail", "address", 9.0, "reference"),
    Kind("mail_domain", "address", 7.5, "reference"),
    Kind("phone", "phone", 8.0, "reference"),
    Kind("contact_name", "person", 5.0, "reference"),
    Kind("contact_mentioned", "person", 4.0, "below contact_name: the text may speak of others"),
    Kind("contact_first_name", "person", 1.0, "counted"),
    Kind("login", "person", 4.0, "reference"),
    Kind("login_domain", "machine", 4.0, "as machine_prefix_5"),
    Kind("machine_prefix_5", "machine", 4.0, "reference: 2.5 + .25 a letter"),
    Kind("machine_word_4", "machine", 3.5, "reference: 2.5 + .25 a letter"),
    Kind("machine_word_3", "machine", 3.25, "reference: 2.5 + .25 a letter"),
    Kind("machine_initials_4", "machine", 3.5, "reference: 2.5 + .25 a letter"),
    Kind("machine_initials_3", "machine", 3.25, "reference: 2.5 + .25 a letter"),
    Kind("machine_initials_2", "machine", 3.0, "reference: 2.5 + .25 a letter"),
    Kind("customer_mentioned", "mention", 4.0, "as login: a whole name, said in passing"),
)

KIND_NAMES = tuple(kind.name for kind in KINDS)
MENTIONED = frozenset({"customer_mentioned", "contact_mentioned"})
