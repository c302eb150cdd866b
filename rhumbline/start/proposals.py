"""What the exports suggest: segments by interest, measures in words, days to judge from, calls."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import polars as pl

from models.metrics import Tier
from models.platforms import PLATFORMS
from models.strategy import Call, Segment, Stage, TieKind
from rhumbline.measures.in_words import value_in_words
from rhumbline.start.groups import PostGroup
from rhumbline.start.reading import ExportsRead

_SEGMENTS_AT_MOST: Final = 6
_DAYS_OF_A_MONTH: Final = 30.44


@dataclass(frozen=True)
class MeasureProposed:
    """A measure that the exports have figures for, in words, and how much there was a month."""

    name: str
    words: str  # what reports call it
    explained: str  # the sentence that says where it is counted
    value: str
    stage: Stage
    tier: Tier
    per_month: float

    def target(self, months: float) -> int:
        """Half as much again as so many months brought at the pace of the exports, at least 1."""
        return max(1, round(1.5 * self.per_month * max(months, 1)))


@dataclass(frozen=True)
class DayProposed:
    """A day to judge from, and how many posts of the exports that makes."""

    day: date
    posts: int
    because: str


# What shows that people do something comes before what shows that they react or only see.
_MEASURES: Final = (
    ("activities", "link_clicks", "link-clicks", Stage.PARTICIPATE, Tier.OUTCOME),
    ("activities", "comments", "comments", Stage.PARTICIPATE, Tier.OUT_TAKE),
    ("activities", "shares", "shares", Stage.PARTICIPATE, Tier.OUT_TAKE),
    ("activities", "saves", "saves", Stage.PARTICIPATE, Tier.OUT_TAKE),
    ("activities", "engagements", "engagements", Stage.PARTICIPATE, Tier.OUT_TAKE),
    ("activities", "reactions", "reactions", Stage.PARTICIPATE, Tier.OUT_TAKE),
    ("activities", "clicks", "clicks", Stage.PARTICIPATE, Tier.OUT_TAKE),
    ("activities", "profile_visits", "profile-visits", Stage.LISTEN, Tier.OUT_TAKE),
    ("activities", "follows", "new-followers-of-posts", Stage.LISTEN, Tier.OUT_TAKE),
    ("account", "follows", "new-followers", Stage.LISTEN, Tier.OUT_TAKE),
    ("account", "page_views", "page-views", Stage.LISTEN, Tier.OUT_TAKE),
    ("activities", "video_views", "video-views", Stage.LISTEN, Tier.OUTPUT),
    ("activities", "impressions", "times-shown", Stage.LISTEN, Tier.OUTPUT),
)


def propose_measures(exports: ExportsRead) -> tuple[MeasureProposed, ...]:
    """What the exports can tell, what people do first and what they merely saw last."""
    months = _months(exports.activities)
    totals = {(s, m): total for s, m, _, total in exports.figures.iter_rows() if total}
    measures = [
        _measure(f"outcomes.{name}", slug(name), Stage.LEAD, Tier.OUTCOME, total / months)
        for (source, name), total in totals.items()
        if source == "outcomes" and re.fullmatch(r"[^\W\d]\w*", name)
    ]
    for source, metric, name, stage, tier in _MEASURES:
        if (source, metric) in totals:
            figure = metric if source == "activities" else f"{source}.{metric}"
            per_month = totals[source, metric] / months
            measures.append(_measure(figure, name, stage, tier, per_month))
    return tuple(measures)


def _measure(figure: str, name: str, stage: Stage, tier: Tier, per_month: float) -> MeasureProposed:
    value = f"sum({figure})"
    words = value_in_words(value)
    shown = f"{words.name} of your accounts" if figure.startswith("account.") else words.name
    return MeasureProposed(name, shown, words.sentence, value, stage, tier, per_month)


def _months(activities: pl.DataFrame) -> float:
    """How many months the posts cover, at least one."""
    first, last = activities["published_at"].min(), activities["published_at"].max()
    days = (last - first).days if first is not None and last is not None else 0  # type: ignore[operator, union-attr]
    return max(days / _DAYS_OF_A_MONTH, 1.0)


def propose_segments(exports: ExportsRead, groups: Sequence[PostGroup]) -> dict[str, Segment]:
    """People by interest: what the largest audiences do for work and where they are, and what they read.

    Where no export says who follows, those who care about what the posts talk about.
    """
    tags = exports.references.filter(pl.col("kind") == "hashtag")["reference"]
    counted = tags.value_counts(sort=True).sort("count", "reference", descending=[True, False])
    listens_at = counted["reference"].head(3).to_list()
    subjects = [word for group in groups[:6] if not group.is_wide for word in _subjects(group)][:4]
    people = list(_people(exports.audiences))[:_SEGMENTS_AT_MOST]
    if not people and subjects:
        people = [(f"people who care about {subjects[0]}", subjects[0], {})]
    return {
        slug(name): Segment(
            who=who, interests=tuple(subjects), listens_at=tuple(listens_at), audience=audience
        )
        for who, name, audience in people
    }


def _subjects(group: PostGroup) -> Iterator[str]:
    for cue in group.cues[:1]:
        if cue.kind in (TieKind.PHRASE, TieKind.HASHTAG):
            yield _CAMEL.sub(" ", cue.pattern.lstrip("#＃")).lower()


_CAMEL: Final = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")
_WHO: Final = {
    "industry": "people who work in {}",
    "job_function": "people whose work is {}",
    "location": "people in {}",
    "age": "people aged {}",
    "interest": "people who care about {}",
}


def _people(audiences: pl.DataFrame) -> Iterator[tuple[str, str, dict[str, tuple[str, ...]]]]:
    """The two largest values of each telling facet, those of followers before those of visitors."""
    for facet, who in _WHO.items():
        values = audiences.filter(pl.col("facet") == facet).sort(
            pl.col("audience") != "followers", "size", descending=[False, True]
        )
        for value in values["value"].unique(maintain_order=True).head(2):
            yield who.format(value), value, {facet: (value,)}


def propose_days(activities: pl.DataFrame, timezone: str, today: date) -> tuple[DayProposed, ...]:
    """The first post of the exports, the years and quarters in them, and today, each with its posts."""
    zone = ZoneInfo(timezone)
    local = activities["published_at"].dt.convert_time_zone(zone.key).dt.date().drop_nulls()
    first = local.min()
    if not isinstance(first, date):
        return (DayProposed(today, 0, "today"),)
    days = {first: "the first post of the exports"}
    for year in range(first.year, today.year + 1):
        for month in (1, 4, 7, 10):
            day = date(year, month, 1)
            if first < day <= today and (local >= day).any():
                days[day] = "a year begins" if month == 1 else "a quarter begins"
    days.setdefault(today, "today: all posts so far are shown and none is judged")
    return tuple(DayProposed(day, int((local >= day).sum()), why) for day, why in days.items())


def propose_calls(groups: Sequence[PostGroup]) -> dict[str, Call]:
    """Where the posts' links lead: what people were invited to so far, to be put in words."""
    links = [cue.pattern for group in groups for cue in group.cues if cue.kind is TieKind.LINK]
    return {
        slug(link.rpartition("/")[2] or link): Call(
            invite=f"<what people do at {link.rstrip('*')}>", where=link.rstrip("*")
        )
        for link in links[:3]
    }


def slug(text: str) -> str:
    """A name for the strategy made of a text: letters and digits, hyphens between."""
    made = re.sub(r"[^\w]+", "-", text.lower()).strip("-_")[:50].strip("-_")
    return made or "people"


def platform_name(platform: str) -> str:
    """A platform as people call it."""
    known = PLATFORMS.get(platform)
    return known.name if known else platform


def in_a_year(today: date) -> date:
    """The same day of the next year, the last of February for the 29th."""
    try:
        return today.replace(year=today.year + 1)
    except ValueError:
        return today + timedelta(days=365)
