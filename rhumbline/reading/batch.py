"""What a reader yields: batches of canonical rows, with the columns of their kind, and of rejected rows."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Final

import polars as pl

from models.metrics import METRICS, Unit


class Kind(StrEnum):
    """What the rows of an export are about."""

    POSTS = "posts"  # one row per activity: what it is, and its figures so far
    DAILY = "daily"  # one row per account and day
    AUDIENCE = "audience"  # one row per facet and value of an audience
    TRAFFIC = "traffic"  # one row per source, page or day of a web site
    CONVERSIONS = "conversions"  # one row per outcome: sign-ups, donations, leads
    OTHER = "other"  # recognised, counted, and of no use to alignment


MOMENT: Final = pl.Datetime("us", "UTC")
METRIC_TYPES: Final[dict[str, pl.DataType]] = {
    metric.name: pl.Int64() if metric.unit in (Unit.COUNT, Unit.PEOPLE) else pl.Float64()
    for metric in METRICS
}

# The columns of a row of each kind; those that a reader leaves out are null.
POST_ROW: Final = pl.Schema(
    {
        "line": pl.Int64(),  # where the row starts in the file
        "native_id": pl.String(),  # the platform's own id, never null
        "platform": pl.String(),  # only where one file holds several platforms
        "account": pl.String(),  # as the row says; null where only the file or nobody knows
        "type": pl.String(),  # post, reply, story, video, mailing, or a word of the activity log
        "published_at": MOMENT,
        "published_zone": pl.String(),  # the zone that was assumed: UTC, America/Los_Angeles, …
        "published_precision": pl.String(),  # second, minute or day
        "permalink": pl.String(),
        "text": pl.String(),
        "campaign": pl.String(),  # the platform's own campaign field
        "labels": pl.List(pl.String()),  # custom labels and tags
        "segment_hint": pl.String(),  # what a person wrote in the activity log or plan
        "measure_hint": pl.String(),
        "hours": pl.Float64(),
        "cost": pl.Float64(),
        "currency": pl.String(),
        "people": pl.Int64(),
        "period_from": pl.Date(),  # of ads: the days that the figures cover; several rows may
        "period_until": pl.Date(),  # tell of one campaign, each of other days
        "former_id": pl.String(),  # the native id that earlier versions of Rhumbline gave it
        **METRIC_TYPES,
    }
)
ACCOUNT_DAY_ROW: Final = pl.Schema(
    {
        "line": pl.Int64(),
        "platform": pl.String(),
        "account": pl.String(),
        "date": pl.Date(),
        "currency": pl.String(),  # of spend
        **METRIC_TYPES,
    }
)
AUDIENCE_ROW: Final = pl.Schema(
    {
        "line": pl.Int64(),
        "platform": pl.String(),
        "account": pl.String(),
        "audience": pl.String(),  # followers, visitors, viewers, reached
        "facet": pl.String(),  # location, job_function, seniority, age, gender, hour, …
        "value": pl.String(),
        "count": pl.Float64(),  # people, where the platform counts them
        "share": pl.Float64(),  # 0 to 1, where it gives shares
    }
)
TRAFFIC_ROW: Final = pl.Schema(
    {
        "line": pl.Int64(),
        "account": pl.String(),  # the property
        "report": pl.String(),  # the table's first dimension, in the file's words
        "date": pl.Date(),  # of a day; null where a row covers the whole period
        "period_from": pl.Date(),
        "period_until": pl.Date(),
        "source": pl.String(),
        "medium": pl.String(),
        "campaign": pl.String(),
        "content": pl.String(),
        "channel": pl.String(),
        "page": pl.String(),
        "event": pl.String(),
        "network": pl.String(),  # the platform id that the source belongs to
        "sessions": pl.Int64(),
        "engaged_sessions": pl.Int64(),
        "users": pl.Int64(),
        "new_users": pl.Int64(),
        "views": pl.Int64(),
        "events": pl.Int64(),
        "key_events": pl.Float64(),  # GA4 allows fractions of a conversion
        "revenue": pl.Float64(),
        "engagement_seconds": pl.Float64(),
    }
)
CONVERSION_ROW: Final = pl.Schema(
    {
        "line": pl.Int64(),
        "date": pl.Date(),
        "name": pl.String(),  # signups, donations, leads, …
        "value": pl.Float64(),
        "currency": pl.String(),
        "source": pl.String(),
        "medium": pl.String(),
        "campaign": pl.String(),
        "content": pl.String(),
        "link": pl.String(),
        "measure_hint": pl.String(),
    }
)
SCHEMAS: Final[dict[Kind, pl.Schema]] = {
    Kind.POSTS: POST_ROW,
    Kind.DAILY: ACCOUNT_DAY_ROW,
    Kind.AUDIENCE: AUDIENCE_ROW,
    Kind.TRAFFIC: TRAFFIC_ROW,
    Kind.CONVERSIONS: CONVERSION_ROW,
    Kind.OTHER: pl.Schema({"line": pl.Int64()}),
}

REJECTED_ROW: Final = pl.Schema({"line": pl.Int64(), "sheet": pl.String(), "reason": pl.String()})


def fit_to_schema(kind: Kind, rows: pl.DataFrame) -> pl.DataFrame:
    """`rows` with exactly the columns of their kind, in order and type.

    Null are columns that `rows` lack and values that a column's type cannot hold. Raises ValueError
    for a column that the kind does not have: the reader's mistake, not the export's.
    """
    schema = SCHEMAS[kind]
    strangers = sorted(set(rows.columns) - set(schema))
    if strangers:
        raise ValueError(f"{kind} rows have no column {', '.join(strangers)}")
    if not rows.width:  # literals alone would make one row
        return pl.DataFrame(schema=schema)
    return rows.select(
        pl.col(name).cast(dtype, strict=False)
        if name in rows.columns
        else pl.lit(None, dtype).alias(name)
        for name, dtype in schema.items()
    )


def _without_misfits(
    rows: pl.DataFrame, canonical: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The canonical rows that lost no value of `rows`; of all others the line, and which value was lost."""
    reasons = [
        pl.when(canonical[name].is_null() & rows[name].is_not_null()).then(
            pl.format("{} is '{}', which cannot be stored.", pl.lit(name), rows[name])
        )
        for name in rows.columns
        if canonical[name].null_count() > rows[name].null_count()
    ]
    if not reasons:
        return canonical, pl.DataFrame(schema=REJECTED_ROW)
    reasoned = canonical.with_columns(pl.coalesce(reasons).alias("reason"))
    misfits = reasoned.filter(pl.col("reason").is_not_null())
    return reasoned.filter(pl.col("reason").is_null()).drop("reason"), misfits.select(
        "line", pl.lit("").alias("sheet"), "reason"
    )


@dataclass(frozen=True)
class Batch:
    """Some rows of an export: those kept, as canonical rows, and those rejected, with line and reason."""

    kind: Kind
    rows: pl.DataFrame
    rejected: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=REJECTED_ROW))
    seen: int = 0  # rows of the file that the batch accounts for: kept, folded and rejected
    days: frozenset[date] = frozenset()  # days that the export covers, with or without a row
    sheet: str = ""  # where the rows are, in a file of several sheets
    remarks: frozenset[str] = frozenset()  # what a person should know of how the rows were read

    @classmethod
    def of(
        cls,
        kind: Kind,
        rows: pl.DataFrame,
        rejected: pl.DataFrame | None = None,
        seen: int | None = None,
        days: Iterable[date] = (),
    ) -> "Batch":
        """Rows as canonical ones of their kind; `seen` defaults to kept + rejected.

        A row with a value that its column's type cannot hold is rejected.
        """
        given = pl.DataFrame(schema=REJECTED_ROW) if rejected is None else rejected
        complete = given.select(
            pl.col(name).cast(dtype) if name in given.columns else pl.lit("", dtype).alias(name)
            for name, dtype in REJECTED_ROW.items()
        )
        total = rows.height + complete.height if seen is None else seen
        kept, misfits = _without_misfits(rows, fit_to_schema(kind, rows))
        return cls(kind, kept, pl.concat([complete, misfits]), total, frozenset(days))

    def on_sheet(self, sheet: str) -> "Batch":
        """The same rows as those of a sheet; rejected rows that name no sheet are of it, too."""
        of_sheet = pl.when(pl.col("sheet") == "").then(pl.lit(sheet)).otherwise("sheet")
        return replace(self, rejected=self.rejected.with_columns(sheet=of_sheet), sheet=sheet)


def join_batches(batches: Iterable[Batch]) -> Batch:
    """Several batches of one kind and sheet, at least one, as one."""
    parts = list(batches)
    return replace(
        parts[0],
        rows=pl.concat([part.rows for part in parts]),
        rejected=pl.concat([part.rejected for part in parts]),
        seen=sum(part.seen for part in parts),
        days=frozenset().union(*(part.days for part in parts)),
        remarks=frozenset().union(*(part.remarks for part in parts)),
    )


class Fate(StrEnum):
    """What became of a column of an export."""

    MAPPED = "mapped"
    IGNORED = "ignored"
    UNMAPPED = "unmapped"


@dataclass(frozen=True)
class Column:
    """One column of an export and what became of it."""

    header: str
    fate: Fate
    name: str | None = None  # ours, where it is mapped
    sheet: str = ""
