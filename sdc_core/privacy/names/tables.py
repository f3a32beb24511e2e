"""First names, surnames, and the words among and around them that mean something else too.

Lists are without accents, so that a name is found however much of them is written.
"""

import unicodedata
from functools import cache, lru_cache
from pathlib import Path

_FOLDER = Path(__file__).parent
# Letters that are no letter with an accent, as passports write them (ICAO Doc 9303, part 3).
_PLAIN = str.maketrans(
    {"\u00f8": "o", "\u0142": "l", "\u0111": "d", "\u00f0": "d", "\u00fe": "th", "\u00df": "ss"}
    | {"\u00e6": "ae", "\u0153": "oe", "\u0131": "i", "\u0259": "a"}
)


@lru_cache(maxsize=4096)
def key_of(word: str) -> str:
    """In lower case and without accents."""
    if word.isascii():
        return word.lower()
    parts = unicodedata.normalize("NFKD", word.lower().translate(_PLAIN))
    return "".join(part for part in parts if not unicodedata.combining(part))


def read_words(name: str) -> frozenset[str]:
    """The words of a file of this folder, between blanks and line ends."""
    return frozenset((_FOLDER / name).read_text(encoding="utf-8").split())


# First names that are ordinary words, months, products or places as well.
FIRST_NAMES_TOO = read_words("first_names_too.txt")
# Surnames that are words as well: behind an unknown word they make no name ("Backup Gates").
SURNAMES_TOO = read_words("surnames_too.txt")
# What begins a sentence, or stands inside one with a capital letter, and is nobody; also of other
# languages that are written among technicians.
WORDS = read_words("words.txt") | {key_of(word) for word in read_words("words_abroad.txt")}
# Products, technology and words of an IT service that a model of names takes for names.
TERMS = read_words("terms.txt")
# What stands in front of a product is a product with it: "Adobe Acrobat Reader".
MAKERS = read_words("makers.txt")
TITLES = (
    r"Mr|Mrs|Ms|Mx|Miss|Dr|Prof|Professor|Doctor|Rev|Fr|Sr|Sra|Herr|Frau|Mme|Mlle|Sir|Madam|Capt|"
    r"Sgt|Lt|Col|Judge|Pastor|Officer|Atty|Dame|Hr|Fru|Pani|Pan|Pan\u00ed|Dhr|Mevr|Mw|Se\u00f1or|Se\u00f1ora|Signor|Signora|"
    r"Madame|Monsieur|Frk"
)
# Between the names of one person, or before a surname.
PARTICLES = frozenset(
    {"van", "von", "de", "der", "den", "del", "della", "di", "da", "dos", "du", "la", "le", "el"}
    | {"al", "bin", "ibn", "ben", "ter", "ten", "zu", "st", "mac", "mc", "y"}
)


@cache
def first_names() -> frozenset[str]:
    """In lower case; those that are words too are among them."""
    return read_words("first_names.txt") | read_words("first_names_world.txt") | FIRST_NAMES_TOO


@cache
def surnames() -> frozenset[str]:
    """In lower case."""
    return read_words("surnames.txt") | read_words("surnames_world.txt")
