"""What one table of Google Analytics tells as rows of traffic."""

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import polars as pl

from rhumbline.readers.google_analytics.stacked import StackedTable
from rhumbline.readers.google_analytics.words import find_dimension, find_metric, is_left_aside
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


def find_layout(table: StackedTable) -> Layout:
    """The columns of a table; of two columns for the same field the first counts."""
    dimensions: dict[str, int] = {}
    metrics: dict[str, list[int]] = {}
    places = set()
    for place, header in enumerate(table.header):
        if (name := find_metric(header)) is not None and place > 0:
            metrics.setdefault(name, []).append(place)
        elif (name := find_dimension(header)) is not None and not metrics:
            dimensions.setdefault(name, place)
            places.add(place)
        elif not metrics and not _holds_figures(table, place):
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


def _holds_figures(table: StackedTable, place: int) -> bool:
    cells = [row[place] for _, row in table.rows[:50] if place < len(row) and row[place].strip()]
    return bool(cells) and not parse_numbers(pl.Series(cells))[1].any()


def describe_columns(table: StackedTable) -> list[Column]:
    """What becomes of each column; of a table left aside whole, those we know are so on purpose."""
    layout = find_layout(table)
    used = {place: field for field, place in layout.dimensions.items()}
    used |= {place: field for field, places in layout.metrics.items() for place in places}
    return [
        Column(header, *_fate(header, used.get(place) if layout.is_telling else None), table.title)
        for place, header in enumerate(table.header)
        if header.strip()
    ]


def _fate(header: str, used_as: str | None) -> tuple[Fate, str | None]:
    name = find_metric(header) or find_dimension(header)
    if used_as:
        return Fate.MAPPED, name or used_as
    return (Fate.IGNORED if name or is_left_aside(header) else Fate.UNMAPPED), None


def identity(table: StackedTable) -> tuple[object, ...]:
    """What tables of one report and period have in common, whatever their metrics."""
    layout = find_layout(table)
    fields = frozenset(layout.dimensions) - {"host"}
    return (normalise_header(layout.report), fields, table.period)


def read_table(table: StackedTable) -> Batch:
    """The rows of a table, without its totals."""
    layout = find_layout(table)
    frame = _cells(table, layout)
    if not layout.is_telling:
        return Batch.of(Kind.OTHER, frame.select("line"))
    measured = _parse_metrics(frame, layout)
    rows = measured.with_columns(
        _texts(layout), report=pl.lit(layout.report), **_periods(measured, layout, table)
    ).with_columns(network=platform_of_source(pl.col("source")))
    judged = rows.with_columns(why=pl.coalesce("why", _no_date(layout)))
    schema = SCHEMAS[Kind.TRAFFIC]
    kept = judged.filter(pl.col("why").is_null()).select(c for c in judged.columns if c in schema)
    rejected = judged.filter(pl.col("why").is_not_null()).select("line", reason="why")
    return Batch.of(Kind.TRAFFIC, kept, rejected)


def _cells(table: StackedTable, layout: Layout) -> pl.DataFrame:
    """Cells by place as text, null where empty; a row without any dimension is the table's total."""
    width = len(table.header)
    rows = [
        (line, *(cell.strip() or None for cell in [*row, *[""] * width][: width + 1]))
        for line, row in table.rows
    ]
    schema = {"line": pl.Int64()} | {f"c{i}": pl.String() for i in range(width + 1)}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    overflows = pl.col(f"c{width}").is_not_null()
    is_nameless = pl.lit(value=False)
    if layout.places:
        is_nameless = pl.all_horizontal(pl.col(f"c{i}").is_null() for i in sorted(layout.places))
    is_total = is_nameless & (overflows | _outweighs(frame, layout))
    return frame.filter(~is_total).with_columns(
        why=pl.when(overflows).then(pl.lit(f"The row has more cells than the header's {width}."))
    )


def _outweighs(frame: pl.DataFrame, layout: Layout) -> pl.Expr:
    """Whether a row counts as much as all others do; a visit without a landing page is no total."""
    place = next(iter(layout.metrics.values()), [0])[0]
    counts, _ = parse_numbers(frame[f"c{place}"])
    return pl.lit(counts * 2 >= counts.sum()).fill_null(value=False) & (frame.height > 1)


def _parse_metrics(frame: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    """The metrics as numbers; several columns of key events, one for each goal, added up."""
    for name, places in layout.metrics.items():
        total = pl.Series([0.0] * frame.height)
        for place in places if name == "key_events" else places[:1]:
            values, bad = parse_numbers(frame[f"c{place}"])
            cell = pl.col(f"c{place}").str.slice(0, 40)
            refusal = pl.format(f"{name} is '{{}}', not a number.", cell)
            frame = frame.with_columns(why=pl.coalesce("why", pl.when(bad).then(refusal)))
            total = total + values
        if SCHEMAS[Kind.TRAFFIC][name] == pl.Int64():
            total = total.round().cast(pl.Int64, strict=False)
        frame = frame.with_columns(total.alias(name))
    return frame


def _texts(layout: Layout) -> list[pl.Expr]:
    """Source, medium, campaign and content in lower case; null where GA says (not set)."""

    def text_of(field: str) -> pl.Expr:
        place = layout.dimensions.get(field)
        cell = pl.lit(None, pl.String) if place is None else pl.col(f"c{place}")
        return pl.when(~cell.str.contains(_NOT_SET)).then(cell)

    both = text_of("source_medium").str.to_lowercase()
    parts = both.str.extract_groups(_SPLIT).struct

    def half(name: str) -> pl.Expr:
        part = parts.field(name)
        return pl.coalesce(
            pl.when(~part.str.contains(_NOT_SET)).then(part), text_of(name).str.to_lowercase()
        )

    undivided = pl.when(~both.str.contains(" / ", literal=True)).then(both)
    return [
        pl.coalesce(half("source"), undivided).alias("source"),
        half("medium").alias("medium"),
        *(text_of(field).str.to_lowercase().alias(field) for field in ("campaign", "content")),
        *(text_of(field).alias(field) for field in ("channel", "event")),
        (pl.concat_str(text_of("host").fill_null(""), text_of("page"))).alias("page"),
    ]


def _periods(frame: pl.DataFrame, layout: Layout, table: StackedTable) -> dict[str, pl.Expr]:
    """Day and period: of an axis of days by counting from the first, else what the table says."""
    first, last = table.period or (None, None)
    day = pl.Series([None] * frame.height, dtype=pl.Date)
    start, end = pl.lit(first, pl.Date), pl.lit(last, pl.Date)
    for field in ("date", "day_index"):
        if field in layout.dimensions:
            cells = frame[f"c{layout.dimensions[field]}"]
            day = parse_days(cells, fallback=Order.MONTH_FIRST)["date"]
    if "nth_day" in layout.dimensions and first:
        cells = frame[f"c{layout.dimensions['nth_day']}"]
        day = _count_from(cells, lambda n: first + timedelta(days=n))
    if "nth_month" in layout.dimensions and first:
        cells = frame[f"c{layout.dimensions['nth_month']}"]
        start = pl.lit(_count_from(cells, lambda n: _month(first, n)))
        end = pl.lit(
            _count_from(cells, lambda n: min(_month_end(_month(first, n)), last or date.max))
        )
    return {"date": pl.lit(day), "period_from": start, "period_until": end}


def _count_from(cells: pl.Series, day: Callable[[int], date]) -> pl.Series:
    """Dates from zero-padded offsets; null for what is none, or absurd."""
    offsets = [int(cell) if cell and cell.isdigit() and len(cell) <= 5 else None for cell in cells]
    return pl.Series([None if n is None else day(n) for n in offsets], dtype=pl.Date)


def _month(first: date, n: int) -> date:
    """The first day of the nth month after that of `first`, or `first` itself."""
    months = first.year * 12 + first.month - 1 + n
    return date(months // 12, months % 12 + 1, 1) if n else first


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _no_date(layout: Layout) -> pl.Expr:
    """Why a row of an axis of days has no day; null for all other tables."""
    for field in ("date", "day_index", "nth_day"):
        if field in layout.dimensions:
            cell = pl.col(f"c{layout.dimensions[field]}").fill_null("").str.slice(0, 40)
            refusal = pl.format("'{}' gives no day of the report's period.", cell)
            return pl.when(pl.col("date").is_null()).then(refusal)
    return pl.lit(None, pl.String)
