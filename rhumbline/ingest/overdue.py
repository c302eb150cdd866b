"""Exports that the strategy expects and that did not come."""

from dataclasses import dataclass
from datetime import date

from models.platforms import record_of
from models.strategy import Strategy
from rhumbline.warehouse.connection import Warehouse


@dataclass(frozen=True)
class MissingExport:
    """A platform whose export is overdue."""

    platform: str
    every_days: int
    last: date | None  # the day of the last export that was read

    def __str__(self) -> str:
        """The warning a person reads."""
        known = f"the last one is of {self.last}" if self.last else "none was ever read"
        return f"An export of {self.platform} is expected every {self.every_days} days; {known}."


def missing_exports(
    warehouse: Warehouse, strategy: Strategy, as_of: date
) -> tuple[MissingExport, ...]:
    """The platforms of `expected_exports` whose last export is older than their interval.

    Where none was ever read, the interval counts from the day the strategy came into force. An export
    that may be of either of two platforms counts for both.
    """
    last: dict[str, date] = {}
    for exported, day in warehouse.rows(_LAST, strategy.timezone):
        for platform in (exported, *record_of(exported).may_be):
            last[platform] = max(day, last.get(platform, day))
    return tuple(
        MissingExport(platform, days, last.get(platform))
        for platform, days in strategy.expected_exports.items()
        if (as_of - (last.get(platform) or strategy.in_force_from)).days > days
    )


_LAST = """
select
    platform,
    max(cast(timezone(?, observed_at) as date)) as last
from core.exports
where status = 'read'
group by platform
"""
