"""The kinds of evidence beyond the name, with what each may say at most.

What they do say is fitted on labelled queries and stands in `weights/evidence.json`, made by
`python -m sdc_core.linking.training.evidence`. The figures here hold where little was seen, and are
never exceeded: the labelled queries are made up (nobody in them has left a company, no number has
changed hands). Those of the linking reference (section 6) were set by hand, with -4 for
a customer that a company text does not name and -2.8 (-.35 ln 3 088) where there is no such text.
Only a mail address or a phone number is proof by itself: `alone` and `beside` of all other kinds
stay below the log-odds of a link, in however short a list.
"""

from typing import NamedTuple


class Kind(NamedTuple):
    """One kind of evidence; the log-odds are of a value that one customer has.

    Attributes:
        name: As it stands in the evidence record and in the setting `linking.evidence_weights`.
        fact: Hits of one customer with the same fact are no two witnesses: the strongest counts.
        base: What a hit adds to the log-odds of a customer.
        alone: Log-odds of a customer that nothing else points to, where no company is named.
        beside: The same where a company is named, and not that customer.
        source: Where the figures come from.
    """

    name: str
    fact: str
    base: float
    alone: float
    beside: float
    source: str


KINDS = (
    Kind("mail", "address", 9.0, 6.2, 5.0, "reference"),
    Kind(
        "mail_domain", "address", 7.5, 1.7, 1.0, "a chain has one domain: by itself right 10 of 20"
    ),
    Kind("domain_like_name", "address", 5.0, 1.7, 1.0, "companies of one name have such domains"),
    Kind("phone", "phone", 8.0, 5.2, 4.0, "reference"),
    Kind("contact_name", "person", 6.0, 1.7, 1.0, "reference; beside a like name counted as 7.7"),
    Kind("contact_mentioned", "person", 4.0, 1.2, 0.0, "the text may speak of somebody else"),
    Kind("contact_first_name", "person", 3.0, 0.0, -2.0, "half of the weight of a full name"),
    Kind("login", "person", 5.5, 1.2, 0.0, "reference; beside a like name counted as 7.5"),
    Kind("machine_prefix_5", "machine", 4.5, 1.7, 1.0, "reference: 2.5 + .25 a letter, to 8"),
    Kind("machine_word_4", "machine", 4.5, 1.7, 1.0, "as machine_prefix_5"),
    Kind("machine_word_3", "machine", 4.5, 0.5, -0.5, "below machine_word_4 by a letter"),
    Kind("machine_initials_4", "machine", 4.5, 1.7, 1.0, "as machine_prefix_5"),
    Kind("machine_initials_3", "machine", 4.5, 1.7, 1.0, "as machine_prefix_5"),
    Kind("machine_initials_2", "machine", 4.5, 1.7, 1.0, "as machine_prefix_5"),
    Kind("customer_mentioned", "mention", 4.0, 1.2, 0.0, "a whole name, but said in passing"),
)

KIND_NAMES = tuple(kind.name for kind in KINDS)
MENTIONED = frozenset({"customer_mentioned", "contact_mentioned"})
