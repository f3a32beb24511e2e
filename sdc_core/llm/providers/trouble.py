"""What went wrong at a provider, in one form whichever SDK met it.

What a server says of a question may repeat the question or the key, so it is read here and shown
to nobody, but for `check`, whose question holds no text of anybody.
"""

import re
from dataclasses import dataclass

from sdc_core.errors import ProviderDownError, ProviderSetupError


class RateLimitedError(ProviderDownError):
    """Too many requests: all callers of the provider pause."""


class ModelUnusableError(ProviderSetupError):
    """The provider is there and the key fits, but this model cannot be used; others may be."""

    is_of_model = True


class ModelMissingError(ModelUnusableError):
    """It has no such model."""


class UnclearRefusalError(ProviderSetupError):
    """The request is refused for no reason that is known: its text, or any text."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """An answer that is none, or no answer.

    Attributes:
        status: Of HTTP; None where no answer came.
        code: The provider's own word for it: `insufficient_quota`, `RESOURCE_EXHAUSTED`.
        said: The sentence that the server gave for it.
        parameter: Of the request, where the server names the one that it refuses.
        retry_after_seconds: As long as the server asks to wait.
        is_timeout: Whether no answer came in time.
        is_broken: Whether the connection was there and broke.
    """

    status: int | None = None
    code: str = ""
    said: str = ""
    parameter: str = ""
    retry_after_seconds: float | None = None
    is_timeout: bool = False
    is_broken: bool = False

    def speaks_of(self, pattern: str) -> bool:
        """Whether the code or the sentence holds it, without regard to case."""
        return re.search(pattern, f"{self.code} {self.said}", re.IGNORECASE) is not None
