"""Hostile Sessions, and a provider that does what they order: the worst model there could be."""

import json
from pathlib import Path
from typing import Any

from sdc_core.insights.plan import plan_of
from sdc_core.insights.settled import Settled
from sdc_core.insights.writer import Writer
from sdc_core.llm.answer_cache import AnswerCache
from sdc_core.llm.base import Completion, Prompt
from sdc_core.llm.rendering import fresh_nonce, render
from sdc_core.llm_sections import LlmConfig
from sdc_core.models import Session
from sdc_core.settings import load_settings
from tests.core.llm.extractive.sessions import session_of
from tests.core.llm.gateway_world import PRICES, USAGE, gateway

FOLDER = Path(__file__).resolve().parents[2] / "fixtures" / "hostile"
CASES: list[dict[str, Any]] = [
    case
    for path in sorted(FOLDER.glob("*.json"))
    for case in json.loads(path.read_text(encoding="utf-8"))
]
LLM = {
    "active_provider": "openai",
    "openai": {"models": {"lightweight": "m", "general": "m", "complex": "m"}},
    "prices": PRICES,
}


def hostile_session(case: dict[str, Any]) -> Session:
    session = session_of(case)
    session.context.customer_id = 12
    session.context.customer_name = "Marrowby Wellness"
    return session


class ObeyingProvider:
    """Says in every field what the text orders; keeps what it was sent, as it was rendered."""

    name = "openai"
    is_on_this_machine = True

    def __init__(self, says: str) -> None:
        self.says = says
        self.sent: list[tuple[Prompt, str, str, str]] = []

    def complete(self, route, prompt, schema):
        nonce = fresh_nonce(prompt)
        self.sent.append((prompt, nonce, *render(prompt, nonce)))
        fields = schema.model_json_schema()["properties"]
        return Completion(
            json.dumps({name: self._value(said) for name, said in fields.items()}), USAGE
        )

    def _value(self, field: dict[str, Any]) -> Any:
        if field.get("enum"):
            return field["enum"][-1]
        return [self.says] * 3 if field["type"] == "array" else self.says


def finished(session: Session, root: Path, provider) -> list[Settled]:
    """The Session with all insights, through the gateway, and how each task ended."""
    config = LlmConfig.model_validate(LLM)
    settings = load_settings(environment={}).model_copy(update={"llm_config": config})
    answers = AnswerCache(root / "cache" / "llm", root=root / "cache")
    asker = gateway(root, provider, answers=answers, **LLM)
    return list(Writer(plan_of(settings), answers, asker).write([session]))


def finished_locally(session: Session, root: Path) -> list[Settled]:
    """The Session with all insights, without a model."""
    answers = AnswerCache(root / "local", root=root)
    return list(Writer(plan_of(load_settings(environment={})), answers).write([session]))
