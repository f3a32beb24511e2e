"""A world with a secret planted in every place that a source reads, and providers that remember."""

import csv
import json
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sdc_core.demo.fake_syncro import DEFAULT_TOKEN, FakeSyncro
from sdc_core.demo.generator import generate
from sdc_core.llm.base import Completion, Embeddings, Usage
from sdc_core.llm.make import make_gateway
from sdc_core.pipeline import run_pipeline
from sdc_core.settings import load_settings
from sdc_core.workspace import Workspace

# Each form of secret in each place is a value of its own: what leaks says where it came from.
FORMS = {
    "password": ("The admin password is {}", "Zq7!{}kanary"),
    "psk": ("WiFi PSK: {}", "Psk{}Kanary99"),
    "api_key": ("API key AKIA{}", "KANARY{}ZQXWVUTS"),
    "bitlocker": ("BitLocker recovery key {}", "4821{}-036873-573516-162732-669010-867067-599375-586020"),
    "url": ("mapped https://backup:{}@files.kanary.example/x", "Url{}kanary!7"),
    "command": ("ran net user backupsvc {} /domain", "Cmd{}Kanary#4"),
    "token": ("ran curl -H 'Authorization: Bearer {}' from the server", "ghp_{}KanaryKanaryKanaryKanary1234"),
    "said": ("login for the scanner is scan / {} and it works", "Scn{}kanary$8"),
}  # fmt: skip
# A word that gives itself away nowhere but behind "password".
WEAK = "kanarienvogel"
PLACES = (
    "ticket_subject",
    "ticket_comment",
    "note",
    "note_task",
    "chat",
    "chat_reply",
    "connection",
)


def secrets_of(place: str) -> dict[str, str]:
    """Form to value."""
    number = f"{PLACES.index(place) + 10}"
    return {form: value.format(number) for form, (_, value) in FORMS.items()}


def sentence_with(place: str, forms=tuple(FORMS)) -> str:
    """What a person would write."""
    values = secrets_of(place)
    return ". ".join(FORMS[form][0].format(values[form]) for form in forms) + "."


def needles() -> list[str]:
    """The part of each planted value that nothing else holds."""
    return sorted({WEAK, *(value for place in PLACES for value in secrets_of(place).values())})


@dataclass
class Parrot:
    """Says back as much of what it was shown as its answer may hold."""

    name: str
    is_on_this_machine: bool
    seen: list[str] = field(default_factory=list)

    def complete(self, route, prompt, schema):
        shown = "\n".join(text for _, text in prompt.parts)
        self.seen.append(f"{prompt.rules}\n{shown}")
        answer = {name: " ".join(shown.split())[:70] for name in schema.model_fields}
        return Completion(json.dumps(answer), Usage(1, 10, 10))

    def embed(self, model, texts):
        self.seen += texts
        return Embeddings(tuple((1.0, 0.0) for _ in texts), Usage(1, 10))

    def check(self, model):
        """Always there."""


@dataclass
class CanaryWorld:
    root: Path
    provider: Parrot

    def run(self) -> Workspace:
        world = plant(self.root)
        with FakeSyncro(world.syncro_world).serve() as base_url:
            models = dict.fromkeys(("lightweight", "general", "complex"), "parrot")
            own = {"models": models, "base_url": "http://127.0.0.1:9/v1"}
            name = self.provider.name
            workspace = self.open(
                settings_of(world, base_url, {"active_provider": name, name: own})
            )
            report = run_pipeline(workspace)
        assert report.failures == {}
        return workspace

    def open(self, settings):
        plain = Workspace(settings)
        gateway = make_gateway(
            settings,
            root=plain.root,
            cache_root=plain.cache,
            redactor=plain._redactor,
            provider_of=lambda _: self.provider,
        )
        return Workspace(settings, asker=gateway)


def settings_of(world, base_url, llm_config):
    """Of a planted world whose Syncro answers at an address."""
    config = {
        "project_paths": {"data_folder": "."},
        "logging": {"log_level": "DEBUG"},
        "syncro_api": {"account_zone": world.zone},
        "processing_defaults": {"business_time_zone": world.zone, "first_month": "2025-05"},
        "llm_config": llm_config,
    }
    path = world.root / "config.json"
    path.write_text(json.dumps(config), encoding="utf-8")
    environment = {
        "SDC_SYNCRO_API__BASE_URL": base_url,
        "SDC_SYNCRO_API__REQUESTS_PER_MINUTE": "100000",
        "SYNCRO_API_KEY": DEFAULT_TOKEN,
        "OPENAI_API_KEY": "sk-not-a-key",
    }
    return load_settings(path, environment)


def plant(root: Path):
    """A small demo world with secrets in all places."""
    world = generate(root, sessions=24, months=1, seed=11, end=date(2025, 6, 30))
    _into_tickets(world.syncro_world)
    _into_notes(world.input_root / "notes" / "notes.json")
    _into_chats(world.input_root / "sillytavern")
    _into_connections(world.input_root / "screenconnect")
    return world


def _into_tickets(path):
    content = json.loads(path.read_text(encoding="utf-8"))
    ticket = next(ticket for ticket in content["tickets"] if len(ticket["comments"]) > 1)
    ticket["subject"] = f"Scanner down. {sentence_with('ticket_subject', ('password', 'psk'))}"
    first, *others = ticket["comments"]
    first["body"] += f"\n{sentence_with('ticket_comment')} His password is {WEAK}."
    # Said once more, with no word beside it that announces it.
    for comment in others[:1]:
        comment["body"] += f"\nTried {secrets_of('ticket_comment')['password']} again."
        comment["body"] += f" The new laptop is set to {WEAK} as well."
    path.write_text(json.dumps(content), encoding="utf-8")


def _into_notes(path):
    content = json.loads(path.read_text(encoding="utf-8"))
    content["tickets"].append(
        {
            "date": "6/9/25",
            "ticketNumber": "9901",
            "customer": "Harbor Dental",
            "subject": "Scanner offline",
            "notes": [
                {"order": 1, "date": "6/10/25", "note": sentence_with("note"), "user": "Ann"}
            ],
            "to-do": [
                {"order": 1, "date": "6/10/25", "task": sentence_with("note_task"), "completed": ""}
            ],
        }
    )
    path.write_text(json.dumps(content), encoding="utf-8")


def _into_chats(folder):
    path = min(folder.rglob("*.jsonl"))
    lines = path.read_text(encoding="utf-8").splitlines()
    for at, place in ((1, "chat_reply"), (2, "chat")):
        message = json.loads(lines[at])
        message["mes"] += f" {sentence_with(place)}"
        lines[at] = json.dumps(message)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _into_connections(folder):
    path = folder / "connections_2025-05.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0]["SessionCustomProperty6"] = sentence_with("connection")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
