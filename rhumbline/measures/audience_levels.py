"""How many there are of an audience: all of it, or those whom a segment or facets leave."""

from collections.abc import Callable, Sequence

import polars as pl

from models.strategy import Measure, Strategy
from rhumbline.measures.expressions.parsing import Aggregate
from rhumbline.measures.segment_fit import Audiences
from rhumbline.measures.weekly_values import Level

_WHOSE = ("platform", "account")


def levels_of(
    audiences: Audiences, strategy: Strategy, measure: Measure
) -> Callable[[Aggregate], list[Level]]:
    """A function from a figure of an audience to how many there were of each account at each moment.

    It gives none where the segment does not say how to recognise its people, and where a condition
    asks for more than facets and the values they may have.
    """

    def levels(each: Aggregate) -> list[Level]:
        asked = facets_of(each, strategy, measure)
        if asked is None:
            return []
        facets, whose = asked
        fitted = audiences.fit(facets) if facets else audiences.whole()
        return _as_levels(fitted, each.quantity.name, whose, strategy.timezone)

    return levels


Asked = dict[str, Sequence[str]]


def facets_of(each: Aggregate, strategy: Strategy, measure: Measure) -> tuple[Asked, Asked] | None:
    """Facets, and whose audience, that a condition asks for; None where more than that is asked."""
    if each.where is None:
        return {}, {}
    if each.where.facets is None:
        return None
    whose = {name: values for name, values in each.where.facets.items() if name in _WHOSE}
    facets: Asked = {n: v for n, v in each.where.facets.items() if n not in _WHOSE}
    if each.where.asks_for_segment:
        segment = strategy.segments.get(measure.segment)
        facets = {**(segment.audience if segment else {}), **facets}
        if not facets:
            return None
    return facets, dict(whose)


def _as_levels(fitted: pl.DataFrame, audience: str, whose: Asked, timezone: str) -> list[Level]:
    asked = [
        pl.col(name).str.to_lowercase().is_in([value.lower() for value in values])
        for name, values in whose.items()
    ]
    known = fitted.filter(
        pl.col("audience") == audience, pl.col("matched_low").is_not_null(), *asked
    )
    day = pl.col("observed_at").dt.convert_time_zone(timezone).dt.date()
    rows = known.select("platform", "account", day, "matched_low", "matched_high").rows()
    return [Level((platform, account), on, low, high) for platform, account, on, low, high in rows]
