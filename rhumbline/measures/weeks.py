"""The weeks in which a measure is counted."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Span:
    """The days on which a measure is counted: from its first in force to the night."""

    begins: date
    ends: date

    @property
    def weeks(self) -> tuple[date, ...]:
        """Mondays, the first on or before the first day; empty before that day."""
        if self.ends < self.begins:
            return ()
        first = monday_of(self.begins)
        count = (self.ends - first).days // 7 + 1
        return tuple(first + timedelta(weeks=n) for n in range(count))


def monday_of(day: date) -> date:
    """The Monday on or before a day."""
    return day - timedelta(days=day.weekday())


def sunday_of(monday: date) -> date:
    """The last day of the week that begins on a Monday."""
    return monday + timedelta(days=6)
