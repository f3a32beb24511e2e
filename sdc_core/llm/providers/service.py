"""What is known of a provider before it is called: where it is, its key, what settings allow."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from pydantic import SecretStr

from sdc_core.llm_sections import is_loopback
from sdc_core.settings import Settings

LOCAL = "local_llm"


@dataclass(frozen=True, slots=True)
class Facts:
    """A provider as its own documentation has it.

    Attributes:
        base_url: Where it is unless the settings say so; None where only they can.
        secret: Its key among the secrets of the settings.
        key_variable: The variable of the environment that holds it.
        example_model: Of the tier `lightweight`, for advice.
    """

    base_url: str | None
    secret: str
    key_variable: str
    example_model: str


FACTS: Mapping[str, Facts] = {
    "google_gemini": Facts(
        "https://generativelanguage.googleapis.com",
        "gemini_api_key",
        "GEMINI_API_KEY",
        "gemini-2.5-flash-lite",
    ),
    "openai": Facts("https://api.openai.com/v1", "openai_api_key", "OPENAI_API_KEY", "gpt-5-mini"),
    "local_llm": Facts(None, "local_llm_api_key", "LOCAL_LLM_API_KEY", "qwen3-4b-instruct"),
}


@dataclass(frozen=True, slots=True)
class Service:
    """One provider as the settings have it."""

    name: str
    base_url: str
    key: SecretStr | None = field(default=None, repr=False)
    timeout_seconds: float = 60
    max_tries: int = 4
    requests_per_minute: int | None = None

    @property
    def facts(self) -> Facts:
        """What its documentation says."""
        return FACTS[self.name]

    @property
    def is_at_loopback(self) -> bool:
        """Whether the request itself goes to this machine, by its address."""
        return is_loopback(self.base_url)

    @property
    def is_on_this_machine(self) -> bool:
        """Whether the text stays here: a provider at loopback is a gateway that passes it on."""
        return self.name == LOCAL and self.is_at_loopback

    @property
    def needs_key(self) -> bool:
        """A server of one's own may have none, and a gateway at loopback may hold it."""
        return self.name != LOCAL and not self.is_at_loopback

    @property
    def setting(self) -> str:
        """Its section, for messages."""
        return f"llm_config.{self.name}"

    def key_text(self) -> str | None:
        """The key itself, for the one who sends it."""
        return self.key.get_secret_value() if self.key else None


@dataclass(frozen=True, slots=True)
class Lack:
    """Why nothing is sent to a service: what is so, what to do."""

    text: str
    advice: str


def lacks(service: Service) -> Iterator[Lack]:
    """Whatever of key and address makes a call useless or unsafe."""
    variable = service.facts.key_variable
    if service.needs_key and service.key is None:
        yield Lack(
            f"{service.name} has no key",
            f"set {variable} in the environment or in .env, "
            "or llm_config.active_provider to 'extractive'",
        )
    is_clear = urlsplit(service.base_url).scheme == "http" and not service.is_at_loopback
    if is_clear and service.key is not None:
        yield Lack(
            f"{service.base_url} would send the key in the clear",
            f"set {service.setting}.base_url to https, or take {variable} away",
        )


def service_of(settings: Settings, name: str) -> Service:
    """The provider of that name; the environment's own addresses of the SDKs have no say."""
    facts, section = FACTS[name], settings.llm_config.provider(name)
    return Service(
        name,
        (section.base_url or facts.base_url or "").rstrip("/"),
        getattr(settings.secrets, facts.secret),
        section.timeout_seconds,
        section.max_tries,
        section.requests_per_minute,
    )
