"""The sections of the settings as frozen models; every default works without a file."""

from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    FiniteFloat,
    SecretStr,
)

from sdc_core.linking.evidence.kinds import KIND_NAMES
from sdc_core.llm_sections import LlmConfig

MONTH_PATTERN = r"^\d{4}-(0[1-9]|1[0-2])$"
SUBDOMAIN_PATTERN = r"^[A-Za-z0-9-]+$"
EXTENSION_PATTERN = r"^[A-Za-z0-9-]+$"


def _one_or_more(value: Any) -> Any:
    return [value] if isinstance(value, str | Path) else value


def _known_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError("not an IANA time zone such as 'America/New_York'") from error
    return value


Zone = Annotated[str, AfterValidator(_known_zone)]
Paths = Annotated[list[Path], BeforeValidator(_one_or_more)]
FieldName = Annotated[str, Field(pattern=r"^[A-Za-z0-9]+$")]
Texts = Annotated[list[str], BeforeValidator(_one_or_more)]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ProjectPaths(_Section):
    """Folders; a source has one or more input folders, absolute, with spaces, or UNC."""

    project_root: Path = Path()
    data_folder: Path = Path("data")
    input_folder: Path | None = None
    output_folder: Path | None = None
    logs_folder: Path | None = None
    cache_folder: Path | None = None
    screenconnect_logs: Paths = []
    sillytavern_chat_input_folder: Paths = []
    notes_json: Paths = []
    syncro_tickets_input_folder: Paths = []


class Logging(_Section):
    """One rotating log file."""

    log_file_path: Path | None = None
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_to_terminal: bool = False


class SyncroApi(_Section):
    """The Syncro account; `customers_file` and `tickets_file` replace the API, loudly marked."""

    subdomain: str | None = Field(default=None, pattern=SUBDOMAIN_PATTERN)
    base_url: str | None = None
    requests_per_minute: int = Field(default=150, ge=1, le=100_000)
    timeout_seconds: float = Field(default=30, gt=0)
    max_tries: int = Field(default=5, ge=1)
    max_pages: int = Field(default=10_000, ge=1)
    first_crawl_days: int | None = Field(default=None, ge=1)
    overlap_minutes: int = Field(default=10, ge=10)
    account_zone: Zone | None = None
    customers_file: Path | None = None
    tickets_file: Path | None = None
    system_comment_subjects: Texts = ["Invoice Emailed"]

    def url(self) -> str | None:
        """The API base without a slash at the end, None where no account is configured."""
        if self.base_url:
            return self.base_url.rstrip("/")
        if self.subdomain:
            return f"https://{self.subdomain}.syncromsp.com/api/v1"
        return None


def _without_quote(value: str) -> str:
    if "'" in value:
        raise ValueError("a quote cannot be sent inside a filter: how to escape it is unknown")
    return value


class ScreenConnectApi(_Section):
    """The GetReport extension of one server; the key comes from the environment.

    `fields` and `filters` name columns of a SessionConnection report. Guest rows are no work and
    there may be thousands a day, so the default asks for Host rows only.
    """

    base_url: str | None = None
    extension_id: str | None = Field(default=None, pattern=EXTENSION_PATTERN)
    item_limit: int = Field(default=1000, ge=1)
    overlap_minutes: float = Field(default=10, ge=0)
    reread_hours: float = Field(default=48, ge=48)
    first_pull_days: int | None = Field(default=None, ge=1)
    requests_per_minute: int = Field(default=60, ge=1, le=100_000)
    timeout_seconds: float = Field(default=60, gt=0)
    max_tries: int = Field(default=5, ge=1)
    filters: dict[FieldName, Annotated[str, AfterValidator(_without_quote)]] = {
        "ProcessType": "Host"
    }
    fields: list[FieldName] = [
        "SessionSessionID",
        "SessionSessionType",
        "SessionName",
        "SessionHost",
        "ProcessType",
        "ParticipantName",
        "ConnectedTime",
        "DisconnectedTime",
        "DurationSeconds",
        "ConnectionID",
        "ClientType",
        "NetworkAddress",
        *(f"SessionCustomProperty{number}" for number in range(1, 9)),
    ]

    def url(self) -> str | None:
        """The address of GetReport, None where no server is configured."""
        if not (self.base_url and self.extension_id):
            return None
        return f"{self.base_url.rstrip('/')}/App_Extensions/{self.extension_id}/Service.ashx"


class ScreenConnect(_Section):
    """How zone-less times and custom properties of the reports are read."""

    api: ScreenConnectApi = ScreenConnectApi()
    zone: Zone = "UTC"
    date_order: Literal["month_first", "day_first"] = "month_first"
    custom_properties: dict[str, str] = {
        "1": "customer_name",
        "2": "site",
        "3": "department",
        "4": "device_type",
        "5": "end_user_email",
    }


class ChatPatterns(_Section):
    """Globs without regard to case; a chat fits if any of them does.

    `folders` are below the input folder, with forward slashes; one names all that is below it.
    """

    characters: Texts = []
    users: Texts = []
    folders: Texts = []


class WorkChats(_Section):
    """Which chats of a linked folder are work; `exclude` also wins over the drop folder."""

    include: ChatPatterns = ChatPatterns()
    exclude: ChatPatterns = ChatPatterns()


class SillyTavern(_Section):
    """Zone of local chat times where the file itself gives no evidence; backups are skipped."""

    zone: Zone | None = None
    include_backups: bool = False
    work: WorkChats = WorkChats()


class Notes(_Section):
    """How the date-only entries of notes.json are read."""

    zone: Zone | None = None
    date_order: Literal["month_first", "day_first"] = "month_first"
    technician: str | None = None


class Technician(_Section):
    """One person and every name that the sources give them."""

    id: str
    name: str
    names: Texts = []
    syncro_user_ids: list[int] = []


def _known_kinds(weights: dict[str, float]) -> dict[str, float]:
    unknown = sorted(weights.keys() - set(KIND_NAMES))
    if unknown:
        raise ValueError(f"unknown kinds {unknown!r}; allowed are {', '.join(KIND_NAMES)}")
    return weights


def _known_region(region: str) -> str:
    from phonenumbers import SUPPORTED_REGIONS  # noqa: PLC0415 - a large table, for who sets it

    if region not in SUPPORTED_REGIONS:
        raise ValueError("not a region of two capital letters such as 'US', 'GB' or 'DE'")
    return region


class Linking(_Section):
    """Knobs of the linker beyond the two of `processing_defaults`.

    Attributes:
        scorer: `wratio` is the rule of the first version, for comparison.
        prior_in_list: How many of all company texts mean a listed customer.
        ambiguous_floor: What the best three candidates together must reach, in percent, for an
            open question; below it there is no match.
        max_candidates: How many a person sees and a language model may choose from (at most 5).
        llm_budget: How many texts a run may ask a language model about; None is no bound.
        phone_region: Whose phone numbers are meant where no country is said (ISO 3166).
    """

    scorer: Literal["posterior", "wratio"] = "posterior"
    prior_in_list: float = Field(default=0.5, gt=0, lt=1)
    ambiguous_floor: int = Field(default=65, ge=0, le=100)
    max_candidates: int = Field(default=5, ge=1, le=50)
    llm_enabled: bool = False
    llm_budget: int | None = Field(default=200, ge=0)
    ignored_companies: Texts = []
    own_domains: Texts = []
    phone_region: Annotated[str, AfterValidator(_known_region)] = "US"
    evidence_weights: Annotated[dict[str, FiniteFloat], AfterValidator(_known_kinds)] = {}


class ProcessingDefaults(_Section):
    """Months, gaps and thresholds, with the first version's names."""

    first_month: str = Field(default="2015-01", pattern=MONTH_PATTERN)
    business_time_zone: Zone | None = None
    recursive_sillytavern_scan: bool = True
    syncro_cache_policy: Literal["on_each_run", "if_older_than_hours", "manual_only"] = (
        "on_each_run"
    )
    syncro_cache_expiry_hours: float = Field(default=24, gt=0)
    sillytavern_session_gap_minutes: float = Field(default=60, ge=0)
    segment_to_session_merge_gap_minutes: float = Field(default=30, ge=0)
    customer_linking_fuzzy_match_threshold: float = Field(default=95, ge=0, le=100)
    customer_linking_margin: float = Field(default=10, ge=0, le=100)
    quarantine_budget: float = Field(default=0.05, ge=0, le=1)
    lock_timeout_seconds: float = Field(default=300, ge=0)


class Secrets(_Section):
    """What only the environment may hold."""

    syncro_api_key: SecretStr | None = None
    screenconnect_api_key: SecretStr | None = None
    gemini_api_key: SecretStr | None = None
    openai_api_key: SecretStr | None = None
    local_llm_api_key: SecretStr | None = None


class Settings(_Section):
    """All settings of one data root, frozen; `load_settings` reads them."""

    project_paths: ProjectPaths = ProjectPaths()
    logging: Logging = Logging()
    syncro_api: SyncroApi = SyncroApi()
    screenconnect: ScreenConnect = ScreenConnect()
    sillytavern: SillyTavern = SillyTavern()
    notes: Notes = Notes()
    technicians: list[Technician] = []
    linking: Linking = Linking()
    llm_config: LlmConfig = LlmConfig()
    processing_defaults: ProcessingDefaults = ProcessingDefaults()
    secrets: Secrets = Field(default=Secrets(), exclude=True)

    @property
    def data_root(self) -> Path:
        """The folder below which SDC writes everything."""
        return self.project_paths.data_folder

    @property
    def input_root(self) -> Path:
        """Parent of the default drop folders."""
        return self.project_paths.input_folder or self.data_root / "input"

    @property
    def output_root(self) -> Path:
        """The folder of what people read."""
        return self.project_paths.output_folder or self.data_root / "output"

    @property
    def cache_root(self) -> Path:
        """The folder of what can be fetched or made again."""
        return self.project_paths.cache_folder or self.data_root / "cache"

    @property
    def business_zone(self) -> str:
        """Zone of local months and of dates without one: setting, else Syncro's, else UTC."""
        return self.processing_defaults.business_time_zone or self.syncro_api.account_zone or "UTC"
