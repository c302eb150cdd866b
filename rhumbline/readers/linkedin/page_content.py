"""LinkedIn pages: the workbook of posts, and of the page's figures day by day."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from models.metrics import BY_NAME, Basis
from rhumbline.opening import Document
from rhumbline.readers.linkedin.words import post_id, published, unread_sheets
from rhumbline.reading.batch import Batch, Column, Kind
from rhumbline.reading.cells import map_headers
from rhumbline.reading.date_order import settle_date_order
from rhumbline.reading.dates import Order, parse_days
from rhumbline.reading.numbers import parse_numbers
from rhumbline.reading.positioned_table import PositionedTable
from rhumbline.reading.provenance import Provenance
from rhumbline.reading.reader import Reader
from rhumbline.reading.table import optional_column

POST_COLUMNS: Final = map_headers(
    {
        "text": "Post title|Update title|Título de la publicación|Título da publicação",
        "permalink": "Post link|Update link|Enlace de la publicación|Link da publicação",
        "part": "Post type|Update type|Tipo de publicación|Tipo de publicação",
        "campaign": "Campaign name|Nombre de la campaña|Nome da campanha",
        "impressions": "Impressions|Impresiones|Impressões",
        "video_views": """Views|Video views|Views (Excluding offsite video views)|Visualizaciones
            Visualizaciones de vídeo|Visualizações|Visualizações do vídeo""",
        "clicks": "Clicks|Clics|Cliques",
        "reactions": "Likes|Reactions|Recomendaciones|Reacciones|Gostaram|Reações",
        "comments": "Comments|Comentarios|Comentários",
        "shares": "Reposts|Shares|Veces compartido|Compartilhamentos",
        "follows": "Follows|Seguidores",
        "content_type": "Content type|Tipo de contenido|Tipo de conteúdo",
    }
)  # fmt: skip
# The created date is the draft's, up to weeks before the post's; the id holds the true moment.
POST_IGNORED: Final = frozenset(
    map_headers(
        {
            "person": "Posted by|Anunciado por|Publicado por|Publicada por",
            "created": "Created date|Fecha de creación|Criação|Data de criação",
            "campaign": """Campaign start date|Campaign end date|Fecha de inicio de campaña
                Fecha de finalización de campaña|Data de início da campanha
                Data de término da campanha""",
            "audience": "Audience|Público",
            "offsite": "Offsite views|Visualizaciones fuera del sitio|Visualizações fora do site",
            "rates": """Click through rate (CTR)|Click-through rate (CTR)|Engagement rate
                Porcentaje de clics|Tasa de interacción|Taxa de cliques (CTR)|Taxa de engajamento""",
        }
    )
)  # fmt: skip
DAY_COLUMNS: Final = map_headers(
    {
        "day": "Date|Fecha|Data",
        "impressions": "Impressions (total)|Impresiones (totales)|Impresiones (total)|Impressões (total)",
        "sponsored": """Impressions (sponsored)|Impresiones (patrocinadas)
            Impressões (patrocinadas)""",
        "unique": """Unique impressions (organic)|Impresiones únicas (orgánicas)
            Impressões únicas (orgânicas)""",
        "clicks": "Clicks (total)|Clics (totales)|Clics (total)|Cliques (total)",
        "reactions": "Reactions (total)|Reacciones (total)|Reacciones (totales)|Reações (total)",
        "comments": "Comments (total)|Comentarios (totales)|Comentarios (total)|Comentários (total)",
        "shares": """Reposts (total)|Shares (total)|Veces compartido (total)
            Compartilhamentos (total)""",
    }
)  # fmt: skip
DAY_IGNORED: Final = re.compile(  # parts of the totals, and rates
    r"\((organic|sponsored|orgánic[oa]s?|orgânic[oa]s?|generales|patrocinad[oa]s?)\)$"
    r"|^(engagement rate|tasa de interacción|taxa de engajamento) "
)

# In every language the columns stand in this order; "" is left aside.
_POST_HEAD: Final = ("part", "campaign", "", "", "", "", "", "impressions", "video_views")
_POST_TAIL: Final = ("clicks", "", "reactions", "comments", "shares", "follows", "")
POST_ORDERS: Final = {
    20: ("text", "permalink", *_POST_HEAD, "", *_POST_TAIL, "content_type"),
    18: ("text", "permalink", *_POST_HEAD, *_POST_TAIL),
}
DAY_ORDER: Final = (
    *("day", "", "sponsored", "impressions", "unique", "", "", "clicks", "", "", "reactions"),
    *("", "", "comments", "", "", "shares", "", "", ""),
)

_PARTS: Final = {  # how the post type begins
    "total": r"^(tot|insg|gesamt|all|tous|tout|ensemble|todo)",
    "sponsored": r"^(spons|patroc|gespons|promo|anunci|finan|pag)",
}


def _shape_post(rows: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    """The id from the address; with `part`, whether the row counts paid, unpaid or all of a post."""
    named = rows.with_columns(
        *(optional_column(rows, c) for c in ("part", "campaign", "content_type")),
        native_id=post_id(pl.col("permalink")),
    )
    part = pl.col("part").str.to_lowercase()
    return named.select(
        *(c for c in rows.columns if c in BY_NAME or c in ("line", "permalink", "text")),
        "campaign",
        "native_id",
        *published(pl.col("native_id")),
        pl.when(part.str.contains(_PARTS["total"]))
        .then(pl.lit("total"))
        .when(part.str.contains(_PARTS["sponsored"]))
        .then(pl.lit("sponsored"))
        .otherwise(pl.lit("organic"))
        .alias("part"),
        _type(named),
        pl.when(pl.col("native_id").is_null())
        .then(pl.lit("The row has no link that holds a post's id."))
        .alias("why"),
    )


def _type(rows: pl.DataFrame) -> pl.Expr:
    is_video = pl.col("content_type").str.to_lowercase().str.contains("v[ií]d[eé]o")
    if "video_views" in rows.columns:
        is_video = is_video.fill_null(value=False) | (pl.col("video_views") > 0)
    return pl.when(is_video).then(pl.lit("video")).otherwise(pl.lit("post")).alias("type")


def count_once(rows: pl.DataFrame) -> pl.DataFrame:
    """One row per post: of a boosted one the figures of its Total row, else its parts added up."""
    metrics = [name for name in rows.columns if name in BY_NAME]
    others = [c for c in rows.columns if c not in (*metrics, "native_id", "part", "campaign")]
    distinct = rows.unique(["native_id", "part", "campaign"], keep="first", maintain_order=True)
    is_total = pl.col("part") == "total"
    return distinct.group_by("native_id", maintain_order=True).agg(
        *(pl.col(c).drop_nulls().first() for c in [*others, "campaign"]),
        *(
            pl.coalesce(
                pl.col(m).filter(is_total).drop_nulls().first(),
                pl.when(pl.col(m).filter(~is_total).count() > 0).then(
                    pl.col(m).filter(~is_total).sum()
                ),
            ).alias(m)
            for m in metrics
        ),
    )


def _shape_day(rows: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    """The page's reach is known where nothing was paid for: LinkedIn gives that of unpaid posts alone."""
    paid, no_paid = parse_numbers(optional_column(rows, "sponsored"))
    people, no_people = parse_numbers(optional_column(rows, "unique"))
    reach = people.round().cast(pl.Int64, strict=False).zip_with(paid == 0, pl.Series([None]))
    no_number = pl.when(no_paid | no_people).then(pl.lit("An impressions figure is not a number."))
    cells, order = settle_date_order(rows["day"], provenance.window, follow=True)
    days = parse_days(cells, fallback=order)
    return rows.select(
        *(c for c in rows.columns if c in BY_NAME or c == "line"),
        days["date"],
        reach.alias("reach"),
        pl.coalesce(pl.lit(days["why"]), no_number).alias("why"),
    )


def _is_post(row: Sequence[str]) -> bool:
    return len(row) > 1 and "linkedin.com/" in row[1] and "urn" in row[1]


def _is_day(row: Sequence[str]) -> bool:
    first = parse_days(pl.Series(row[:1]), fallback=Order.MONTH_FIRST)["date"]
    _, bad = parse_numbers(pl.Series(row[1:]))
    return first.null_count() == 0 and len(row) > 10 and not bad.any()


POSTS: Final = PositionedTable(
    format="linkedin_page_posts",
    platform="linkedin",
    kind=Kind.POSTS,
    fields=POST_COLUMNS,
    needs=frozenset({"text", "permalink", "impressions", "clicks"}),
    ignored=POST_IGNORED,
    order_for=lambda width: POST_ORDERS.get(width, ()),
    is_row=_is_post,
    shape=_shape_post,
)
DAYS: Final = PositionedTable(
    format="linkedin_page_days",
    platform="linkedin",
    kind=Kind.DAILY,
    fields=DAY_COLUMNS,
    needs=frozenset({"day", "impressions", "clicks", "reactions"}),
    ignored_like=DAY_IGNORED,
    structural=lambda _: pl.col("day").str.to_lowercase().str.contains(r"^(grand )?total"),
    order_for=lambda width: DAY_ORDER if width == len(DAY_ORDER) else (),
    is_row=_is_day,
    shape=_shape_day,
)


@dataclass(frozen=True, kw_only=True)
class LinkedInPageContent(Reader):
    """Reads the sheets of posts and of days, whichever the document has, in any language."""

    def claims(self, document: Document) -> bool:
        """By the sheet of posts; the days alone are a format of their own."""
        tables = _tables(document)
        return bool(tables) and (tables[0] is POSTS) == (self.kind is Kind.POSTS)

    def columns(self, document: Document) -> list[Column]:
        """The columns of both sheets, and of those that nobody reads."""
        read = [c for table in _tables(document) for c in table.columns(document)]
        return read + unread_sheets(document, read)

    def read(self, document: Document, provenance: Provenance) -> Iterator[Batch]:
        """Posts, each once though a boosted one has several rows, then days."""
        for table in _tables(document):
            if table is POSTS:
                yield from _read_posts(document, provenance)
            else:
                yield from table.read(document, provenance)


def _tables(document: Document) -> list[PositionedTable]:
    """The tables that the document has: posts, days or both.

    Days in a language whose words are not known are read beside posts alone: by themselves, a date
    and figures may be anybody's.
    """
    if POSTS.claims(document):
        return [POSTS, DAYS] if DAYS.claims(document) else [POSTS]
    return [DAYS] if DAYS.find_by_words(document) else []


def _read_posts(document: Document, provenance: Provenance) -> Iterator[Batch]:
    """All posts in one batch, since the rows of a boosted one may stand far apart."""
    header = POSTS.header_of(document)
    shaped = [
        POSTS.shape_rows(cells, header, provenance) for cells in header.sheet.batches(header.at)
    ]
    if shaped:
        kept, rejected = (
            pl.concat(each, how="vertical_relaxed") for each in zip(*shaped, strict=True)
        )
        yield Batch.of(Kind.POSTS, count_once(kept), rejected, kept.height + rejected.height)


FILE_NAME: Final = re.compile(r"^(?P<account>.+?)_(?:content|updates)_(?P<exported_ms>\d{13})\b")
READERS: Final = (
    LinkedInPageContent(
        format="linkedin_page_content",
        platform="linkedin",
        kind=Kind.POSTS,
        basis=Basis.LIFETIME,
        file_name=FILE_NAME,
    ),
    LinkedInPageContent(
        format="linkedin_page_days",
        platform="linkedin",
        kind=Kind.DAILY,
        basis=Basis.DAY,
        file_name=FILE_NAME,
    ),
)
