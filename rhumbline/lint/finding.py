"""What lint says and what it may know: findings, their severity, and evidence from past nights."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from rhumbline.strategy.file import Loaded, Place
from rhumbline.strategy.yaml import Path


class Severity(StrEnum):
    """Whether a finding fails `rhumbline lint` (exit 1) or only advises (exit 0)."""

    ERROR = "error"
    WARNING = "warning"


class LinkCounts(NamedTuple):
    """How many links of a platform's activities could be read, and how many were shortened."""

    readable: int
    shortened: int


@dataclass(frozen=True)
class Evidence:
    """What is known beyond the strategy, for findings that the file alone cannot give.

    `matched_ties` holds the ids of all ties that ever traced an activity, `links` the counts per
    platform; None where no night has been. `platforms` are ids that exports here are of, beside
    those that have a record.
    """

    matched_ties: Collection[str] | None = None
    links: Mapping[str, LinkCounts] | None = None
    platforms: Collection[str] = ()


@dataclass(frozen=True)
class Finding:
    """One thing a strategist would remark on."""

    code: str
    rule: str
    severity: Severity
    place: Place
    message: str
    what_to_do: str

    def __str__(self) -> str:
        """`strategy.yaml:31: RL102 no tie leads to … Add under …`."""
        return f"{self.place}: {self.code} {self.message}. {self.what_to_do}"

    def as_dict(self) -> dict[str, Any]:
        """The finding for `--json`: code, rule, severity, file, line, message, what_to_do."""
        return {
            "code": self.code,
            "rule": self.rule,
            "severity": self.severity.value,
            "file": self.place.file,
            "line": self.place.line,
            "message": self.message,
            "what_to_do": self.what_to_do,
        }


class Remark(NamedTuple):
    """What a rule yields: the part it is about, what is wrong, what to do."""

    path: Path
    message: str
    what_to_do: str


Find = Callable[[Loaded, Evidence], Iterator[Remark]]


class LintRule(NamedTuple):
    """A rule by its code; its docstring says why it is one."""

    code: str
    severity: Severity
    find: Find

    @property
    def name(self) -> str:
        """The rule in words, such as `goal-without-a-measure`."""
        return self.find.__name__.replace("_", "-")
