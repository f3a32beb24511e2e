"""Words of names that mean more, or less, than their letters: each list with its source.

"Reference" is the linking reference, section 4; its lists were measured on real small businesses.
"""

# Legal forms to the one they mean; the word alone never tells two companies apart. Reference.
LEGAL_FORMS = {
    "inc": "inc", "incorporated": "inc",
    "llc": "llc",
    "ltd": "ltd", "limited": "ltd",
    "corp": "corp", "corporation": "corp",
    "co": "co", "company": "co",
    **{form: form for form in (
        "lp", "llp", "plc", "sa", "nv", "bv", "ag", "gmbh", "spa", "pc", "pllc", "nfp", "pty",
        "srl", "sarl", "ab", "oyj", "as", "asa", "kg", "ohg", "sas", "pte", "bhd",
    )},
}  # fmt: skip

# Where a legal form is at home: an American and a Swedish company of one name are two.
ANGLO_LEGAL = frozenset(
    {
        "inc",
        "llc",
        "ltd",
        "corp",
        "co",
        "lp",
        "llp",
        "plc",
        "pc",
        "pllc",
        "nfp",
        "pty",
        "pte",
        "bhd",
    }
)

# Left out of the core: they come and go between two spellings of one name. Reference.
STOP_WORDS = frozenset(
    "the and of an a de la el y at in for by on to s".split()  # noqa: SIM905 - reads as a list
)

# Those of them that come and go without meaning another company: "Patio" is not "El Patio", and
# "Snap" is not "Snap-on".
FREE_WORDS = frozenset({"the", "and", "s"})

# What "#" is in words: "Store No. 2". Reference.
NUMBER_SIGNS = frozenset({"no", "number", "num"})

# Single letters that are words ("a", Spanish "y") or what is left of a possessive, and the words
# behind which they are none. Seen in the names of shares and of shops.
LETTER_WORDS = frozenset("asy")
CLASS_WORDS = frozenset({"class", "cl", "series", "ser", "kl"})

# Roman numbers, with the misread "ll" and "lll". Single letters and "xi", "mi" are initials and
# words far more often. Reference.
ROMAN = {
    "ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9",
    "ll": "2", "lll": "3",
}  # fmt: skip

# Numbers in words, also as first token. Reference, where they are not measured: on the chicago_smb
# development set they bring 2 of 1,495 customers more among the candidates and no wrong exact name.
NUMBER_WORDS = {
    word: str(number)
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), start=1
    )
} | {"first": "1", "second": "2", "third": "3"}

# Written before and after the name of a person and left out at will; the usual English ones.
PERSON_TITLES = frozenset({"mr", "mrs", "ms", "miss", "dr", "prof"})
PERSON_SUFFIXES = frozenset({"jr", "sr"})

# Texts that name nobody: filled in by programs and by people in a hurry. The generic companies of
# the reference (section 6), what ScreenConnect and Syncro show for an empty field, and variants.
PLACEHOLDERS = frozenset({
    "", "empty", "home", "n a", "na", "none", "null", "nil", "default", "unassigned", "unknown",
    "client", "clients", "customer", "customers", "company", "residential", "blank", "test",
    "tbd", "tba", "other", "misc", "miscellaneous", "general", "not set", "no company",
    "no customer", "new customer", "new client", "walk in", "personal", "undefined", "workgroup",
})  # fmt: skip
