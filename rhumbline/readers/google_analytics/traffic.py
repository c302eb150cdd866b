"""What one table of Google Analytics tells as rows of traffic."""

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import polars as pl

from rhumbline.readers.google_analytics.stacked import StackedTable
from rhumbline.readers.google_analytics.words import dimension, left_aside, metric
from rhumbline.reading.batch import SCHEMAS, Batch, Column, Fate, Kind
from rhumbline.reading.cells import normalise_header
from rhumbline.reading.dates import Order, parse_days
from rhumbline.reading.networks import platform_of_source
from rhumbline.reading.numbers import parse_numbers

# Dimensions that make a table one of ours; the host alone only completes a page.
TELLING: Final = frozenset(
    {"source_medium", "source", "medium", "campaign", "content", "channel", "page", "event", "date",
     "nth_day", "nth_month", "day_index"}
)  # fmt: skip
_NOT_SET: Final = r"^\(not set\)$"
_SPLIT: Final = r"^(?<source>.*?) / (?<medium>.*)$"


@dataclass(frozen=True)
class Layout:
    """What the columns of a table are: ours by place, and the words of the first dimension."""

    dimensions: dict[str, int]
    metrics: dict[str, list[int]]
    places: frozenset[int]  # of all dimensions, those left aside too
    report: str

    @property
    def is_telling(self) -> bool:
        """Whether its rows mean something for alignment."""
        return bool(self.metrics) and bool(TELLING & set(self.dimensions))


def layout(table: StackedTable) -> Layout:
    """The columns of a table; of two columns for the same field the first counts."""
    dimensions: dict[str, int] = {}
    metrics: dict[str, list[int]] = {}
    places = set()
    for place, header in enumerate(table.header):
        if (ours := metric(header)) is not None and place > 0:
            metrics.setdefault(ours, []).append(place)
        elif (ours := dimension(header)) is not None and not metrics:
            dimensions.setdefault(ours, place)
            places.add(place)
        elif not metrics and not _is_figure(table, place):
            places.add(place)
    if 0 not in dimensions.values() and _counts_days(table):
        dimensions["nth_day"] = 0
        places.add(0)
    metrics.setdefault("users", metrics.pop("total_users", []))
    report = table.header[min(dimensions.values())] if dimensions else ""
    return Layout(dimensions, {k: v for k, v in metrics.items() if v}, frozenset(places), report)


def _counts_days(table: StackedTable) -> bool:
    """Whether the first column, whatever it is called, counts the days of the period: 0000, 0001, …"""
    if table.period is None or not table.rows:
        return False
    first, last = table.period
    cells = {row[0].strip() for _, row in table.rows if row}
    return cells == {f"{n:04}" for n in range((last - first).days + 1)}


def _is_figure(table: StackedTable, place: int) -> bool:
    cells = [row[place] for _, row in table.rows[:50] if place < len(row) and row[place].strip()]
    return bool(cells) and not parse_numbers(pl.Series(cells))[1].any()


def columns(table: StackedTable) -> list[Column]:
    """What becomes of each column; of a table left aside whole, those we know are so on purpose."""
    found = layout(table)
    used = {place: field for field, place in found.dimensions.items()}
    used |= {place: field for field, places in found.metrics.items() for place in places}
    return [
        Column(header, *_fate(header, used.get(place) if found.is_telling else None), table.title)
        for place, header in enumerate(table.header)
        if header.strip()
    ]


def _fate(header: str, used_as: str | None) -> tuple[Fate, str | None]:
    ours = metric(header) or dimension(header)
    if used_as:
        return Fate.MAPPED, ours or used_as
    return (Fate.IGNORED if ours or left_aside(header) else Fate.UNMAPPED), None


def identity(table: StackedTable) -> tuple[object, ...]:
    """Tables of one report and period, which only differ in their metrics, are of one identity."""
    found = layout(table)
    fields = frozenset(found.dimensions) - {"host"}
    return (normalise_header(found.report), fields, table.period)


def part(table: StackedTable) -> Batch:
    """The rows of a table; totals are none."""
    found = layout(table)
    frame = _cells(table, found)
    if not found.is_telling:
        return Batch.of(Kind.OTHER, frame.select("line"))
    measured = _measured(frame, found)
    rows = measured.with_columns(
        _texts(found), report=pl.lit(found.report), **_periods(measured, found, table)
    ).with_columns(network=platform_of_source(pl.col("source")))
    judged = rows.with_columns(why=pl.coalesce("why", _no_date(found)))
    schema = SCHEMAS[Kind.TRAFFIC]
    kept = judged.filter(pl.col("why").is_null()).select(c for c in judged.columns if c in schema)
    refused = judged.filter(pl.col("why").is_not_null()).select("line", reason="why")
    return Batch.of(Kind.TRAFFIC, kept, refused)


def _cells(table: StackedTable, found: Layout) -> pl.DataFrame:
    """Cells by place as text, null where empty; a row without any dimension is the table's total."""
    width = len(table.header)
    rows = [
        (line, *(cell.strip() or None for cell in [*row, *[""] * width][: width + 1]))
        for line, row in table.rows
    ]
    schema = {"line": pl.Int64()} | {f"c{i}": pl.String() for i in range(width + 1)}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    over = pl.col(f"c{width}").is_not_null()
    nameless = pl.lit(value=False)
    if found.places:
        nameless = pl.all_horizontal(pl.col(f"c{i}").is_null() for i in sorted(found.places))
    return frame.filter(~(nameless & (over | _outweighs(frame, found)))).with_columns(
        why=pl.when(over).then(pl.lit(f"The row has more cells than the header's {width}."))
    )


def _outweighs(frame: pl.DataFrame, found: Layout) -> pl.Expr:
    """Whether a row counts as much as all others do: an empty landing page is none of a table's total."""
    place = next(iter(found.metrics.values()), [0])[0]
    counts, _ = parse_numbers(frame[f"c{place}"])
    return pl.lit(counts * 2 >= counts.sum()).fill_null(value=False) & (frame.height > 1)


def _measured(frame: pl.DataFrame, found: Layout) -> pl.DataFrame:
    """The metrics as numbers; several columns of key events, one for each goal, added up."""
    for name, places in found.metrics.items():
        total: pl.Series | None = None
        for place in places if name == "key_events" else places[:1]:
            values, bad = parse_numbers(frame[f"c{place}"])
            said = pl.format(
                "{} is '{}', not a number.", pl.lit(name), pl.col(f"c{place}").str.slice(0, 40)
            )
            frame = frame.with_columns(bad=bad).with_columns(
                why=pl.coalesce("why", pl.when("bad").then(said))
            )
            total = values if total is None else total + values
        if total is not None:
            whole = SCHEMAS[Kind.TRAFFIC][name] == pl.Int64()
            total = total.round().cast(pl.Int64, strict=False) if whole else total
            frame = frame.with_columns(total.alias(name))
    return frame


def _texts(found: Layout) -> list[pl.Expr]:
    """Source, medium, campaign and content in lower case; what GA calls not set is not told."""

    def said(field: str) -> pl.Expr:
        place = found.dimensions.get(field)
        cell = pl.lit(None, pl.String) if place is None else pl.col(f"c{place}")
        return pl.when(~cell.str.contains(_NOT_SET)).then(cell)

    both = said("source_medium").str.to_lowercase()
    parts = both.str.extract_groups(_SPLIT).struct

    def half(name: str) -> pl.Expr:
        part = parts.field(name)
        return pl.coalesce(
            pl.when(~part.str.contains(_NOT_SET)).then(part), said(name).str.to_lowercase()
        )

    whole = pl.when(~both.str.contains(" / ", literal=True)).then(both)
    return [
        pl.coalesce(half("source"), whole).alias("source"),
        half("medium").alias("medium"),
        *(said(field).str.to_lowercase().alias(field) for field in ("campaign", "content")),
        *(said(field).alias(field) for field in ("channel", "event")),
        (pl.concat_str(said("host").fill_null(""), said("page"))).alias("page"),
    ]


def _periods(frame: pl.DataFrame, found: Layout, table: StackedTable) -> dict[str, pl.Expr]:
    """Day and period: of an axis of days by counting from the first, else what the table says."""
    first, last = table.period or (None, None)
    day = pl.Series([None] * frame.height, dtype=pl.Date)
    start, end = pl.lit(first, pl.Date), pl.lit(last, pl.Date)
    for field in ("date", "day_index"):
        if field in found.dimensions:
            day = parse_days(frame[f"c{found.dimensions[field]}"], fallback=Order.MONTH_FIRST)[
                "date"
            ]
    if "nth_day" in found.dimensions and first:
        day = _counted(
            frame[f"c{found.dimensions['nth_day']}"], lambda n: first + timedelta(days=n)
        )
    if "nth_month" in found.dimensions and first:
        month = frame[f"c{found.dimensions['nth_month']}"]
        start = pl.lit(_counted(month, lambda n: _month(first, n)))
        end = pl.lit(_counted(month, lambda n: min(_month_end(_month(first, n)), last or date.max)))
    return {"date": pl.lit(day), "period_from": start, "period_until": end}


def _counted(cells: pl.Series, day: Callable[[int], date]) -> pl.Series:
    """Dates from zero-padded offsets; null for what is none, or absurd."""
    offsets = [int(cell) if cell and cell.isdigit() and len(cell) <= 5 else None for cell in cells]
    return pl.Series([None if n is None else day(n) for n in offsets], dtype=pl.Date)


def _month(first: date, n: int) -> date:
    months = first.year * 12 + first.month - 1 + n
    return date(months // 12, months % 12 + 1, 1) if n else first


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _no_date(found: Layout) -> pl.Expr:
    """An axis of days must give a day."""
    for field in ("date", "day_index", "nth_day"):
        if field in found.dimensions:
            cell = pl.col(f"c{found.dimensions[field]}")
            said = pl.format(
                "'{}' gives no day of the report's period.", cell.fill_null("").str.slice(0, 40)
            )
            return pl.when(pl.col("date").is_null()).then(said)
    return pl.lit(None, pl.String)
