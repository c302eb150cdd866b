"""Alignment alone, beside lower-casing the same texts: `python -m bench.align EXPORT` prints JSON."""

import json
import sys
import time
from collections.abc import Callable
from datetime import UTC, date
from pathlib import Path
from statistics import median
from typing import Final, NamedTuple

import polars as pl

from bench import links, posts, workspace
from models.strategy import Strategy
from rhumbline.alignment import AlignmentInputs, judge_batch
from rhumbline.alignment.due_activities import BATCH_SIZE
from rhumbline.strategy.file import loads

_TURNS: Final = 3


class _Version(NamedTuple):
    """The strategy version that judges."""

    strategy: Strategy
    name: str


def activities(export: Path) -> pl.DataFrame:
    """The posts of an export as alignment gets them from core."""
    rows = pl.read_csv(export, columns=["Post id", "Post text", "Post Link"])
    milliseconds = pl.col("Post id") // 2**22 + posts.SNOWFLAKE_EPOCH_MS
    return rows.select(
        pl.int_range(pl.len()).alias("activity_key"),
        pl.format("x:{}", "Post id").alias("activity_id"),
        pl.lit("x").alias("platform"),
        pl.lit(posts.ACCOUNT).alias("account"),
        pl.when(pl.col("Post text").str.starts_with("@"))
        .then(pl.lit("reply"))
        .otherwise(pl.lit("post"))
        .alias("type"),
        pl.from_epoch(milliseconds, "ms").cast(pl.Datetime("us", UTC)).alias("published_at"),
        pl.lit("UTC").alias("published_zone"),
        pl.lit("second").alias("published_precision"),
        pl.col("Post Link").alias("permalink"),
        pl.col("Post text").str.replace_all("&amp;", "&", literal=True).alias("text"),
    )


def alignment_and_lower_casing(export: Path) -> dict[str, float]:
    """Median seconds of CPU of judging all posts in batches, and of lower-casing their texts, in turns."""
    batches = list(activities(export).iter_slices(BATCH_SIZE))
    inputs = AlignmentInputs.of(
        [_Version(loads(workspace.strategy()).strategy, posts.FIRST_DAY)],
        date.fromisoformat(posts.LAST_DAY),
        links=pl.DataFrame({"short": list(links.TARGETS), "target": list(links.TARGETS.values())}),
    )
    taken: dict[str, list[float]] = {"align": [], "lower_case": []}
    for _ in range(_TURNS):
        taken["align"].append(_clocked(lambda: [judge_batch(batch, inputs) for batch in batches]))
        taken["lower_case"].append(
            _clocked(lambda: [batch["text"].str.to_lowercase() for batch in batches])
        )
    return {what: median(seconds) for what, seconds in taken.items()}


def _clocked(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


if __name__ == "__main__":
    json.dump(alignment_and_lower_casing(Path(sys.argv[1])), sys.stdout)
