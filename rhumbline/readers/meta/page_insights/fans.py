"""Who likes a page, as the columns of its days tell it."""

from collections.abc import Sequence
from typing import Final

import polars as pl

from rhumbline.reading.batch import Column
from rhumbline.reading.cells import normalise_header
from rhumbline.reading.date_order import settle_date_order
from rhumbline.reading.dates import parse_days
from rhumbline.reading.numbers import parse_numbers

FACETS: Final = {
    "age_gender": ("lifetime likes by gender and age - ", "page_fans_gender_age:lifetime - "),
    "country": ("lifetime likes by country - ", "page_fans_country:lifetime - "),
    "location": ("lifetime likes by city - ", "page_fans_city:lifetime - "),
    "language": ("lifetime likes by language - ", "page_fans_locale:lifetime - "),
}


def fans_of(batch: pl.DataFrame, columns: Sequence[Column]) -> pl.DataFrame:
    """The latest day's people who like the page by facet and value, as `line`, `date`, `count`."""
    dated = next(place for place, column in enumerate(columns) if column.name == "day")
    day, order = settle_date_order(batch[f"c{dated}"], follow=True)
    said = parse_days(day, fallback=order)["date"]
    found = [
        (facet, f"c{i}", header.replace("\u00a0", " ").partition(" - ")[2].strip())
        for facet, prefixes in FACETS.items()
        for i, header in enumerate(column.header for column in columns)
        if normalise_header(header).startswith(prefixes)
    ]
    told = batch.with_columns(date=said).filter(
        pl.col("date").is_not_null()
        & pl.any_horizontal(pl.col([c for _, c, _ in found]).fill_null("") != "")
        if found
        else pl.lit(value=False)
    )
    last = told.filter(pl.col("date") == pl.col("date").max())
    rows = [
        {
            "line": last["_line"][0],
            "date": last["date"][0],
            "facet": facet,
            "value": value,
            "count": parse_numbers(last[c].head(1))[0][0],
        }
        for facet, c, value in found
        if last.height and (last[c][0] or "").strip()
    ]
    return pl.DataFrame(rows, schema=_FANS)


_FANS: Final = {
    "line": pl.Int64(),
    "date": pl.Date(),
    "facet": pl.String(),
    "value": pl.String(),
    "count": pl.Float64(),
}


def marginals(fans: pl.DataFrame) -> pl.DataFrame:
    """Age and gender, told together as F.25-34, also each by itself."""
    both = fans.filter(pl.col("facet") == "age_gender").with_columns(
        gender=pl.col("value").str.extract(r"^(\w)\."),
        age=pl.col("value").str.extract(r"^\w\.(.+)$"),
    )
    alone = [
        both.drop_nulls(facet)
        .group_by(pl.col(facet).alias("value"), maintain_order=True)
        .agg(pl.col("line").first(), pl.col("count").sum(), facet=pl.lit(facet))
        for facet in ("age", "gender")
    ]
    return pl.concat(
        [fans.drop("date"), *(a.select(fans.drop("date").columns) for a in alone)]
    ).with_columns(audience=pl.lit("followers"))
