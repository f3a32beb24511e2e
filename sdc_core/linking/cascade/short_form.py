"""Whether a text is a short form of a name: `HG Alpha` of `HealthGroup Alpha`."""

from sdc_core.linking.names.normalize import Name
from sdc_core.linking.names.tokens import similarity

# How alike an abbreviation, or the beginning of a word, is to it.
_LEAST, _MOST = 0.4, 0.8


def is_short_form(text: Name, name: Name) -> bool:
    """Word for word the same, but that some are cut short to initials or a beginning.

    Too little for a link, and too much for "nobody": who abbreviates a name means one.
    """
    if len(text.core) != len(name.core):
        return False
    pairs = list(zip(text.core, name.core, strict=True))
    is_same = [word == other for word, other in pairs]
    is_cut = [
        len(word) < len(other) and _LEAST <= similarity(word, other) < _MOST
        for word, other in pairs
    ]
    return any(is_same) and all(a or b for a, b in zip(is_same, is_cut, strict=True))
