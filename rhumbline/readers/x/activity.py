"""Twitter's tweet activity, 2014 to 2024: forty columns per tweet, thirty-eight per day."""

import re
from typing import Final

import polars as pl

from models.metrics import BY_NAME, Basis
from rhumbline.readers.x.posts import post_columns, recover_post_ids
from rhumbline.readers.x.table import DAY, ID, LINK, XDays, XTable
from rhumbline.reading.batch import Kind
from rhumbline.reading.cells import map_headers
from rhumbline.reading.dates import parse_moments
from rhumbline.reading.positioned_table import looks_like
from rhumbline.reading.provenance import Provenance
from rhumbline.reading.table import optional_column

# Ours, and how Twitter heads it: English, Portuguese, French. Other languages are read by position.
_FIGURES: Final = {
    "impressions": "impressions|impressões",
    "engagements": "engagements|engajamentos|interações",
    "shares": "retweets",
    "comments": "replies|respostas|réponses",
    "reactions": "likes|favorites|favoritos|J'aime",
    "profile_visits": "user profile clicks|cliques no perfil do usuário",
    "link_clicks": "url clicks|cliques no URL",
    "follows": "follows|seguiram",
}
TWEET_FIELDS: Final = _FIGURES | {
    "native_id": "tweet id|id do Tweet|Identifiant du Tweet",
    "permalink": "tweet permalink|link permanente do Tweet|Permalien du Tweet",
    "text": "tweet text|texto do Tweet|Texte du Tweet",
    "time": "time|horário|heure",
}
DAY_FIELDS: Final = _FIGURES | {
    "day": "date|data",
    "posts_published": "tweets published|Tweets publicados|Tweets publiés",
}
# Rates, parts of the figures above, and what was paid for.
IGNORED: Final = """engagement rate|taxa de engajamento|taxa de envolvimento
    hashtag clicks|cliques em hashtags|detail expands|expansões de detalhes
    permalink clicks|cliques no link permanente|app opens|aberturas de aplicativos
    app installs|instalações de aplicativo|email tweet|Tweet enviado por e-mail
    dial phone|número de telefone discado|media views|visualizações da mídia
    media engagements|engajamentos com mídia
    promoted impressions|promoted engagements|promoted engagement rate|promoted retweets
    promoted replies|promoted likes|promoted favorites|promoted user profile clicks
    promoted url clicks|promoted hashtag clicks|promoted detail expands|promoted permalink clicks
    promoted app opens|promoted app installs|promoted follows|promoted email tweet
    promoted dial phone|promoted media views|promoted media engagements"""

_FIGURES_IN_ORDER: Final = (
    *("impressions", "engagements", "", "shares", "comments", "reactions", "profile_visits"),
    *("link_clicks", "", "", "", "", "", "follows", "", "", "", ""),
    *[""] * 18,  # the same, paid for
)
TWEET_ORDER: Final = ("native_id", "permalink", "text", "time", *_FIGURES_IN_ORDER)
DAY_ORDER: Final = ("day", "posts_published", *_FIGURES_IN_ORDER)

_FILE_NAME: Final = (
    r"{}_activity_metrics_(?:(?P<account>\w+?)_)?(?P<from>\d{{8}})_(?P<until>\d{{8}})"
    r"(?:_(?P<lang>[a-z]{{2}}))?"
)
_TIMES: Final = ("published_at", "published_precision")


def _tweet(rows: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    """The moment in the id; where it holds none, the file's time, which has no seconds."""
    complete = rows.with_columns(optional_column(rows, "permalink"), optional_column(rows, "time"))
    metrics = (c for c in rows.columns if c in BY_NAME)
    tweets = recover_post_ids(complete).select("line", "time", *metrics, *post_columns())
    if tweets["published_at"].null_count():
        in_file = parse_moments(tweets["time"], "UTC")
        has_moment = pl.col("published_at").is_not_null()
        tweets = tweets.with_columns(
            pl.when(has_moment).then(pl.col(name)).otherwise(in_file[name]).alias(name)
            for name in _TIMES
        )
    return tweets.drop("time")


TWEETS: Final = XTable(
    format="x_tweet_activity",
    platform="x",
    is_organic=True,
    kind=Kind.POSTS,
    basis=Basis.LIFETIME,
    file_name=re.compile(_FILE_NAME.format("(?<!daily_)(?:tweet|twitter)")),
    fields=map_headers(TWEET_FIELDS, underscored=True),
    needs=frozenset({"native_id", "text", "impressions"}),
    ignored=frozenset(map_headers({"": IGNORED}, underscored=True)),
    order_for=lambda width: TWEET_ORDER if width == len(TWEET_ORDER) else (),
    is_row=looks_like(ID, LINK, None, rf"{DAY} .+"),
    shape=_tweet,
)
DAYS: Final = XDays(
    format="x_daily_activity",
    platform="x",
    is_organic=True,
    file_name=re.compile(_FILE_NAME.format("daily_(?:tweet|twitter)")),
    fields=map_headers(DAY_FIELDS, underscored=True),
    needs=frozenset({"day", "posts_published", "impressions"}),
    ignored=frozenset(map_headers({"": IGNORED}, underscored=True)),
    order_for=lambda width: DAY_ORDER if width == len(DAY_ORDER) else (),
    is_row=looks_like(rf"{DAY}(?: 0?0:00(?::00)?)?", r"\d+(?:[.,]0)?"),
)
