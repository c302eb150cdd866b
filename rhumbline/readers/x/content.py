"""X Premium's content export: one row per post and reply, with its figures so far."""

import re
from typing import Final

import polars as pl

from models.metrics import BY_NAME, Basis
from rhumbline.readers.x.activity import ID, LINK, XTable
from rhumbline.readers.x.posts import attributes, identified
from rhumbline.reading.batch import Kind
from rhumbline.reading.cells import map_headers
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


def _post(rows: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    """The day in the file is of the browser in 2025 and of UTC in 2026: the id holds the moment."""
    metrics = (c for c in rows.columns if c in BY_NAME)
    return identified(rows).select("line", *metrics, *attributes())


# Both generations have the same order, and so has every language.
PLACES: Final = (
    "post id", "date", "post text", "post link", "impressions", "likes", "engagements", "bookmarks",
    "shares", "new follows", "replies", "reposts", "profile visits", "detail expands", "url clicks",
    "hashtag clicks", "permalink clicks",
)  # fmt: skip

CONTENT: Final = XTable(
    format="x_content",
    platform="x",
    kind=Kind.POSTS,
    basis=Basis.LIFETIME,
    row_cap=200,
    file_name=re.compile(
        r"account_analytics_content_(?P<from>\d{4}-?\d\d-?\d\d)_(?P<until>\d{4}-?\d\d-?\d\d)"
    ),
    columns_=map_headers(FIELDS),
    needs=frozenset({"native_id", "day", "text", "permalink", "impressions"}),
    ignored=frozenset(map_headers(IGNORED)),
    places=PLACES,
    sample=(ID, None, None, LINK),
    shape=_post,
)
