"""X and Twitter: what analytics.twitter.com and X Premium let an account download."""

import re
from typing import Final

import polars as pl

from models.metrics import Basis
from rhumbline.cells import moment_of_x_id
from rhumbline.parts import Kind
from rhumbline.reading import About, Table

# Both header generations (2024 and 2026), and the Portuguese labels.
CONTENT_COLUMNS: Final = {
    "post id": "native_id",
    "id do post": "native_id",
    "date": "day",
    "data": "day",
    "post text": "text",
    "texto do post": "text",
    "link": "permalink",
    "post link": "permalink",
    "postar link": "permalink",
    "impressions": "impressions",
    "impressões": "impressions",
    "likes": "reactions",
    "curtidas": "reactions",
    "engagements": "engagements",
    "engajamentos": "engagements",
    "bookmarks": "saves",
    "itens salvos": "saves",
    "new follows": "follows",
    "novos seguidores": "follows",
    "replies": "comments",
    "respostas": "comments",
    "reposts": "shares",
    "profile visits": "profile_visits",
    "visitas ao perfil": "profile_visits",
    "url clicks": "link_clicks",
    "cliques de url": "link_clicks",
}
CONTENT_IGNORED: Final = frozenset(
    {
        "share",  # times the share sheet was opened, not times the post was shared
        "shares",
        "compartilhamentos",
        "detail expands",
        "expansões de detalhes",
        "hashtag clicks",
        "cliques de hashtag",
        "permalink clicks",
        "cliques de link permanente",
    }
)


def _post(rows: pl.DataFrame, about: About) -> pl.DataFrame:
    """The id is taken from the permalink, which no spreadsheet rounds; the id holds the time."""
    linked = pl.col("permalink").str.extract(r"/status/(\d+)")
    plain = pl.col("native_id").str.extract(r"^(\d{5,19})$")
    native = pl.coalesce(linked, plain)
    return rows.with_columns(native_id=native).select(
        *(c for c in rows.columns if c not in ("native_id", "day", "why", "text")),
        "native_id",
        pl.col("text").str.replace_all("&amp;", "&", literal=True),
        pl.when(pl.col("text").str.starts_with("@"))
        .then(pl.lit("reply"))
        .otherwise(pl.lit("post"))
        .alias("type"),
        pl.col("permalink").str.extract(r"(?:x|twitter)\.com/([^/]+)/status/").alias("account"),
        moment_of_x_id(pl.col("native_id")).alias("published_at"),
        pl.lit("UTC").alias("published_zone"),
        pl.lit("second").alias("published_precision"),
        pl.when(pl.col("native_id").is_null())
        .then(pl.lit("The post id was rounded by a spreadsheet and the link does not hold it."))
        .alias("why"),
    )


CONTENT: Final = Table(
    format="x_content",
    platform="x",
    kind=Kind.POSTS,
    basis=Basis.LIFETIME,
    row_cap=200,
    file_name=re.compile(
        r"account_analytics_content_(?P<from>\d{4}-?\d\d-?\d\d)_(?P<until>\d{4}-?\d\d-?\d\d)"
    ),
    columns_=CONTENT_COLUMNS,
    needs=frozenset({"native_id", "day", "text", "permalink", "impressions"}),
    ignored=CONTENT_IGNORED,
    shape=_post,
)

READERS: Final = (CONTENT,)
