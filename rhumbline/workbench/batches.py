"""What was decided together lately, so that it can be taken back on a later day too."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from rhumbline.warehouse.connection import Warehouse

_SHOWN: Final = 5


@dataclass(frozen=True)
class DecidedBatch:
    """Decisions that were taken together and not taken back."""

    batch: str
    decided_by: str
    decided_at: datetime  # in the organisation's zone
    action: str
    measure_id: str | None
    posts: int


def read_batches(published: Warehouse, zone: ZoneInfo) -> list[DecidedBatch]:
    """The latest batches, newest first."""
    return [
        DecidedBatch(batch, who, moment.astimezone(zone), action, measure, posts)
        for batch, who, moment, action, measure, posts in published.rows(_BATCHES, _SHOWN)
    ]


_BATCHES: Final = """
select
    batch,
    any_value(decided_by) as decided_by,
    max(decided_at) as decided_at,
    any_value(action) as action,
    any_value(measure_id) as measure_id,
    count(*) as posts
from core.decisions
where
    batch is not null
    and not ends_with(batch, '-back')
    and batch || '-back' not in (select batch from core.decisions where batch is not null)
group by batch
order by max(position) desc
limit ?
"""
