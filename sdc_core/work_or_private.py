"""What people said of chats: which are work and which are private.

One entry of the ledger per choice, about a character and a user; the newest on one name stands.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from sdc_core.errors import DecisionError
from sdc_core.store.ledger import Decision

CHAT = "chat"

ChatName = tuple[str, str | None]
"""Character and user, as the chats write them."""


class ChatChoice(StrEnum):
    """What a person says of the chats of one character with one user; `ask` takes it back."""

    WORK = "work"
    PRIVATE = "private"
    ASK = "ask"


def chat_decision(
    name: ChatName, choice: ChatChoice, *, who: str, why: str, now: datetime
) -> Decision:
    """The ledger entry of a choice."""
    character, user = name
    return Decision.make(
        when_utc=now,
        who=who,
        why=why,
        kind=CHAT,
        about={"character": character, "user": user},
        source="sillytavern",
        value=choice.value,
    )


def chat_choices(decisions: Iterable[Decision]) -> dict[ChatName, ChatChoice]:
    """The newest choice on each name; one that was taken back is not among them.

    Raises:
        DecisionError: An entry says something else than `ChatChoice` knows.
    """
    choices: dict[ChatName, ChatChoice] = {}
    for decision in decisions:
        if decision.kind == CHAT:
            choices[_chat_name(decision)] = _choice(decision)
    return {name: choice for name, choice in choices.items() if choice is not ChatChoice.ASK}


def _chat_name(decision: Decision) -> ChatName:
    character = decision.about.get("character")
    if character is None or "user" not in decision.about:
        raise DecisionError(
            f"decision {decision.decision_id!r} of kind {CHAT!r}: 'about' must name 'character' "
            f"and 'user', it has {decision.about!r}"
        )
    return character, decision.about["user"]


def _choice(decision: Decision) -> ChatChoice:
    try:
        return ChatChoice(str(decision.value))
    except ValueError:
        allowed = ", ".join(ChatChoice)
        raise DecisionError(
            f"decision {decision.decision_id!r} of kind {CHAT!r}: {decision.value!r} is none of "
            f"{allowed}"
        ) from None
