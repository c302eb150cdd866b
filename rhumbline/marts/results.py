"""What became of the models and tests of the project in one night."""

from dataclasses import dataclass
from typing import Final

_BAD: Final = frozenset({"error", "fail"})


@dataclass(frozen=True)
class Node:
    """What became of one model, or of one test of a model."""

    name: str
    kind: str  # model or test
    status: str  # success, pass, warn, skipped, fail, error
    seconds: float
    failing: int | None = None  # rows that break a test
    message: str | None = None


@dataclass(frozen=True)
class Shaped:
    """What became of all models and tests."""

    nodes: tuple[Node, ...]

    @property
    def failures(self) -> tuple[Node, ...]:
        """Models and tests that failed: the marts are not to be trusted."""
        return tuple(node for node in self.nodes if node.status in _BAD)

    @property
    def warnings(self) -> tuple[Node, ...]:
        """Tests of severity `warn` that rows break."""
        return tuple(node for node in self.nodes if node.status == "warn")
