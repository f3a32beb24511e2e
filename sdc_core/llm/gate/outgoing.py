"""What may leave for a model: credentials cut always, the rest redacted where it must be.

The rules of a prompt are ours and go as they stand; every part of it is somebody's text.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import compress
from threading import RLock

from sdc_core.errors import RedactionError
from sdc_core.llm.base import Prompt
from sdc_core.privacy.base import Redacted, Redactor
from sdc_core.privacy.credentials import cut_together

INSTALL = "pip install 'syncro-data-consolidator[privacy]'"
ONLY_CREDENTIALS = "credentials"

# All tasks of one Session show the same text, one after the other.
_REMEMBERED = 64


@dataclass(frozen=True)
class Outgoing:
    """A prompt as it may be sent, and the way back.

    Attributes:
        redactor: Version of what made it.
        redacted: None where only credentials were cut.
    """

    prompt: Prompt
    redactor: str
    redacted: Redacted | None = None

    @property
    def texts(self) -> tuple[str, ...]:
        """The parts as they are sent."""
        return tuple(text for _name, text in self.prompt.parts)


class Outlet:
    """Makes prompts fit to be sent; the redactor is made when it is first needed."""

    def __init__(self, make_redactor: Callable[[], Redactor]) -> None:
        """`make_redactor` may raise: then nothing is sent that had to be redacted."""
        self._make = make_redactor
        self._made: Redactor | RedactionError | None = None
        self._lock = RLock()
        self._redacted = lru_cache(maxsize=_REMEMBERED)(self._redact)

    def fit(self, prompt: Prompt, *, redacts: bool) -> Outgoing:
        """The prompt as it may be sent.

        Raises:
            RedactionError: It had to be redacted, and that could not be done.
        """
        cut = cut_together([text for _name, text in prompt.parts])
        if not redacts:
            return Outgoing(_with(prompt, cut), ONLY_CREDENTIALS)
        is_redacted = [name not in prompt.as_is for name, _text in prompt.parts]
        with self._lock:  # a redactor need not be made for threads
            redacted = self._redacted(tuple(compress(cut, is_redacted)))
            done = iter(redacted.texts)
            texts = [next(done) if hides else t for t, hides in zip(cut, is_redacted, strict=True)]
            return Outgoing(_with(prompt, texts), self._redactor().version, redacted)

    def _redact(self, texts: tuple[str, ...]) -> Redacted:
        redactor = self._redactor()
        try:
            redacted = redactor.redact(texts)
        except RedactionError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, nothing may be sent
            raise RedactionError(
                f"redaction failed ({type(error).__name__}); nothing was sent"
            ) from None
        if len(redacted.texts) != len(texts):
            raise RedactionError("redaction lost a part of the text; nothing was sent")
        return redacted

    def _redactor(self) -> Redactor:
        if self._made is None:
            self._made = _made(self._make)
        if isinstance(self._made, RedactionError):
            raise RedactionError(*self._made.args)
        return self._made


def _made(make: Callable[[], Redactor]) -> Redactor | RedactionError:
    try:
        return make()
    except RedactionError as error:
        return error
    except ImportError as error:
        return RedactionError(f"redaction needs the package {error.name!r}: {INSTALL}")
    except Exception as error:  # noqa: BLE001 - whatever it is, nothing may be sent
        return RedactionError(f"redaction cannot be started ({type(error).__name__}): {INSTALL}")


def _with(prompt: Prompt, texts: Sequence[str]) -> Prompt:
    names = (name for name, _text in prompt.parts)
    return replace(prompt, parts=tuple(zip(names, texts, strict=True)))
