"""LinkedIn pages: new followers and visitors day by day, who they are, and the competitors."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from models.metrics import BY_NAME, Basis
from rhumbline.opening import Document, Sheet
from rhumbline.readers.linkedin.words import (
    FACET_NAMED,
    PAGE_FACETS,
    facet_named,
    filled,
    parse_company_size,
    unread_sheets,
)
from rhumbline.reading.batch import Batch, Column, Fate, Kind
from rhumbline.reading.cells import map_headers, normalise_header
from rhumbline.reading.date_order import settle_date_order
from rhumbline.reading.dates import Order, parse_days
from rhumbline.reading.numbers import parse_numbers
from rhumbline.reading.positioned_table import LEFT_ASIDE, PositionedTable
from rhumbline.reading.provenance import Provenance
from rhumbline.reading.reader import Reader
from rhumbline.reading.table import Header

FOLLOWER_COLUMNS: Final = map_headers(
    {
        "day": "Date|Fecha|Data",
        # In this sheet the total is of the day's new followers, not of all there are.
        "follows": "Total followers|Total de seguidores",
    }
)
FOLLOWER_IGNORED: Final = frozenset(
    map_headers(
        {
            "parts": """Sponsored followers|Organic followers|Auto-invited followers
                Seguidores patrocinados|Seguidores generales|Seguidores orgánicos
                Seguidores invitados automáticamente|Seguidores orgânicos
                Seguidores convidados automaticamente""",
        }
    )
)
VISITOR_COLUMNS: Final = map_headers(
    {
        "day": "Date|Fecha|Data",
        "page_views": """Total page views (total)|Visualizaciones de la página en total (total)
            Total de visualizações da página (total)""",
        "unique_visitors": """Total unique visitors (total)|Visitantes únicos en total (total)
            Total de visitantes únicos (total)""",
    }
)
VISITOR_IGNORED: Final = re.compile(r"\(.+\)$")  # single tabs of the page, single devices
# What the second column of a facet's sheet counts: followers, or views of the page by visitors.
FACET_COUNTS: Final = map_headers(
    {
        "followers": "Total followers|Total de seguidores",
        "visitors": "Total views|Total de visualizaciones|Total de visualizações",
    }
)
COMPETITOR: Final = frozenset(
    map_headers({"": "New followers|Novos seguidores|Nuevos seguidores|Total followers"})
)
_FACET_WIDTH: Final = 2


def _shape_day(rows: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    cells, order = settle_date_order(rows["day"], provenance.window, follow=True)
    metrics = (c for c in rows.columns if c in BY_NAME or c == "line")
    return rows.select(*metrics, *parse_days(cells, fallback=order))


def _is_day(row: Sequence[str]) -> bool:
    date = parse_days(pl.Series(row[:1], dtype=pl.String), fallback=Order.MONTH_FIRST)["date"]
    _, bad = parse_numbers(pl.Series(row[1:], dtype=pl.String))
    return date.null_count() == 0 and not bad.any()


@dataclass(frozen=True, kw_only=True)
class LinkedInPageDays(PositionedTable):
    """The days of a page's followers or visitors."""

    beside: frozenset[str] = frozenset()  # headers of which one must stand beside what is needed

    def find_by_words(self, document: Document) -> Header | None:
        """The first row that names all that is needed, where no other site heads its days so."""
        header = super().find_by_words(document)
        names = {normalise_header(column.header) for column in header.columns} if header else set()
        return header if not self.beside or self.beside & names else None


def _follower_order(width: int) -> Sequence[str]:
    """The total of new followers stands last, behind two or three parts of it."""
    return ("day", *[LEFT_ASIDE] * (width - 2), "follows") if width in (4, 5) else ()


def _visitor_order(width: int) -> Sequence[str]:
    """Totals stand behind what they are the totals of: of views, and then of people on 3 devices."""
    parts = [LEFT_ASIDE] * (width - 5)
    return ("day", *parts, "page_views", *[LEFT_ASIDE] * 2, "unique_visitors") if width > 6 else ()


FOLLOWERS: Final = LinkedInPageDays(
    format="linkedin_page_followers",
    platform="linkedin",
    kind=Kind.DAILY,
    fields=FOLLOWER_COLUMNS,
    needs=frozenset({"day", "follows"}),
    beside=FOLLOWER_IGNORED,  # a date and a total alone may be anybody's
    without=frozenset({"new followers", "reached audience", "engaged audience"}),  # TikTok's
    ignored=FOLLOWER_IGNORED,
    structural=lambda _: pl.col("day").str.to_lowercase().str.contains("^(grand )?total"),
    order_for=_follower_order,
    is_row=_is_day,
    shape=_shape_day,
)
VISITORS: Final = replace(
    FOLLOWERS,
    format="linkedin_page_visitors",
    fields=VISITOR_COLUMNS,
    needs=frozenset({"day", "page_views", "unique_visitors"}),
    beside=frozenset(),
    without=frozenset(),
    ignored=frozenset(),
    ignored_like=VISITOR_IGNORED,
    order_for=_visitor_order,
)


@dataclass(frozen=True, kw_only=True)
class LinkedInPageAudience(Reader):
    """Reads a sheet of days, and for each facet of the audience a sheet of values and counts."""

    days: LinkedInPageDays | None  # None reads facets alone, as single sheets are saved

    def claims(self, document: Document) -> bool:
        """By the sheet of days in any language, or by a facet's header where there is none."""
        if self.days is not None:
            return _has_days(document, self.days)
        rows = filled(document.sheets[0]) if document.sheets else []
        head = [normalise_header(cell) for cell in rows[0]] if rows else []
        return (
            not any(table.find_by_words(document) for table in (FOLLOWERS, VISITORS))
            and len(head) == _FACET_WIDTH
            and head[0] in FACET_NAMED
            and head[1] in FACET_COUNTS
        )

    def columns(self, document: Document) -> list[Column]:
        """The columns of the days, two of each facet, and those of sheets nobody reads."""
        read = self.days.columns(document) if self.days else []
        for sheet, _ in self.facets(document):
            value, count = filled(sheet)[0]
            read.append(Column(value, Fate.MAPPED, "value", sheet.name))
            read.append(Column(count, Fate.MAPPED, "count", sheet.name))
        return read + unread_sheets(document, read)

    def read(self, document: Document, provenance: Provenance) -> Iterator[Batch]:
        """Days, then facet after facet."""
        if self.days is not None:
            yield from self.days.read(document, provenance)
        for sheet, facet in self.facets(document):
            yield _read_facet(sheet, facet, self.counts(sheet))

    def facets(self, document: Document) -> list[tuple[Sheet, str]]:
        """The sheets that each give one facet, with our word for it."""
        sheets = document.sheets if self.days is None else document.sheets[1:]
        of_facets = [sheet for sheet in sheets if _is_facet(sheet)]
        names = [facet_named(filled(sheet)[0][0]) for sheet in of_facets]
        if len(of_facets) == len(PAGE_FACETS) and not set(names) <= set(FACET_NAMED.values()):
            names = list(PAGE_FACETS)
        return list(zip(of_facets, names, strict=True))

    def counts(self, sheet: Sheet) -> str:
        """Whose facet it is: followers or visitors."""
        if self.days is not None:
            return "visitors" if self.days is VISITORS else "followers"
        return FACET_COUNTS[normalise_header(filled(sheet)[0][1])]


def _has_days(document: Document, table: LinkedInPageDays) -> bool:
    """Whether the document has the table: by words, else by position beside enough facets."""
    if table.find_by_words(document):
        return True
    facets = [sheet for sheet in document.sheets[1:] if _is_facet(sheet)]
    if len(facets) < len(PAGE_FACETS) - 2:
        return False
    others = any(each.find_by_words(document) for each in (FOLLOWERS, VISITORS))
    return not others and table.find_by_position(document) is not None


def _is_facet(sheet: Sheet) -> bool:
    """Two columns, text and number, under a header."""
    head = filled(sheet)[:2]
    if not head or any(len(row) != _FACET_WIDTH for row in head):
        return False
    return len(head) < 2 or not parse_numbers(pl.Series(head[1][1:]))[1].any()


def _read_facet(sheet: Sheet, facet: str, audience: str) -> Batch:
    """The rows of one facet; a row without value or count is rejected.

    Of visitors LinkedIn counts views of the page, which are not people: they become shares of views.
    """
    cells = [(line, [*row, "", ""][:2]) for line, row in sheet.rows() if row][1:]
    frame = pl.DataFrame(
        [(line, value.strip(), count.strip()) for line, (value, count) in cells],
        schema={"line": pl.Int64, "value": pl.String, "cell": pl.String},
        orient="row",
    )
    counts, bad = parse_numbers(frame["cell"])
    if facet == "company_size":
        frame = frame.with_columns(pl.col("value").map_elements(parse_company_size, pl.String))
    judged = frame.with_columns(
        count=counts,
        facet=pl.lit(facet),
        audience=pl.lit(audience),
        reason=pl.when(pl.col("value") == "")
        .then(pl.lit("The row names no value."))
        .when(bad | (frame["cell"] == ""))
        .then(pl.format("'{}' is not a count.", pl.col("cell").str.slice(0, 40))),
        sheet=pl.lit(sheet.name),
    )
    kept = judged.filter(pl.col("reason").is_null()).drop("reason", "cell", "sheet")
    if audience == "visitors":
        views = pl.col("count")
        share = pl.when(views.sum() > 0).then(views / views.sum())
        kept = kept.with_columns(share=share, count=pl.lit(None, pl.Float64))
    refused = judged.filter(pl.col("reason").is_not_null()).select("line", "sheet", "reason")
    return Batch.of(Kind.AUDIENCE, kept, refused)


class LinkedInCompetitors(Reader):
    """Counts the rows of the table of competing pages, in which nothing is of one's own activities."""

    def claims(self, document: Document) -> bool:
        """By a header that begins with the page and has new or total followers."""
        return self._header(document) is not None

    def _header(self, document: Document) -> list[str] | None:
        rows = filled(document.sheets[0])[:5] if document.sheets else []
        for row in rows:
            names = [normalise_header(cell) for cell in row]
            if names[0] in ("page", "página") and len(names) > 2 and COMPETITOR & set(names[1:]):
                return row
        return None

    def columns(self, document: Document) -> list[Column]:
        """All left aside."""
        return [Column(cell, Fate.IGNORED) for cell in self._header(document) or [] if cell]

    def read(self, document: Document, provenance: Provenance) -> Iterator[Batch]:
        """The rows under the header, counted."""
        rows = [(line, cells) for line, cells in document.sheets[0].rows() if cells]
        under = [cells for _, cells in rows].index(self._header(document) or []) + 1
        lines = [line for line, _ in rows[under:]]
        yield Batch.of(Kind.OTHER, pl.DataFrame({"line": lines}, schema={"line": pl.Int64}))


def _named(kind: str) -> re.Pattern[str]:
    return re.compile(rf"^(?P<account>.+?)_{kind}_(?P<exported_ms>\d{{13}})\b")


READERS: Final = (
    LinkedInPageAudience(
        format="linkedin_page_followers",
        platform="linkedin",
        kind=Kind.DAILY,
        basis=Basis.DAY,
        file_name=_named("followers"),
        days=FOLLOWERS,
    ),
    LinkedInPageAudience(
        format="linkedin_page_visitors",
        platform="linkedin",
        kind=Kind.DAILY,
        basis=Basis.DAY,
        file_name=_named("visitors"),
        days=VISITORS,
    ),
    LinkedInPageAudience(
        format="linkedin_page_facets", platform="linkedin", kind=Kind.AUDIENCE, days=None
    ),
    LinkedInCompetitors(
        format="linkedin_page_competitors",
        platform="linkedin",
        kind=Kind.OTHER,
        file_name=_named("competitor_analytics"),
    ),
)
