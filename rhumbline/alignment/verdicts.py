"""The verdict on each activity: its alignment, the reason in words, and a cause to group by."""

from typing import Final

import polars as pl

from rhumbline.alignment.link_claims import is_own
from rhumbline.alignment.matching import Met
from rhumbline.alignment.ranking import Ranked
from rhumbline.alignment.rules import Rules

VERDICT: Final = (
    "row", "alignment", "reason", "cause", "measure_id", "tie_id", "evidence", "strategy_version",
)  # fmt: skip
FAILING: Final = ("untraceable", "orphaned")

_NO_TIE: Final = (
    "No tie matches: no campaign, label, link, hashtag, mention or phrase of the strategy is in it."
)
_OWN_PAGE: Final = f"{_NO_TIE} It links to {{}}, a page of yours that no tie names."
_SHORTENED: Final = f"{_NO_TIE} Its link on {{}} is shortened: links.csv can say where it leads."
_PREDATES: Final = "It was published before the first strategy was in force."


def predating(activities: pl.DataFrame) -> pl.DataFrame:
    """The verdict on what was published before there was a strategy: shown, never judged."""
    nothing = ("measure_id", "tie_id", "evidence", "strategy_version")
    return activities.select(
        "row",
        pl.lit("predates_strategy").alias("alignment"),
        pl.lit(_PREDATES).alias("reason"),
        pl.lit("before the first strategy").alias("cause"),
        *(pl.lit(None, pl.String).alias(name) for name in nothing),
    )


def verdicts(activities: pl.DataFrame, met: Met, found: Ranked, rules: Rules) -> pl.DataFrame:
    """One row of VERDICT per activity; `activities` are `weighed`."""
    first = found.traces.filter(pl.col("rank") == 1).drop("rank", "also_tied_by")
    judged = (
        activities.join(first, on="row", how="left")
        .join(found.rivals, on="row", how="left")
        .join(_strangers(met.unknown), on="row", how="left")
        .with_columns(alignment=_alignment())
    )
    failing = pl.col("alignment").is_in(FAILING)
    counts = pl.col("alignment").is_in(("aligned", "suspect"))
    good = judged.filter(~failing).with_columns(_words_of_good())
    bad = _explained(judged.filter(failing), met, rules)
    return (
        pl.concat([good, bad], how="diagonal")
        .with_columns(
            *(
                pl.when(counts).then(name).alias(name)
                for name in ("measure_id", "tie_id", "evidence")
            ),
            strategy_version=pl.when(counts)
            .then("strategy_version")
            .otherwise(pl.lit(rules.version)),
        )
        .select(VERDICT)
    )


def _alignment() -> pl.Expr:
    return (
        pl.when("is_waived").then(pl.lit("waived"))
        .when("is_unknown").then(pl.lit("orphaned"))
        .when("is_suspect").then(pl.lit("suspect"))
        .when(pl.col("rival_tie_id").is_not_null()).then(pl.lit("ambiguous"))
        .when(pl.col("tie_id").is_not_null()).then(pl.lit("aligned"))
        .when(pl.col("stranger").is_not_null()).then(pl.lit("orphaned"))
        .otherwise(pl.lit("untraceable"))
    )  # fmt: skip


def _strangers(unknown: pl.DataFrame) -> pl.DataFrame:
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


def _words_of_good() -> list[pl.Expr]:
    alignment = pl.col("alignment")
    goals = pl.concat_list("goal_id", "rival_goal_id").list.sort().list.join(" and ")
    why = pl.coalesce(pl.format(": {}", "decided_because"), pl.lit(""))
    until = pl.coalesce(pl.format(" Until {}.", "expires"), pl.lit(""))
    owner = pl.coalesce("owner", "decided_by")
    reason = (
        pl.when(alignment == "waived")
        .then(pl.concat_str(pl.format("{} waived it{}.", owner, why), until))
        .when(alignment == "suspect")
        .then(pl.format("{} tied it to {}, whose meaning, target or goal has changed since.",
                        "decided_by", "measure_id"))
        .when(alignment == "ambiguous")
        .then(pl.format("Two equally strong ties lead to different goals, {}: {} and {}. A person decides.",
                        goals, "tie_id", "rival_tie_id"))
        .otherwise("because")
    )  # fmt: skip
    cause = (
        pl.when(alignment == "waived").then(pl.lit("waived"))
        .when(alignment == "suspect").then(pl.lit("measure changed since it was decided"))
        .when(alignment == "ambiguous").then(pl.format("equal ties of {}", goals))
        .otherwise(pl.format("tied by {}", "kind"))
    )  # fmt: skip
    return [reason.alias("reason"), cause.alias("cause")]


def _explained(failing: pl.DataFrame, met: Met, rules: Rules) -> pl.DataFrame:
    """Reason and likely cause of what fails, from whatever was met in it."""
    seen = (
        failing.join(_left_out(met, rules), on="row", how="left")
        .join(_linked(failing.select("row"), met, rules), on="row", how="left")
        .join(_tagged(met), on="row", how="left")
    )
    return seen.with_columns(cause=_cause(), reason=_reason())


def _left_out(met: Met, rules: Rules) -> pl.DataFrame:
    """The first tie that matches each activity and is narrowed to others."""
    first = met.left_out.sort("row", "claim").unique("row", keep="first", maintain_order=True)
    named = first.join(rules.claims.select("claim", left_tie="tie_id"), on="claim")
    return named.select("row", "left_tie", left_because="because")


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
    )  # fmt: skip


def _tagged(met: Met) -> pl.DataFrame:
    return met.hashtags.sort("row", "folded").unique("row", keep="first", maintain_order=True).select(
        "row", tag="folded"
    )  # fmt: skip


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
