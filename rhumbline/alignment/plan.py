"""The content plan: which activities are the posts that a line of it announced for their day."""

from typing import Final

import polars as pl

from rhumbline.alignment.addresses import addresses
from rhumbline.alignment.fields import HITS
from rhumbline.alignment.folding import cut, folded

# X cuts texts near 280 signs, and people plan the first words of a post. A text that begins as
# another does is the same post where they share so many signs; fewer are "Thank you!".
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


def planned(
    activities: pl.DataFrame, places: pl.DataFrame, links: pl.DataFrame, plan: pl.DataFrame
) -> pl.DataFrame:
    """`row`, `line`, `measure` and `evidence` of the activities that lines of the plan announced.

    A line announces what is published on its day, on its platform if it names one, and links to its
    link, or says its text: the same words, or one beginning with the other (20 signs at least).
    """
    announced = plan.filter(pl.any_horizontal(pl.col("text", "link").is_not_null()))
    pairs = (
        activities.select("row", "day", its_platform="platform", said="text", permalink="permalink")
        .join(announced, left_on="day", right_on="date")
        .filter(pl.col("platform").is_null() | (pl.col("platform") == pl.col("its_platform")))
    )
    met = pl.concat([_by_link(pairs, places, links), _by_text(pairs)])
    first = met.unique(["row", "line"], keep="first", maintain_order=True)
    shown = pl.format("line {} of the plan: {}", "line", "written")
    return first.select("row", "line", "measure", cut(shown).alias("evidence"))


def _by_link(pairs: pl.DataFrame, places: pl.DataFrame, links: pl.DataFrame) -> pl.DataFrame:
    asked = pairs.filter(pl.col("link").is_not_null()).rename({"link": "written"})
    read = addresses(asked["written"]).select("link", "address").rename({"link": "written"})
    asked = asked.join(read, on="written")
    linked = links.join(places.select("link", "address"), on="link").select("row", "address")
    permalinks = addresses(asked["permalink"]).select(permalink="link", own_address="address")
    own = asked.join(permalinks, on="permalink").filter(pl.col("own_address") == pl.col("address"))
    columns = ["row", "line", "measure", "written"]
    return pl.concat(
        [asked.join(linked, on=["row", "address"]).select(columns), own.select(columns)]
    )


def _by_text(pairs: pl.DataFrame) -> pl.DataFrame:
    asked = pairs.filter(pl.col("said").is_not_null() & pl.col("text").is_not_null())
    compared = asked.with_columns(a=_words(pl.col("said")), b=_words(pl.col("text")))
    a, b = pl.col("a"), pl.col("b")
    long = (a.str.len_chars() >= SHORTEST_BEGINNING) & (b.str.len_chars() >= SHORTEST_BEGINNING)
    whole_words = ~a.str.strip_prefix(b).str.contains(r"^\w")
    same = (a == b) & (a != "")
    begins = long & ((a.str.starts_with(b) & whole_words) | b.str.starts_with(a))
    return compared.filter(same | begins).select(
        "row", "line", "measure", folded_spaces(pl.col("text")).alias("written")
    )


def _words(text: pl.Expr) -> pl.Expr:
    """A text as plan and post have it in common: without links, which platforms rewrite."""
    bare = text.str.replace_all(_LINK, " ").str.replace_many(_ENTITIES)
    return folded(bare).str.strip_chars(" .…")


def folded_spaces(text: pl.Expr) -> pl.Expr:
    """The text on one line."""
    return text.str.replace_all(r"\s+", " ").str.strip_chars()


def plan_hits(found: pl.DataFrame, claims: pl.DataFrame) -> pl.DataFrame:
    """Hits of the planned activities (see `planned`) whose measure the strategy has."""
    lines = claims.filter(
        (pl.col("kind") == "plan") & pl.col("pattern").str.contains(r"^\d+$")
    ).select("claim", line=pl.col("pattern").cast(pl.Int64))
    return found.join(lines, on="line").select(list(HITS))
