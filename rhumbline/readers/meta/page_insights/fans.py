"""Who likes a page, from columns beside the days: one for each age, country, city and language."""

from collections.abc import Iterator, Sequence
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


def fans_of(cells: pl.DataFrame, columns: Sequence[Column]) -> pl.DataFrame:
    """The people who like the page by facet and value, on the last day that has any of them.

    Columns are `line`, `date`, `facet`, `value` and `count`.
    """
    facets = list(_facet_columns(columns))
    if not facets:
        return pl.DataFrame(schema=_FAN_COUNT)
    dated = next(place for place, column in enumerate(columns) if column.name == "day")
    days, order = settle_date_order(cells[f"c{dated}"], follow=True)
    with_fans = cells.with_columns(parse_days(days, fallback=order)["date"]).filter(
        pl.col("date").is_not_null()
        & pl.any_horizontal(pl.col([c for _, c, _ in facets]).fill_null("") != "")
    )
    last = with_fans.filter(pl.col("date") == pl.col("date").max()).head(1)
    rows = [
        {
            "line": last["_line"][0],
            "date": last["date"][0],
            "facet": facet,
            "value": value,
            "count": parse_numbers(last[column])[0][0],
        }
        for facet, column, value in facets
        if last.height and (last[column][0] or "").strip()
    ]
    return pl.DataFrame(rows, schema=_FAN_COUNT)


def _facet_columns(columns: Sequence[Column]) -> Iterator[tuple[str, str, str]]:
    """The facet, the column of cells and the value of each header such as Lifetime Likes by City - York."""
    for facet, prefixes in FACETS.items():
        for place, column in enumerate(columns):
            if normalise_header(column.header).startswith(prefixes):
                value = column.header.replace("\u00a0", " ").partition(" - ")[2].strip()
                yield facet, f"c{place}", value


_FAN_COUNT: Final = pl.Schema(
    {
        "line": pl.Int64(),
        "date": pl.Date(),
        "facet": pl.String(),
        "value": pl.String(),
        "count": pl.Float64(),
    }
)


def add_marginals(fans: pl.DataFrame) -> pl.DataFrame:
    """The fans, and of those by gender and age together (F.25-34) also those by each alone."""
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
    columns = [c for c in fans.columns if c != "date"]
    return pl.concat(
        [fans.select(columns), *(marginal.select(columns) for marginal in alone)]
    ).with_columns(audience=pl.lit("followers"))
