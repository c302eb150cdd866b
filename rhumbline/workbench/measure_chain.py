"""What a measure's page adds to the scorecard's: every line behind it, and its posts at the same age."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from rhumbline.reports.questions import read_question
from rhumbline.warehouse.connection import Warehouse

PER_PAGE: Final = 200
"""Lines on one page of a measure's chain."""


@dataclass(frozen=True)
class ChainLine:
    """One line of a file that a measure's value is taken of."""

    figure: str
    told: float
    day: date | None
    activity_id: str | None
    file: str | None
    line: int | None


@dataclass(frozen=True)
class AgedPost:
    """A post of the measure at an age, beside what is usual for its platform and type at that age."""

    activity_id: str
    text: str | None
    published_at: datetime | None
    age_days: int
    responses: float
    usual: float | None
    times_usual: float | None


def read_chain_lines(
    warehouse: Warehouse, measure_id: str, start: int
) -> tuple[list[ChainLine], bool]:
    """Up to PER_PAGE lines of the files behind a measure from a place on, and whether there are more."""
    warehouse.run("set variable measure = ?", measure_id)
    query = (read_question("where-a-number-comes-from", is_name=True) or "").rstrip().rstrip(";")
    rows = warehouse.rows(
        f"select * from ({query}) limit ? offset ?",  # noqa: S608 - a question of ours
        PER_PAGE + 1,
        start,
    )
    lines = [ChainLine(*_shown(row)) for row in rows[:PER_PAGE]]
    return lines, len(rows) > PER_PAGE


def _shown(row: Sequence[Any]) -> tuple[Any, ...]:
    _measure, figure, told, day, activity_id, file, line, _export = row
    return figure, told, day, activity_id, file, line


def read_aged_posts(warehouse: Warehouse, measure_id: str) -> list[AgedPost]:
    """The posts of a measure that an export tells of at 1, 7 or 28 days, each at its latest such age.

    Those that did best beside what is usual at that age come first.
    """
    return [AgedPost(*row) for row in warehouse.rows(_AGED, measure_id)]


_AGED: Final = """
with latest as (
    select *
    from marts.activity_at_age
    where measure_id = ? and responses is not null
    qualify row_number() over (partition by activity_id order by age_days desc) = 1
)

select
    latest.activity_id,
    activities.text,
    activities.published_at,
    latest.age_days,
    latest.responses,
    latest.usual_responses,
    latest.times_usual
from latest
inner join core.activities on latest.activity_id = activities.activity_id
order by latest.times_usual desc nulls last, latest.responses desc, latest.activity_id
limit 20
"""
