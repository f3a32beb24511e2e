"""Private chats in a linked SillyTavern installation: no work, and nobody has said so yet.

They lie beside the drop folder, so that a run of the demo shows characters that wait.
"""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sdc_core.demo.chance import Chance
from sdc_core.demo.chat_eras import ERAS, iso_milliseconds
from sdc_core.demo.truth import TruePrivateChat
from sdc_core.demo.world import World

FOLDER = "SillyTavern/data"
ACCOUNT = "default-user"
_ERA = ERAS["iso"]
_CHARACTERS = ("Captain Marlow", "Grandma Tilda", "Sous Chef Remi")
_GROUP = _CHARACTERS[:2]
_CHATS_EACH = 2
_SAID = (
    "Tell me how the voyage began.",
    "What should I cook for eight people on Sunday?",
    "I could not sleep again last night.",
    "Let us continue where we stopped.",
    "Do you think I should call my brother?",
)
_ANSWERED = (
    "The lanterns were lit and the harbor lay silent.",
    "Begin with the onions, and take your time.",
    "Sit down, dear, and tell me everything.",
    "We had just reached the old lighthouse.",
)


def write_private_chats(world: World) -> tuple[dict[str, bytes], list[TruePrivateChat]]:
    """The files, and what is true of each."""
    files: dict[str, bytes] = {}
    chats: list[TruePrivateChat] = []
    for character in _CHARACTERS:
        for number in range(_CHATS_EACH):
            chance = Chance(world.seed, "private", character, number)
            begun = _evening(world, chance)
            name = f"chats/{character}/{_ERA.file_name(character, begun)}"
            _add(files, chats, name, list(_messages((character,), begun, chance)), (character,))
    chance = Chance(world.seed, "private", "group")
    begun = _evening(world, chance)
    messages = list(_messages(_GROUP, begun, chance))
    _add(files, chats, f"group chats/{_ERA.group_name(begun)}", messages, _GROUP)
    return files, chats


def _evening(world: World, chance: Chance) -> datetime:
    days = (world.last_day - world.first_day).days
    return world.horizon - timedelta(
        days=chance.whole(1, max(days, 1)), minutes=chance.whole(30, 180), milliseconds=7
    )


def _messages(
    characters: tuple[str, ...], begun: datetime, chance: Chance
) -> Iterator[dict[str, Any]]:
    """A question and an answer by each who takes part, a few times."""
    moment = begun
    for _ in range(chance.whole(2, 5)):
        moment += timedelta(seconds=chance.whole(20, 200))
        yield _line("Me", chance.pick(_SAID), moment, is_user=True)
        for character in characters:
            moment += timedelta(seconds=chance.whole(5, 20))
            yield _line(character, chance.pick(_ANSWERED), moment, is_user=False)


def _line(name: str, text: str, moment: datetime, *, is_user: bool) -> dict[str, Any]:
    sent = iso_milliseconds(moment)
    times = {} if is_user else {"gen_started": sent, "gen_finished": sent}
    said = {"name": name, "is_user": is_user, "is_system": False, "send_date": sent, "mes": text}
    return {**said, "extra": {}, **times}


def _add(
    files: dict[str, bytes],
    chats: list[TruePrivateChat],
    name: str,
    messages: list[dict[str, Any]],
    characters: tuple[str, ...],
) -> None:
    header = {"chat_metadata": {}, "user_name": "unused", "character_name": "unused"}
    lines = [json.dumps(line, ensure_ascii=False) for line in (header, *messages)]
    path = f"{ACCOUNT}/{name}.jsonl"
    files[f"{FOLDER}/{path}"] = "\n".join(lines).encode()
    chats.append(
        TruePrivateChat(
            file=path, characters=list(characters), user=ACCOUNT, messages=len(messages)
        )
    )
