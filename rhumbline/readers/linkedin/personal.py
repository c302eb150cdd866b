"""LinkedIn people: a creator's analytics, sheets that are known by what they hold in any language."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

import polars as pl

from models.metrics import Basis
from rhumbline.opening import Document, Sheet
from rhumbline.readers.linkedin.personal_sheets import (
    DATE,
    find_sheets,
    order_of,
    parse_counts,
    rows_of,
)
from rhumbline.readers.linkedin.words import (
    facet_named,
    filled,
    parse_company_size,
    post_id,
    published,
    unread_sheets,
)
from rhumbline.reading.batch import Batch, Column, Fate, Kind
from rhumbline.reading.dates import Order, parse_days
from rhumbline.reading.numbers import parse_numbers
from rhumbline.reading.provenance import Provenance
from rhumbline.reading.reader import Reader

_ARTICLE: Final = r"linkedin\.com/pulse/([^/?#]+)"
_CONTENT: Final = re.compile(r"conte|inhalt|inhoud", re.IGNORECASE)
_BELOW_ONE_PERCENT: Final = r"^<|\p{L}"  # "< 1%", "menos de 1%"
RANKINGS: Final = (("c0", "c1", "c2", "engagements"), ("c4", "c5", "c6", "impressions"))


def _refusal(bad: pl.Expr, cell: str, what: str) -> pl.Expr:
    reason = pl.format(f"'{{}}' is not {what}.", pl.col(cell).fill_null("").str.slice(0, 40))
    return pl.when(bad).then(reason)


def _split(frame: pl.DataFrame, sheet: Sheet) -> tuple[pl.DataFrame, pl.DataFrame]:
    kept = frame.filter(pl.col("why").is_null()).drop("why")
    refused = frame.filter(pl.col("why").is_not_null())
    return kept, refused.select(
        "line", pl.lit(sheet.name).alias("sheet"), pl.col("why").alias("reason")
    )


def read_posts(sheet: Sheet, at: int, order: Order) -> Batch:
    """The posts of both rankings, each once; null for a figure whose ranking lacks the post."""
    rows = rows_of(sheet, at)
    entries = [
        rows.select("line", pl.col(link).alias("permalink"), pl.col(day).alias("day"),
                    pl.col(figure).alias("figure"), pl.lit(metric).alias("metric"))
        for link, day, figure, metric in RANKINGS
    ]  # fmt: skip
    listed = pl.concat(entries).filter(
        ~pl.all_horizontal(pl.col("permalink", "day", "figure").is_null())
    )
    values, bad = parse_counts(listed["figure"])
    link = pl.col("permalink")
    judged = listed.with_columns(
        value=values, bad=bad, native_id=pl.coalesce(post_id(link), link.str.extract(_ARTICLE, 1))
    ).with_columns(
        why=pl.when(pl.col("native_id").is_null())
        .then(pl.lit("The row has no link that holds a post's id."))
        .otherwise(_refusal(pl.col("bad"), "figure", "a count"))
    )
    kept, refused = _split(judged, sheet)
    posts = kept.group_by("native_id", maintain_order=True).agg(
        pl.col("line").min(),
        pl.col("permalink", "day").drop_nulls().first(),
        *(
            pl.col("value").filter(pl.col("metric") == metric).first().alias(metric)
            for *_, metric in RANKINGS
        ),
    )
    return Batch.of(Kind.POSTS, _dated(posts, order), refused, listed.height)


def _dated(posts: pl.DataFrame, order: Order) -> pl.DataFrame:
    """The moment in the id; of an article, whose address holds none, the day that is listed."""
    day = (
        parse_days(posts["day"], order)["date"].cast(pl.Datetime("us")).dt.replace_time_zone("UTC")
    )
    in_id = [e.alias(f"id_{e.meta.output_name()}") for e in published(pl.col("native_id"))]
    listed = {"published_zone": pl.lit("UTC"), "published_precision": pl.lit("day")}
    listed["published_at"] = pl.col("listed")
    return (
        posts.with_columns(in_id)
        .with_columns(listed=day)
        .with_columns(
            pl.coalesce(f"id_{name}", day_listed).alias(name) for name, day_listed in listed.items()
        )
        .select(
            *("line", "native_id", "permalink", *listed, "engagements", "impressions"),
            pl.lit("post").alias("type"),
        )
    )


def read_days(sheet: Sheet, at: int, order: Order, metrics: tuple[str, ...]) -> Batch:
    """One row per day, the columns after the date by their place."""
    rows = rows_of(sheet, at)
    dated = rows.with_columns(parse_days(rows["c0"], order))
    for place, metric in enumerate(metrics, 1):
        values, bad = parse_counts(rows[f"c{place}"])
        dated = dated.with_columns(values.alias(metric), bad.alias("bad")).with_columns(
            why=pl.coalesce("why", _refusal(pl.col("bad"), f"c{place}", "a count"))
        )
    kept, refused = _split(dated, sheet)
    return Batch.of(Kind.DAILY, kept.select("line", "date", *metrics), refused)


def read_follower_total(sheet: Sheet, at: int, order: Order) -> Batch | None:
    """How many followers there were in all, from the line above the days, on the day it names."""
    for line, row in sheet.rows():
        dates = DATE.findall(row[0]) if line <= at and len(row) == 2 else []
        if dates:
            values, bad = parse_counts(pl.Series(row[1:]))
            day = parse_days(pl.Series(dates[:1]), order)["date"]
            if not bad.any() and day.null_count() == 0:
                total = pl.DataFrame({"line": [line], "date": day, "followers": values})
                return Batch.of(Kind.DAILY, total)
    return None


def read_facets(sheet: Sheet, at: int, audience: str) -> Batch:
    """Shares of an audience; null where LinkedIn says only that a share is below one per cent."""
    rows = rows_of(sheet, at).rename({"c0": "facet", "c1": "value", "c2": "cell"})
    is_percent = rows["cell"].str.contains("%", literal=True)
    hidden = rows["cell"].str.contains(_BELOW_ONE_PERCENT).fill_null(value=False)
    values, bad = parse_numbers(rows["cell"].set(hidden, None))
    share = pl.DataFrame({"n": values, "percent": is_percent}).select(
        pl.when("percent").then(pl.col("n") / 100).otherwise("n")
    ).to_series()  # fmt: skip
    judged = rows.with_columns(
        pl.col("facet").map_elements(facet_named, pl.String),
        share=share,
        bad=bad | share.is_between(0, 1).not_().fill_null(value=False) | rows["cell"].is_null(),
        audience=pl.lit(audience),
    ).with_columns(
        pl.when(pl.col("facet") == "company_size")
        .then(pl.col("value").map_elements(parse_company_size, pl.String))
        .otherwise("value")
        .alias("value"),
        why=_refusal(pl.col("bad"), "cell", "a share"),
    )
    kept, refused = _split(judged, sheet)
    return Batch.of(
        Kind.AUDIENCE, kept.select("line", "audience", "facet", "value", "share"), refused
    )


def _is_linked(sheet: Sheet, at: int) -> bool:
    """Whether an address of LinkedIn stands under the header, for rankings saved alone."""
    return any("linkedin.com/" in cell for row in sheet.head[at + 1 :][:2] for cell in row)


class LinkedInCreator(Reader):
    """Reads the two rankings of posts, the days, the followers and who they are."""

    def claims(self, document: Document) -> bool:
        """By two rankings side by side, and a range of days, days one by one or LinkedIn's addresses."""
        if document.shape != "workbook":
            return False
        sheets = find_sheets(document)
        known = sheets.totals is not None or sheets.by_day is not None
        return sheets.posts is not None and (known or _is_linked(*sheets.posts))

    def period(self, document: Document) -> tuple[date, date] | None:
        """The range above the totals."""
        sheets = find_sheets(document)
        if sheets.totals is None:
            return None
        range_ = DATE.findall(filled(sheets.totals[0])[0][1])
        first, last = parse_days(pl.Series(range_), order_of(sheets))["date"]
        return (first, last) if first and last and first <= last else None

    def columns(self, document: Document) -> list[Column]:
        """The headers of every sheet; totals of the whole range have no place among days or posts."""
        sheets = find_sheets(document)
        roles: list[tuple[tuple[Sheet, int] | None, tuple[str, ...]]] = [
            (sheets.by_day, ("date", "impressions", "engagements")),
            (
                sheets.posts,
                ("permalink", "day", "engagements", "", "permalink", "day", "impressions"),
            ),
            (sheets.followers, ("date", "follows")),
            *((place, ("facet", "value", "share")) for place in sheets.facets),
        ]
        read = [
            Column(header, Fate.MAPPED, ours, place[0].name)
            for place, names in roles
            if place
            for header, ours in zip(place[0].head[place[1]], names, strict=False)
            if header.strip()
        ]
        if sheets.totals:
            sheet = sheets.totals[0]
            read += [Column(row[0], Fate.IGNORED, None, sheet.name) for row in filled(sheet)]
        return read + unread_sheets(document, read)

    def read(self, document: Document, provenance: Provenance) -> Iterator[Batch]:
        """Posts, days, new followers and their number in all, facets; totals are only counted."""
        sheets = find_sheets(document)
        order = order_of(sheets)
        if sheets.posts:
            yield read_posts(*sheets.posts, order)
        if sheets.by_day:
            yield read_days(*sheets.by_day, order, ("impressions", "engagements"))
        if sheets.followers:
            yield read_days(*sheets.followers, order, ("follows",))
            if in_all := read_follower_total(*sheets.followers, order):
                yield in_all
        for sheet, at in sheets.facets:
            yield read_facets(sheet, at, "reached" if _CONTENT.search(sheet.name) else "followers")
        if sheets.totals:
            lines = [line for line, row in sheets.totals[0].rows() if row][1:]
            yield Batch.of(Kind.OTHER, pl.DataFrame({"line": lines}, schema={"line": pl.Int64}))


READERS: Final = (
    LinkedInCreator(
        format="linkedin_personal",
        platform="linkedin",
        kind=Kind.POSTS,
        basis=Basis.WINDOW,
        file_name=re.compile(
            r"^(?:(?:Content|Contenuti?|Contenido|Conteúdo|Contenu|Inhalt)_\d{4}-\d\d-\d\d_\d{4}-\d\d-\d\d"
            r"|[^_]*(?:Aggr|Agreg)[^_]*)_(?P<account>\D.*?)(?:_\d{4}-?\d\d-?\d\d.*)?\.xlsx?$",
            re.IGNORECASE,
        ),
    ),
)
