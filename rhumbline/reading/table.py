"""Readers: how one recognises a document, and the table of column names most of them are made of."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from re import Pattern
from typing import ClassVar, Final

import polars as pl

from models.metrics import BY_NAME
from rhumbline.opening import Document, Sheet
from rhumbline.reading.batch import METRIC_TYPES, Batch, Column, Fate, Kind
from rhumbline.reading.cells import normalise_header
from rhumbline.reading.numbers import has_decimal_commas, parse_numbers
from rhumbline.reading.provenance import Provenance
from rhumbline.reading.reader import Reader

MISSING: Final = frozenset(
    {"", "-", "--", "–", "—", "n/a", "#n/a", "nan", "undefined", "null", "none", "<na>"}
)


Shape = Callable[[pl.DataFrame, Provenance], pl.DataFrame]


def optional_column(rows: pl.DataFrame, name: str) -> pl.Series:
    """A text column that not every export has; nulls where this one lacks it."""
    return rows[name] if name in rows.columns else pl.Series(name, [None] * rows.height, pl.String)


@dataclass(frozen=True, kw_only=True)
class Table(Reader):
    """A reader of one rectangular table: names on the left theirs, on the right ours.

    `shape` gets a batch of text columns named as ours, metrics already numbers, and `line`; it
    returns the canonical columns of the kind, and may put a reason into `why` to reject a row.
    """

    columns_: Mapping[str, str]  # normalised header → our field or metric
    needs: frozenset[str]  # our names that must all be there
    without: frozenset[str] = frozenset()  # normalised headers that rule the format out
    ignored: frozenset[str] = frozenset()  # normalised headers left aside on purpose
    ignored_like: Pattern[str] | None = None  # the same for families of headers
    structural: Callable[[pl.DataFrame], pl.Expr] | None = None  # totals and trailers: not rows
    sheet_names: frozenset[str] | None = None  # casefolded; None where any sheet will do
    scale: Mapping[str, float] = field(default_factory=dict)  # metric → factor: hours to seconds
    rows_are: Kind | None = None  # where the rows are of another kind than the file: mailings
    shape: Shape

    _HEADER_WITHIN: ClassVar[int] = 30

    def claims(self, document: Document) -> bool:
        """By a header row, within the first thirty, that has all needed columns."""
        return self.table(document) is not None

    def table(self, document: Document) -> tuple[Sheet, int] | None:
        """The sheet and the row of its header, or None."""
        for sheet in document.sheets:
            if self.sheet_names and sheet.name.casefold().strip() not in self.sheet_names:
                continue
            for at, row in enumerate(sheet.head[: self._HEADER_WITHIN]):
                headers = [normalise_header(cell) for cell in row]
                ours = {self.columns_[h] for h in headers if h in self.columns_}
                if self.needs <= ours and not self.without & set(headers):
                    return sheet, at
        return None

    def columns(self, document: Document) -> list[Column]:
        """The header's columns; a name met twice is listed twice."""
        sheet, at = self.table(document) or (document.sheet, 0)
        return [self._column(cell, sheet.name) for cell in sheet.head[at] if cell.strip()]

    def _column(self, header: str, sheet: str) -> Column:
        name = normalise_header(header)
        if name in self.columns_:
            return Column(header, Fate.MAPPED, self.columns_[name], sheet)
        like = self.ignored_like is not None and self.ignored_like.search(name)
        return Column(
            header, Fate.IGNORED if name in self.ignored or like else Fate.UNMAPPED, None, sheet
        )

    def read(self, document: Document, provenance: Provenance) -> Iterator[Batch]:
        """Batches of kept and rejected rows; structural rows count as neither."""
        sheet, at = self.table(document) or (document.sheet, 0)
        headers = sheet.head[at]
        for batch in sheet.batches(at):
            yield self.part(batch, headers, sheet.name, provenance)

    def part(
        self, batch: pl.DataFrame, headers: list[str], sheet: str, provenance: Provenance
    ) -> Batch:
        """One batch of raw cells as a part."""
        kept, refused = self.sorted_out(batch, headers, sheet, provenance)
        return Batch.of(self.rows_are or self.kind, kept, refused).on_sheet(sheet)

    def sorted_out(
        self, batch: pl.DataFrame, headers: list[str], sheet: str, provenance: Provenance
    ) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The shaped rows that are kept, and line, sheet and reason of those that are not."""
        named = self._named(batch, headers)
        if self.structural is not None:
            named = named.filter(~self.structural(named).fill_null(value=False))
        named = _measured(named, self.scale, batch)
        shaped = self.shape(named, provenance)
        second = (
            shaped["why"] if "why" in shaped.columns else pl.repeat(None, shaped.height, eager=True)
        )
        why = (
            named["why"]
            .cast(pl.String)
            .zip_with(named["why"].is_not_null(), second.cast(pl.String))
        )
        refused = pl.DataFrame({"line": named["line"], "reason": why}).with_columns(
            sheet=pl.lit(sheet)
        )
        kept = shaped.drop("why", strict=False).filter(why.is_null())
        return kept, refused.filter(pl.col("reason").is_not_null())

    def _named(self, batch: pl.DataFrame, headers: list[str]) -> pl.DataFrame:
        """Our columns as stripped text, missing spellings as null, and `why` for rows cut or overflowing."""
        sources: dict[str, list[str]] = {}
        for i, header in enumerate(headers):
            ours = self.columns_.get(normalise_header(header))
            if ours is not None:
                sources.setdefault(ours, []).append(f"c{i}")
        over = f"c{len(headers)}"
        why = (
            pl.when("_cut")
            .then(pl.lit("The file breaks off in this row."))
            .when((pl.col(over).fill_null("") != "") if over in batch.columns else pl.lit(False))
            .then(pl.lit(f"The row has more cells than the header's {len(headers)}."))
        )
        return batch.select(
            pl.col("_line").alias("line"),
            why.alias("why"),
            *(_first_known(found, ours).alias(ours) for ours, found in sources.items()),
        )


def _first_known(columns: list[str], name: str) -> pl.Expr:
    """What the first column that says something says; a lone metric is left for `_measured`."""
    if name in BY_NAME and len(columns) == 1:
        return pl.col(columns[0])
    return pl.coalesce(_known(column, text=name not in BY_NAME) for column in columns)


def _known(column: str, *, text: bool) -> pl.Expr:
    """A cell's text without outer spaces, null where it is one of the spellings of missing."""
    stripped = pl.col(column).str.strip_chars()
    missing = stripped == "" if text else stripped.str.to_lowercase().is_in(list(MISSING))
    return pl.when(~missing).then(stripped)


def _measured(frame: pl.DataFrame, scale: Mapping[str, float], batch: pl.DataFrame) -> pl.DataFrame:
    """The metric columns as numbers; what is no number gives its row a reason.

    The other columns of the batch tell whether 37,864 has a decimal comma, where the metric is none
    of counts.
    """
    for name in frame.columns:
        if name not in BY_NAME:
            continue
        whole = _whole_numbers(frame[name], name, scale)
        if whole is not None:
            frame = frame.with_columns(whole.alias(name))
            continue
        frame = frame.with_columns(_known(name, text=False).alias(name))
        cells = frame[name]
        is_count, is_text = METRIC_TYPES[name] == pl.Int64(), cells.dtype == pl.String
        if is_count and is_text:
            cells = _ungrouped(cells)
        comma = not is_count and is_text and _has_decimal_commas(cells, batch)
        values, bad = parse_numbers(cells, decimal_comma=comma)
        if bad.any():
            said = pl.format(
                "{} is '{}', not a number.", pl.lit(name), pl.col(name).str.slice(0, 40)
            )
            frame = frame.with_columns(why=pl.coalesce("why", pl.when(bad).then(said)))
        values = values * scale[name] if name in scale else values
        if is_count:
            values = values.round().cast(pl.Int64, strict=False)
        frame = frame.with_columns(values.alias(name))
    return frame


def _has_decimal_commas(cells: pl.Series, batch: pl.DataFrame) -> bool:
    if not cells.str.contains(",", literal=True).any():
        return False
    return any(has_decimal_commas(batch[c]) for c in batch.columns if batch[c].dtype == pl.String)


def _whole_numbers(cells: pl.Series, name: str, scale: Mapping[str, float]) -> pl.Series | None:
    """The cells as counts where every one is digits, which most columns of most exports are."""
    if METRIC_TYPES[name] != pl.Int64() or name in scale:
        return None
    counts = cells.cast(pl.Int64, strict=False)
    return counts if counts.null_count() == cells.null_count() else None


def _ungrouped(counts: pl.Series) -> pl.Series:
    """Counts without points, where every point of the column stands before three digits: 1.240."""
    dotted = counts.str.contains(".", literal=True)
    grouped = counts.str.contains(r"^-?[1-9]\d{0,2}(\.\d{3})+$")
    if not dotted.any() or not (grouped | ~dotted).all():
        return counts
    return counts.str.replace_all(".", "", literal=True)
