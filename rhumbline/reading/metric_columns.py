"""The columns of metrics in a table: text becomes numbers, or a reason why it is none."""

from collections.abc import Mapping

import polars as pl

from models.metrics import BY_NAME
from rhumbline.reading.batch import METRIC_TYPES
from rhumbline.reading.cells import known_cell
from rhumbline.reading.numbers import has_decimal_commas, parse_numbers


def parse_metrics(
    rows: pl.DataFrame, scale: Mapping[str, float], cells: pl.DataFrame
) -> pl.DataFrame:
    """`rows` with every metric as a number, and `why` for rows in which one is none.

    `scale` has the factors of metrics told in other units than ours. `cells` are all text columns
    of the batch, which together tell whether 37,864 hours have a decimal comma.
    """
    for name in [column for column in rows.columns if column in BY_NAME]:
        is_count = METRIC_TYPES[name] == pl.Int64()
        values, bad = _parse_counts(rows[name]) if is_count else _parse_amounts(rows[name], cells)
        if bad.any():
            rows = rows.with_columns(why=pl.coalesce("why", _refusal(name, bad)))
        if name in scale:
            values = values * scale[name]
        if is_count:
            values = values.round().cast(pl.Int64, strict=False)
        rows = rows.with_columns(values.alias(name))
    return rows


def _parse_counts(cells: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Counts of things or people, and which cells are none."""
    counts = cells.cast(pl.Int64, strict=False)
    if counts.null_count() == cells.null_count():  # digits alone, as in most columns of most files
        return counts, pl.repeat(False, cells.len(), eager=True)
    return parse_numbers(_without_grouping_points(_known(cells)))


def _parse_amounts(cells: pl.Series, batch: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
    """Amounts with fractions, such as hours and money, and which cells are none."""
    known = _known(cells)
    decimal_comma = bool(known.str.contains(",", literal=True).any()) and any(
        has_decimal_commas(batch[c]) for c in batch.columns if batch[c].dtype == pl.String
    )
    return parse_numbers(known, decimal_comma=decimal_comma)


def _known(cells: pl.Series) -> pl.Series:
    return cells.to_frame("cell").select(known_cell(pl.col("cell"), is_figure=True)).to_series()


def _without_grouping_points(counts: pl.Series) -> pl.Series:
    """Counts as digits, where every point of the column stands before three digits: 1.240."""
    has_point = counts.str.contains(".", literal=True)
    is_grouped = counts.str.contains(r"^-?[1-9]\d{0,2}(\.\d{3})+$")
    if not has_point.any() or not (is_grouped | ~has_point).all():
        return counts
    return counts.str.replace_all(".", "", literal=True)


def _refusal(name: str, bad: pl.Series) -> pl.Expr:
    cell = pl.col(name).str.strip_chars().str.slice(0, 40)
    return pl.when(bad).then(pl.format(f"{name} is '{{}}', not a number.", cell))
