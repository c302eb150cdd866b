"""The verdict of a night: what was read, what holds, what fails and what to do about it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from rhumbline.errors import EXIT_FAILED, EXIT_GOOD, EXIT_USER
from rhumbline.ingest.exports import Read
from rhumbline.ingest.overdue import MissingExport

CAUSES_SHOWN: Final = 10


@dataclass(frozen=True)
class Cause:
    """Failing activities that probably fail for one reason, and what to do about it."""

    cause: str
    activities: int
    example_id: str
    example_text: str
    todo: str


@dataclass(frozen=True)
class Verdict:
    """What a night says, whether or not it is good."""

    as_of: date
    headline: str
    counts: dict[str, int] = field(default_factory=dict)  # alignment → activities
    judged: int = 0
    failing: int = 0
    causes: tuple[Cause, ...] = ()
    read: tuple[Read, ...] = ()
    left_alone: tuple[str, ...] = ()  # files that were still growing
    known: tuple[str, ...] = ()  # files that were dropped again, with nothing new in them
    integrity: tuple[str, ...] = ()  # broken promises of the data
    alignment: tuple[str, ...] = ()  # broken promises of the strategy
    warnings: tuple[str, ...] = ()
    missing_exports: tuple[MissingExport, ...] = ()  # also said among the warnings
    published: bool = False
    publish_seconds: float = 0.0

    @property
    def main_causes(self) -> tuple[Cause, ...]:
        """The likely causes of most failing activities, the largest first: what a page can show."""
        return self.causes[:CAUSES_SHOWN]

    @property
    def other_causes(self) -> tuple[Cause, ...]:
        """All the others, which are counted and listed elsewhere."""
        return self.causes[CAUSES_SHOWN:]

    @property
    def refused(self) -> tuple[Read, ...]:
        """The files of this night that nobody could read."""
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
