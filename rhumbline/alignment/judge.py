"""Judging a batch of activities: from what they say to verdicts, traces and references."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

import polars as pl

from models.strategy import zones
from rhumbline.alignment.decided import DECISION, decided, measures_known, weighed
from rhumbline.alignment.fields import HITS
from rhumbline.alignment.link_claims import is_own
from rhumbline.alignment.links import ShortLinks
from rhumbline.alignment.matching import Met, meet
from rhumbline.alignment.plan import PLAN
from rhumbline.alignment.ranking import ranked
from rhumbline.alignment.rules import InForce, Rules
from rhumbline.alignment.verdicts import predating, verdicts

ACTIVITY: Final = {
    "activity_key": pl.Int64(),
    "activity_id": pl.String(),
    "version": pl.Int32(),  # ordinal of the version that judges, from 1; 0 where none was in force
    "platform": pl.String(),
    "account": pl.String(),
    "type": pl.String(),
    "published_at": pl.Datetime("us", "UTC"),
    "published_zone": pl.String(),
    "published_precision": pl.String(),
    "permalink": pl.String(),
    "text": pl.String(),
    "campaign": pl.String(),
    "labels": pl.List(pl.String()),
    "segment_hint": pl.String(),
    "measure_hint": pl.String(),
    "rests_on": pl.UInt64(),  # a fingerprint of all this and more, handed through to its verdict
    **DECISION,
}


@dataclass(frozen=True)
class Ground:
    """What verdicts rest on besides the activities: the strategy, the plan, short links, the day."""

    rules: tuple[Rules, ...]
    plan: pl.DataFrame
    short: ShortLinks
    as_of: date

    @classmethod
    def of(
        cls,
        versions: Sequence[InForce],
        as_of: date,
        plan: pl.DataFrame | None = None,
        links: pl.DataFrame | None = None,
    ) -> "Ground":
        """From the versions in force, rows of the plan (PLAN) and of links.csv (short, target)."""
        ordered = sorted(versions, key=lambda version: version.strategy.in_force_from)
        lines = pl.DataFrame(schema=PLAN) if plan is None else plan.select(list(PLAN))
        none = pl.DataFrame(schema={"short": pl.String, "target": pl.String})
        rules = tuple(Rules.of(version, lines) for version in ordered)
        return cls(rules, lines, ShortLinks.of(none if links is None else links), as_of)

    @property
    def current(self) -> int:
        """The ordinal of the version in force on the day, which judges what has no date."""
        begun = sum(rules.strategy.in_force_from <= self.as_of for rules in self.rules)
        return max(begun, min(1, len(self.rules)))

    @property
    def begins(self) -> list[datetime]:
        """When each version comes into force: midnight in its own zone, in UTC."""
        return [
            datetime.combine(
                rules.strategy.in_force_from, time.min, rules.strategy.zone
            ).astimezone(UTC)
            for rules in self.rules
        ]


@dataclass(frozen=True)
class Judged:
    """What core stores of a batch: verdicts, traces, and the links and hashtags met."""

    verdicts: pl.DataFrame
    traces: pl.DataFrame
    references: pl.DataFrame


def judge(activities: pl.DataFrame, ground: Ground) -> Judged:
    """Judge activities, whose columns are those of ACTIVITY; absent ones are taken as null.

    Where `version` is absent, the current version judges all of them.
    """
    groups = _complete(activities, ground).partition_by("version", include_key=True)
    parts = [_judge_version(group, ground) for group in groups or [_complete(activities, ground)]]
    return Judged(
        pl.concat([part.verdicts for part in parts]),
        pl.concat([part.traces for part in parts]),
        pl.concat([part.references for part in parts]),
    )


def _complete(activities: pl.DataFrame, ground: Ground) -> pl.DataFrame:
    absent = [name for name in ACTIVITY if name not in activities.columns]
    blank = activities.with_columns(pl.lit(None, ACTIVITY[name]).alias(name) for name in absent)
    return blank.with_columns(
        version=pl.col("version").fill_null(ground.current),
        type=pl.col("type").str.to_lowercase().str.strip_chars(),
    )


def _judge_version(activities: pl.DataFrame, ground: Ground) -> Judged:
    """Judge what one version judges, or none: the first one then says which hosts are own."""
    ordinal: int = activities["version"].to_list()[0] if activities.height else 0
    rules = ground.rules[max(ordinal, 1) - 1]
    group = activities.drop("version").with_columns(
        row=pl.int_range(pl.len(), dtype=pl.UInt32), day=_days(activities, rules.strategy.zone)
    )
    met = meet(group, rules, ground.plan, ground.short)
    references = _keyed(_references(met, rules), group, "activity_key")
    if ordinal == 0:
        none = ranked(pl.DataFrame(schema=HITS), rules.claims, rules.measures)
        verdict, traces = predating(group), none.traces.with_columns(is_primary=pl.lit(value=False))
    else:
        verdict, traces = _claimed(group, met, ground, rules)
    names = ("activity_key", "activity_id")
    stored = traces.drop("because", "cause", "begins")
    judged = _keyed(verdict, group, *names, "rests_on")
    return Judged(judged, _keyed(stored, group, *names), references)


def _claimed(
    group: pl.DataFrame, met: Met, ground: Ground, rules: Rules
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Verdicts and traces, decisions of people weighed in."""
    measures = measures_known(rules, ground.rules[ground.current - 1])
    people = weighed(group, measures, ground.as_of)
    claims, hits = decided(people, rules.claims.height)
    found = ranked(pl.concat([met.hits, hits]), pl.concat([rules.claims, claims]), measures)
    verdict = verdicts(people, met, found, rules)
    counting = verdict.filter(pl.col("measure_id").is_not_null())["row"]
    counts = pl.col("row").is_in(counting.implode())
    return verdict, found.traces.with_columns(is_primary=pl.col("begins") & counts)


def _keyed(told: pl.DataFrame, group: pl.DataFrame, *names: str) -> pl.DataFrame:
    """What was told by row, by the activity's own keys."""
    keys = group.select(pl.col(names).gather(told["row"]))
    return pl.concat([keys, told.drop("row")], how="horizontal")


def _references(met: Met, rules: Rules) -> pl.DataFrame:
    """What the texts refer to, once per text."""
    own = is_own(rules) & bool(rules.own_hosts)
    places = met.places.select(
        "link", "is_shortened", is_own=own, reference="key", number=pl.col("key").rank("dense")
    )
    once = (pl.col("row").cast(pl.UInt64) * 2**32 + pl.col("number")).is_first_distinct()
    linked = (
        met.links.join(places, on="link")
        .filter(once)
        .select("row", pl.lit("link").alias("kind"), "reference", "is_own", "is_shortened")
    )
    tagged = met.hashtags.unique(["row", "folded"], maintain_order=True).select(
        "row",
        pl.lit("hashtag").alias("kind"),
        pl.col("folded").alias("reference"),
        pl.lit(value=False).alias("is_own"),
        pl.lit(value=False).alias("is_shortened"),
    )
    return pl.concat([linked, tagged])


def _days(activities: pl.DataFrame, zone: ZoneInfo) -> pl.Series:
    """The day of publication in a zone; of what has only a date, that date."""
    local = pl.col("published_at").dt.convert_time_zone(zone.key).dt.date()
    is_day = pl.col("published_precision") == "day"
    for name in activities.filter(is_day)["published_zone"].unique().to_list():
        its_zone = name if name in zones() else "UTC"
        there = pl.col("published_at").dt.convert_time_zone(its_zone).dt.date()
        is_there = pl.col("published_zone").eq_missing(pl.lit(name))
        local = pl.when(is_day & is_there).then(there).otherwise(local)
    return activities.select(local.alias("day")).to_series()
