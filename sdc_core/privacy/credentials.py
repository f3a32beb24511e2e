"""Credentials in free text are cut, one way, before anything else looks at the text.

It needs no model and no extra: this is done also where nothing leaves the machine.
"""

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from sdc_core.privacy.base import SECRET

if TYPE_CHECKING:
    from sdc_core.privacy.redactor import TextRedactor

__all__ = ["SECRET", "VERSION", "cut_credentials", "cut_together"]

VERSION = "credentials-4"
"""Goes up when other credentials are cut: what was written before is written again."""
# The tasks of a Session look at the same texts, one after the other.
_REMEMBERED = 1_024


def cut_credentials(text: str) -> str:
    """The text with every credential replaced by `[SECRET]`."""
    return cut_together([text])[0]


def cut_together(texts: Sequence[str]) -> tuple[str, ...]:
    """Texts of one matter: what is a credential in one of them is cut in all.

    Raises:
        RedactionError: It could not be done; nothing of the texts may be used.
    """
    if not any(map(_holds_any, texts)):
        return tuple(texts)
    return _redactor().redact(texts).texts


@lru_cache(maxsize=_REMEMBERED)
def _holds_any(text: str) -> bool:
    return bool(_redactor().find(text))


@cache
def _redactor() -> "TextRedactor":
    """Made at first use: its patterns take longer to compile than a short command runs."""
    from sdc_core.privacy.recognizers.credentials import CredentialRecognizer  # noqa: PLC0415
    from sdc_core.privacy.redactor import TextRedactor  # noqa: PLC0415

    return TextRedactor(CredentialRecognizer())
