"""Why an activity fails: the reason in words a person understands, and a likely cause to group by."""

from typing import Final

import polars as pl

from rhumbline.alignment.link_claims import is_own
from rhumbline.alignment.matches import Matches
from rhumbline.alignment.rules import Rules
from rhumbline.alignment.tie_limits import exclusion_reason

_NO_TIE: Final = (
    "No tie matches: no campaign, label, link, hashtag, mention or phrase of the strategy is in it."
)
_OWN_PAGE: Final = f"{_NO_TIE} It links to {{}}, a page of yours that no tie names."
_SHORTENED: Final = f"{_NO_TIE} Its link on {{}} is shortened: links.csv can say where it leads."


def first_unknown_names(unknown: pl.DataFrame) -> pl.DataFrame:
    """`row`, `unknown_cause` and `unknown_reason`: each activity's first name that no strategy has."""
    order = pl.col("what").replace_strict(
        {"measure": 0, "campaign": 1, "label": 2}, return_dtype=pl.UInt8
    )
    first = unknown.sort("row", order, "written").unique("row", keep="first", maintain_order=True)
    sentence = "It names the {} “{}”, which the strategy does not have."
    return first.select(
        "row",
        pl.format("unknown {} {}", "what", "written").alias("unknown_cause"),
        pl.format(sentence, "what", "written").alias("unknown_reason"),
    )


def explain_failures(failing: pl.DataFrame, matches: Matches, rules: Rules) -> pl.DataFrame:
    """The failing activities with `reason` and `cause`, from whatever matches them."""
    rows = failing.select("row")
    known = (
        failing.join(_first_exclusions(rows, matches, rules), on="row", how="left")
        .join(_first_links(rows, matches, rules), on="row", how="left")
        .join(_first_hashtags(rows, matches), on="row", how="left")
    )
    return known.with_columns(cause=_cause(), reason=_reason())


def _first_exclusions(rows: pl.DataFrame, matches: Matches, rules: Rules) -> pl.DataFrame:
    """The first tie that matches each activity and whose limits exclude it."""
    excluded = matches.excluded.join(rows, on="row", how="semi")
    first = excluded.sort("row", "claim").unique("row", keep="first", maintain_order=True)
    named = first.join(rules.claims.select("claim", excluding_tie="tie_id"), on="claim")
    return named.select("row", "excluding_tie", exclusion=exclusion_reason())


def _first_links(rows: pl.DataFrame, matches: Matches, rules: Rules) -> pl.DataFrame:
    """The page each activity links to: one of the organisation's own, a shortened one, another."""
    places = matches.places.unique("link", keep="last", maintain_order=True).select(
        "link", "host", "address", "is_shortened", is_own=is_own(rules) & bool(rules.own_hosts)
    )
    linked = matches.links.join(rows, on="row", how="semi").join(places, on="link")
    first = linked.sort(
        "row", "is_own", "is_shortened", "address", descending=[False, True, True, False]
    )
    return first.unique("row", keep="first", maintain_order=True).drop("link")


def _first_hashtags(rows: pl.DataFrame, matches: Matches) -> pl.DataFrame:
    """The first hashtag of each activity by name; `#1` means first place, not a subject."""
    tagged = matches.hashtags.join(rows, on="row", how="semi")
    tags = tagged.select("row", tag=pl.col("name").cast(pl.String))
    subjects = tags.filter(~pl.col("tag").str.contains(r"^#\d+$")).sort("row", "tag")
    return subjects.unique("row", keep="first", maintain_order=True)


def _cause() -> pl.Expr:
    is_blank = (pl.col("text").fill_null("").str.strip_chars() == "") & pl.col("address").is_null()
    return (
        pl.when("is_unknown").then(pl.format("unknown measure {}, decided", "decided_measure"))
        .when("is_lapsed").then(pl.lit("waiver expired"))
        .when(pl.col("unknown_cause").is_not_null()).then("unknown_cause")
        .when(pl.col("excluding_tie").is_not_null())
        .then(pl.format("tie {} is {}", "excluding_tie", "exclusion"))
        .when(pl.col("is_own")).then(pl.format("link to an untied page {}", "address"))
        .when(pl.col("type") == "reply").then(pl.lit("reply without a tie"))
        .when(pl.col("is_shortened")).then(pl.format("shortened link {} nobody resolved", "host"))
        .when(pl.col("host").is_not_null()).then(pl.format("link to an untied site {}", "host"))
        .when(pl.col("tag").is_not_null()).then(pl.format("untied hashtag {}", "tag"))
        .when(is_blank).then(pl.lit("no text"))
        .otherwise(pl.lit("no link, tag or phrase"))
    )  # fmt: skip


def _reason() -> pl.Expr:
    lapsed = pl.format(
        "The waiver by {} expired on {}. ", pl.coalesce("owner", "decided_by"), "expires"
    )
    unknown = pl.format(
        "{} tied it to {}, which is not a measure of the strategy. Decide again.",
        "decided_by", "decided_measure",
    )  # fmt: skip
    details = (
        pl.when(pl.col("unknown_reason").is_not_null())
        .then(pl.format("{} Nothing else ties it.", "unknown_reason"))
        .when(pl.col("excluding_tie").is_not_null())
        .then(pl.format("No tie applies: {} matches it, but holds {}.", "excluding_tie", "exclusion"))
        .when(pl.col("is_own")).then(pl.format(_OWN_PAGE, "address"))
        .when(pl.col("is_shortened")).then(pl.format(_SHORTENED, "host"))
        .otherwise(pl.lit(_NO_TIE))
    )  # fmt: skip
    return (
        pl.when("is_unknown").then(unknown)
        .when("is_lapsed").then(pl.concat_str(lapsed, details))
        .otherwise(details)
    )  # fmt: skip
