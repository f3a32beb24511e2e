"""Companies without a legal form or trade, by what is done for them or what they do."""

import re
from collections.abc import Iterator

from sdc_core.privacy.names.tables import MAKERS, TERMS, WORDS, first_names, key_of

CAP = r"[A-Z\u00c0-\u00de][\w\u00c0-\u024f'\u2019.-]{0,30}"
# What is done for a company, or stands before its name in other languages.
BEGINNINGS = frozenset(
    {"renewal", "invoice", "migration", "shares", "quote", "contract", "backup", "ticket", "order"}
    | {"klient", "kunde", "firma", "client", "customer", "project", "proposal", "estimate", "visit"}
    | {"onboarding", "offboarding", "audit", "agreement", "maintenance", "subscription", "bill"}
    | {"drop", "deliver", "ship", "send", "call", "email", "voice", "tenant", "domain", "site"}
)
_LEAST_WORDS = 2
_SMALL = r"(?:[ \t](?:&|and|of|the|und|et|y|i|de|la)(?=[ \t]))"
_NAMED = rf"(?P<name>(?:[Tt]he[ \t])?{CAP}(?:{_SMALL}{{0,2}}[ \t]{CAP}){{1,4}})"
_BEHIND = (
    # "Invoice for Kestrel Yachts", "2h onsite at The Velvet Fork", "Klient Nowak i Synowie"
    re.compile(
        r"\b(?:(?:[Qq]uote|[Ii]nvoice|[Rr]enewal|[Cc]ontract|[Mm]igration|[Bb]ackups?|[Tt]ickets?|"
        r"[Pp]roposal|[Ee]stimate|[Oo]nboarding|[Pp]roject|[Ll]icen[cs]es?|[Aa]greement|[Dd]omain|MX|"
        r"DNS|[Ff]irewall|[Rr]outer|[Ss]erver|[Tt]enant|[Uu]sers|[Ss]taff|[Oo]n[ -]?site|[Vv]isit|"
        r"[Mm]anager|[Rr]eceptionist|[Oo]wner|[Ww]orks|[Ww]orked|[Pp]hones|[Vv]oice|[Nn]ew hire)"
        r"[ \t](?:for|from|of|at|under|with)|"
        r"[Kk]unde|[Kk]lient|[Cc]lient|[Cc]ustomer|[Ff]irma|under|[Ff]ront desk of|moved|"
        rf"on behalf of|acquired by|bought by|invoiced|billed)[ \t]{_NAMED}"
    ),
    # "Beata Dudek at The Copper Kettle", "Pani Deshpande z Willow & Wren Florists"
    re.compile(
        rf"(?<=[a-z]) (?:at|from|with|z|von|bei|chez|of|for) {_NAMED}(?=[ \t](?:that|about|wants?|"
        r"needs?|has|have|is|are|was|prosi|called|calls|cannot|can't|cant|can|will|asks?|asked|"
        r"reports?|says?|said|who|through|via|due|wifi|wi-fi|wlan|printers?|servers?|router|vpn|tenant|backups?|"
        r"firewall|network|mailboxes)\b|[ \t]{0,2}(?:[.,;:!?\n]|$))"
    ),
    # "Tarn Valley Vets has 14 seats"
    re.compile(
        rf"(?:^|\n|[.!?][ \t]){_NAMED}(?=[ \t](?:has|have|wants?|needs?|signed|moved|opened|hired|"
        r"asks?|called|reports?|got|lost|bought|renewed|switched|pays|paid|owes|announced)\b)"
    ),
)
# dataNest: no word and no product of every day; alone in its line or behind "from"
_INNER = re.compile(
    r"(?:^|\n|\b(?:from|at|of|by|with)[ ])(?P<name>[a-z]{3,9}[A-Z][a-z]{3,12})(?=[.,;]?(?:\n|$))"
)
_WORD = re.compile(r"[\w'\u2019-]+")
# "Ann Smith of Kestrel Yachts"; "First Bank of Iowa" is one name.
_PERSON_OF = re.compile(rf"(?P<first>{CAP})[ \t]{CAP}[ \t](?:of|from|at)[ \t](?={CAP}[ \t]{CAP})")


def _behind_person(name: str) -> int:
    """Where the company begins, behind the name of somebody who is of it."""
    person = _PERSON_OF.match(name)
    return person.end() if person and not is_common(person["first"]) else 0


def clients_in(text: str) -> Iterator[tuple[int, int]]:
    """Where they stand, pattern by pattern."""
    for pattern in _BEHIND:
        for match in pattern.finditer(text):
            if _is_company(match["name"]):
                start = match.start("name") + _behind_person(match["name"])
                yield start, match.end("name") - match["name"].endswith(".")
    for match in _INNER.finditer(text):
        if not is_common(match["name"]):
            yield match.span("name")


def is_common(word: str) -> bool:
    """An ordinary word, technology or a maker of it."""
    key = key_of(word).rstrip(".")
    return key in WORDS or key in TERMS or key in MAKERS


def _is_company(name: str) -> bool:
    """Capitalised words that are no products, no person and no sentence."""
    words = [word[0] for word in _WORD.finditer(name)]
    named = [word for word in words if word[0].isupper() and key_of(word) != "the"]
    if len(named) < _LEAST_WORDS or is_common(named[0]) or key_of(named[0]) in BEGINNINGS:
        return False
    is_person = key_of(named[0]) in first_names()
    return not is_person and 2 * sum(is_common(word) for word in named) <= len(named)
