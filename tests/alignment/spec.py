"""Small tables as specifications: posts on the left, what becomes of them on the right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from models.strategy import Strategy
from rhumbline.alignment import ACTIVITY, AlignmentInputs, JudgedBatch, judge_batch
from rhumbline.strategy.file import loads
from rhumbline.warehouse.connection import Warehouse, in_utc
from rhumbline.warehouse.migrations import migrate

# Three measures of two goals: rota and shifts serve one, donors the other.
HEAD = """
organisation: Riverside Food Bank
in_force_from: {begins}
timezone: {zone}
why: {{problem: hunger, promise: food}}
segments:
  weekend: {{who: people with a free Saturday, interests: [community gardens, home cooking]}}
  givers: {{who: people who give, interests: [tax receipts]}}
goals:
  staffed: {{statement: 200 volunteers on the rota, why: the kitchen closes}}
  funded: {{statement: 90000 dollars raised, why: the shelves are empty}}
measures:
  rota: {{goal: staffed, segment: weekend, stage: lead, tier: outcome, target: {target}}}
  shifts: {{goal: staffed, segment: weekend, stage: participate, tier: out_take}}
  donors: {{goal: funded, segment: givers, stage: lead, tier: impact, label: Monthly donors}}
"""
PUBLISHED = datetime(2026, 10, 1, 12, tzinfo=UTC)
TODAY = date(2026, 11, 1)


@dataclass(frozen=True)
class InForce:
    """A version as `align` takes it."""

    strategy: Strategy

    @property
    def name(self) -> str:
        """The day it begins."""
        return self.strategy.in_force_from.isoformat()


def version(
    ties: str = "",
    begins: str = "2026-09-01",
    zone: str = "America/Toronto",
    target: int = 200,
    more: str = "",
) -> InForce:
    """A version with these ties, a line each: `{measure: rota, hashtag: "#SaturdayCrew"}`."""
    listed = "".join(f"  - {line.strip()}\n" for line in ties.splitlines() if line.strip())
    text = HEAD.format(begins=begins, zone=zone, target=target) + more
    return InForce(loads(text + (f"\nties:\n{listed}" if listed else "")).strategy)


def table(text: str) -> list[dict[str, str | None]]:
    """The rows of an ASCII table, its first line the header; an empty cell is None."""
    lines = [line for line in text.strip().splitlines() if line.strip()]
    header, *rows = ([cell.strip() for cell in line.split("|")] for line in lines)
    return [
        {name: cell.replace("¶", "\n") or None for name, cell in zip(header, row, strict=True)}
        for row in rows
    ]


def activities(rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """Activities as `judge_batch` takes them, a post on X in October unless a row says otherwise."""
    given = [
        {
            "activity_key": place,
            "activity_id": f"x:{place}",
            "platform": "x",
            "type": "post",
            "published_at": PUBLISHED,
            "published_precision": "second",
            **{name: value for name, value in row.items() if name in ACTIVITY},
        }
        for place, row in enumerate(rows)
    ]
    names = dict.fromkeys(name for row in given for name in row)
    schema = {name: ACTIVITY[name] for name in names}
    return pl.DataFrame(given, schema=schema)


def judged(
    versions: InForce | Sequence[InForce], rows: Sequence[Mapping[str, Any]], **inputs: Any
) -> JudgedBatch:
    """What becomes of the rows, verdicts and traces in their order."""
    several = [versions] if isinstance(versions, InForce) else versions
    batch = judge_batch(activities(rows), AlignmentInputs.of(several, TODAY, **inputs))
    return JudgedBatch(
        batch.verdicts.sort("activity_key"),
        batch.traces.sort("activity_key", "rank"),
        batch.references.sort("activity_key", "kind", "reference"),
    )


def expect(versions: InForce | Sequence[InForce], text: str, **inputs: Any) -> None:
    """Judge the rows of a table and compare each column that a verdict has with what it says.

    Columns of an activity are given, columns of a verdict expected; `also` lists the other measures
    an activity traces to, in their order.
    """
    rows = table(text)
    batch = judged(versions, rows, **inputs)
    also = dict(
        batch.traces.filter(~pl.col("is_primary"))
        .group_by("activity_key", maintain_order=True)
        .agg(pl.col("measure_id").str.join(", "))
        .iter_rows()
    )
    asked = [name for name in rows[0] if name in batch.verdicts.columns]
    got = [
        {**{name: row[name] for name in asked}, "also": also.get(row["activity_key"])}
        for row in batch.verdicts.to_dicts()
    ]
    wanted = [
        {**{name: row[name] for name in asked}, "also": row.get("also", had["also"])}
        for row, had in zip(rows, got, strict=True)
    ]
    assert [{**r, **w} for r, w in zip(rows, got, strict=True)] == [
        {**r, **w} for r, w in zip(rows, wanted, strict=True)
    ]


@dataclass
class Store:
    """A warehouse in memory with some activities, to align again and again."""

    warehouse: Warehouse = field(
        default_factory=lambda: Warehouse(in_utc(duckdb.connect()), Path("memory"))
    )

    def __post_init__(self) -> None:
        """Bring the schema up to date."""
        migrate(self.warehouse)

    def add(self, rows: Sequence[Mapping[str, Any]], first: int = 0) -> None:
        """Store activities, numbered from `first`."""
        frame = activities(rows).with_columns(
            activity_key=pl.int_range(pl.len()) + first,
            native_id=(pl.int_range(pl.len()) + first).cast(pl.String),
        )
        named = frame.with_columns(activity_id=pl.format("{}:{}", "platform", "native_id"))
        self.warehouse.append("core.activities", named)

    def verdicts(self) -> list[dict[str, Any]]:
        """All verdicts, in order."""
        return self.warehouse.frame("from core.verdicts order by activity_key").to_dicts()
