"""Words that name another company, though a letter or two may be all that tells them apart.

Chosen by hand from the names that MSPs' customers have: directions of sites, words that deny, words
of contrary meaning. What they cost on real names stands in `apart`.
"""

from collections.abc import Collection, Iterator

from sdc_core.linking.evidence.word_lists import EVERYDAY
from sdc_core.linking.names.name_words import LEGAL_FORMS
from sdc_core.linking.names.nicknames import NICKNAMES
from sdc_core.linking.names.rarity import Background


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_POINTS = {"north": "n", "south": "s", "east": "e", "west": "w"} | {
    a + b: a[0] + b[0] for a in ("north", "south") for b in ("east", "west")
}
_SHORT_POINTS = frozenset(_POINTS.values())
# "Northside", "Westgate", "Eastern": what the points are joined with.
_JOINED = (
    "", "ern", "side", "end", "town", "gate", "shore", "bound", "ward", "land", "field", "wood",
    "point", "view", "brook", "port", "ridge",
)  # fmt: skip
DIRECTIONS = {
    point + joined: frozenset(letters) for point, letters in _POINTS.items() for joined in _JOINED
}
"""Words to the points of the compass in them."""

# Of one line, one word never stands for another.
CONTRARY = tuple(
    tuple(_words(words) for words in line.split("|"))
    for line in (
        "import imports importer importers | export exports exporter exporters",
        "upper | lower",
        "uptown | downtown | midtown",
        "inner | outer",
        "indoor | outdoor",
        "old | new",
        "men mens | women womens",
        "boys | girls",
        "jr junior | sr senior",
        "holding holdings | operating operations",
        "landlord | tenant tenants",
        "industries | services | solutions | systems | technologies | logistics | consulting",
    )
)

# Behind them a number is how many shares, or of what nominal value.
SHARE_WORDS = frozenset({"adr", "ads", "gdr"})

# A text with one of them may speak of whom the customer is not, or is no longer.
DENIALS = frozenset({"not", "former", "formerly", "previously", "fka", "nka", "sold"})

# What is added to a name for another company beside it: of the same owners or
# family, or in another place.
BRANCHES = _words("""
    capital equipment foundation holding holdings investments lab labs leasing management parts
    properties property realty rental rentals supplies supply trust
    bros brothers daughters sisters son sons

    alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii
    idaho illinois indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan
    minnesota mississippi missouri montana nebraska nevada ohio oklahoma oregon pennsylvania
    tennessee texas utah vermont virginia washington wisconsin wyoming
    australia canada europe france germany india ireland mexico uk usa
""")

# In brackets, what a company is, not where: "(publ)" is a Swedish public company.
BRACKETED_FORMS = frozenset(LEGAL_FORMS) | {"publ", "persero", "the"}

# So many company names of the background hold a word that no slip made, and so many people's.
_KNOWN = 10
_KNOWN_OF_PEOPLE = 2
# So many hold the word of a trade or a place, which names no company by itself.
_COMMON = 20
_SHORTEST_NAME = 3


def directions_of(tokens: Collection[str], *, is_short: bool) -> frozenset[str]:
    """Points of the compass in the tokens; `is_short` reads "N" and "NW" as well."""
    return frozenset(point for token in tokens for point in _points(token, is_short))


def _points(token: str, is_short: bool) -> Collection[str]:
    if is_short and token in _SHORT_POINTS:
        return token
    return DIRECTIONS.get(token, ())


class Vocabulary:
    """Words that are written as meant, by the names of companies and of people."""

    def __init__(self, companies: Background, people: Background) -> None:
        self._companies = companies.counts
        self._people = people.counts

    def knows(self, word: str) -> bool:
        """Whether it is a word or a first name; what is not may be a slip."""
        return (
            word in EVERYDAY
            or word in _FIRST_NAMES
            or self._companies.get(word, 0) >= _KNOWN
            or self._people.get(word, 0) >= _KNOWN_OF_PEOPLE
        )

    def may_name(self, word: str) -> bool:
        """Whether a word may tell one company from another: no number, no word of every trade."""
        if word.isdigit() or len(word) < _SHORTEST_NAME:
            return False
        return not self.is_common(word) or self._people.get(word, 0) >= _KNOWN_OF_PEOPLE

    def is_common(self, word: str) -> bool:
        """Whether many companies share it."""
        return word in EVERYDAY or self._companies.get(word, 0) >= _COMMON


NOBODYS_WORDS = Background(0, {})
"""Of a vocabulary that has no names."""


def _first_names() -> Iterator[str]:
    for short, names in NICKNAMES.items():
        yield short
        yield from names


_FIRST_NAMES = frozenset(_first_names())
