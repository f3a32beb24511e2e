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


# What most people in Vietnam are called; their names begin with it.
_VIETNAMESE = frozenset(
    {"nguyen", "tran", "pham", "le", "huynh", "hoang", "phan", "vu", "vo", "dang", "bui", "ngo"}
    | {"duong", "truong", "dinh", "trinh", "dao", "mai"}
)


def is_surname_first(run: list[Word]) -> bool:
    """Such as "Dang Quoc Quang" or "Nakamura Kenji": one of both is nothing else than a name."""
    if len(run) < _FULL or run[0].is_possessive:
        return False
    first, second = run[0], run[1]
    return (
        first.is_surname
        and not first.is_other
        and second.is_capital
        and second.may_be_first_name
        and not second.is_other
        and (first.is_plain_surname or second.is_first_name)
    )


def _is_vietnamese(word: Word) -> bool:
    """Also "An", which is a word only in English."""
    return word.key == "an" or (word.may_be_first_name and not word.is_other)


def vietnamese_length(run: list[Word]) -> int:
    """How many words of "nguyen van an" are a name, however written; 0 if it is none."""
    if run[0].key not in _VIETNAMESE:
        return 0
    count = 1
    while count < min(len(run), 4) and _is_vietnamese(run[count]):
        count += 1
    return count if count > _FULL or (count == _FULL and run[1].is_first_name) else 0


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
