"""Characters that show nothing, and hide words from whoever reads the text."""

import re
import unicodedata

# Marks that choose a form of the character before them; they can carry bytes of anything.
_VARIATION_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def visible(text: str) -> str:
    """The text without them: joiners, bidirectional marks, tags, variation selectors."""
    if text.isascii():
        return text
    kept = _VARIATION_SELECTORS.sub("", text)
    return "".join(c for c in kept if unicodedata.category(c) != "Cf")
