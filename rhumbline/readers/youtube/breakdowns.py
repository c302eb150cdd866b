"""YouTube Studio's breakdowns: who the viewers are, as shares of views, and tables only counted."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from rhumbline.opening import Document, Sheet
from rhumbline.readers.youtube.content import looks_like_videos
from rhumbline.readers.youtube.studio import (
    YouTubeTable,
    has_own_name,
    header_names,
    is_totals_cell,
    is_trailer,
    sample_cells,
    totals_row,
)
from rhumbline.readers.youtube.words import (
    DATE,
    FACETS,
    IGNORED,
    METRICS,
    OTHERS,
    VIDEO,
    VIEWED,
)
from rhumbline.reading.batch import Batch, Kind
from rhumbline.reading.cells import map_headers
from rhumbline.reading.numbers import parse_numbers
from rhumbline.reading.provenance import Provenance
from rhumbline.reading.table import optional_column

_FACET_OF: Final = map_headers(FACETS)
_OTHERS: Final = frozenset(map_headers(OTHERS))
_NEITHER: Final = frozenset(map_headers(DATE | {"native_id": VIDEO["native_id"]}))
_VIEWS: Final = map_headers({"video_views": METRICS["video_views"]})
_PERCENT: Final = {f"{name} (%)": "percent" for name in _VIEWS}
_FIGURE: Final = re.compile(r"[-\d.,:\s%]+")
_CITY: Final = re.compile(r"0x[0-9a-f]+:0x[0-9a-f]+")
_COUNTRY: Final = re.compile(r"[A-Z]{2}")
_AGES: Final = re.compile(r"\D*\d\d\s?[-–]\s?\d\d\D*")


def find_facet(sheet: Sheet, place: int) -> str | None:
    """The facet of viewers that a column holds, by its name or by its cells; None where it is none."""
    named = _FACET_OF.get(header_names(sheet)[place])
    cells = sample_cells(sheet, place)[:50]
    if named or not cells:
        return named
    for word, form in (("country", _COUNTRY), ("location", _CITY)):
        if all(form.fullmatch(cell) for cell in cells):
            return word
    return "age" if sum(bool(_AGES.fullmatch(cell)) for cell in cells) > 1 else None


@dataclass(frozen=True, kw_only=True)
class YouTubeBreakdown(YouTubeTable):
    """A table whose first column is neither a day nor a video."""

    def name_headers(self, sheet: Sheet) -> list[str] | None:
        """The header, its first name (for cities the second, the first being a code) as `value`."""
        names = header_names(sheet)
        if names[0] in _NEITHER or not has_own_name(names[1:]) or looks_like_videos(sheet):
            return None
        if not self.is_ours(sheet, find_facet(sheet, 0)):
            return None
        has_code = len(names) > 1 and any(_CITY.fullmatch(cell) for cell in sample_cells(sheet, 0))
        return ["code", "value", *names[2:]] if has_code else ["value", *names[1:]]

    def is_ours(self, sheet: Sheet, facet: str | None) -> bool:
        """Whether this reader reads breakdowns by this facet of viewers; None is none we know."""
        raise NotImplementedError


class YouTubeViewers(YouTubeBreakdown):
    """Reads breakdowns of viewers: each value's share of all views, which are not people."""

    def is_ours(self, sheet: Sheet, facet: str | None) -> bool:
        """Whether the first column is of viewers; known by its cells alone, it needs totals of views."""
        return facet is not None and (header_names(sheet)[0] in _FACET_OF or _is_of_views(sheet))

    def read(self, document: Document, provenance: Provenance) -> Iterator[Batch]:
        """Rows of one facet; a share is of the row of totals, which counts values not listed too."""
        facet, views = find_facet(document.sheet, 0), _total_views(document.sheet)
        for batch in super().read(document, provenance):
            share = pl.coalesce("share", pl.when(views > 0).then(pl.col("count") / views))
            rows = batch.rows.with_columns(
                facet=pl.lit(facet), share=share, count=pl.lit(None, pl.Float64)
            )
            yield replace(batch, rows=rows)


class YouTubeOther(YouTubeBreakdown):
    """Reads breakdowns of no use here, such as traffic sources, and counts their rows."""

    def is_ours(self, sheet: Sheet, facet: str | None) -> bool:
        """Whether the first column is of something else, by its name or by a row of totals."""
        return facet is None and (header_names(sheet)[0] in _OTHERS or _is_of_views(sheet))


def _is_of_views(sheet: Sheet) -> bool:
    """Whether a row of totals adds up views; tables of posts, which have views too, hold addresses."""
    has_address = any(cell.startswith("http") for row in sheet.head[1:] for cell in row)
    figures = [cell for cell in totals_row(sheet)[1:] if cell.strip()]
    has_totals = bool(figures) and all(_FIGURE.fullmatch(cell) for cell in figures)
    return has_totals and not VIEWED.isdisjoint(header_names(sheet)) and not has_address


def _total_views(sheet: Sheet) -> float:
    """The views in the row of totals; 0 where there is none."""
    totals = zip(header_names(sheet), totals_row(sheet), strict=False)
    views = next((cell for name, cell in totals if name in _VIEWS), None)
    values, _ = parse_numbers(pl.Series([views], dtype=pl.String))
    return float(values[0] or 0)


def _shape_viewers(rows: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    """Each row's views as `count`, of which `read` makes a share, or the share that the file gives."""
    percent, bad = parse_numbers(optional_column(rows, "percent"))
    return rows.select(
        "line",
        pl.coalesce("value", optional_column(rows, "code")),
        optional_column(rows, "video_views").alias("count"),
        (percent / 100).alias("share"),
        pl.lit("viewers").alias("audience"),
        pl.when(bad).then(pl.lit("The share of views is no number.")).alias("why"),
    )  # fmt: skip


def _shape_lines(rows: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    return rows.select("line")


def _structural(rows: pl.DataFrame) -> pl.Expr:
    first = pl.col("code" if "code" in rows.columns else "value")
    return is_totals_cell(first) | is_trailer(first)


_OURS: Final = _VIEWS | _PERCENT | {"value": "value", "code": "code"}
VIEWERS: Final = YouTubeViewers(
    format="youtube_viewers",
    kind=Kind.AUDIENCE,
    row_cap=500,
    fields=_OURS,
    needs=frozenset({"value"}),
    ignored=IGNORED | frozenset(map_headers(METRICS)),
    structural=_structural,
    shape=_shape_viewers,
)
OTHER: Final = YouTubeOther(
    format="youtube_breakdown",
    kind=Kind.OTHER,
    fields={"value": "value", "code": "code"},
    needs=frozenset({"value"}),
    ignored=IGNORED | frozenset(map_headers(METRICS)),
    structural=_structural,
    shape=_shape_lines,
)
