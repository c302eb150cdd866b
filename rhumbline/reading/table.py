"""A reader of one rectangular table, found by the words of its header."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from re import Pattern
from typing import Final

import polars as pl

from models.metrics import BY_NAME
from rhumbline.opening import Document, Sheet
from rhumbline.reading.batch import Batch, Column, Fate, Kind, join_batches
from rhumbline.reading.cells import known_cell, normalise_header
from rhumbline.reading.metric_columns import parse_metrics
from rhumbline.reading.provenance import Provenance
from rhumbline.reading.reader import Reader

HEADER_WITHIN: Final = 30  # rows at the top of a sheet in which a header is looked for

# Headers that no export of what was posted has: what was paid, and where it was placed.
PAID: Final = re.compile(
    r"""^(?:amount\ |total\ |ad\ |media\ )?(?:spen[dt]|cost)(?:\ \([a-z]{3}\))?$|^placements?$|^time\ period$
    |^funding\ (?:source|instrument)|^billed\ engagements|^cost\ per\b
    |^(?:campaign|ad\ set|ad\ group)\ (?:name|id)$
    |^(?:importe\ gastado|valor\ usado|montant\ dépensé|ausgegebener\ betrag|besteed\ bedrag)\b""",
    re.VERBOSE,
)

Shape = Callable[[pl.DataFrame, Provenance], pl.DataFrame]


@dataclass(frozen=True)
class Header:
    """Where a table begins, and what becomes of each of its columns."""

    sheet: Sheet
    at: int  # the row of the header in the sheet's head, counted from 0
    columns: tuple[Column, ...]  # from the first column on, those without a name included


def optional_column(rows: pl.DataFrame, name: str) -> pl.Series:
    """A text column that not every export has; nulls where this one lacks it."""
    return rows[name] if name in rows.columns else pl.Series(name, [None] * rows.height, pl.String)


@dataclass(frozen=True, kw_only=True)
class Table(Reader):
    """A reader of one rectangular table.

    `shape` gets a batch with the columns of `fields`, metrics as numbers and all else as text, and
    `line`. It returns as many rows, in the same order, with the canonical columns of the kind, and
    may put a reason into `why` to reject a row.
    """

    fields: Mapping[str, str]  # normalised header → our field or metric
    needs: frozenset[str]  # the fields that a header must name
    without: frozenset[str] = frozenset()  # normalised headers that rule the format out
    ignored: frozenset[str] = frozenset()  # normalised headers left aside on purpose
    ignored_like: Pattern[str] | None = None  # the same for families of headers
    structural: Callable[[pl.DataFrame], pl.Expr] | None = (
        None  # whether a row is a total, a remark
    )
    is_organic: bool = False  # whether a column of money or placement shows that it is of ads
    sheet_names: frozenset[str] | None = None  # casefolded; None where any sheet will do
    scale: Mapping[str, float] = field(default_factory=dict)  # metric → factor: hours to seconds
    rows_are: Kind | None = None  # where the rows are of another kind than the file: mailings
    shape: Shape

    def claims(self, document: Document) -> bool:
        """By a header row, within the first thirty, that has all needed columns."""
        return self.find_header(document) is not None

    def find_header(self, document: Document) -> Header | None:
        """The first row that names all that is needed, or None."""
        for sheet in document.sheets:
            if self.sheet_names and sheet.name.casefold().strip() not in self.sheet_names:
                continue
            for at, row in enumerate(sheet.head[:HEADER_WITHIN]):
                names = {normalise_header(cell) for cell in row}
                named = {self.fields[name] for name in names if name in self.fields}
                if self.is_organic and any(map(PAID.search, names)):
                    continue
                if self.needs <= named and not self.without & names:
                    return Header(sheet, at, self.describe_columns(row, sheet))
        return None

    def describe_columns(self, headers: Sequence[str], sheet: Sheet) -> tuple[Column, ...]:
        """What becomes of columns with these headers."""
        return tuple(self.describe_column(header, sheet) for header in headers)

    def describe_column(self, header: str, sheet: Sheet) -> Column:
        """What becomes of a column with this header: mapped, ignored or, where unknown, unmapped."""
        name = normalise_header(header)
        if name in self.fields:
            return Column(header, Fate.MAPPED, self.fields[name], sheet.name)
        is_ignored = name in self.ignored or (self.ignored_like and self.ignored_like.search(name))
        return Column(header, Fate.IGNORED if is_ignored else Fate.UNMAPPED, None, sheet.name)

    def header_of(self, document: Document) -> Header:
        """The header of a document that this reader claims."""
        header = self.find_header(document)
        if header is None:
            raise ValueError(f"{document.name} has no header of {self.format}.")
        return header

    def columns(self, document: Document) -> list[Column]:
        """The header's columns; two with the same header are both listed."""
        return [column for column in self.header_of(document).columns if column.header.strip()]

    def read(self, document: Document, provenance: Provenance) -> Iterator[Batch]:
        """Batches of kept and rejected rows; structural rows count as neither."""
        header = self.header_of(document)
        for cells in header.sheet.batches(header.at, len(header.columns)):
            yield self.read_batch(cells, header, provenance)

    def read_batch(self, cells: pl.DataFrame, header: Header, provenance: Provenance) -> Batch:
        """One batch of a sheet's cells as canonical rows.

        Where exports were joined by hand, a header stands among the rows: it is no row, and those
        below it are read by it.
        """
        kept, rejected = self.shape_rows(cells, header, provenance)
        batch = Batch.of(self.rows_are or self.kind, kept, rejected).on_sheet(header.sheet.name)
        again = self._find_header_among(cells, batch.rejected["line"], header)
        if again is None:
            return batch
        line, below = again
        above, beneath = cells.filter(pl.col("_line") < line), cells.filter(pl.col("_line") > line)
        return join_batches(
            self.read_batch(part, head, provenance)
            for part, head in ((above, header), (beneath, below))
            if part.height
        )

    def _find_header_among(
        self, cells: pl.DataFrame, lines: pl.Series, header: Header
    ) -> tuple[int, Header] | None:
        """The first of these lines that names all that is needed, and the header that it is."""
        names = [c for c in cells.columns if c.startswith("c")]
        for row in cells.filter(pl.col("_line").is_in(lines.implode())).iter_rows(named=True):
            texts = [row[name] or "" for name in names]
            named = {self.fields.get(normalise_header(text)) for text in texts} - {None}
            is_same = all(
                normalise_header(text) == normalise_header(column.header)
                for text, column in zip(texts, header.columns, strict=False)
            )
            if is_same or self.needs <= named:
                columns = header.columns if is_same else self.describe_columns(texts, header.sheet)
                return int(row["_line"]), replace(header, columns=tuple(columns))
        return None

    def shape_rows(
        self, cells: pl.DataFrame, header: Header, provenance: Provenance
    ) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The rows that are kept, as `shape` returns them, and of all others line, sheet and reason."""
        rows = self.name_columns(cells, header)
        if self.structural is not None:
            rows = rows.filter(~self.structural(rows).fill_null(value=False))
        rows = parse_metrics(rows, self.scale, cells)
        shaped = self.shape(rows, provenance)
        reasons = rows.select("line", sheet=pl.lit(header.sheet.name), reason="why")
        if "why" in shaped.columns:
            reasons = reasons.with_columns(pl.coalesce("reason", shaped["why"].cast(pl.String)))
        kept = shaped.drop("why", strict=False).filter(reasons["reason"].is_null())
        return kept, reasons.filter(pl.col("reason").is_not_null())

    def name_columns(self, cells: pl.DataFrame, header: Header) -> pl.DataFrame:
        """The mapped columns as text under our names, `line`, and `why` for rows that are no rows.

        Of several columns for one field, the first that says something counts.
        """
        sources: dict[str, list[str]] = {}
        for place, column in enumerate(header.columns):
            if column.name is not None:
                sources.setdefault(column.name, []).append(f"c{place}")
        return cells.select(
            pl.col("_line").alias("line"),
            _misfit(cells, len(header.columns)).alias("why"),
            *(_first_known(columns, field).alias(field) for field, columns in sources.items()),
        )


def _misfit(cells: pl.DataFrame, width: int) -> pl.Expr:
    """Why a row does not fit under a header of `width` columns, null where it does."""
    beyond = [c for c in cells.columns if c.startswith("c") and int(c[1:]) >= width]
    overflows = (
        pl.any_horizontal(pl.col(c).fill_null("") != "" for c in beyond) if beyond else False
    )
    return (
        pl.when("_cut")
        .then(pl.lit("The file breaks off in this row."))
        .when(pl.lit(overflows) if isinstance(overflows, bool) else overflows)
        .then(pl.lit(f"The row has more cells than the header's {width}."))
    )


def _first_known(columns: list[str], field: str) -> pl.Expr:
    """The first of several cells that says something; a lone metric is left for `parse_metrics`."""
    is_metric = field in BY_NAME
    if is_metric and len(columns) == 1:
        return pl.col(columns[0])
    return pl.coalesce(known_cell(pl.col(column), is_figure=is_metric) for column in columns)
