"""The nearest measure of what fails: a suggestion with its reasons, never assumed."""

from collections.abc import Iterator, Sequence
from typing import Final

import polars as pl

from models.platforms import PLATFORMS
from rhumbline.alignment.due import BATCH, query
from rhumbline.alignment.folding import cut
from rhumbline.alignment.links import SHORTENERS
from rhumbline.alignment.phrases import PhraseBook, phrases_in
from rhumbline.alignment.rules import Rules
from rhumbline.alignment.vocabulary import vocabulary
from rhumbline.warehouse.connection import Warehouse

CLUE: Final = {
    "activity_key": pl.Int64(),
    "measure_id": pl.String(),
    "source": pl.String(),
    "weight": pl.Float64(),
    "words": pl.String(),  # what was met: words of the text, a page, a hashtag
    "serving": pl.Int64(),  # aligned activities that share it and serve the measure
}
_COMPANY: Final = {"page": 6.0, "hashtag": 3.0, "site": 2.0}
_SEGMENT_NAMED: Final = 5.0
# Sites that hold everything: sharing one says nothing of what two activities are about.
_EVERYBODYS: Final = (
    "vimeo.com", "medium.com", "google.com", "docs.google.com", "drive.google.com", "forms.gle",
    "zoom.us", "us02web.zoom.us", "eventbrite.com", "open.spotify.com", "amazon.com", "linktr.ee",
    "en.wikipedia.org", "archive.org",
    *(host for each in PLATFORMS.values() for host in each.hosts),
    *(f"m.{host}" for each in PLATFORMS.values() for host in each.hosts),
)  # fmt: skip
_WORDS_SHOWN: Final = 3
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


def suggest(warehouse: Warehouse, rules: Sequence[Rules]) -> None:
    """Store the nearest measure of every failing activity, or none where nothing is near.

    All of them are looked at again, since what serves a measure now was perhaps not there before.
    """
    company = _company(warehouse)
    start = 0
    while (failing := warehouse.frame(_FAILING, BATCH, start)).height:
        start += BATCH
        clues = pl.concat(
            [company.join(failing, on="activity_key", how="semi"), *_said(failing, rules)]
        )
        near = _nearest(clues, failing, rules)
        nearest = failing.select("activity_key").join(near, on="activity_key", how="left")
        with warehouse.seeing(suggestions=nearest):
            warehouse.run(query("suggest"))


def _company(warehouse: Warehouse) -> pl.DataFrame:
    """Clues from aligned activities with the same pages, sites and hashtags."""
    shared = warehouse.frame(query("company"), [*sorted(SHORTENERS), *_EVERYBODYS])
    weight = pl.col("kind").replace_strict(_COMPANY, return_dtype=pl.Float64)
    return shared.select(
        "activity_key",
        "measure_id",
        pl.col("kind").alias("source"),
        (weight * pl.col("serving") / pl.col("sharing").cast(pl.Float64)).alias("weight"),
        pl.col("cue").alias("words"),
        pl.col("serving").cast(pl.Int64),
    )


def _said(failing: pl.DataFrame, rules: Sequence[Rules]) -> Iterator[pl.DataFrame]:
    """Clues from the words of the texts, and from segments that the activity log names."""
    for version in rules:
        group = failing.filter(pl.col("strategy_version") == version.version)
        if group.is_empty():
            continue
        words, meanings = vocabulary(version)
        texts = group.select(
            row=pl.int_range(pl.len(), dtype=pl.UInt32), text="text", key="activity_key"
        )
        met = phrases_in(texts, PhraseBook.of(words)).unique(
            ["row", "claim"], keep="first", maintain_order=True
        )
        told = met.join(meanings, on="claim").join(texts.select("row", "key"), on="row")
        yield _clues(told.rename({"key": "activity_key", "evidence": "words"}))
        named = group.join(version.measures, left_on="segment_hint", right_on="segment_id")
        yield _clues(
            named.with_columns(
                source=pl.lit("segment"),
                weight=pl.lit(_SEGMENT_NAMED),
                words=pl.col("segment_hint"),
            )
        )


def _clues(found: pl.DataFrame) -> pl.DataFrame:
    return found.select(*list(CLUE)[:4], pl.col("words"), pl.lit(None, pl.Int64).alias("serving"))


def _nearest(clues: pl.DataFrame, failing: pl.DataFrame, rules: Sequence[Rules]) -> pl.DataFrame:
    """`activity_key`, `measure_id` and `suggestion`: the measure with most clues, and which."""
    measures = pl.concat([version.measures for version in rules]).select(
        "strategy_version", "measure_id", "segment_id", "position"
    )
    scores = (
        clues.group_by("activity_key", "measure_id")
        .agg(pl.col("weight").sum().round(6))
        .join(failing.select("activity_key", "strategy_version"), on="activity_key")
        .join(measures, on=["strategy_version", "measure_id"])
        .sort("activity_key", "weight", "position", descending=[False, True, False])
        .unique("activity_key", keep="first", maintain_order=True)
        .select("activity_key", "measure_id", "segment_id")
    )
    told = clues.join(scores, on=["activity_key", "measure_id"])
    why = (
        told.sort("activity_key", "weight", "words", descending=[False, True, False])
        .filter(_says_more())
        .group_by("activity_key", "source", maintain_order=True)
        .agg(
            pl.col("words").unique(maintain_order=True).head(_WORDS_SHOWN),
            pl.col("weight").sum(),
            pl.col("serving", "segment_id").first(),
        )
        .with_columns(sentence=_sentence())
        .sort("activity_key", "weight", "source", descending=[False, True, False])
        .group_by("activity_key", maintain_order=True)
        .agg(pl.col("sentence").head(_WORDS_SHOWN).str.join(" ").alias("suggestion"))
    )
    return scores.join(why, on="activity_key").select("activity_key", "measure_id", "suggestion")


def _says_more() -> pl.Expr:
    """Whether words are more than a part of the weightiest of their kind, or are those."""
    words = pl.col("words").str.to_lowercase()
    first = words.first().over("activity_key", "source")
    return (words == first) | ~first.str.contains(words, literal=True)


def _sentence() -> pl.Expr:
    """A kind of clue in words."""
    quoted = pl.format("“{}”", pl.col("words").list.join("”, “"))
    one = cut(pl.col("words").list.first())
    many = pl.when(pl.col("serving") == 1).then(pl.lit("activity")).otherwise(pl.lit("activities"))
    serve = pl.when(pl.col("serving") == 1).then(pl.lit("serves")).otherwise(pl.lit("serve"))
    source = pl.col("source")
    return (
        pl.when(source.is_in(("page", "site")))
        .then(pl.format("{} {} with a link to {} {} it.", "serving", many, one, serve))
        .when(source == "hashtag")
        .then(pl.format("{} {} with {} {} it.", "serving", many, one, serve))
        .when(source == "segment")
        .then(pl.format("The activity log names {}, the people it is about.", one))
        .when(source == "interest")
        .then(pl.format("It says {}: interests of {}.", quoted, "segment_id"))
        .when(source == "tie")
        .then(pl.format("It says {}: words of its ties.", quoted))
        .otherwise(pl.format("It says {}: words of its goal.", quoted))
    )
