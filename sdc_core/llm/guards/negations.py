"""Whether an answer denies what the record never denied: "was not repaired" of a repair.

A word of denial turns the sense and brings no other word with it, so the share of known words does
not see it.
"""

import re
from collections.abc import Sequence

_DENIES = re.compile(
    r"\b(?:not|no|never|cannot|nobody|nothing|neither|nor)\b|n['\u2019]t\b", re.IGNORECASE
)
# What may be told as "not ...": offline is not reachable, failing is not working.
_MAY_BE_DENIED = re.compile(
    r"\b(?:unable|without|none|fail\w*|refus\w*|stop\w*|offline|down|dead|broke\w*|missing|lost|"
    r"lacks?|lacking|reject\w*|den(?:y|ied|ies)|block\w*|error\w*|froze\w*|stuck|crash\w*|hangs?|"
    r"un[a-z]{4,}|dis[a-z]{4,}|in(?:active|correct|valid|operative)\w*|cant|wont|doesnt|dont|isnt)\b",
    re.IGNORECASE,
)


def is_denied_alone(text: str, texts: Sequence[str]) -> bool:
    """Whether the text denies something, and nothing in the record is denied, broken or missing."""
    if not _DENIES.search(text):
        return False
    return not any(_DENIES.search(each) or _MAY_BE_DENIED.search(each) for each in texts)
