"""How many there are of an audience: all of it, or those whom a segment or facets leave."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import polars as pl

from models.strategy import Measure, Strategy
from rhumbline.measures.expressions.parsing import Aggregate
from rhumbline.measures.segment_fit import Audiences
from rhumbline.measures.tallies import Level

_WHOSE = ("platform", "account")


class AskedAudience(NamedTuple):
    """What a figure asks of audiences, by name of the facet or of the owner: the values it may have."""

    facets: Mapping[str, Sequence[str]]  # none for all people
    owners: Mapping[str, Sequence[str]]  # platforms and accounts; none for all of them


def asked_audience(figure: Aggregate, strategy: Strategy, measure: Measure) -> AskedAudience | None:
    """What a figure of an audience asks for.

    None where the condition asks for more than names and the values they may have, or for a segment
    that does not say how to recognise its people.
    """
    if figure.where is None:
        return AskedAudience({}, {})
    if figure.where.facets is None:
        return None
    owners = {name: values for name, values in figure.where.facets.items() if name in _WHOSE}
    facets = {name: values for name, values in figure.where.facets.items() if name not in _WHOSE}
    if not figure.where.asks_for_segment:
        return AskedAudience(facets, owners)
    segment = strategy.segments.get(measure.segment)
    facets = {**(segment.audience if segment else {}), **facets}
    return AskedAudience(facets, owners) if facets else None


def audience_levels(
    figure: Aggregate, audiences: Audiences, strategy: Strategy, measure: Measure
) -> list[Level]:
    """How many there were of each account at each moment, its day in the strategy's time zone.

    None at all where nobody can tell, as `asked_audience` says.
    """
    asked = asked_audience(figure, strategy, measure)
    if asked is None:
        return []
    fitted = audiences.fit(asked.facets) if asked.facets else audiences.whole()
    is_owned = [
        pl.col(name).str.to_lowercase().is_in([value.lower() for value in values])
        for name, values in asked.owners.items()
    ]
    is_of_audience = pl.col("audience") == figure.quantity.name
    day = pl.col("observed_at").dt.convert_time_zone(strategy.timezone).dt.date()
    people = fitted.filter(is_of_audience, pl.col("matched_low").is_not_null(), *is_owned)
    rows = people.select("platform", "account", day, "matched_low", "matched_high").rows()
    return [Level((platform, account), on, low, high) for platform, account, on, low, high in rows]
