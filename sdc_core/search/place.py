"""Where search looks, by the settings alone: to open all stores takes longer than to search."""

from dataclasses import dataclass
from pathlib import Path

from sdc_core.embeddings.vectors import VECTORS_FILE
from sdc_core.search.index import INDEX_FILE, SearchIndex
from sdc_core.settings import Settings
from sdc_core.store.paths import MANIFEST_FILE

_EVERY_MONTH = f"[0-9][0-9][0-9][0-9]-[0-9][0-9]/{MANIFEST_FILE}"


@dataclass(frozen=True)
class SearchPlace:
    """The finished Sessions and the vectors of a data root, and the index over both."""

    finished: Path
    vectors: Path
    index: SearchIndex

    @classmethod
    def of(cls, settings: Settings) -> "SearchPlace":
        """That of a data root; nothing is opened or made."""
        return cls(
            finished=settings.output_root / "sessions",
            vectors=settings.data_root / "store" / "session_embeddings",
            index=SearchIndex(settings.cache_root / "search" / INDEX_FILE),
        )

    def months(self) -> list[str]:
        """The finished months, in time order."""
        return sorted(path.parent.name for path in self.finished.glob(_EVERY_MONTH))

    def is_finished(self, month: str) -> bool:
        """Whether the month has finished Sessions, of which there may be none."""
        return (self.finished / month / MANIFEST_FILE).is_file()

    def file_of(self, month: str) -> Path:
        """The vectors of a month."""
        return self.vectors / month / VECTORS_FILE

    def seen(self, month: str) -> str:
        """Times and sizes of what the month is indexed from: equal ones need no second look."""
        return f"{self.seen_finished(month)} {stamp(self.file_of(month))}"

    def seen_finished(self, month: str) -> str:
        """Of the finished Sessions alone."""
        return stamp(self.finished / month / MANIFEST_FILE)


def stamp(path: Path) -> str:
    """Time and size of a file, empty where it is missing."""
    try:
        stat = path.stat()
    except FileNotFoundError:
        return ""
    return f"{stat.st_mtime_ns}:{stat.st_size}"
