"""Credentials in free text are cut, one way, before anything else looks at the text.

It needs no model and no extra: this is done also where nothing leaves the machine.
"""

from collections.abc import Sequence

from sdc_core.privacy.base import SECRET
from sdc_core.privacy.recognizers.credentials import CredentialRecognizer
from sdc_core.privacy.redactor import TextRedactor

__all__ = ["SECRET", "cut_credentials", "cut_together"]

_REDACTOR = TextRedactor(CredentialRecognizer())


def cut_credentials(text: str) -> str:
    """The text with every credential replaced by `[SECRET]`."""
    return cut_together([text])[0]


def cut_together(texts: Sequence[str]) -> tuple[str, ...]:
    """Texts of one matter: what is a credential in one of them is cut in all.

    Raises:
        RedactionError: It could not be done; nothing of the texts may be used.
    """
    return _REDACTOR.redact(texts).texts
