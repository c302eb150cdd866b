"""Changing something and judging again at once: under the night's lock, with the count before and after."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from rhumbline.night import judge_again
from rhumbline.reports.verdict import Verdict
from rhumbline.reports.verdict_rows import count_published_failures
from rhumbline.workspace import Workspace

T = TypeVar("T")

_WAIT_SECONDS: Final = 5.0  # for another writer; a person waits at the page meanwhile


@dataclass(frozen=True)
class Rejudged(Generic[T]):
    """What a change returned, and how many activities failed before and after it."""

    changed: T
    before: int | None  # None where nothing was published before
    after: int
    verdict: Verdict

    def __str__(self) -> str:
        """The counts as a person reads them."""
        if self.before is None or self.before == self.after:
            return f"{self.after:,} fail."
        return f"{self.before:,} → {self.after:,} fail."


def change_and_judge(workspace: Workspace, change: Callable[[], T]) -> Rejudged[T]:
    """Make a change of decisions or of the strategy, judge again once, and publish.

    Raises WarehouseBusy, with nothing changed, where another process writes for longer than five
    seconds, and whatever `change` raises.
    """
    results: list[T] = []
    before = count_published_failures(workspace)
    verdict = judge_again(workspace, lambda: results.append(change()), wait=_WAIT_SECONDS)
    return Rejudged(results[0], before, verdict.failing, verdict)
