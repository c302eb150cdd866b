"""The ratios of docs/performance.md: what is divided by what, in turns, and the goal of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Literal

from bench.measure import Run

Unit = Literal["CPU", "clock", "memory"]


@dataclass
class Ratio:
    """Two commands run in turns; each round gives one ratio, so that a slow hour touches both."""

    name: str
    goal: float | None  # at most; None where it shall be as low as it goes
    unit: Unit = "CPU"
    above: list[Run] = field(default_factory=list)
    below: list[Run] = field(default_factory=list)

    def add(self, above: Run, below: Run | Sequence[Run]) -> None:
        """Add a round; several runs below the line count as one after the other."""
        self.above.append(above)
        self.below.append(below if isinstance(below, Run) else _one_after_the_other(below))

    def by_round(self, unit: Unit | None = None) -> list[float]:
        """The ratio of each round, in its own unit or another."""
        return [
            _amount(above, unit or self.unit) / _amount(below, unit or self.unit)
            for above, below in zip(self.above, self.below, strict=True)
        ]

    @property
    def median(self) -> float:
        """The middle of all rounds."""
        return median(self.by_round())

    @property
    def is_met(self) -> bool | None:
        """Whether the median keeps the goal; None where there is no goal."""
        return None if self.goal is None else self.median <= self.goal


def _amount(run: Run, unit: Unit) -> float:
    if unit == "memory":
        return float(run.peak_bytes)
    return run.cpu_seconds if unit == "CPU" else run.seconds


def _one_after_the_other(runs: Iterable[Run]) -> Run:
    seconds, cpu_seconds, peaks = zip(*runs, strict=True)
    return Run(sum(seconds), sum(cpu_seconds), max(peaks))
