"""The nearest measure of each failing activity: a suggestion with its reasons, never assumed."""

from collections.abc import Iterator, Sequence
from typing import Final

import polars as pl

from models.platforms import PLATFORMS
from rhumbline.alignment.due_activities import BATCH_SIZE, alignment_query
from rhumbline.alignment.links import SHORTENERS
from rhumbline.alignment.normalised_text import shortened
from rhumbline.alignment.phrases import PhraseBook, find_phrases
from rhumbline.alignment.rules import Rules
from rhumbline.alignment.vocabulary import vocabulary
from rhumbline.warehouse.connection import Warehouse

CLUE: Final = {
    "activity_key": pl.Int64(),
    "measure_id": pl.String(),
    "source": pl.String(),
    "weight": pl.Float64(),
    "words": pl.String(),  # words of the text, a page, a site, a hashtag or a segment
    "serving": pl.Int64(),  # aligned activities that share it and serve the measure
}
_REFERENCE_WEIGHTS: Final = {"page": 6.0, "hashtag": 3.0, "site": 2.0}
_SEGMENT_WEIGHT: Final = 5.0
# Sites about everything: two activities that link to one need not be about the same thing.
_GENERAL_SITES: Final = (
    "vimeo.com", "medium.com", "google.com", "docs.google.com", "drive.google.com", "forms.gle",
    "zoom.us", "us02web.zoom.us", "eventbrite.com", "open.spotify.com", "amazon.com", "linktr.ee",
    "en.wikipedia.org", "archive.org",
    *(host for platform in PLATFORMS.values() for host in platform.hosts),
    *(f"m.{host}" for platform in PLATFORMS.values() for host in platform.hosts),
)  # fmt: skip
_MOST_SHOWN: Final = 3
_FAILING: Final = """
select
    activities.activity_key,
    activities.text,
    activities.segment_hint,
    verdicts.strategy_version
from core.verdicts
inner join core.activities on verdicts.activity_key = activities.activity_key
where verdicts.alignment in ('untraceable', 'orphaned')
order by verdicts.activity_key
limit ? offset ?
"""


def suggest_measures(warehouse: Warehouse, rules: Sequence[Rules]) -> None:
    """Store the nearest measure of every failing activity, null where no measure is near.

    All failing activities are compared again, because others may serve a measure now that did not
    before.
    """
    shared = _clues_of_references(warehouse)
    start = 0
    while (failing := warehouse.frame(_FAILING, BATCH_SIZE, start)).height:
        start += BATCH_SIZE
        own = shared.join(failing, on="activity_key", how="semi")
        clues = pl.concat([own, *_clues_of_words(failing, rules)])
        near = _nearest(clues, failing, rules)
        nearest = failing.select("activity_key").join(near, on="activity_key", how="left")
        with warehouse.seeing(suggestions=nearest):
            warehouse.run(alignment_query("suggest"))


def _clues_of_references(warehouse: Warehouse) -> pl.DataFrame:
    """CLUE rows from aligned activities that refer to the same pages, sites and hashtags."""
    shared = warehouse.frame(alignment_query("company"), [*sorted(SHORTENERS), *_GENERAL_SITES])
    weight = pl.col("kind").replace_strict(_REFERENCE_WEIGHTS, return_dtype=pl.Float64)
    return shared.select(
        "activity_key",
        "measure_id",
        pl.col("kind").alias("source"),
        (weight * pl.col("serving") / pl.col("sharing").cast(pl.Float64)).alias("weight"),
        pl.col("cue").alias("words"),
        pl.col("serving").cast(pl.Int64),
    )


def _clues_of_words(failing: pl.DataFrame, rules: Sequence[Rules]) -> Iterator[pl.DataFrame]:
    """CLUE rows from the words of the texts, and from segments that the activity log names."""
    for version in rules:
        group = failing.filter(pl.col("strategy_version") == version.version)
        if group.is_empty():
            continue
        words, meanings = vocabulary(version)
        texts = group.select("activity_key", "text", row=pl.int_range(pl.len(), dtype=pl.UInt32))
        hits = find_phrases(texts, PhraseBook.of(words)).unique(
            ["row", "claim"], keep="first", maintain_order=True
        )
        meant = hits.join(meanings, on="claim").join(texts.select("row", "activity_key"), on="row")
        yield _clues_without_company(meant.rename({"evidence": "words"}))
        named = group.join(version.measures, left_on="segment_hint", right_on="segment_id")
        yield _clues_without_company(
            named.with_columns(
                source=pl.lit("segment"), weight=pl.lit(_SEGMENT_WEIGHT), words="segment_hint"
            )
        )


def _clues_without_company(clues: pl.DataFrame) -> pl.DataFrame:
    """The clues as CLUE rows; no other activity shares them."""
    return clues.select(*list(CLUE)[:5], pl.lit(None, pl.Int64).alias("serving"))


def _nearest(clues: pl.DataFrame, failing: pl.DataFrame, rules: Sequence[Rules]) -> pl.DataFrame:
    """`activity_key`, `measure_id` and `suggestion`: the measure whose clues weigh most, and why."""
    measures = pl.concat([version.measures for version in rules]).select(
        "strategy_version", "measure_id", "segment_id", "position"
    )
    best = (
        clues.group_by("activity_key", "measure_id")
        .agg(pl.col("weight").sum().round(6))
        .join(failing.select("activity_key", "strategy_version"), on="activity_key")
        .join(measures, on=["strategy_version", "measure_id"])
        .sort("activity_key", "weight", "position", descending=[False, True, False])
        .unique("activity_key", keep="first", maintain_order=True)
        .select("activity_key", "measure_id", "segment_id")
    )
    suggestions = _suggestions(clues.join(best, on=["activity_key", "measure_id"]))
    return best.join(suggestions, on="activity_key").select(
        "activity_key", "measure_id", "suggestion"
    )


def _suggestions(clues: pl.DataFrame) -> pl.DataFrame:
    """`activity_key` and `suggestion`: the weightiest clues in words, one sentence for each source."""
    by_source = (
        clues.sort("activity_key", "weight", "words", descending=[False, True, False])
        .filter(_adds_to_weightiest())
        .group_by("activity_key", "source", maintain_order=True)
        .agg(
            pl.col("words").unique(maintain_order=True).head(_MOST_SHOWN),
            pl.col("weight").sum(),
            pl.col("serving", "segment_id").first(),
        )
        .with_columns(sentence=_sentence())
    )
    return (
        by_source.sort("activity_key", "weight", "source", descending=[False, True, False])
        .group_by("activity_key", maintain_order=True)
        .agg(pl.col("sentence").head(_MOST_SHOWN).str.join(" ").alias("suggestion"))
    )


def _adds_to_weightiest() -> pl.Expr:
    """Whether words are the weightiest of their source, or are no part of those."""
    words = pl.col("words").str.to_lowercase()
    first = words.first().over("activity_key", "source")
    return (words == first) | ~first.str.contains(words, literal=True)


def _sentence() -> pl.Expr:
    """The clues of one source in words."""
    quoted = pl.format("“{}”", pl.col("words").list.join("”, “"))
    reference = shortened(pl.col("words").list.first())
    activities = (
        pl.when(pl.col("serving") == 1).then(pl.lit("activity")).otherwise(pl.lit("activities"))
    )
    serve = pl.when(pl.col("serving") == 1).then(pl.lit("serves")).otherwise(pl.lit("serve"))
    source = pl.col("source")
    return (
        pl.when(source.is_in(("page", "site")))
        .then(pl.format("{} {} with a link to {} {} it.", "serving", activities, reference, serve))
        .when(source == "hashtag")
        .then(pl.format("{} {} with {} {} it.", "serving", activities, reference, serve))
        .when(source == "segment")
        .then(pl.format("The activity log names {}, the people it is about.", reference))
        .when(source == "interest")
        .then(pl.format("It says {}: interests of {}.", quoted, "segment_id"))
        .when(source == "tie")
        .then(pl.format("It says {}: words of its ties.", quoted))
        .otherwise(pl.format("It says {}: words of its goal.", quoted))
    )
