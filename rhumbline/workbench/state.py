"""The state as last published, in figures: what is judged, what fails and why, what waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rhumbline.archive.listing import files_waiting
from rhumbline.reports.summary import failing_causes
from rhumbline.reports.verdict import CAUSES_SHOWN, Cause
from rhumbline.warehouse.access import open_published
from rhumbline.workspace import Workspace


@dataclass(frozen=True)
class PublishedState:
    """What the page of today begins with."""

    as_of: date | None  # the last night; None where none was judged
    counts: dict[str, int]  # alignment → activities
    causes: Sequence[Cause]  # the most frequent first
    causes_count: int
    waiting: int  # files in inbox/

    @property
    def failing(self) -> int:
        """Activities that serve no measure."""
        return self.counts.get("untraceable", 0) + self.counts.get("orphaned", 0)

    @property
    def judged(self) -> int:
        """Activities that were judged."""
        return sum(self.counts.values()) - self.counts.get("predates_strategy", 0)


def read_state(workspace: Workspace) -> PublishedState:
    """Read what is published and what waits in inbox/. Raises UserError where nothing is published."""
    with open_published(workspace) as published:
        causes = failing_causes(published)
        return PublishedState(
            as_of=published.one("select max(as_of) from core.check_results"),
            counts=dict(
                published.rows("select alignment, count(*) from core.verdicts group by all")
            ),
            causes=causes[:CAUSES_SHOWN],
            causes_count=len(causes),
            waiting=len(files_waiting(workspace)),
        )
