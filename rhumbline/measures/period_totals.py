"""What the periods of a campaign add up to, in SQL."""

from models.metrics import BY_NAME, Unit
from rhumbline.warehouse.connection import quoted


def total_of_periods(metric: str) -> str:
    """The metric over a group of rows of core.campaign_periods.

    Their sum; of people, whom two periods may both reach, the figure of a group of one row.
    """
    name = quoted(metric)
    if not BY_NAME[metric].additive:
        return f"if(count(*) = 1, any_value({name}), null)"
    if BY_NAME[metric].unit in (Unit.COUNT, Unit.PEOPLE):
        return f"cast(sum({name}) as bigint)"
    return f"round(sum({name}), 6)"  # the same to the last digit whatever the order of the rows
