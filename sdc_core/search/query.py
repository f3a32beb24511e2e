"""What a person asked, as terms of the index: host names and numbers stay whole."""

import re

# Words that say nothing of what is looked for; English, as the texts are (the commonest words of
# the language after the Oxford English Corpus, without those that name things or acts).
_PLAIN_WORDS = """
    a after all also am an and any are as at be been before but by can did do does for from
    had has have he her him his how i if in into is it its just me my no not of on or our out
    she so some than that the their them then there these they this to too us was we were what
    when where which who why will with would you your
"""
_PLAIN = frozenset(_PLAIN_WORDS.split())
_EDGES = re.compile(r"^\W+|\W+$")


def terms_of(query: str) -> list[str]:
    """The words of a query, each once, in order; plain words only where there are no others."""
    words = dict.fromkeys(_EDGES.sub("", word) for word in query.casefold().split())
    found = [word for word in words if word]
    return [word for word in found if word not in _PLAIN] or found


def begun(stem: str) -> str:
    """For MATCH, words that begin so: a stem would be stemmed again."""
    return f"{quoted(stem)}*"


def quoted(term: str) -> str:
    """The term for MATCH, never as an operator; `front-pc02` is its parts side by side."""
    return '"' + term.replace('"', '""') + '"'
