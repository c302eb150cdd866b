"""The verdict of a night: what was read, what fails and why, and what to do about it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from rhumbline.errors import EXIT_FAILED, EXIT_GOOD, EXIT_USER
from rhumbline.ingest.exports import Read
from rhumbline.ingest.overdue import MissingExport

CAUSES_SHOWN: Final = 10


@dataclass(frozen=True)
class Cause:
    """Activities that probably fail for the same reason, and what to do about them."""

    cause: str
    activities: int
    example_id: str
    example_text: str
    todo: str


@dataclass(frozen=True)
class Verdict:
    """The result of a night, good or not."""

    as_of: date
    headline: str
    counts: dict[str, int] = field(default_factory=dict)  # alignment → activities
    judged: int = 0
    failing: int = 0
    causes: tuple[Cause, ...] = ()
    read: tuple[Read, ...] = ()
    left_alone: tuple[str, ...] = ()  # files that were still growing
    known: tuple[str, ...] = ()  # files that were read before and dropped again
    integrity: tuple[str, ...] = ()  # failed checks of the data
    alignment: tuple[str, ...] = ()  # failed checks of alignment
    warnings: tuple[str, ...] = ()
    missing_exports: tuple[MissingExport, ...] = ()  # among the warnings too, as texts
    published: bool = False
    publish_seconds: float | None = None  # None where nothing was published

    @property
    def main_causes(self) -> tuple[Cause, ...]:
        """The ten most frequent causes, the most frequent first."""
        return self.causes[:CAUSES_SHOWN]

    @property
    def other_causes(self) -> tuple[Cause, ...]:
        """The causes beyond the main ones."""
        return self.causes[CAUSES_SHOWN:]

    @property
    def refused(self) -> tuple[Read, ...]:
        """The files of this night that could not be read."""
        return tuple(read for read in self.read if read.status == "refused")

    @property
    def is_good(self) -> bool:
        """Whether every critical check holds."""
        return not self.integrity and not self.alignment

    @property
    def exit_code(self) -> int:
        """0 good, 1 a critical check failed, 2 a file could not be read; the worst wins."""
        failed = EXIT_GOOD if self.is_good else EXIT_FAILED
        return max(failed, EXIT_USER if self.refused else EXIT_GOOD)

    def as_json(self) -> dict[str, Any]:
        """The verdict as plain values, for `--json`."""
        return {
            "as_of": self.as_of.isoformat(),
            "verdict": "good" if self.is_good else "failed",
            "headline": self.headline,
            "judged": self.judged,
            "failing": self.failing,
            "alignments": self.counts,
            "causes": [vars(cause) for cause in self.causes],
            "read": [vars(read) for read in self.read],
            "left_alone": list(self.left_alone),
            "known": list(self.known),
            "integrity_failures": list(self.integrity),
            "alignment_failures": list(self.alignment),
            "warnings": list(self.warnings),
            "published": self.published,
            "exit_code": self.exit_code,
        }
