"""The content plan: which activities are the posts that its lines announced for their day."""

from typing import Final

import polars as pl

from rhumbline.alignment.addresses import read_addresses
from rhumbline.alignment.fields import HIT
from rhumbline.alignment.normalised_text import normalised, shortened

# X cuts texts near 280 characters, and people plan the first words of a post. So two texts are the
# same post where one begins with the other and both have this many characters; shorter ones are
# "Thank you!".
SHORTEST_BEGINNING: Final = 20
PLAN: Final = {
    "date": pl.Date(),
    "platform": pl.String(),
    "text": pl.String(),
    "link": pl.String(),
    "measure": pl.String(),
    "line": pl.Int64(),
}

_LINK: Final = r"(?i)(?:https?://|www\.)\S+"
_ENTITIES: Final = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "’": "'"}


def find_announced(
    activities: pl.DataFrame, places: pl.DataFrame, links: pl.DataFrame, plan: pl.DataFrame
) -> pl.DataFrame:
    """`row`, `line`, `measure` and `evidence` of the activities that lines of the plan announce.

    A line announces what is published on its day, on its platform if it names one, and links to its
    link or has its text: the same words, or one text beginning with the other (20 characters at
    least).
    """
    lines = plan.filter(pl.any_horizontal(pl.col("text", "link").is_not_null()))
    published = activities.select(
        "row", "day", activity_platform="platform", activity_text="text", permalink="permalink"
    )
    pairs = published.join(lines, left_on="day", right_on="date").filter(
        pl.col("platform").is_null() | (pl.col("platform") == pl.col("activity_platform"))
    )
    announced = pl.concat([_match_links(pairs, places, links), _match_texts(pairs)])
    first = announced.unique(["row", "line"], keep="first", maintain_order=True)
    evidence = pl.format("line {} of the plan: {}", "line", "written")
    return first.select("row", "line", "measure", shortened(evidence).alias("evidence"))


def _match_links(pairs: pl.DataFrame, places: pl.DataFrame, links: pl.DataFrame) -> pl.DataFrame:
    """The pairs whose activity links to the line's link, or has it as its own address."""
    pairs = pairs.filter(pl.col("link").is_not_null()).rename({"link": "written"})
    planned = read_addresses(pairs["written"]).select(written="link", address="address")
    pairs = pairs.join(planned, on="written")
    linked = links.join(places.select("link", "address"), on="link").select("row", "address")
    permalinks = read_addresses(pairs["permalink"]).select(permalink="link", own_address="address")
    own = pairs.join(permalinks, on="permalink").filter(pl.col("own_address") == pl.col("address"))
    columns = ["row", "line", "measure", "written"]
    return pl.concat(
        [pairs.join(linked, on=["row", "address"]).select(columns), own.select(columns)]
    )


def _match_texts(pairs: pl.DataFrame) -> pl.DataFrame:
    """The pairs whose activity has the line's text."""
    both = pairs.filter(pl.col("activity_text").is_not_null() & pl.col("text").is_not_null())
    compared = both.with_columns(
        published=_words(pl.col("activity_text")), planned=_words(pl.col("text"))
    )
    published, planned = pl.col("published"), pl.col("planned")
    are_long = (published.str.len_chars() >= SHORTEST_BEGINNING) & (
        planned.str.len_chars() >= SHORTEST_BEGINNING
    )
    ends_with_word = ~published.str.strip_prefix(planned).str.contains(r"^\w")
    is_same = (published == planned) & (published != "")
    is_beginning = are_long & (
        (published.str.starts_with(planned) & ends_with_word) | planned.str.starts_with(published)
    )
    return compared.filter(is_same | is_beginning).select(
        "row", "line", "measure", _on_one_line(pl.col("text")).alias("written")
    )


def _words(text: pl.Expr) -> pl.Expr:
    """The words that plan and post have in common: no links, because platforms rewrite them."""
    bare = text.str.replace_all(_LINK, " ").str.replace_many(_ENTITIES)
    return normalised(bare).str.strip_chars(" .…")


def _on_one_line(text: pl.Expr) -> pl.Expr:
    return text.str.replace_all(r"\s+", " ").str.strip_chars()


def match_plan_lines(announced: pl.DataFrame, claims: pl.DataFrame) -> pl.DataFrame:
    """HIT rows of the announced activities (see `find_announced`) whose measure the strategy has."""
    lines = claims.filter(
        (pl.col("kind") == "plan") & pl.col("pattern").str.contains(r"^\d+$")
    ).select("claim", line=pl.col("pattern").cast(pl.Int64))
    return announced.join(lines, on="line").select(list(HIT))
