"""Whether a text is a short form of a name: `HG Alpha` of `HealthGroup Alpha`."""

from sdc_core.linking.names.normalize import Name


def is_short_form(text: Name, name: Name) -> bool:
    """Word for word the same, but that some are cut short to a beginning or to letters of it.

    Too little for a link, and too much for "nobody": who abbreviates a name means one.
    """
    if len(text.core) != len(name.core):
        return False
    pairs = list(zip(text.core, name.core, strict=True))
    is_same = [word == other for word, other in pairs]
    is_cut = [_is_cut(word, other) for word, other in pairs]
    is_whole = all(same or cut for same, cut in zip(is_same, is_cut, strict=True))
    return is_whole and any(is_same) and any(is_cut)


def _is_cut(word: str, whole: str) -> bool:
    """Its first letter and others of it, in their order."""
    letters = iter(whole)
    is_within = word[0] == whole[0] and all(letter in letters for letter in word)
    return is_within and 1 < len(word) < len(whole)
