"""What a run of the suites says: a result per promise, and one headline for the night."""

from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from rhumbline.reading.plain_text import inert

Severity = Literal["critical", "warning"]
_JUDGED_NOT = "predates_strategy"
_FAILING = ("untraceable", "orphaned")
_ORDER = ("aligned", "ambiguous", "suspect", "waived", "orphaned", "untraceable")


@dataclass(frozen=True)
class CheckResult:
    """What became of one promise."""

    suite: str
    expectation: str
    severity: Severity  # critical stops the night, warning does not
    is_kept: bool
    failing: int | None = None  # rows that break it; None where that is not known
    examined: int | None = None  # rows looked at, where that is told
    promise: str = ""  # what holds where it is kept
    message: str = ""  # what it means that it is broken
    todo: str = ""
    error: str | None = None  # why it could not be checked
    one: str = "row"
    many: str = "rows"
    sql: str = ""  # selects all failing rows
    sample: tuple[dict[str, Any], ...] = field(default=(), repr=False)  # a few of them

    @property
    def count(self) -> str:
        """`7 of 312 activities`, or as much of it as is known."""
        if self.failing is None:
            return ""
        if self.examined is None or self.examined < self.failing:
            return f"{self.failing} {self.one if self.failing == 1 else self.many}"
        return f"{self.failing} of {self.examined} {self.one if self.examined == 1 else self.many}"

    def __str__(self) -> str:
        """What is broken, how often, and what to do, in one line."""
        if self.error is not None:
            what = f"{self.expectation} could not be checked: {' '.join(self.error.split())}"
            return f"{what.rstrip('.')}. {self.message}".strip()
        counted = f" ({self.count})" if self.count else ""
        return f"{self.message.rstrip('.')}{counted}. {self.todo}".strip()


@dataclass(frozen=True)
class CheckReport:
    """What holds of the warehouse, and what does not."""

    as_of: date
    results: tuple[CheckResult, ...]
    alignments: dict[str, int]  # alignment → activities
    untraceable: Literal["fail", "warn"] = "fail"
    tolerance: float = 0.0

    @property
    def judged(self) -> int:
        """Activities that a strategy in force could judge."""
        return sum(n for alignment, n in self.alignments.items() if alignment != _JUDGED_NOT)

    @property
    def failing(self) -> int:
        """Activities that no measure claims: untraceable and orphaned ones."""
        return sum(self.alignments.get(alignment, 0) for alignment in _FAILING)

    @property
    def broken(self) -> tuple[CheckResult, ...]:
        """The promises that do not hold, in the order of the suites."""
        return tuple(result for result in self.results if not result.is_kept)

    @property
    def integrity_failures(self) -> tuple[CheckResult, ...]:
        """Broken critical promises about the data: nothing may be published."""
        return tuple(r for r in self._critical if r.suite != "alignment")

    @property
    def alignment_failures(self) -> tuple[CheckResult, ...]:
        """Broken critical promises about the strategy: published as what they are."""
        return tuple(r for r in self._critical if r.suite == "alignment")

    @property
    def warnings(self) -> tuple[CheckResult, ...]:
        """Broken promises that do not fail the night."""
        return tuple(result for result in self.broken if result.severity == "warning")

    @property
    def _critical(self) -> tuple[CheckResult, ...]:
        return tuple(result for result in self.broken if result.severity == "critical")

    @property
    def headline(self) -> str:
        """The night in one sentence, such as `7 of 312 activities cannot be traced to …`."""
        count = len(self.integrity_failures)
        if count:
            checks = "1 integrity check" if count == 1 else f"{count} integrity checks"
            return f"{checks} failed, nothing is published. {self._alignment_headline}"
        return self._alignment_headline

    @property
    def _alignment_headline(self) -> str:
        unchecked = [r for r in self.results if r.suite == "alignment" and r.error is not None]
        if any(result.severity == "critical" for result in unchecked):
            return "Whether activities trace to a strategy measure could not be checked"
        if not self.judged:
            return self._nothing_judged
        if not self.failing:
            return self._all_accounted_for
        noun = "activity" if self.judged == 1 else "activities"
        fails = f"{self.failing} of {self.judged} {noun} cannot be traced to a strategy measure"
        if self.untraceable == "warn":
            return f"{fails}, of which the policy only warns"
        if self.failing / self.judged <= self.tolerance:
            return f"{fails}, within the tolerance of {self.tolerance * 100:.3g} %"
        return fails

    @property
    def _nothing_judged(self) -> str:
        early = self.alignments.get(_JUDGED_NOT, 0)
        if not early:
            return "No activity is stored yet, so there is nothing to judge"
        those = "The only activity predates" if early == 1 else f"All {early} activities predate"
        return f"{those} the strategy, so there is nothing to judge"

    @property
    def _all_accounted_for(self) -> str:
        parts = [f"{self.alignments[a]} {a}" for a in _ORDER if self.alignments.get(a)]
        if self.alignments.get("aligned") == self.judged:
            if self.judged == 1:
                return "The only activity traces to a strategy measure"
            return f"All {self.judged} activities trace to a strategy measure"
        those = "The only activity is" if self.judged == 1 else f"All {self.judged} activities are"
        return f"{those} accounted for: {', '.join(parts)}"

    def data_docs(self, folder: Path) -> Path:
        """Write the results as index.html, one page that needs no network, with its day; its path."""
        import jinja2

        source = (files("rhumbline") / "checks" / "data_docs.html").read_text(encoding="utf-8")
        environment = jinja2.Environment(
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=jinja2.StrictUndefined,
            finalize=inert,
        )
        suites = dict.fromkeys(result.suite for result in self.results)
        page = environment.from_string(source).render(report=self, suites=list(suites))
        folder.mkdir(parents=True, exist_ok=True)
        fresh = folder / "index.html.new"
        fresh.write_text(page, encoding="utf-8")
        return fresh.replace(folder / "index.html")
