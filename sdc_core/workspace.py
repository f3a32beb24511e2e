"""One data root opened: the settings bound to record stores, ledger, caches and layers."""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from sdc_core.errors import SettingsError
from sdc_core.linking.base import Linker
from sdc_core.linking.cascade.band import Chooser
from sdc_core.linking.lessons.learned import Learned
from sdc_core.linking.lessons.lesson import LINK
from sdc_core.linking.make import make_linker
from sdc_core.settings import Settings
from sdc_core.sources import SOURCES
from sdc_core.sources.base import Source
from sdc_core.store.ledger import Decision, Ledger
from sdc_core.store.quarantine import Quarantine
from sdc_core.store.records import RecordStore
from sdc_core.syncro.customers import CustomerCache

if TYPE_CHECKING:
    from sdc_core.insights.plan import Planned
    from sdc_core.insights.writer import ManyAsker
    from sdc_core.layers import MonthLayer
    from sdc_core.linking.evidence.hits import HitIndex
    from sdc_core.llm.answer_cache import AnswerCache
    from sdc_core.privacy.base import Redactor


class Workspace:
    """Settings and stores of one data root; opening it writes nothing."""

    def __init__(
        self,
        settings: Settings,
        sources: tuple[Source, ...] = SOURCES,
        *,
        chooser: Chooser | None = None,
        asker: "ManyAsker | None" = None,
    ) -> None:
        """`chooser` (for open company texts) and `asker` are made by the settings, if not given."""
        self.settings = settings
        self.sources = sources
        self._given_chooser = chooser
        self._given_asker = asker
        self.root: Path = settings.data_root
        self.output = settings.output_root
        self.cache = settings.cache_root
        self.ledger = Ledger(self.root / "decisions" / "ledger.jsonl", root=self.root)
        self.quarantine = Quarantine(self.root / "quarantine", root=self.root)
        self.customers = CustomerCache(self.cache / "customers", root=self.cache)
        self._records = {s.name: RecordStore.of(s.name, root=self.root) for s in sources}
        self._linkers: dict[tuple[str, str, bool], Linker] = {}
        self._hits: dict[str, HitIndex] = {}
        self._learned: tuple[list[Decision], Learned] = ([], Learned())

    def source(self, name: str) -> Source:
        """The source of that name.

        Raises:
            SettingsError: There is none; names those that exist.
        """
        for source in self.sources:
            if source.name == name:
                return source
        known = ", ".join(source.name for source in self.sources)
        raise SettingsError(f"unknown source {name!r}; there are {known}")

    def records(self, name: str) -> RecordStore:
        """The record store of a source."""
        return self._records[self.source(name).name]

    @cached_property
    def layers(self) -> "dict[str, MonthLayer]":
        """The monthly layers by name, each after those it is made from."""
        from sdc_core.layers import make_layers  # noqa: PLC0415 - layers need the workspace

        return make_layers(self)

    @cached_property
    def insight_plan(self) -> "tuple[Planned, ...]":
        """What is written for every Session, and by whom."""
        from sdc_core.insights.plan import plan_of  # noqa: PLC0415 - the tasks bring their models

        return plan_of(self.settings)

    @cached_property
    def chooser(self) -> Chooser | None:
        """The language model for open company texts; None where the settings name none."""
        if self._given_chooser is not None or not self.settings.linking.llm_enabled:
            return self._given_chooser
        from sdc_core.llm.make_chooser import make_chooser  # noqa: PLC0415 - only who asks a model

        return make_chooser(self.settings, lambda: self.gateway)

    @cached_property
    def answers(self) -> "AnswerCache":
        """What models and the local generator answered."""
        from sdc_core.llm.answer_cache import AnswerCache  # noqa: PLC0415 - only who writes insights

        return AnswerCache(self.cache / "llm", root=self.cache)

    @cached_property
    def asker(self) -> "ManyAsker | None":
        """The one way to the language models; None where nothing is to be asked of any."""
        is_needed = any(planned.is_for_a_model for planned in self.insight_plan)
        return self.gateway if is_needed or self._given_asker else None

    @cached_property
    def gateway(self) -> "ManyAsker":
        """The way to the models, whether or not the settings name any; opens and sends nothing."""
        if self._given_asker is not None:
            return self._given_asker
        from sdc_core.llm.make import make_gateway  # noqa: PLC0415 - only who asks a model

        return make_gateway(
            self.settings,
            root=self.root,
            cache_root=self.cache,
            redactor=self._redactor,
            answers=self.answers,
        )

    def _redactor(self) -> "Redactor":
        """With the customers as cached now, when the first text has to be redacted."""
        from sdc_core.privacy.redactor import make_redactor  # noqa: PLC0415 - an extra

        return make_redactor(self.settings, self.customers.load())

    def learned(self) -> Learned:
        """What people decided on company texts, made once per state of the ledger."""
        said = [decision for decision in self.ledger.read() if decision.kind == LINK]
        if said != self._learned[0]:
            ignored = self.settings.linking.ignored_companies
            self._learned = (said, Learned(said, ignored=ignored))
        return self._learned[1]

    def hits(self) -> "HitIndex":
        """Evidence beyond the name over the customers as cached now, indexed once per list."""
        from sdc_core.linking.evidence.hits import HitIndex  # noqa: PLC0415 - only who links

        fingerprint = self.customers.fingerprint()
        if fingerprint not in self._hits:
            self._hits = {fingerprint: HitIndex(self.customers.load(), self.settings)}
        return self._hits[fingerprint]

    def linker(self, *, asks: bool = True) -> Linker:
        """The linker over the customers as cached now, made once per list and what was learned.

        Args:
            asks: Whether it may ask the language model; to look ahead it must not.
        """
        learned, chooser = self.learned(), self.chooser if asks else None
        state = (self.customers.fingerprint(), learned.digest(), chooser is not None)
        if state not in self._linkers:
            made = make_linker(
                self.customers.load(),
                self.settings,
                fingerprint=state[0],
                learned=learned,
                chooser=chooser,
                hits=self.hits(),
            )
            same = {key: one for key, one in self._linkers.items() if key[:2] == state[:2]}
            self._linkers = {**same, state: made}
        return self._linkers[state]


def open_workspace(settings: Settings, sources: tuple[Source, ...] = SOURCES) -> Workspace:
    """Open the data root of the settings."""
    return Workspace(settings, sources)
