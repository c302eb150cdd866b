"""Plays of several platforms in one value: each counts them by a rule of its own, so they are refused."""

from typing import Final

from models.metrics import METRICS
from rhumbline.measures.expressions.parsing import Aggregate, Node, aggregates
from rhumbline.measures.expressions.quantities import FigureSource
from rhumbline.measures.weekly_values import TABLES, Ground, column_of, condition_of

_BY_ITS_OWN_RULE: Final = frozenset(m.name for m in METRICS if m.differs_by_platform)


def unlike(node: Node, ground: Ground) -> str | None:
    """Why a value adds up what is not alike, with what to write instead; None where it does not."""
    for each in aggregates(node):
        if each.quantity.name in _BY_ITS_OWN_RULE and each.quantity.source in _TOLD_BY_PLATFORMS:
            platforms = _platforms(each, ground)
            if len(platforms) > 1:
                return (
                    f"Its value cannot be computed: {', '.join(platforms)} count "
                    f"`{each.quantity}` by unlike rules, which cannot be added up. Write one "
                    f"measure for each, such as {each} where platform = '{platforms[0]}'."
                )
    return None


_TOLD_BY_PLATFORMS: Final = (FigureSource.ACTIVITIES, FigureSource.ACCOUNT)


def _platforms(each: Aggregate, ground: Ground) -> list[str]:
    where, parameters = condition_of(each, ground)
    rows = ground.warehouse.rows(
        f"""
        select distinct platform
        from {TABLES[each.quantity.source]}
        where day between ? and ? and {column_of(each)} is not null and {where}
        order by platform
        """,  # noqa: S608 - names of ours, conditions from the whitelist
        ground.span.begins,
        ground.span.ends,
        *parameters,
    )
    return [platform for (platform,) in rows]
