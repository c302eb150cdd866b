"""References: the links and hashtags of each text, as core.activity_references stores them."""

import polars as pl

from rhumbline.alignment.link_claims import is_own
from rhumbline.alignment.matches import Matches
from rhumbline.alignment.rules import Rules


def references_in(matches: Matches, rules: Rules) -> pl.DataFrame:
    """`row`, `kind`, `reference`, `is_own` and `is_shortened` of links and hashtags, once per text."""
    return pl.concat([_link_references(matches, rules), _hashtag_references(matches)])


def _link_references(matches: Matches, rules: Rules) -> pl.DataFrame:
    """The places that links name; two links to one place are one reference."""
    own = is_own(rules) & bool(rules.own_hosts)
    places = matches.places.select(
        "link", "is_shortened", is_own=own, reference="key", number=pl.col("key").rank("dense")
    )
    key = pl.col("row").cast(pl.UInt64) * 2**32 + pl.col("number")
    linked = matches.links.join(places, on="link").filter(key.is_first_distinct())
    return linked.select("row", pl.lit("link").alias("kind"), "reference", "is_own", "is_shortened")


def _hashtag_references(matches: Matches) -> pl.DataFrame:
    key = pl.col("row").cast(pl.UInt64) * 2**32 + pl.col("name").to_physical()
    return matches.hashtags.filter(key.is_first_distinct()).select(
        "row",
        pl.lit("hashtag").alias("kind"),
        pl.col("name").cast(pl.String).alias("reference"),
        pl.lit(value=False).alias("is_own"),
        pl.lit(value=False).alias("is_shortened"),
    )
