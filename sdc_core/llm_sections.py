"""The section `llm_config` of the settings: providers, tiers, tasks, budget, prices."""

from ipaddress import ip_address
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    model_validator,
)

from sdc_core.llm_values import ExtraParameters, HttpAddress, ModelName

EXTRACTIVE = "extractive"
ProviderName = Literal["extractive", "google_gemini", "openai", "local_llm"]
TierName = Literal["lightweight", "general", "complex", "embedding"]
TASK_NAMES = (
    "title",
    "summary",
    "categorize",
    "detailed_overview",
    "notes_json_analysis",
    "invoice_line",
    "customer_disambiguation",
)


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def is_loopback(url: str | None) -> bool:
    """Whether what is sent to the address stays on this machine; by name only `localhost`."""
    host = (urlsplit(url).hostname or "") if url else ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Tiers(_Section):
    """Model per tier of one provider."""

    lightweight: ModelName | None = None
    general: ModelName | None = None
    complex: ModelName | None = None
    embedding: ModelName | None = None


class Parameters(_Section):
    """What reaches the call; None is left to the task or the provider.

    Attributes:
        max_tokens: Most tokens of one answer, those of thinking included.
        extra: Parameters of one provider, sent as they stand.
    """

    temperature: float | None = Field(default=None, ge=0, le=2)
    top_p: float | None = Field(default=None, gt=0, le=1)
    max_tokens: int | None = Field(default=None, ge=1)
    seed: int | None = None
    extra: ExtraParameters = {}


class Provider(_Section):
    """One LLM provider; its key comes from the environment.

    Attributes:
        base_url: Of a local server, or of a gateway in front of a provider.
        timeout_seconds: For one try.
        max_tries: Of one call, the first one included.
        requests_per_minute: None is no bound of ours.
    """

    base_url: HttpAddress | None = None
    models: Tiers = Tiers()
    timeout_seconds: float = Field(default=60, gt=0, le=3_600)
    max_tries: int = Field(default=4, ge=1, le=10)
    requests_per_minute: int | None = Field(default=None, ge=1)


class TaskSettings(_Section):
    """One task; what is not said comes from the task itself, the provider and the defaults."""

    enabled: bool = True
    provider: ProviderName | None = None
    tier: TierName | None = None
    model: ModelName | None = None
    parameters: Parameters = Parameters()


class Budget(_Section):
    """Most that may be spent; None is no bound. A model of unknown price is then not called."""

    run_usd: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    month_usd: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    run_calls: int | None = Field(default=None, ge=0)


class Price(_Section):
    """US dollars per million tokens, for a model that the price list does not know."""

    input_usd: float = Field(ge=0, allow_inf_nan=False)
    output_usd: float = Field(ge=0, allow_inf_nan=False)


def _known_tasks(tasks: Any) -> Any:
    unknown = sorted(set(tasks) - set(TASK_NAMES)) if isinstance(tasks, dict) else []
    if unknown:
        raise ValueError(f"unknown tasks {unknown!r}; allowed are {', '.join(TASK_NAMES)}")
    return tasks


Tasks = Annotated[dict[str, TaskSettings], BeforeValidator(_known_tasks)]


class LlmConfig(_Section):
    """Which generator does which task; the default needs no network.

    Attributes:
        active_provider: Does every task that names no other.
        redact: `external`: what leaves this machine is redacted. `always`: also what goes to a
            model on it.
        sends_customer_names: Whether a provider elsewhere may be shown names of customers to
            choose from; without it only a model on this machine is asked whom a text means.
        embed_sessions: Whether Sessions get vectors for search by meaning, where a model for it is
            there; a first run takes about twice as long with them.
        prices: By model, before the price list.
    """

    active_provider: ProviderName = "extractive"
    google_gemini: Provider = Provider()
    openai: Provider = Provider()
    local_llm: Provider = Provider()
    default_llm_params: Parameters = Parameters()
    tasks: Tasks = {}
    budget: Budget = Budget()
    prices: dict[str, Price] = {}
    redact: Literal["external", "always"] = "external"
    sends_customer_names: bool = False
    embed_sessions: bool = True

    @model_validator(mode="after")
    def _local_address(self) -> "LlmConfig":
        if "local_llm" in self._named() and self.local_llm.base_url is None:
            raise ValueError(
                "local_llm.base_url is not set; for example 'http://127.0.0.1:1234/v1'"
            )
        return self

    @model_validator(mode="after")
    def _some_model(self) -> "LlmConfig":
        has_own = any(task.model for task in self.tasks.values())
        for name in sorted(self._named() - {EXTRACTIVE}):
            if not has_own and self.provider(name).models == Tiers():
                raise ValueError(
                    f"{name} has no models; set {name}.models.lightweight and .general at least"
                )
        return self

    def _named(self) -> set[str]:
        doing = (task.provider for task in self.tasks.values() if task.provider)
        return {self.active_provider, *doing}

    def provider(self, name: str) -> Provider:
        """The settings of a provider that is a model's."""
        found: Provider = getattr(self, name)
        return found
