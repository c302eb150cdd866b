"""The state as last published: the scorecard's facts, what fails most, and what waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Final

from rhumbline.archive.listing import files_waiting
from rhumbline.reports.scorecard import Scorecard, read_scorecard
from rhumbline.reports.summary import failing_causes
from rhumbline.reports.verdict import Cause
from rhumbline.warehouse.access import open_published
from rhumbline.workspace import Workspace

_CAUSES_SHOWN: Final = 6


@dataclass(frozen=True)
class PublishedState:
    """What the page of today shows."""

    card: Scorecard
    counts: dict[str, int]  # alignment → activities
    causes: Sequence[Cause]  # the most frequent first
    waiting: int  # files in inbox/

    @property
    def failing(self) -> int:
        """Activities that serve no measure."""
        return self.counts.get("untraceable", 0) + self.counts.get("orphaned", 0)


def read_state(workspace: Workspace) -> PublishedState:
    """Read what is published and what waits in inbox/. Raises UserError where nothing is published."""
    with open_published(workspace) as published:
        as_of = published.one("select max(as_of) from core.check_results")
        counts = published.rows("select alignment, count(*) from core.verdicts group by all")
        return PublishedState(
            card=read_scorecard(published, as_of or workspace.today(UTC)),
            counts=dict(counts),
            causes=failing_causes(published)[:_CAUSES_SHOWN],
            waiting=len(files_waiting(workspace)),
        )
