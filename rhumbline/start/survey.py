"""The survey of a workspace's exports: whose they are, which months, and what they talk about."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

import polars as pl

from models.strategy import Call, Segment
from rhumbline.start.groups import PostGroup, group_posts
from rhumbline.start.proposals import (
    DayProposed,
    MeasureProposed,
    platform_name,
    propose_calls,
    propose_days,
    propose_measures,
    propose_segments,
)
from rhumbline.start.reading import ExportsRead

UNNAMED: Final = "*"  # the account of exports that do not say whose they are


@dataclass(frozen=True)
class AccountSeen:
    """An account of the exports, its posts and when they were published."""

    platform: str
    account: str | None
    posts: int
    first: date | None
    last: date | None

    @property
    def key(self) -> str:
        """The account in an answers file, such as x/riverside; x/* where exports do not name it."""
        return f"{self.platform}/{self.account or UNNAMED}"

    def __str__(self) -> str:
        """The account in words, with its posts and months."""
        whose = self.account or "an account that the export does not name"
        posts = f"{self.posts:,} {'post' if self.posts == 1 else 'posts'}"
        months = f", {_month(self.first)} to {_month(self.last)}" if self.first else ""
        return f"{platform_name(self.platform)}: {whose} ({posts}{months})"


@dataclass(frozen=True)
class Survey:
    """What the exports hold, and what they suggest for each question."""

    exports: ExportsRead
    accounts: tuple[AccountSeen, ...]
    groups: tuple[PostGroup, ...]
    segments: dict[str, Segment]
    measures: tuple[MeasureProposed, ...]
    calls: dict[str, Call]
    timezone: str
    today: date

    @property
    def posts(self) -> int:
        """How many posts there are, whosever they are."""
        return self.exports.activities.height

    def days(self, timezone: str | None = None) -> tuple[DayProposed, ...]:
        """Days to judge from, in a time zone, each with its posts."""
        return propose_days(self.exports.activities, timezone or self.timezone, self.today)

    def group(self, key: str) -> PostGroup | None:
        """The group of a key, as answers name it."""
        return next((group for group in self.groups if group.key == key), None)


def survey_exports(exports: ExportsRead, timezone: str, today: date | None = None) -> Survey:
    """Find out what the exports hold and suggest, as of `today` or the day it is in the zone."""
    groups = tuple(group_posts(exports.activities, exports.references))
    return Survey(
        exports,
        _accounts(exports.activities),
        groups,
        propose_segments(exports, groups),
        propose_measures(exports),
        propose_calls(groups),
        timezone,
        today or datetime.now(ZoneInfo(timezone)).date(),
    )


def _accounts(activities: pl.DataFrame) -> tuple[AccountSeen, ...]:
    seen = (
        activities.group_by("platform", "account")
        .agg(
            posts=pl.len(),
            first=pl.col("published_at").min().dt.date(),
            last=pl.col("published_at").max().dt.date(),
        )
        .sort("posts", "platform", "account", descending=[True, False, False])
    )
    return tuple(AccountSeen(*row) for row in seen.iter_rows())


def _month(day: date | None) -> str:
    return day.strftime("%B %Y") if day else "?"


def describe_files(survey: Survey) -> Iterator[str]:
    """What became of the files, and the reason of each that was not read."""
    files = survey.exports.files.files
    read = [file for file in files if file.status == "read"]
    rows = sum(file.rows for file in read)
    rejected = sum(file.rejected for file in read)
    yield f"{len(read)} of {len(files)} files read: {rows:,} rows, {rejected:,} rejected."
    for file in files:
        if file.reason:
            yield f"{file.name} was not read: {file.reason.splitlines()[0]}"


def describe_group(group: PostGroup, posts: int) -> str:
    """A group in one line: what its posts share, how many they are, and a warning where it is wide."""
    count = len(group.rows)
    share = f"{count:,} {'post' if count == 1 else 'posts'}, {count / max(posts, 1):.0%} of all"
    words = {"words": "words", "theme": "theme", "phrase": "phrase"}.get(group.kind, group.kind)
    wide = "; it covers over a third of the posts, so it says little of each" * group.is_wide
    return f"{words} {group.name}: {share}{wide}"
