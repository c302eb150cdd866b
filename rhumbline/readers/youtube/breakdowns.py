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
    ends_table,
    heads_totals,
    names,
    samples,
    tells,
    totals,
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


def facet(sheet: Sheet, place: int) -> str | None:
    """What the column at `place` tells of viewers, by its name or by its cells; None where nothing."""
    named = _FACET_OF.get(names(sheet)[place])
    cells = samples(sheet, place)[:50]
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
        found = names(sheet)
        if found[0] in _NEITHER or not tells(found[1:]) or looks_like_videos(sheet):
            return None
        if not self.is_ours(sheet, facet(sheet, 0)):
            return None
        coded = len(found) > 1 and any(_CITY.fullmatch(cell) for cell in samples(sheet, 0))
        return ["code", "value", *found[2:]] if coded else ["value", *found[1:]]

    def is_ours(self, sheet: Sheet, told: str | None) -> bool:
        """Whether this reader's kind of rows is what the facet, or its absence, stands for."""
        raise NotImplementedError


class YouTubeViewers(YouTubeBreakdown):
    """Reads breakdowns of viewers: each value's share of all views, which are not people."""

    def is_ours(self, sheet: Sheet, told: str | None) -> bool:
        """Whether the first column tells of viewers; by its cells alone, others' tables do too."""
        return told is not None and (names(sheet)[0] in _FACET_OF or _is_of_views(sheet))

    def read(self, document: Document, provenance: Provenance) -> Iterator[Batch]:
        """Rows of one facet; a share is of the row of totals, which counts values not listed too."""
        told, views = facet(document.sheet, 0), _views_of_all(document.sheet)
        for part in super().read(document, provenance):
            share = pl.coalesce("share", pl.when(views > 0).then(pl.col("count") / views))
            rows = part.rows.with_columns(
                facet=pl.lit(told), share=share, count=pl.lit(None, pl.Float64)
            )
            yield replace(part, rows=rows)


class YouTubeOther(YouTubeBreakdown):
    """Reads breakdowns of no use here, such as traffic sources, and counts their rows."""

    def is_ours(self, sheet: Sheet, told: str | None) -> bool:
        """Whether the first column tells of something else, by its name or by a row of totals."""
        return told is None and (names(sheet)[0] in _OTHERS or _is_of_views(sheet))


def _is_of_views(sheet: Sheet) -> bool:
    """Whether views are broken down; posts, which others give views of, have words beside them."""
    addressed = any(cell.startswith("http") for row in sheet.head[1:] for cell in row)
    figures = [cell for cell in totals(sheet)[1:] if cell.strip()]
    told = bool(figures) and all(_FIGURE.fullmatch(cell) for cell in figures)
    return told and not VIEWED.isdisjoint(names(sheet)) and not addressed


def _views_of_all(sheet: Sheet) -> float:
    """The views in the row of totals; 0 where there is none."""
    told = (n for name, n in zip(names(sheet), totals(sheet), strict=False) if name in _VIEWS)
    read, _ = parse_numbers(pl.Series([next(told, None)], dtype=pl.String))
    return float(read[0] or 0)


def _viewers(rows: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    """Each row's views as `count`, for `read` to make a share of, or the share where that is told."""
    percent, bad = parse_numbers(optional_column(rows, "percent"))
    return rows.select(
        "line",
        pl.coalesce("value", optional_column(rows, "code")),
        optional_column(rows, "video_views").alias("count"),
        (percent / 100).alias("share"),
        pl.lit("viewers").alias("audience"),
        pl.when(bad).then(pl.lit("The share of views is no number.")).alias("why"),
    )  # fmt: skip


def _counted(rows: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    return rows.select("line")


def _structural(rows: pl.DataFrame) -> pl.Expr:
    first = pl.col("code" if "code" in rows.columns else "value")
    return heads_totals(first) | ends_table(first)


_OURS: Final = _VIEWS | _PERCENT | {"value": "value", "code": "code"}
VIEWERS: Final = YouTubeViewers(
    format="youtube_viewers",
    kind=Kind.AUDIENCE,
    row_cap=500,
    fields=_OURS,
    needs=frozenset({"value"}),
    ignored=IGNORED | frozenset(map_headers(METRICS)),
    structural=_structural,
    shape=_viewers,
)
OTHER: Final = YouTubeOther(
    format="youtube_breakdown",
    kind=Kind.OTHER,
    fields={"value": "value", "code": "code"},
    needs=frozenset({"value"}),
    ignored=IGNORED | frozenset(map_headers(METRICS)),
    structural=_structural,
    shape=_counted,
)
