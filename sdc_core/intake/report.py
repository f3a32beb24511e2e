"""What one intake saw and did, for people and for asset metadata."""

from dataclasses import dataclass, field


@dataclass
class RejectedShare:
    """How much of one file was rejected, and why: reason to count."""

    file: str
    units: int
    reasons: dict[str, int]

    @property
    def rejected(self) -> int:
        """Number of rejected units."""
        return sum(self.reasons.values())


@dataclass
class IntakeReport:
    """What one intake saw and did; `failures` name the inputs that could not be read.

    `rejected` counts what waits in the quarantine, `rejected_in` what the files hold as they are.

    `new_forms` tells what the source does not know in each input, and on how many records.

    `has_input` is false where there is neither a file nor an API, nor anything known from before.
    """

    source: str
    files_read: int = 0
    is_unchanged: bool = False
    records: int = 0
    new: int = 0
    revised: int = 0
    missing: int = 0
    has_input: bool = True
    rejected: dict[str, int] = field(default_factory=dict)
    rejected_in: list[RejectedShare] = field(default_factory=list)
    new_forms: dict[str, dict[str, int]] = field(default_factory=dict)
    sessions: int = 0
    months_changed: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
