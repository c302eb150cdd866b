"""Generated X content exports, true to the byte of the 2026 generation and the same on every run.

Run as a script it writes one export: `python -m bench.posts FILE COUNT [FIRST_DAY LAST_DAY [UNTIED]]`.
"""

import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from bench import vocabulary
from bench.links import SHORT_LINKS

Numbers = npt.NDArray[np.uint64]

ACCOUNT: Final = "riverside_food"
FIRST_DAY: Final = "2024-07-01"
LAST_DAY: Final = "2026-06-30"
HEADER: Final = (
    "Post id,Date,Post text,Post Link,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,"
    "Replies,Reposts,Profile visits,Detail Expands,URL Clicks,Hashtag Clicks,Permalink Clicks"
)
SNOWFLAKE_EPOCH_MS: Final = 1_288_834_974_657
_BATCH: Final = 100_000


def write(
    path: Path,
    count: int,
    first_day: str = FIRST_DAY,
    last_day: str = LAST_DAY,
    untied: int | None = None,
) -> None:
    """Write `count` posts spread evenly over the days, newest first, about 320 bytes a row.

    Of the first `untied` posts (of all, by default) one in twenty has no tie; the rest all have one.
    """
    begin = datetime.fromisoformat(first_day).replace(tzinfo=UTC)
    end = datetime.fromisoformat(last_day).replace(tzinfo=UTC) + timedelta(days=1)
    with path.open("wb") as file:
        file.write(HEADER.encode() + b"\n")
        for start in range(0, count, _BATCH):
            rows = np.arange(start, min(start + _BATCH, count), dtype=np.uint64)
            batch = _posts(rows, _moments(rows, begin, end, count), untied or count)
            batch.write_csv(file, include_header=False, line_terminator="\n")
    exported = (end + timedelta(hours=6)).timestamp()
    os.utime(path, (exported, exported))


def _noise(rows: Numbers, stream: int) -> Numbers:
    """Well mixed numbers of a row (SplitMix64), the same on every machine and version."""
    mixed = rows * np.uint64(0x9E3779B97F4A7C15) + np.uint64((stream * 0xD1B54A32D192ED03) % 2**64)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


def _moments(rows: Numbers, begin: datetime, end: datetime, count: int) -> Numbers:
    """Unix milliseconds, falling from row to row, no two alike."""
    step = int((end - begin).total_seconds() * 1000) // count
    latest = np.uint64(int(end.timestamp() * 1000) - 1)
    return latest - rows * np.uint64(step) - _noise(rows, 1) % np.uint64(step)


def _posts(rows: Numbers, moments: Numbers, untied: int) -> pl.DataFrame:
    ids = ((moments - np.uint64(SNOWFLAKE_EPOCH_MS)) << np.uint64(22)) + (
        _noise(rows, 2) % np.uint64(1 << 22)
    )
    impressions = np.uint64(20) + _noise(rows, 3) % np.uint64(4000)
    return pl.DataFrame({"id": ids, "moment": moments.astype(np.int64)}).select(
        "id",
        pl.from_epoch("moment", "ms").dt.strftime("%a, %b %-d, %Y"),
        _texts(rows, untied),
        pl.format(f"https://x.com/{ACCOUNT}/status/{{}}", "id").alias("link"),
        pl.Series("impressions", impressions),
        *(
            pl.Series(f"metric_{stream}", _noise(rows, stream) % np.uint64(most))
            for stream, most in enumerate((90, 120, 9, 3, 4, 12, 15, 20, 60, 14, 5, 6), start=4)
        ),
    )


def _texts(rows: Numbers, untied: int) -> pl.Series:
    """Sentences with what ties them: of 100 posts 8 are replies and about 5 have no tie at all."""
    parts = pl.DataFrame(
        {
            "reply": _often(rows, 20, 8, ("@ana_r ", "@tomsbread ", "@quartier_nord ")),
            "opener": _one_of(rows, 21, vocabulary.OPENERS),
            "middle": _one_of(rows, 22, vocabulary.MIDDLES),
            "thing": _things(rows, untied),
            "second": _often(rows, 24, 12, [f", not the {p}" for p in vocabulary.PHRASES]),
            "story": _one_of(rows, 29, vocabulary.STORIES),
            "closer": _one_of(rows, 25, vocabulary.CLOSERS),
            "mention": _often(rows, 26, 9, [f" With {m}." for m in vocabulary.MENTIONS]),
            "tag": _often(rows, 27, 40, [f" {tag}" for tag in vocabulary.HASHTAGS]),
            "link": _often(rows, 28, 70, [f" {link}" for link in SHORT_LINKS]),
        }
    )
    return parts.select(
        pl.format("{}{} {}{}{}. {} {}{}{}{}", *parts.columns).alias("text")
    ).to_series()


def _things(rows: Numbers, untied: int) -> pl.Series:
    """What each post is about: a phrase that ties it, or, within the first rows, sometimes none."""
    phrases = [f" {phrase}" for phrase in vocabulary.PHRASES]
    sometimes = _often(rows, 23, 78, phrases, " old mill")
    return sometimes.zip_with(pl.Series(rows < np.uint64(untied)), _one_of(rows, 23, phrases))


def _one_of(rows: Numbers, stream: int, words: Sequence[str]) -> pl.Series:
    return pl.Series(words).gather(pl.Series(_noise(rows, stream) % np.uint64(len(words))))


def _often(
    rows: Numbers, stream: int, percent: int, words: Sequence[str], otherwise: str = ""
) -> pl.Series:
    """One of the words in so many rows of a hundred, in the rest what stands `otherwise`."""
    chosen = pl.Series(_noise(rows, stream + 100) % np.uint64(100) < np.uint64(percent))
    word = _one_of(rows, stream, words)
    return pl.select(pl.when(chosen).then(word).otherwise(pl.lit(otherwise))).to_series()


if __name__ == "__main__":
    target, total, *days = sys.argv[1:]
    first, last = days[:2] or (FIRST_DAY, LAST_DAY)
    write(Path(target), int(total), first, last, int(days[2]) if days[2:] else None)
