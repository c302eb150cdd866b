"""Judging a batch of activities: from what they say to verdicts, traces and references."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

import polars as pl

from models.strategy import zones
from rhumbline.alignment.decision_claims import (
    DECISION,
    claims_of_decisions,
    interpret_decisions,
    measures_to_decide,
)
from rhumbline.alignment.fields import HIT
from rhumbline.alignment.links import ShortLinks
from rhumbline.alignment.matches import Matches, find_matches
from rhumbline.alignment.plan import PLAN
from rhumbline.alignment.references import references_in
from rhumbline.alignment.rules import InForce, Rules
from rhumbline.alignment.traces import TRACED, Ranking, rank_hits
from rhumbline.alignment.verdicts import (
    aligned_verdicts,
    is_plainly_aligned,
    other_verdicts,
    verdicts_before_strategies,
)

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
class AlignmentInputs:
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
    ) -> "AlignmentInputs":
        """From the versions, rows of the plan (PLAN) and of links.csv (`short`, `target`)."""
        ordered = sorted(versions, key=lambda version: version.strategy.in_force_from)
        lines = pl.DataFrame(schema=PLAN) if plan is None else plan.select(list(PLAN))
        no_links = pl.DataFrame(schema={"short": pl.String, "target": pl.String})
        rules = tuple(Rules.of(version, lines) for version in ordered)
        return cls(rules, lines, ShortLinks.of(no_links if links is None else links), as_of)

    @property
    def current(self) -> int:
        """The ordinal of the version in force on the day, which judges what has no date."""
        begun = sum(rules.strategy.in_force_from <= self.as_of for rules in self.rules)
        return max(begun, min(1, len(self.rules)))

    @property
    def begins(self) -> list[datetime]:
        """When each version comes into force: midnight in its own time zone, as a moment in UTC."""
        return [
            datetime.combine(
                rules.strategy.in_force_from, time.min, rules.strategy.zone
            ).astimezone(UTC)
            for rules in self.rules
        ]


@dataclass(frozen=True)
class JudgedBatch:
    """What core stores of a batch: verdicts, traces, and the links and hashtags of its texts."""

    verdicts: pl.DataFrame
    traces: pl.DataFrame
    references: pl.DataFrame


def judge_batch(activities: pl.DataFrame, inputs: AlignmentInputs) -> JudgedBatch:
    """Judge activities, whose columns are those of ACTIVITY; absent ones are taken as null.

    Where `version` is absent, the current version judges all of them.
    """
    complete = _complete(activities, inputs)
    versions = complete["version"].unique()
    groups = [complete] if len(versions) < 2 else complete.partition_by("version")
    parts = [_judge_version(group, inputs) for group in groups]
    return JudgedBatch(
        pl.concat([part.verdicts for part in parts]),
        pl.concat([part.traces for part in parts]),
        pl.concat([part.references for part in parts]),
    )


def _complete(activities: pl.DataFrame, inputs: AlignmentInputs) -> pl.DataFrame:
    absent = [name for name in ACTIVITY if name not in activities.columns]
    complete = activities.with_columns(pl.lit(None, ACTIVITY[name]).alias(name) for name in absent)
    types = complete.select(written=pl.col("type").unique())
    types = types.with_columns(type=pl.col("written").str.to_lowercase().str.strip_chars())
    changed = types.filter(pl.col("written") != pl.col("type"))
    return complete.with_columns(
        version=pl.col("version").fill_null(inputs.current),
        type=pl.col("type").replace(changed["written"], changed["type"]),
    )


def _judge_version(activities: pl.DataFrame, inputs: AlignmentInputs) -> JudgedBatch:
    """Judge the activities of one version, or of none: then the first says which hosts are own."""
    ordinal: int = activities["version"][0] if activities.height else 0
    rules = inputs.rules[max(ordinal, 1) - 1]
    needs_days = rules.has_days or inputs.plan.height > 0
    day = _days(activities, rules.strategy.zone) if needs_days else pl.lit(None, pl.Date)
    group = activities.drop("version").with_columns(
        row=pl.int_range(pl.len(), dtype=pl.UInt32), day=day
    )
    matches = find_matches(group, rules, inputs.plan, inputs.short)
    references = _with_keys(references_in(matches, rules), group, "activity_key")
    if ordinal == 0:
        no_hits = pl.DataFrame(schema=HIT)
        ranking = rank_hits(no_hits, rules.claims, rules.measures)
        verdicts = verdicts_before_strategies(group)
    else:
        ranking, verdicts = _rank_and_judge(group, matches, inputs, rules)
    keys = ("activity_key", "activity_id")
    return JudgedBatch(
        _with_keys(verdicts, group, *keys, "rests_on"),
        _with_keys(_stored_traces(ranking, verdicts, group.height), group, *keys),
        references,
    )


def _rank_and_judge(
    group: pl.DataFrame, matches: Matches, inputs: AlignmentInputs, rules: Rules
) -> tuple[Ranking, pl.DataFrame]:
    """Traces and verdicts, with decisions of people weighed in."""
    measures = measures_to_decide(rules, inputs.rules[inputs.current - 1])
    decided = group.filter(pl.col("decision_id").is_not_null())
    claims, hits = claims_of_decisions(
        interpret_decisions(decided, measures, inputs.as_of), rules.claims.height
    )
    ranking = rank_hits(
        pl.concat([matches.hits, hits]), pl.concat([rules.claims, claims]), measures
    )
    is_plain = is_plainly_aligned(group, ranking)
    others = interpret_decisions(group.filter(~is_plain), measures, inputs.as_of)
    verdicts = pl.concat(
        [aligned_verdicts(ranking, is_plain), other_verdicts(others, matches, ranking, rules)]
    )
    return ranking, verdicts


def _stored_traces(ranking: Ranking, verdicts: pl.DataFrame, activities: int) -> pl.DataFrame:
    """The traces as core has them; the first is primary where the activity counts for its measure."""
    counting = verdicts.filter(pl.col("measure_id").is_not_null())["row"]
    counts = pl.repeat(False, activities, dtype=pl.Boolean, eager=True).scatter(counting, True)
    traces = ranking.traces
    is_primary = traces["is_first"] & counts.gather(traces["row"])
    names = ranking.claims.select(pl.col(TRACED).gather(traces["order"]))
    stored = traces.drop("order", "is_first").with_columns(is_primary=is_primary)
    return pl.concat([stored, names], how="horizontal")


def _with_keys(rows: pl.DataFrame, group: pl.DataFrame, *names: str) -> pl.DataFrame:
    """The rows with columns of their activities in place of `row`."""
    keys = group.select(pl.col(names).gather(rows["row"]))
    return pl.concat([keys, rows.drop("row")], how="horizontal")


def _days(activities: pl.DataFrame, zone: ZoneInfo) -> pl.Series:
    """The day of publication in a time zone; where an export gives only a date, that date."""
    day = pl.col("published_at").dt.convert_time_zone(zone.key).dt.date()
    is_date = pl.col("published_precision") == "day"
    for name in activities.filter(is_date)["published_zone"].unique().to_list():
        known = name if name in zones() else "UTC"
        written = pl.col("published_at").dt.convert_time_zone(known).dt.date()
        is_there = pl.col("published_zone").eq_missing(pl.lit(name))
        day = pl.when(is_date & is_there).then(written).otherwise(day)
    return activities.select(day.alias("day")).to_series()
