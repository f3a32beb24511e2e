"""The texts of the world: problems with their reports, steps and fixes, and chat phrases.

Shipped as `texts.json`; `--texts` replaces the file by one of the same form. Placeholders stand in
braces and are the names in `PLACEHOLDERS`.
"""

import json
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from sdc_core.errors import SettingsError

SHIPPED = Path(__file__).with_name("texts.json")
PLACEHOLDERS = frozenset(
    {
        "company",
        "contact",
        "first",
        "fix",
        "machine",
        "minutes",
        "number",
        "printer",
        "question",
        "report",
        "server",
        "step",
        "subject",
        "technician",
    }
)


def _known_placeholders(text: str) -> str:
    names = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    if unknown := sorted(names - PLACEHOLDERS):
        raise ValueError(f"unknown placeholder {unknown[0]!r}; allowed are {sorted(PLACEHOLDERS)}")
    return text


Text = Annotated[str, Field(min_length=1), AfterValidator(_known_placeholders)]
Texts = Annotated[list[Text], Field(min_length=1)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Case(_Part):
    """One course of a problem: what the customer reports, what a technician tries, what helps.

    `accepted` are lists of words; a title with all words of one list names the problem.
    """

    subject: Text
    accepted: list[Texts] = Field(default_factory=list)
    report: Text
    steps: Texts
    fix: Text


class Problem(_Part):
    """One kind of work, with the question a technician asks first."""

    category: str
    device: Literal["workstation", "server", "none"]
    question: Text
    cases: Annotated[list[Case], Field(min_length=1)]


class Library(_Part):
    """All texts of a world."""

    problems: Annotated[list[Problem], Field(min_length=1)]
    internal: Annotated[list[Problem], Field(min_length=1)]
    greetings: Texts
    openings: Texts
    openings_without_company: Texts
    answers: Texts
    acknowledgements: Texts
    closings: Texts
    logged: Texts
    corrections: Texts
    ticket_mentions: Texts
    look_alikes: Texts
    customer_replies: Texts
    private_notes: Texts
    texts_sent: Texts
    support_names: Texts
    to_dos: Texts


def load_texts(path: Path | None = None) -> Library:
    """Read a library of texts, by default the shipped one.

    Raises:
        SettingsError: Names the file, the key and what is allowed.
    """
    return _shipped() if path is None else _read(path)


@cache
def _shipped() -> Library:
    return _read(SHIPPED)


def _read(path: Path) -> Library:
    try:
        return Library.model_validate(json.loads(path.read_text(encoding="utf-8-sig")))
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {error.strerror}") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise SettingsError(f"{path}: {place}: {first['msg']}") from error
    except ValueError as error:
        raise SettingsError(f"{path}: not valid JSON: {error}") from error
