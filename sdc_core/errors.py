"""The one tree of errors; a message says what, where (file[row]) and what is allowed.

SdcError
  SettingsError           a bad setting: stops the start
  SourceError             a source as a whole cannot be read; the other sources go on
    InputMissingError       a folder or file that the settings name does not exist
    InputUnreadableError    a file exists but cannot be opened (rights, locked by another program)
    WrongInputError         a file is of another kind than the source it was given to
  ApiError                a remote API did not answer usefully
    TransientApiError       worth a retry: 429, 5xx, timeout, cut body
    TerminalApiError        not worth a retry: bad key, missing permission, validation
      MissingKeyError         no key is configured
      NotAuthorizedError      401 or 403: names the endpoint and the permission
  StoreError              the store on disk
    PathError               a path we would make is not valid everywhere, or leaves the data root
    BusyError               another process holds the lock; names it
    TornError               a stored file is missing or is not what its manifest says
    MovedInputError         an input changed between load and commit: try again
    NewerSchemaError        written by a newer major version
    DiskError               the disk refused: full, read-only, failing, no permission
    HeldError               another program keeps a file open (Windows)
  LlmError                a language model gave nothing that can be used
    ProviderDownError       no answer after all tries (429, 5xx, timeout, connection): ask later
    ProviderSetupError      every call is refused: wrong key, model, address, or a missing package
    AnswerError             this answer is refused, cut, empty, or not of the schema
    BudgetError             the budget has no room for the call, or its price is not known
    RedactionError          the text could not be made safe to send: nothing was sent
  DecisionError           a person's edit or decision cannot be used as it stands
"""


class SdcError(Exception):
    """Base of all errors that SDC raises on purpose."""


class SettingsError(SdcError):
    """A setting is unknown, malformed or not allowed."""


class SourceError(SdcError):
    """A source as a whole cannot be read."""


class InputMissingError(SourceError):
    """A folder or file named in the settings does not exist."""


class InputUnreadableError(SourceError):
    """A file exists but cannot be opened."""


class WrongInputError(SourceError):
    """A file is of another kind than the source it was given to."""


class ApiError(SdcError):
    """A remote API did not give a useful answer."""


class TransientApiError(ApiError):
    """Worth a retry."""

    def __init__(self, message: str, *, retry_after_seconds: float | None = None) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds


class TerminalApiError(ApiError):
    """Not worth a retry."""


class MissingKeyError(TerminalApiError):
    """No key is configured for the API."""


class NotAuthorizedError(TerminalApiError):
    """The API refused the key or the key lacks a permission."""


class StoreError(SdcError):
    """Something is wrong with the store on disk."""


class PathError(StoreError):
    """A path is not valid on every platform or leaves the data root."""


class BusyError(StoreError):
    """Another process holds the lock."""


class TornError(StoreError):
    """A stored file is missing or differs from its manifest."""


class MovedInputError(StoreError):
    """An input changed between load and commit."""


class NewerSchemaError(StoreError):
    """A record was written by a newer major version of SDC."""


class DiskError(StoreError):
    """The disk refused a write, a rename or a deletion."""


class HeldError(StoreError):
    """Another program keeps a file open."""


class LlmError(SdcError):
    """A language model gave nothing that can be used."""


class ProviderDownError(LlmError):
    """No answer after all tries; it is asked again later.

    Attributes:
        may_cost: Whether the provider may charge for it all the same: it was sent, and no answer
            came in time. Not for what was refused (429) or never arrived (connection).
    """

    def __init__(
        self, message: str, *, retry_after_seconds: float | None = None, may_cost: bool = True
    ) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds
        self.may_cost = may_cost


class ProviderSetupError(LlmError):
    """The provider refuses what every call sends, or cannot be called at all.

    Attributes:
        is_of_model: Whether only calls to this model are refused.
    """

    is_of_model = False


class AnswerError(LlmError):
    """This answer cannot be used; tokens were spent all the same.

    Attributes:
        kind: `refused`, `cut`, `empty`, `invalid` or `unsafe`.
        usage: A `sdc_core.llm.base.Usage`, None where the provider did not say.
    """

    def __init__(self, message: str, *, kind: str, usage: object | None = None) -> None:
        super().__init__(message)
        self.kind = kind
        self.usage = usage


class BudgetError(LlmError):
    """The budget has no room for the call, or the price of the model is not known."""


class RedactionError(LlmError):
    """The text could not be made safe to send."""


class DecisionError(SdcError):
    """A person's edit or decision cannot be used as it stands."""
