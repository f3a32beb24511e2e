"""What the API sends, read tolerantly: unknown fields ignored, missing ones None, ids also as text.

Source: the published OpenAPI document and recorded pages. Only fields that SDC uses are named;
records keep the whole row. Fields without a default are those that every row has.
"""

import re
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from sdc_core.errors import WrongInputError
from sdc_core.times import to_utc

# These open an account to whoever reads them.
SECRET_KEYS = frozenset({"online_profile_url", "user_token", "api_key"})
MAX_DEPTH = 64
_SECRET_FIELD = re.compile(rf'("(?:{"|".join(sorted(SECRET_KEYS))})"\s*:\s*")(?:[^"\\]|\\.)*')
_PORTAL_KEY = re.compile(r"(portal_key=)[\w-]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NAMED_UTC = re.compile(r"\s*(UTC|GMT)$")
_SPACED_OFFSET = re.compile(r"\s+([+-]\d\d:?\d\d)$")


def parse_time(text: str) -> datetime:
    """A time of the API as UTC: any offset form, `Z`, ` UTC`, ` GMT`, any number of digits.

    Raises:
        ValueError: No time, or one without an offset.
    """
    plain = _NAMED_UTC.sub("+00:00", text.strip())
    moment = datetime.fromisoformat(_SPACED_OFFSET.sub(r"\1", plain))
    try:
        return to_utc(moment)
    except OverflowError:
        raise ValueError(f"{text!r} is outside the years 1 to 9999 in UTC") from None


class TooDeepError(WrongInputError):
    """A row is nested deeper than anything that the API sends."""


def without_secrets(value: Any, *, depth: int = 0) -> Any:
    """The JSON value without the keys that open an account, and storable as UTF-8.

    Raises:
        TooDeepError: Nested so deep that later steps could not handle it.
    """
    if depth > MAX_DEPTH:
        raise TooDeepError(f"nested deeper than {MAX_DEPTH} levels")
    if isinstance(value, dict):
        return {
            _storable(key): without_secrets(item, depth=depth + 1)
            for key, item in value.items()
            if key not in SECRET_KEYS
        }
    if isinstance(value, list):
        return [without_secrets(item, depth=depth + 1) for item in value]
    return _storable(value) if isinstance(value, str) else value


def without_portal_keys(text: str) -> str:
    """The text with the key in every portal address replaced."""
    return _PORTAL_KEY.sub(r"\1dropped", text)


def text_without_secrets(text: str) -> str:
    """The text of JSON that cannot be parsed, cut or nested too deep, without those keys."""
    return without_portal_keys(_SECRET_FIELD.sub(r"\1dropped", text))


def _storable(text: str) -> str:
    return without_portal_keys(_SURROGATE.sub("\ufffd", text))


def _whole(value: Any) -> Any:
    if isinstance(value, bool) or value == "":
        raise ValueError(f"{value!r} is not a whole number")
    return value


def _moment(value: Any) -> datetime:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is not a time with offset")  # noqa: TRY004 - pydantic collects ValueError only
    return parse_time(value)


def _text(value: Any) -> Any:
    return str(value) if isinstance(value, int | float) else value


def _none_if_blank(value: Any) -> Any:
    return None if value == "" else value


LARGEST_ID = 2**63 - 1

Id = Annotated[int, BeforeValidator(_whole), Field(ge=0, le=LARGEST_ID)]
OptionalId = Annotated[Id | None, BeforeValidator(_none_if_blank)]
Moment = Annotated[datetime, BeforeValidator(_moment)]
OptionalMoment = Annotated[Moment | None, BeforeValidator(_none_if_blank)]
Text = Annotated[str, BeforeValidator(_text)]


class _Row(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class UserRow(_Row):
    """The user inside a ticket or comment; the comment form may be empty."""

    id: OptionalId = None
    full_name: Text | None = None


class PartyRow(_Row):
    """The customer or contact inside a ticket's detail."""

    id: OptionalId = None
    name: Text | None = None
    business_then_name: Text | None = None


class CommentRow(_Row):
    """One comment of a ticket; `tech` is the author as shown."""

    id: Id
    ticket_id: Id
    created_at: Moment
    updated_at: OptionalMoment = None
    subject: Text | None = None
    body: Text | None = None
    tech: Text | None = None
    user_id: OptionalId = None
    user: UserRow | None = None
    hidden: bool | None = None
    sms_body: Text | None = None
    new_sms_body: Text | None = None
    ticket_automation_id: OptionalId = None
    destination_emails: Text | None = None
    email_sender: Text | None = None


class TimerRow(_Row):
    """One timer of a ticket; no `end_time` while it runs, `recorded` once it was charged."""

    id: Id
    ticket_id: Id
    start_time: Moment
    end_time: OptionalMoment = None
    updated_at: OptionalMoment = None
    user_id: OptionalId = None
    notes: Text | None = None
    recorded: bool | None = None
    billable: bool | None = None
    billable_time: OptionalId = None
    billable_override: Any = None
    active_duration: OptionalId = None
    ticket_line_item_id: OptionalId = None


class TicketRow(_Row):
    """One ticket, as the list or the detail gives it; the detail lacks some fields of the list."""

    id: Id
    number: Id
    customer_id: Id
    subject: Text
    status: Text
    created_at: Moment
    updated_at: OptionalMoment = None
    resolved_at: OptionalMoment = None
    customer_business_then_name: Text | None = None
    contact_id: OptionalId = None
    contact_fullname: Text | None = None
    customer: PartyRow | None = None
    contact: PartyRow | None = None
    user: UserRow | None = None
    problem_type: Text | None = None
    priority: Text | None = None
    creator_name_or_email: Text | None = None
    billing_status: Text | None = None
    total_formatted_billable_time: Text | None = None


class ContactRow(_Row):
    """One contact of a customer."""

    id: Id
    customer_id: OptionalId = None
    name: Text | None = None
    email: Text | None = None
    phone: Text | None = None
    mobile: Text | None = None


class CustomerRow(_Row):
    """One customer; the four names stand beside each other and any of them may be missing.

    `aliases`, `emails`, `phones` and `websites` occur in SDC's own lean list only; `properties` are
    the fields that an account made for itself.
    """

    id: Id
    business_then_name: Text | None = None
    business_name: Text | None = None
    fullname: Text | None = None
    business_and_full_name: Text | None = None
    email: Text | None = None
    phone: Text | None = None
    mobile: Text | None = None
    disabled: bool | None = None
    contacts: list[ContactRow] = Field(default=[])
    aliases: list[Text] = Field(default=[])
    emails: list[Text] = Field(default=[])
    phones: list[Text] = Field(default=[])
    websites: list[Text] = Field(default=[])
    properties: Any = None
