"""Text as plain words: casefolded runs of letters or digits without accents and apostrophes."""

import re
import unicodedata

_APOSTROPHES = re.compile("['\u2018\u2019\u201b\u2032\u0060\u00b4]")
_RUN = re.compile(r"[^\W\d_]+|\d+")
_ASCII_RUN = re.compile(r"[a-z]+|\d+")


def folded(text: str) -> str:
    """The text without accents and case; what most texts are made of takes the short way."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def words_of(text: str) -> list[str]:
    """The words in their order; digits are words of their own."""
    plain = _APOSTROPHES.sub("", folded(text))
    return (_ASCII_RUN if plain.isascii() else _RUN).findall(plain)


def squeezed(text: str) -> str:
    """All letters and digits without anything between them."""
    return "".join(words_of(text))
