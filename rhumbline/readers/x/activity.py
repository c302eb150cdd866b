"""Twitter's tweet activity, 2014 to 2024: forty columns per tweet, thirty-eight per day, read by place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

import polars as pl

from models.metrics import BY_NAME, Basis
from rhumbline.opening import Document, Sheet
from rhumbline.readers.x.posts import attributes, identified
from rhumbline.reading.batch import Batch, Column, Kind
from rhumbline.reading.cells import normalise_header
from rhumbline.reading.daily_series import DailySeries, shape_days
from rhumbline.reading.dates import parse_moments
from rhumbline.reading.provenance import Provenance
from rhumbline.reading.table import Table, optional_column

# The order is the same in every language; one block for all, one for what was paid for.
_COUNTS: Final = (
    "impressions", "engagements", "engagement rate", "retweets", "replies", "likes",
    "user profile clicks", "url clicks", "hashtag clicks", "detail expands", "permalink clicks",
    "app opens", "app installs", "follows", "email tweet", "dial phone", "media views",
    "media engagements",
)  # fmt: skip
_PAID: Final = tuple(f"promoted {name}" for name in _COUNTS)
TWEET_PLACES: Final = ("tweet id", "tweet permalink", "tweet text", "time", *_COUNTS, *_PAID)
DAY_PLACES: Final = ("date", "tweets published", *_COUNTS, *_PAID)

METRICS: Final = {
    "impressions": "impressions",
    "engagements": "engagements",
    "retweets": "shares",
    "replies": "comments",
    "likes": "reactions",
    "user profile clicks": "profile_visits",
    "url clicks": "link_clicks",
    "follows": "follows",
}
TWEET_COLUMNS: Final = METRICS | {
    "tweet id": "native_id",
    "tweet permalink": "permalink",
    "tweet text": "text",
    "time": "time",
}
DAY_COLUMNS: Final = METRICS | {"date": "day", "tweets published": "posts_published"}

# Other names of columns, for files that lost some of them; whole files are read by place.
SYNONYMS: Final = {
    normalise_header(theirs): ours
    for ours, spelled in {
        "tweet id": "id do Tweet|Identifiant du Tweet",
        "tweet permalink": "link permanente do Tweet|Permalien du Tweet",
        "tweet text": "texto do Tweet|Texte du Tweet",
        "time": "horário|heure",
        "date": "data",
        "tweets published": "Tweets publicados|Tweets publiés",
        "impressions": "impressões",
        "engagements": "engajamentos|interações",
        "engagement rate": "taxa de engajamento|taxa de envolvimento",
        "replies": "respostas|réponses",
        "likes": "favorites|favoritos|J'aime",
        "promoted likes": "promoted favorites",
        "user profile clicks": "cliques no perfil do usuário",
        "url clicks": "cliques no URL",
        "hashtag clicks": "cliques em hashtags",
        "detail expands": "expansões de detalhes",
        "permalink clicks": "cliques no link permanente",
        "app opens": "aberturas de aplicativos",
        "app installs": "instalações de aplicativo",
        "follows": "seguiram",
        "email tweet": "Tweet enviado por e-mail",
        "dial phone": "número de telefone discado",
        "media views": "visualizações da mídia",
        "media engagements": "engajamentos com mídia",
    }.items()
    for theirs in spelled.split("|")
}
ID: Final = r"\d{5,19}(?:[.,]0+)?|\d[.,]?\d*[Ee]\+?\d+"  # also as a spreadsheet rounds it
LINK: Final = r"https?://(?:www\.)?(?:twitter|x)\.com/.+"
_DAY: Final = r"(?:\d{4}-\d\d-\d\d|\d{1,2}([/.-])\d{1,2}\1\d{2,4})"
_NAME: Final = (
    r"{}_activity_metrics_(?:(?P<account>\w+?)_)?(?P<from>\d{{8}})_(?P<until>\d{{8}})"
    r"(?:_(?P<lang>[a-z]{{2}}))?"
)


@dataclass(frozen=True, kw_only=True)
class XTable(Table):
    """A table whose whole header is known by the order of its columns, whatever its language."""

    places: tuple[str, ...]  # English names in order
    sample: tuple[str | None, ...] = field(default=())  # what the first cells of a row look like

    def table(self, document: Document) -> tuple[Sheet, int] | None:
        """The sheet and the row of its header, by its names, or by its width and the row below it."""
        for sheet in document.sheets:
            for at, row in enumerate(sheet.head[: self._HEADER_WITHIN]):
                if self._is_header(_filled(row), sheet.head[at + 1 :]):
                    return sheet, at
        return None

    def _is_header(self, row: list[str], below: list[list[str]]) -> bool:
        if len(row) <= len(self.sample) or any(cell.isdigit() for cell in row):
            return False
        named = {self.columns_.get(_english(cell)) for cell in row}
        placed = {self.columns_.get(name) for name in self.in_english(row)}
        first = next((cells for cells in below if _filled(cells)), [])
        return self.needs <= named or (self.needs <= placed and self._looks_right(first))

    def _looks_right(self, row: list[str]) -> bool:
        return len(row) >= len(self.places) and all(
            re.fullmatch(form, cell.strip())
            for form, cell in zip(self.sample, row, strict=False)
            if form
        )

    def in_english(self, row: list[str]) -> list[str]:
        """The header's names in English: all by place where the row is whole, else by themselves."""
        named = [_english(cell) for cell in row]
        whole = len(row) == len(self.places) and all(
            name == place
            for name, place in zip(named, self.places, strict=True)
            if name in self.places
        )
        return list(self.places) if whole else named

    def columns(self, document: Document) -> list[Column]:
        """The header's columns as the file names them."""
        sheet, at = self.table(document) or (document.sheet, 0)
        said = _filled(sheet.head[at])
        pairs = zip(said, self.in_english(said), strict=True)
        return [replace(self._column(name, sheet.name), header=cell) for cell, name in pairs]

    def read(self, document: Document, provenance: Provenance) -> Iterator[Batch]:
        """Batches of kept and rejected rows."""
        sheet, at = self.table(document) or (document.sheet, 0)
        headers = self.in_english(_filled(sheet.head[at]))
        for batch in sheet.batches(at, len(headers)):
            yield self.part(batch, headers, sheet.name, provenance)


def _filled(row: list[str]) -> list[str]:
    """A row without the empty cells at its end."""
    filled = [place for place, cell in enumerate(row, 1) if cell.strip()]
    return row[: filled[-1]] if filled else []


def _english(header: str) -> str:
    name = normalise_header(header.replace("_", " "))
    return SYNONYMS.get(name, name)


def _tweet(rows: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    """The file's time has no seconds and stands in only where the id holds none."""
    known = rows.with_columns(optional_column(rows, "permalink"), optional_column(rows, "time"))
    metrics = (c for c in rows.columns if c in BY_NAME)
    tweets = identified(known).select("line", "time", *metrics, *attributes())
    return _timed(tweets).drop("time")


def _timed(tweets: pl.DataFrame) -> pl.DataFrame:
    if not tweets["published_at"].null_count():
        return tweets
    said = parse_moments(tweets["time"], "UTC").select(
        pl.col("published_at").alias("said_at"),
        pl.col("published_precision").alias("said_precision"),
    )
    untold = pl.col("published_at").is_null()
    return tweets.hstack(said).select(
        pl.exclude("published_at", "published_precision", "said_at", "said_precision"),
        pl.when(untold).then("said_at").otherwise("published_at").alias("published_at"),
        pl.when(untold)
        .then("said_precision")
        .otherwise("published_precision")
        .alias("published_precision"),
    )


@dataclass(frozen=True, kw_only=True)
class XDays(DailySeries, XTable):
    """The same for the file of one row per day."""


TWEETS: Final = XTable(
    format="x_tweet_activity",
    platform="x",
    kind=Kind.POSTS,
    basis=Basis.LIFETIME,
    file_name=re.compile(_NAME.format("(?<!daily_)(?:tweet|twitter)")),
    columns_=TWEET_COLUMNS,
    needs=frozenset({"native_id", "text", "impressions"}),
    ignored=frozenset(TWEET_PLACES) - set(TWEET_COLUMNS),
    places=TWEET_PLACES,
    sample=(ID, LINK, None, rf"{_DAY} .+"),
    shape=_tweet,
)
DAYS: Final = XDays(
    format="x_daily_activity",
    platform="x",
    file_name=re.compile(_NAME.format("daily_(?:tweet|twitter)")),
    columns_=DAY_COLUMNS,
    needs=frozenset({"day", "posts_published", "impressions"}),
    ignored=frozenset(DAY_PLACES) - set(DAY_COLUMNS),
    places=DAY_PLACES,
    sample=(rf"{_DAY}(?: 0?0:00(?::00)?)?", r"\d+(?:[.,]0)?"),
    shape=shape_days,
)
