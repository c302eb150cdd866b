"""Why an activity fails: the reason in words a person understands, and the likely cause to group by."""

from typing import Final

import polars as pl

from rhumbline.alignment.link_claims import is_own
from rhumbline.alignment.matching import Met
from rhumbline.alignment.narrowing import because
from rhumbline.alignment.rules import Rules

_NO_TIE: Final = (
    "No tie matches: no campaign, label, link, hashtag, mention or phrase of the strategy is in it."
)
_OWN_PAGE: Final = f"{_NO_TIE} It links to {{}}, a page of yours that no tie names."
_SHORTENED: Final = f"{_NO_TIE} Its link on {{}} is shortened: links.csv can say where it leads."


def strangers(unknown: pl.DataFrame) -> pl.DataFrame:
    """The first name of each activity that the strategy does not have, as cause and in words."""
    order = pl.col("what").replace_strict(
        {"measure": 0, "campaign": 1, "label": 2}, return_dtype=pl.UInt8
    )
    first = unknown.sort("row", order, "written").unique("row", keep="first", maintain_order=True)
    return first.select(
        "row",
        pl.format("unknown {} {}", "what", "written").alias("stranger"),
        pl.format(
            "It names the {} “{}”, which the strategy does not have.", "what", "written"
        ).alias("strange"),
    )


def explained(failing: pl.DataFrame, met: Met, rules: Rules) -> pl.DataFrame:
    """Reason and likely cause of what fails, from whatever was met in it."""
    rows = failing.select("row")
    seen = (
        failing.join(_left_out(rows, met, rules), on="row", how="left")
        .join(_linked(rows, met, rules), on="row", how="left")
        .join(_tagged(rows, met), on="row", how="left")
    )
    return seen.with_columns(cause=_cause(), reason=_reason())


def _left_out(rows: pl.DataFrame, met: Met, rules: Rules) -> pl.DataFrame:
    """The first tie that matches each activity and is narrowed to others."""
    asked = met.left_out.join(rows, on="row", how="semi")
    first = asked.sort("row", "claim").unique("row", keep="first", maintain_order=True)
    named = first.join(rules.claims.select("claim", left_tie="tie_id"), on="claim")
    return named.select("row", "left_tie", left_because=because())


def _linked(rows: pl.DataFrame, met: Met, rules: Rules) -> pl.DataFrame:
    """The page each activity links to: one of the organisation's own, a shortened one, another."""
    places = met.places.unique("link", keep="last", maintain_order=True).select(
        "link", "host", "address", "is_shortened", is_own=is_own(rules) & bool(rules.own_hosts)
    )
    linked = met.links.join(rows, on="row", how="semi").join(places, on="link")
    first = linked.sort(
        "row", "is_own", "is_shortened", "address", descending=[False, True, True, False]
    )
    return first.unique("row", keep="first", maintain_order=True).select(
        "row", "host", "address", "is_own", "is_shortened"
    )


def _tagged(rows: pl.DataFrame, met: Met) -> pl.DataFrame:
    """The first hashtag of each activity, by name; `#1` means first place and not a subject."""
    named = met.hashtags.filter(~pl.col("folded").str.contains(r"^#\d+$"))
    asked = named.join(rows, on="row", how="semi").sort("row", "folded")
    return asked.unique("row", keep="first", maintain_order=True).select("row", tag="folded")


def _cause() -> pl.Expr:
    blank = (pl.col("text").fill_null("").str.strip_chars() == "") & pl.col("address").is_null()
    return (
        pl.when("is_unknown").then(pl.format("unknown measure {}, decided", "decided_measure"))
        .when("is_lapsed").then(pl.lit("waiver expired"))
        .when(pl.col("stranger").is_not_null()).then("stranger")
        .when(pl.col("left_tie").is_not_null()).then(pl.format("tie {} is {}", "left_tie", "left_because"))
        .when(pl.col("is_own")).then(pl.format("link to an untied page {}", "address"))
        .when(pl.col("type") == "reply").then(pl.lit("reply without a tie"))
        .when(pl.col("is_shortened")).then(pl.format("shortened link {} nobody resolved", "host"))
        .when(pl.col("host").is_not_null()).then(pl.format("link to an untied site {}", "host"))
        .when(pl.col("tag").is_not_null()).then(pl.format("untied hashtag {}", "tag"))
        .when(blank).then(pl.lit("no text"))
        .otherwise(pl.lit("no link, tag or phrase"))
    )  # fmt: skip


def _reason() -> pl.Expr:
    lapsed = pl.format(
        "The waiver by {} expired on {}. ", pl.coalesce("owner", "decided_by"), "expires"
    )
    gone = pl.format(
        "{} tied it to {}, which is not a measure of the strategy. Decide again.",
        "decided_by", "decided_measure",
    )  # fmt: skip
    details = (
        pl.when(pl.col("strange").is_not_null()).then(pl.format("{} Nothing else ties it.", "strange"))
        .when(pl.col("left_tie").is_not_null())
        .then(pl.format("No tie applies: {} matches it, but holds {}.", "left_tie", "left_because"))
        .when(pl.col("is_own")).then(pl.format(_OWN_PAGE, "address"))
        .when(pl.col("is_shortened")).then(pl.format(_SHORTENED, "host"))
        .otherwise(pl.lit(_NO_TIE))
    )  # fmt: skip
    return (
        pl.when("is_unknown")
        .then(gone)
        .when("is_lapsed")
        .then(pl.concat_str(lapsed, details))
        .otherwise(details)
    )
