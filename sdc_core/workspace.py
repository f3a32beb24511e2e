"""One data root opened: the settings bound to record stores, ledger, caches and layers."""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from sdc_core.errors import SettingsError
from sdc_core.linking.base import Linker
from sdc_core.linking.make import make_linker
from sdc_core.settings import Settings
from sdc_core.sources import SOURCES
from sdc_core.sources.base import Source
from sdc_core.store.ledger import Ledger
from sdc_core.store.quarantine import Quarantine
from sdc_core.store.records import RecordStore
from sdc_core.syncro.customers import CustomerCache

if TYPE_CHECKING:
    from sdc_core.layers import MonthLayer


class Workspace:
    """Settings and stores of one data root; opening it writes nothing."""

    def __init__(self, settings: Settings, sources: tuple[Source, ...] = SOURCES) -> None:
        self.settings = settings
        self.sources = sources
        self.root: Path = settings.data_root
        self.output = settings.output_root
        self.cache = settings.cache_root
        self.ledger = Ledger(self.root / "decisions" / "ledger.jsonl", root=self.root)
        self.quarantine = Quarantine(self.root / "quarantine", root=self.root)
        self.customers = CustomerCache(self.cache / "customers", root=self.cache)
        self._records = {s.name: RecordStore.of(s.name, root=self.root) for s in sources}
        self._linkers: dict[str, Linker] = {}

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

    def linker(self) -> Linker:
        """The linker over the customers as cached now, made once per customer list."""
        fingerprint = self.customers.fingerprint()
        if fingerprint not in self._linkers:
            customers = self.customers.load()
            self._linkers = {
                fingerprint: make_linker(customers, self.settings, fingerprint=fingerprint)
            }
        return self._linkers[fingerprint]


def open_workspace(settings: Settings, sources: tuple[Source, ...] = SOURCES) -> Workspace:
    """Open the data root of the settings."""
    return Workspace(settings, sources)
