"""What a name in a measure's value means: its source, its unit, and whether it may be added up."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from models.metrics import BY_NAME, METRICS, Unit


class FigureSource(StrEnum):
    """Where a figure comes from."""

    ACTIVITIES = "activities"
    ACCOUNT = "account"
    AUDIENCE = "audience"
    TRAFFIC = "traffic"
    OUTCOMES = "outcomes"


@dataclass(frozen=True)
class Quantity:
    """One name of an expression, understood."""

    source: FigureSource
    name: str
    unit: Unit
    is_additive: bool = True  # whether a sum over rows means something
    is_level: bool = False  # a stock, such as followers: the latest counts

    def __str__(self) -> str:
        """As it is written in full; bare for metrics of activities."""
        return self.name if self.source is FigureSource.ACTIVITIES else f"{self.source}.{self.name}"


class BadExpression(Exception):
    """A value that cannot be computed: what is wrong with it, and what to write instead."""

    def __init__(self, what: str, next_step: str) -> None:
        """Keep the two apart; `str()` joins them."""
        self.what, self.next_step = what, next_step
        super().__init__(f"{what}. {next_step}")


ROWS: Final = "rows"  # the quantity of count(activities), count(traffic) and count(outcomes.name)
OF_THE_LOG: Final = {"hours": Unit.COUNT, "cost": Unit.MONEY, "people": Unit.COUNT}
TRAFFIC: Final = {
    "sessions": Unit.COUNT,
    "engaged_sessions": Unit.COUNT,
    "users": Unit.PEOPLE,
    "new_users": Unit.COUNT,
    "views": Unit.COUNT,
    "events": Unit.COUNT,
    "key_events": Unit.COUNT,
    "revenue": Unit.MONEY,
}
AUDIENCES: Final = ("followers", "visitors", "viewers", "reached")
VIEWS: Final = frozenset(metric.name for metric in METRICS if metric.is_view)
LEVELS: Final = frozenset({"followers"})

# What condition names may ask of each source. A facet of an audience has any name.
CONDITIONS: Final = {
    FigureSource.ACTIVITIES: (
        "platform", "account", "type", "campaign", "stage", "tier", "segment", "goal", "measure",
    ),
    FigureSource.ACCOUNT: ("platform", "account"),
    FigureSource.AUDIENCE: ("platform", "account"),
    FigureSource.TRAFFIC: (
        "source", "medium", "campaign", "content", "channel", "page", "event", "network",
        "account", "report",
    ),
    FigureSource.OUTCOMES: ("source", "medium", "campaign", "content", "link", "currency"),
}  # fmt: skip


def quantity_named(name: str, source: str | None) -> Quantity:
    """The quantity that a name means.

    Bare names are metrics of the tied activities, or hours, cost and people of the activity log;
    else a figure of web traffic; else the name of an outcome. Raises BadExpression.
    """
    if source is None:
        return _bare(name)
    if source not in tuple(FigureSource):
        raise BadExpression(
            f"`{source}.` is no source of figures",
            f"Write one of {', '.join(f'{each}.' for each in FigureSource)}",
        )
    return _IN[FigureSource(source)](name)


def _bare(name: str) -> Quantity:
    if name in LEVELS:
        return _account(name)
    if name in BY_NAME or name in OF_THE_LOG:
        return _activity(name)
    if name in TRAFFIC:
        return _traffic(name)
    if re.search(r"_rate$|^rate_", name):
        raise BadExpression(
            f"`{name}` does not say what it is a share of",
            "Write both figures, such as sum(engagements) / sum(impressions).",
        )
    return _outcome(name)


def _activity(name: str) -> Quantity:
    if name in OF_THE_LOG:
        return Quantity(FigureSource.ACTIVITIES, name, OF_THE_LOG[name])
    metric = BY_NAME.get(name)
    if metric is None:
        raise BadExpression(
            f"activities have no figure `{name}`", "docs/metrics.md lists what platforms tell."
        )
    return Quantity(
        FigureSource.ACTIVITIES,
        name,
        metric.unit,
        metric.additive,
        is_level=metric.name in LEVELS,
    )


def _account(name: str) -> Quantity:
    metric = BY_NAME.get(name)
    if metric is None:
        raise BadExpression(
            f"accounts have no figure `{name}`", "docs/metrics.md lists what platforms tell."
        )
    return Quantity(
        FigureSource.ACCOUNT, name, metric.unit, metric.additive, is_level=metric.name in LEVELS
    )


def _audience(name: str) -> Quantity:
    if name not in AUDIENCES:
        raise BadExpression(
            f"no platform tells of an audience `{name}`", f"Known are {', '.join(AUDIENCES)}."
        )
    return Quantity(FigureSource.AUDIENCE, name, Unit.PEOPLE, is_additive=False, is_level=True)


def _traffic(name: str) -> Quantity:
    if name not in TRAFFIC:
        raise BadExpression(
            f"web traffic has no figure `{name}`", f"Known are {', '.join(TRAFFIC)}."
        )
    return Quantity(FigureSource.TRAFFIC, name, TRAFFIC[name], is_additive=name != "users")


def _outcome(name: str) -> Quantity:
    return Quantity(FigureSource.OUTCOMES, name, Unit.COUNT)


_IN: Final = {
    FigureSource.ACTIVITIES: _activity,
    FigureSource.ACCOUNT: _account,
    FigureSource.AUDIENCE: _audience,
    FigureSource.TRAFFIC: _traffic,
    FigureSource.OUTCOMES: _outcome,
}
