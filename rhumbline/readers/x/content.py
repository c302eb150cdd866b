"""X Premium's content export: one row per post and reply, with its figures so far."""

import re
from typing import Final

import polars as pl

from models.metrics import BY_NAME, Basis
from rhumbline.readers.x.posts import post_columns, recover_post_ids
from rhumbline.readers.x.table import ID, LINK, XTable
from rhumbline.reading.batch import Kind
from rhumbline.reading.cells import map_headers
from rhumbline.reading.positioned_table import looks_like
from rhumbline.reading.provenance import Provenance

# Both generations of the header (2025 and 2026), which differ in case and number, and Portuguese.
FIELDS: Final = {
    "native_id": "Post id|ID do post",
    "day": "Date|Data",
    "text": "Post text|Texto do post",
    "permalink": "Link|Post link|Postar link",
    "impressions": "Impressions|Impressões",
    "reactions": "Likes|Curtidas",
    "engagements": "Engagements|Engajamentos",
    "saves": "Bookmarks|Itens salvos",
    "follows": "New follows|Novos seguidores",
    "comments": "Replies|Respostas",
    "shares": "Reposts",
    "profile_visits": "Profile visits|Visitas ao perfil",
    "link_clicks": "URL clicks|Cliques de URL",
}
# Share(s) counts how often the menu for sharing was used, not how often the post was shared.
IGNORED: Final = {
    "menu": "Share|Shares|Compartilhamentos",
    "details": "Detail expands|Expansões de detalhes",
    "hashtags": "Hashtag clicks|Cliques de hashtag",
    "permalinks": "Permalink clicks|Cliques de link permanente",
}
# The same in both generations and in every language.
ORDER: Final = (
    *("native_id", "day", "text", "permalink", "impressions", "reactions", "engagements", "saves"),
    *("", "follows", "comments", "shares", "profile_visits", "", "link_clicks", "", ""),
)


def _post(rows: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    """The moment in the id: the file's day is the browser's in 2025 and that of UTC in 2026."""
    metrics = (c for c in rows.columns if c in BY_NAME)
    return recover_post_ids(rows).select("line", *metrics, *post_columns())


CONTENT: Final = XTable(
    format="x_content",
    platform="x",
    is_organic=True,
    kind=Kind.POSTS,
    basis=Basis.LIFETIME,
    row_cap=200,
    file_name=re.compile(
        r"account_analytics_content_(?P<from>\d{4}-?\d\d-?\d\d)_(?P<until>\d{4}-?\d\d-?\d\d)"
    ),
    fields=map_headers(FIELDS, underscored=True),
    needs=frozenset({"native_id", "day", "text", "permalink", "impressions"}),
    ignored=frozenset(map_headers(IGNORED, underscored=True)),
    order_for=lambda width: ORDER if width == len(ORDER) else (),
    is_row=looks_like(ID, None, None, LINK),
    shape=_post,
)
