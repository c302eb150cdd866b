"""The metric registry: every canonical metric, its unit, tier and whether it may be added up.

Tiers follow the AMEC Integrated Evaluation Framework. `additive` says whether a sum over activities
means something: people reached by two posts overlap, so reach is never summed; a level such as
followers is a stock, so it is never summed over days.
"""

from enum import StrEnum
from typing import Final, NamedTuple


class Unit(StrEnum):
    """What one unit of a metric is."""

    COUNT = "count"
    PEOPLE = "people"
    SECONDS = "seconds"
    MONEY = "money"


class Tier(StrEnum):
    """A level of the AMEC Integrated Evaluation Framework."""

    OUTPUT = "output"
    OUT_TAKE = "out_take"
    OUTCOME = "outcome"
    IMPACT = "impact"


class Basis(StrEnum):
    """Which stretch of time a figure of an export covers."""

    LIFETIME = "lifetime"  # from publication to the moment of export
    WINDOW = "window"  # the period chosen for the export
    DAY = "day"  # one day


class Metric(NamedTuple):
    """One canonical metric."""

    name: str
    unit: Unit
    tier: Tier
    additive: bool  # whether a sum over activities means something
    meaning: str
    is_view: bool = (
        False  # it says how often something was seen: never added to another such metric
    )
    differs_by_platform: bool = False  # platforms count it by unlike rules: never added across them


METRICS: Final[tuple[Metric, ...]] = (
    Metric(
        "impressions",
        Unit.COUNT,
        Tier.OUTPUT,
        True,
        "times the content was on a screen",
        is_view=True,
    ),
    Metric("reach", Unit.PEOPLE, Tier.OUTPUT, False, "people who saw the content at least once"),
    Metric(
        "views",
        Unit.COUNT,
        Tier.OUTPUT,
        True,
        "plays and displays as Meta counts them since 2024",
        is_view=True,
    ),
    Metric(
        "video_views",
        Unit.COUNT,
        Tier.OUTPUT,
        True,
        "plays of a video, by the platform's rule",
        is_view=True,
        differs_by_platform=True,
    ),
    Metric("engagements", Unit.COUNT, Tier.OUT_TAKE, True, "all interactions the platform adds up"),
    Metric("reactions", Unit.COUNT, Tier.OUT_TAKE, True, "likes, favourites and other reactions"),
    Metric("comments", Unit.COUNT, Tier.OUT_TAKE, True, "comments and replies received"),
    Metric("shares", Unit.COUNT, Tier.OUT_TAKE, True, "reposts, retweets and shares"),
    Metric("saves", Unit.COUNT, Tier.OUT_TAKE, True, "bookmarks and saves"),
    Metric("clicks", Unit.COUNT, Tier.OUT_TAKE, True, "all clicks on the content"),
    Metric("link_clicks", Unit.COUNT, Tier.OUT_TAKE, True, "clicks on a link in the content"),
    Metric("profile_visits", Unit.COUNT, Tier.OUT_TAKE, True, "visits to the profile"),
    Metric(
        "follows", Unit.COUNT, Tier.OUT_TAKE, True, "follows gained, net where only that is told"
    ),
    Metric("unfollows", Unit.COUNT, Tier.OUT_TAKE, True, "follows lost"),
    Metric("followers", Unit.PEOPLE, Tier.OUTPUT, False, "followers at the moment: a level"),
    Metric(
        "page_views",
        Unit.COUNT,
        Tier.OUTPUT,
        True,
        "views of the organisation's page",
        is_view=True,
    ),
    Metric("unique_visitors", Unit.PEOPLE, Tier.OUTPUT, False, "people who visited the page"),
    Metric("watch_seconds", Unit.SECONDS, Tier.OUT_TAKE, True, "time watched"),
    Metric("posts_published", Unit.COUNT, Tier.OUTPUT, True, "posts published"),
    Metric("sends", Unit.COUNT, Tier.OUTPUT, True, "messages sent"),
    Metric("opens", Unit.COUNT, Tier.OUT_TAKE, True, "messages opened", is_view=True),
    Metric("unsubscribes", Unit.COUNT, Tier.OUT_TAKE, True, "recipients who unsubscribed"),
    Metric("bounces", Unit.COUNT, Tier.OUTPUT, True, "messages that came back"),
    Metric("spend", Unit.MONEY, Tier.OUTPUT, True, "money paid to the platform"),
)

BY_NAME: Final[dict[str, Metric]] = {metric.name: metric for metric in METRICS}
NAMES: Final[tuple[str, ...]] = tuple(BY_NAME)
