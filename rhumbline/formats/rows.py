"""Rows of a declared format: ids, dates, numbers and types, read from cells as its YAML says."""

from collections.abc import Iterable, Mapping
from typing import Final

import polars as pl

from models.formats import DeclaredFormat, IdFrom
from models.metrics import BY_NAME
from rhumbline.reading.batch import SCHEMAS, Kind
from rhumbline.reading.cells import normalise_header
from rhumbline.reading.dates import Order, parse_days, parse_moments, to_utc
from rhumbline.reading.ids import hash_rows
from rhumbline.reading.networks import id_in_link, platform_named
from rhumbline.reading.numbers import parse_numbers
from rhumbline.reading.provenance import Provenance

TIME: Final = "published_time"  # for exports that keep day and time apart


def named_for(columns: Mapping[str, str], headers: Iterable[str]) -> list[str]:
    """The names that columns have in a batch, for headers that the spec refers to."""
    return [columns[normalise_header(header)] for header in headers]


def figure_names(kind: Kind) -> list[str]:
    """The names of the figures that rows of a kind have."""
    return [name for name, dtype in SCHEMAS[kind].items() if dtype.is_numeric() and name != "line"]


def cell_of(rows: pl.DataFrame, names: Iterable[str]) -> pl.Expr:
    """The first filled cell of some columns, as text also where they are mapped to a date or a figure.

    Null where the file has none of the columns.
    """
    here = [pl.col(name).cast(pl.String) for name in names if name in rows.columns]
    return pl.coalesce(here) if here else pl.lit(None, pl.String)


def canonical_rows(
    rows: pl.DataFrame, provenance: Provenance, spec: DeclaredFormat, columns: Mapping[str, str]
) -> pl.DataFrame:
    """The canonical rows of the spec's kind, and `why` a row is rejected."""
    kind = Kind(spec.kind)
    numbered, whys = _numbers(rows, spec)
    dated, no_date = _dated(numbered, spec, provenance)
    complete = dated.with_columns(
        pl.lit(text).alias(name) for name, text in spec.constants.items()
    ).with_columns(_platform(dated, spec, columns))
    if kind is Kind.POSTS:
        complete = complete.with_columns(_native_id(complete, spec, columns)).with_columns(
            _type(complete, spec, columns), *_labels(complete)
        )
        whys = [*whys, complete.select(_no_id()).to_series()]
    kept = [name for name in SCHEMAS[kind] if name in complete.columns]
    reasons = pl.DataFrame({str(i): why for i, why in enumerate([no_date, *whys])})
    why = reasons.select(pl.coalesce(pl.all().cast(pl.String)).alias("why")).to_series()
    return complete.select(kept).with_columns(why)


def _numbers(rows: pl.DataFrame, spec: DeclaredFormat) -> tuple[pl.DataFrame, list[pl.Series]]:
    """Rows with their figures as numbers (`share` of 35% as 0.35), and per figure why a cell is none.

    Metrics are numbers already.
    """
    whys = []
    for name in figure_names(Kind(spec.kind)):
        if name in BY_NAME or name not in rows.columns:
            continue
        cells = rows[name]
        values, bad = parse_numbers(cells)
        if name == "share":
            percent = cells.str.contains("%").fill_null(value=False)
            values = pl.select(pl.when(percent).then(values / 100).otherwise(values)).to_series()
        refusal = pl.format(f"{name} is '{{}}', not a number.", cells.str.slice(0, 40))
        whys.append(pl.select(pl.when(bad).then(refusal)).to_series())
        rows = rows.with_columns((values * spec.scale.get(name, 1)).alias(name))
    return rows, whys


def _dated(
    rows: pl.DataFrame, spec: DeclaredFormat, provenance: Provenance
) -> tuple[pl.DataFrame, pl.Series]:
    nothing = pl.repeat(None, rows.height, dtype=pl.String, eager=True)
    order = Order(spec.dates.order) if spec.dates.order else None
    zone = provenance.timezone if spec.dates.zone == "organisation" else spec.dates.zone
    if spec.kind == "posts" and "published_at" in rows.columns:
        cells = rows["published_at"]
        if TIME in rows.columns:
            cells = rows.select(
                pl.concat_str("published_at", TIME, separator=" ", ignore_nulls=True)
            ).to_series()
        when = (
            _by_format(cells, spec, zone)
            if spec.dates.format
            else parse_moments(cells, zone, order)
        )
        return rows.drop("published_at").hstack(when.drop("why")), when["why"]
    if "date" in rows.columns:
        if spec.dates.format:
            when = _by_format(rows["date"], spec, "UTC")
            return rows.with_columns(when["published_at"].dt.date().alias("date")), when["why"]
        day = parse_days(rows["date"], order)
        return rows.with_columns(day["date"]), day["why"]
    return rows, nothing


def _by_format(cells: pl.Series, spec: DeclaredFormat, zone: str) -> pl.DataFrame:
    """Moments by the declared formats, tried in turn; a cell that fits none is refused."""
    timed = {form: "%H" in form or "%I" in form or "%s" in form for form in spec.dates.format}
    read = [_parsed(form, has_time=has_time, zone=zone) for form, has_time in timed.items()]
    precise = [
        pl.when(moment.is_not_null()).then(pl.lit(_precision(form)))
        for moment, form in zip(read, timed, strict=True)
    ]
    local_zone = pl.lit("UTC" if all("%z" in form for form in timed) else zone)
    return cells.alias("cell").to_frame().select(
        pl.coalesce(read).alias("published_at"),
        local_zone.alias("published_zone"),
        pl.coalesce(precise).alias("published_precision"),
        pl.when(pl.col("cell").is_null())
        .then(pl.lit("The date is empty."))
        .when(pl.coalesce(read).is_null())
        .then(pl.format("'{}' is not written as the mapping says.", pl.col("cell").str.slice(0, 40)))
        .alias("why"),
    )  # fmt: skip


def _parsed(form: str, *, has_time: bool, zone: str) -> pl.Expr:
    cell = pl.col("cell")
    if "%z" in form or "%#z" in form:
        return cell.str.to_datetime(form, strict=False, time_unit="us").dt.convert_time_zone("UTC")
    if has_time:
        return to_utc(cell.str.to_datetime(form, strict=False, time_unit="us"), zone)
    return to_utc(cell.str.to_date(form, strict=False).cast(pl.Datetime("us")), zone)


def _precision(form: str) -> str:
    if "%S" in form or "%T" in form or "%s" in form:
        return "second"
    return "minute" if "%M" in form or "%R" in form else "day"


def _platform(rows: pl.DataFrame, spec: DeclaredFormat, columns: Mapping[str, str]) -> pl.Expr:
    if spec.network is None:
        return pl.lit(None, pl.String).alias("platform")
    cell = cell_of(rows, named_for(columns, spec.network.column))
    known = platform_named(cell)
    own = cell.str.to_lowercase().replace_strict(
        dict(spec.network.values), default=None, return_dtype=pl.String
    ) if spec.network.values else known  # fmt: skip
    return pl.coalesce(own, known).alias("platform")


def _native_id(
    rows: pl.DataFrame, spec: DeclaredFormat, columns: Mapping[str, str]
) -> pl.Expr | pl.Series:
    sources = [_id_from(rows, source, spec, columns) for source in spec.id]
    plain = [pl.col("native_id")] if "native_id" in rows.columns and not spec.id else []
    return rows.select(
        pl.coalesce(*sources, *plain).str.strip_chars().alias("native_id")
    ).to_series()


def _id_from(
    rows: pl.DataFrame, source: IdFrom, spec: DeclaredFormat, columns: Mapping[str, str]
) -> pl.Expr | pl.Series:
    names = named_for(columns, source.column or source.link or source.hash or ())
    if source.hash:
        here = rows.select(pl.col(name).cast(pl.String) for name in names if name in rows.columns)
        return hash_rows(here.rename({c: str(i) for i, c in enumerate(here.columns)}))
    cell = cell_of(rows, names)
    if source.link:
        return id_in_link(pl.coalesce("platform", pl.lit(spec.platform)), cell)
    if source.pattern:
        return cell.str.extract(source.pattern, 1)
    return cell


def _no_id() -> pl.Expr:
    damaged = pl.col("native_id").str.contains(r"(?i)^\d+(?:[.,]\d+)?e[+]\d+$|^#\p{L}+[?!]$")
    return (
        pl.when(pl.col("native_id").is_null())
        .then(pl.lit("The row has no id."))
        .when(damaged)
        .then(pl.format("The id '{}' was damaged by a spreadsheet.", "native_id"))
    )


def _type(rows: pl.DataFrame, spec: DeclaredFormat, columns: Mapping[str, str]) -> pl.Expr:
    kind = pl.coalesce(
        *(
            pl.when(cell_of(rows, named_for(columns, rule.column)).str.contains(f"(?i){rule.matches}"))
            .then(pl.lit(rule.is_))
            for rule in spec.type.rules
        ),
        *([pl.col("type").str.to_lowercase()] if "type" in rows.columns else []),
        pl.lit(spec.type.default),
    )  # fmt: skip
    return kind.alias("type")


def _labels(rows: pl.DataFrame) -> list[pl.Expr]:
    if "labels" not in rows.columns:
        return []
    parts = pl.col("labels").str.split(",").list.eval(pl.element().str.strip_chars())
    return [parts.list.eval(pl.element().filter(pl.element() != "")).alias("labels")]
