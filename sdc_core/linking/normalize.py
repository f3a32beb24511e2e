"""Names in comparable form: tokens, core, legal forms, numbers, initials.

The steps and word lists are those of the linking reference (section 4), measured on real small
businesses. Cleaning may change without moving any id: nothing here is stored as identity.
"""

import re
import unicodedata
from dataclasses import dataclass

MAX_LENGTH = 300
"""Longer texts are cut: no customer's name is longer, and one pasted page must not cost minutes."""

# Legal forms to the one they mean; the word alone never tells two companies apart.
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
STOP_WORDS = frozenset(
    "the and of an a de la el y at in for by on to s".split()  # noqa: SIM905 - reads as a list
)
NUMBER_SIGNS = frozenset({"no", "number", "num"})
# Roman numbers, with the misread "ll" and "lll"; single letters are initials far more often.
ROMAN = {
    "ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9",
    "ll": "2", "lll": "3",
}  # fmt: skip
NUMBER_WORDS = {
    word: str(number)
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), start=1
    )
} | {"first": "1", "second": "2", "third": "3"}

# Texts that name nobody: filled in by programs and by people in a hurry.
PLACEHOLDERS = frozenset({
    "", "empty", "home", "n a", "na", "none", "null", "nil", "default", "unassigned", "unknown",
    "client", "clients", "customer", "customers", "company", "residential", "blank", "test",
    "tbd", "tba", "other", "misc", "miscellaneous", "general", "not set", "no company",
    "no customer", "new customer", "new client", "walk in", "personal", "undefined", "workgroup",
})  # fmt: skip

_QUOTES = re.compile("['\u2018\u2019\u201b\u2032\u0060\u00b4]")
_DOTTED = re.compile(r"(?<=\b[^\W\d_])\.(?=[^\W\d_]\b)")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)\b")
_RUN = re.compile(r"[^\W\d_]+|\d+")
_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")


@dataclass(frozen=True)
class Name:
    """One name in all the forms that are compared.

    Attributes:
        key: Casefolded text with single spaces: what "exactly the same" means.
        core: Tokens without legal forms and stop words; all tokens where nothing else is left.
        legal: The legal forms met, each as the form it means.
        numbers: The number tokens, also those in brackets: they separate sites.
        parenthetical: The tokens of the bracketed text, which is no part of the core.
    """

    key: str
    core: tuple[str, ...]
    legal: frozenset[str]
    numbers: frozenset[str]
    parenthetical: str

    @property
    def plain(self) -> str:
        """The core joined by spaces: the text that is scored."""
        return " ".join(self.core)

    @property
    def squeezed(self) -> str:
        """The core joined without spaces."""
        return "".join(self.core)

    @property
    def initials(self) -> str:
        """First letters of the core tokens that are no numbers."""
        return "".join(token[0] for token in self.core if not token.isdigit())

    @property
    def is_placeholder(self) -> bool:
        """Whether the text names nobody: empty, one character, or a known filler."""
        words = _RUN.findall(self.key)
        return sum(map(len, words)) <= 1 or " ".join(words) in PLACEHOLDERS


def normalize(text: str | None) -> Name:
    """The comparable form of a name; any text is allowed."""
    key = casefold_key(text)
    outside, parenthetical = _take_brackets(key)
    tokens, inside = _tokens(outside), _tokens(parenthetical)
    core = tuple(t for t in tokens if t not in LEGAL_FORMS and t not in STOP_WORDS)
    return Name(
        key=key,
        core=core or tuple(tokens),
        legal=frozenset(LEGAL_FORMS[t] for t in tokens if t in LEGAL_FORMS),
        numbers=frozenset(t for t in (*tokens, *inside) if t.isdigit()),
        parenthetical=" ".join(inside),
    )


def shown(text: str | None) -> str:
    """The text as a person may see it: printable, one line, at most `MAX_LENGTH` characters."""
    printable = "".join(c if _is_printable(c) else " " for c in (text or "")[: 4 * MAX_LENGTH])
    return " ".join(printable.split())[:MAX_LENGTH].strip()


def casefold_key(text: str | None) -> str:
    """The shown text, composed and casefolded: equal keys are the same name to any reader."""
    return unicodedata.normalize("NFC", shown(text)).casefold()


def _is_printable(character: str) -> bool:
    # Control and format characters (also bidirectional marks) carry no letters.
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn"}


def _take_brackets(text: str) -> tuple[str, str]:
    """The text without its bracketed parts, and those; nothing is taken if nothing else is left."""
    outside = _BRACKETS.sub(" ", text)
    if not _RUN.search(outside):
        return text, ""
    inside = " ".join(a or b for a, b in _BRACKETS.findall(text))
    return outside, inside


def _tokens(text: str) -> list[str]:
    spread = _QUOTES.sub("", _without_marks(text)).replace("&", " and ")
    joined = _ORDINAL.sub(r"\1", _DOTTED.sub("", spread))
    runs = [run for run in _RUN.findall(joined) if run not in NUMBER_SIGNS]
    return [_number(token, place) for place, token in enumerate(_join_letters(runs))]


def _without_marks(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def _join_letters(runs: list[str]) -> list[str]:
    """Join runs of single letters: `j & j` and `a b c` are one token each."""
    joined: list[str] = []
    letters = ""
    for place, run in enumerate(runs):
        between = run == "and" and letters and _is_letter(runs[place + 1 : place + 2])
        if _is_letter([run]):
            letters += run
        elif not between:
            joined += [letters] if letters else []
            letters = ""
            joined.append(run)
    return [*joined, letters] if letters else joined


def _is_letter(runs: list[str]) -> bool:
    return bool(runs) and len(runs[0]) == 1 and not runs[0].isdigit()


def _number(token: str, place: int) -> str:
    if token.isdigit():
        return token.lstrip("0") or "0"
    if place == 0:
        return token
    return ROMAN.get(token) or NUMBER_WORDS.get(token, token)
