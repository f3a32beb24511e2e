"""How far a name goes, and what is a name by its shape alone."""

from sdc_core.privacy.recognizers.words import Word

_FULL = 2
_WITH_INITIAL = 3
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "md", "phd", "dds", "esq", "cpa", "dmd"})


def has_middle_initial(run: list[Word]) -> bool:
    """Such as "Ravil G Yefimov": a shape that nothing else has."""
    return (
        len(run) >= _WITH_INITIAL
        and run[0].may_be_name
        and run[1].is_initial
        and run[2].may_be_name
        and not run[0].text.isupper()
        and not run[2].text.isupper()
    )


def is_full_name(run: list[Word], count: int) -> bool:
    """A first name and a last name, of which one is listed."""
    if count < _FULL:
        return False
    last = run[count - 1]
    if run[0].may_be_first_name:
        return last.is_surname or not last.is_other
    return last.is_plain_surname and not last.is_other and run[0].may_be_name


def has_surname(run: list[Word], text: str) -> bool:
    """An unknown word and a surname that is nothing else: "Imani Okafor"."""
    whole = length(run, text, believes=True)
    first = run[0]
    return (
        whole == _FULL
        and first.may_be_name
        and run[1].is_plain_surname
        and not first.text.isupper()
    )


def length(run: list[Word], text: str, *, believes: bool) -> int:
    """How many words of the run are of the name.

    Args:
        run: Words that follow each other.
        text: They stand in it.
        believes: Whether capitalised words that no list holds are taken as surnames.
    """
    count = 0
    for place, word in enumerate(run):
        if word.is_particle and not word.is_capital:
            if place + 1 < len(run) and run[place + 1].may_be_name:
                continue
            break
        if not _is_part(word, place, believes=believes):
            break
        count = place + 1
    return count - 1 if count > 1 and _is_word(run[count - 1], text) else count


def _is_word(word: Word, text: str) -> bool:
    """Whether "I" or "A" begins the next sentence: no full stop behind it."""
    return word.text in {"I", "A"} and text[word.end : word.end + 1] != "."


def _is_part(word: Word, place: int, *, believes: bool) -> bool:
    if not word.is_capital:
        return False
    if word.is_initial:
        return place > 0
    if word.key in _SUFFIXES:
        return place > 0
    if word.may_be_first_name or word.is_surname:
        return True
    return word.may_be_name and (believes or place > 0)
