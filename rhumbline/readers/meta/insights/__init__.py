"""Meta Business Suite insights: titled blocks under each other, a page's days or its audience."""

from collections.abc import Iterator
from typing import Final

import polars as pl

from models.metrics import Basis
from rhumbline.opening import Document
from rhumbline.readers.meta.insights.blocks import FIGURE, Block, blocks
from rhumbline.reading.batch import Batch, Column, Fate, Kind
from rhumbline.reading.cells import normalise_header
from rhumbline.reading.daily_series import parse_series_days
from rhumbline.reading.numbers import parse_numbers
from rhumbline.reading.provenance import Provenance
from rhumbline.reading.reader import Reader

SAMPLE_ROWS: Final = 20_000  # more than any such file has; a larger one is something else


class MetaInsights(Reader):
    """A reader of titled blocks that stand under each other."""

    def columns(self, document: Document) -> list[Column]:
        """One for each block: its title, and what its figures are taken for."""
        return [_column(block) for block in blocks(document) if block.title]

    def platform_of(self, document: Document) -> str:
        """The platform that all titles name; `meta` where one names none or they differ."""
        named = {block.platform for block in blocks(document) if block.title}
        return next(iter(named)) or self.platform if len(named) == 1 else self.platform

    def read(self, document: Document, provenance: Provenance) -> Iterator[Batch]:
        """A batch for each block; a cell that is no figure is rejected, not its row."""
        for block in blocks(document):
            if not block.title:
                yield _untitled(block)
            elif block.is_series():
                yield _series(block)
            elif block.is_audience():
                yield _audience(block)
            else:
                yield Batch.of(Kind.OTHER, pl.DataFrame({"line": [line for line, _ in block.rows]}))


class MetaDays(MetaInsights):
    """A page's or an account's days: views, reach, visits, follows, interactions, clicks."""

    def claims(self, document: Document) -> bool:
        """By a titled block of dates, and no block of anything else."""
        if not _is_titled(document):
            return False
        sample = blocks(document, SAMPLE_ROWS)
        return any(block.is_series() for block in sample) and not any(
            block.is_audience() or block.is_formats() for block in sample
        )


class MetaAudience(MetaInsights):
    """Who follows, in shares; sometimes with a series of follows among it."""

    def claims(self, document: Document) -> bool:
        """By a block of ages, places, countries or a number of followers."""
        return _is_titled(document) and any(b.is_audience() for b in blocks(document, SAMPLE_ROWS))


class MetaFormats(MetaInsights):
    """Which formats drew views and interactions: figures of all posts together."""

    def claims(self, document: Document) -> bool:
        """By formats beside each other, and nothing about days or people."""
        if not _is_titled(document):
            return False
        sample = blocks(document, SAMPLE_ROWS)
        return any(block.is_formats() for block in sample) and not any(
            block.is_audience() or block.is_series() for block in sample
        )


def _is_titled(document: Document) -> bool:
    """Whether the first row is one cell: cheap, so that large files are not read for nothing."""
    if len(document.sheets) != 1:
        return False
    rows = [[cell for cell in row if cell.strip()] for row in document.sheet.head[:6]]
    filled = [row for row in rows if row]
    titled = len(filled) > 1 and len(filled[0]) == 1 and len(filled[0][0]) < 80
    return titled and not filled[0][0].startswith("#")  # a comment of Google Analytics


_INTERNAL: Final = ("fb_page", "ig_account")  # how Meta's own names of other counts begin


def _column(block: Block) -> Column:
    if block.is_series():
        return Column(block.title, Fate.MAPPED if block.metric else Fate.UNMAPPED, block.metric)
    if block.is_audience():
        return Column(block.title, Fate.MAPPED, block.facet or "followers")
    is_internal = bool(block.rows) and normalise_header(block.rows[0][1][0]).startswith(_INTERNAL)
    return Column(block.title, Fate.IGNORED if block.is_formats() or is_internal else Fate.UNMAPPED)


def _untitled(block: Block) -> Batch:
    lines = pl.DataFrame({"line": [line for line, _ in block.rows]})
    reason = pl.lit("No title above says what these figures are.").alias("reason")
    return Batch.of(Kind.OTHER, lines.clear(), lines.with_columns(reason))


def _series(block: Block) -> Batch:
    """One row for each day; the hour beside it means nothing, for it moves with America's clocks."""
    rows = [(line, *(*row, None)[:2]) for line, row in block.rows[1:]]
    frame = pl.DataFrame(
        rows, schema={"line": pl.Int64, "day": pl.String, "value": pl.String}, orient="row"
    )
    days = parse_series_days(frame["day"])
    values, bad = parse_numbers(frame["value"].replace("", None))
    why = pl.coalesce("why", pl.when("bad").then(_no_number("value")))
    read = frame.with_columns(days["date"], days["why"], number=values, bad=bad).with_columns(
        why=why
    )
    kept = read.filter(pl.col("why").is_null()).select(
        "line",
        "date",
        platform=pl.lit(block.platform, pl.String),
        **({block.metric: pl.col("number")} if block.metric else {}),
    )
    return Batch.of(Kind.DAILY, kept, _refused(read))


def _audience(block: Block) -> Batch:
    """One row for each share; of shares by age and gender together, also those of each by itself."""
    frame = pl.DataFrame(_cells(block), schema=_AUDIENCE_CELL, orient="row")
    figures, bad = parse_numbers(frame["cell"])
    outside = ~pl.col("figure").is_between(0, 100) if not block.is_count() else pl.lit(value=False)
    read = frame.with_columns(figure=figures, bad=bad | frame["cell"].is_null()).with_columns(
        why=pl.when(pl.col("bad") | outside).then(_no_number("cell"))
    )
    kept = read.filter(pl.col("why").is_null())
    facet = "total" if block.is_count() else block.facet or "age_gender"
    rows = kept.select("line", "value", "figure", facet=pl.lit(facet))
    if block.is_ages():
        rows = pl.concat([rows, *_marginals(read)])
    counted = block.is_count()
    return Batch.of(
        Kind.AUDIENCE,
        rows.select(
            "line",
            "facet",
            "value",
            platform=pl.lit(block.platform, pl.String),
            audience=pl.lit("followers"),
            count=pl.col("figure") if counted else pl.lit(None, pl.Float64),
            share=pl.lit(None, pl.Float64) if counted else (pl.col("figure") / 100).round(6),
        ),
        _refused(read),
    )


_AUDIENCE_CELL: Final = pl.Schema(
    {
        "line": pl.Int64(),
        "value": pl.String(),
        "cell": pl.String(),
        "age": pl.String(),
        "gender": pl.String(),
    }
)


def _cells(block: Block) -> Iterator[tuple[int, str, str | None, str | None, str | None]]:
    """Each figure of an audience block with what it is the figure of."""
    (_, header), rest = block.rows[0], block.rows[1:]
    if block.is_count():
        yield rest[0][0], "all", rest[0][1][0], None, None
    elif block.is_ages():
        for line, row in rest:
            for gender, cell in zip(header[1:], [*row[1:], *[None] * len(header)], strict=False):
                yield line, f"{gender} {row[0]}", cell, row[0], gender
    elif block.is_listed():
        for line, row in block.rows if FIGURE.match(header[1]) else rest:
            yield line, ", ".join(cell.strip() for cell in row[:-1]), row[-1], None, None
    else:
        line, row = rest[0]
        for name, cell in zip(header, [*row, *[None] * len(header)], strict=False):
            yield line, name, cell, None, None


def _marginals(read: pl.DataFrame) -> list[pl.DataFrame]:
    """Ages without genders and genders without ages, where none of their figures was refused."""
    return [
        read.group_by(pl.col(facet).alias("value"), maintain_order=True)
        .agg(pl.col("line").first(), pl.col("figure").sum(), pl.col("why").null_count() == pl.len())
        .filter("why")
        .select("line", "value", "figure", facet=pl.lit(facet))
        for facet in ("age", "gender")
    ]


def _no_number(name: str) -> pl.Expr:
    cell = pl.col(name).fill_null("").str.slice(0, 40)
    return pl.format("'{}' is no figure; a spreadsheet makes dates of figures such as 3.4.", cell)


def _refused(read: pl.DataFrame) -> pl.DataFrame:
    return read.filter(pl.col("why").is_not_null()).select("line", pl.col("why").alias("reason"))


DAYS: Final = MetaDays(format="meta_insights", platform="meta", kind=Kind.DAILY, basis=Basis.DAY)
AUDIENCE: Final = MetaAudience(
    format="meta_audience", platform="meta", kind=Kind.AUDIENCE, basis=Basis.DAY
)
FORMATS_COMPARED: Final = MetaFormats(format="meta_formats", platform="meta", kind=Kind.OTHER)

READERS: Final = (DAYS, AUDIENCE, FORMATS_COMPARED)
