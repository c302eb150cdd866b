"""Everything that claims an activity: the hits of all ties at once, and the names no tie knows."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import polars as pl

from models.strategy import TieKind
from rhumbline.alignment import fields, link_claims, tags
from rhumbline.alignment.folding import cut
from rhumbline.alignment.links import ShortLinks, followed, links_in
from rhumbline.alignment.narrowing import narrowed
from rhumbline.alignment.phrases import PhraseBook, phrases_in
from rhumbline.alignment.plan import plan_hits, planned
from rhumbline.alignment.rules import Rules, measure_names

UNKNOWN: Final = {"row": pl.UInt32(), "what": pl.String(), "written": pl.String()}

_FIELDS: Final = {"campaign": TieKind.CAMPAIGN, "labels": TieKind.LABEL}
_WHOLE_TAG: Final = r"^#[\w·・]+$"


@dataclass(frozen=True)
class Met:
    """What was met in some activities: hits, and what their texts refer to."""

    hits: pl.DataFrame  # row, claim, evidence
    left_out: pl.DataFrame  # what narrowing took away, see `narrowed`
    unknown: pl.DataFrame  # row, what (campaign, label or measure), written
    links: pl.DataFrame  # row, link
    places: pl.DataFrame  # what the links compare as, see `followed`
    hashtags: pl.DataFrame  # row, written, folded


def meet(activities: pl.DataFrame, rules: Rules, plan: pl.DataFrame, short: ShortLinks) -> Met:
    """Everything of a strategy version that the activities meet, strong or weak.

    `activities` has `row`, `platform`, `account`, `type` (folded), `day`, `text`, `permalink`,
    `campaign`, `labels` and `measure_hint`.
    """
    with ThreadPoolExecutor(1) as pool:  # phrases take as long as all the rest together
        said = pool.submit(
            phrases_in, activities.select("row", "text"), PhraseBook.of(_phrases(rules))
        )
        links = links_in(activities, rules.named_hosts)
        places = followed(links["link"], short)
        hashtags = tags.hashtags_in(activities)
        announced = planned(activities, places, links, plan) if plan.height else None
        hits = [
            link_claims.on_rows(link_claims.claimed_by_address(places, rules), links),
            link_claims.on_rows(link_claims.claimed_by_utm(places, rules), links),
            tags.claimed(hashtags, _whole_tags(rules)),
            *_mentioned(activities, rules),
            *_in_fields(activities, rules),
            *([plan_hits(announced, rules.claims)] if announced is not None else []),
            said.result(),
        ]
    kept, left_out = narrowed(pl.concat(hits), activities, rules)
    carried = link_claims.on_rows_named(link_claims.campaigns_of(places, rules), links)
    unknown = _unknown(activities, carried, announced, rules)
    return Met(kept, left_out, unknown, links, places, hashtags)


def _phrases(rules: Rules) -> pl.DataFrame:
    """The phrases to look for, and tags that no platform would make one of.

    Platforms end `#Seed-Swap` at the hyphen; who ties by it means those words.
    """
    broken = ~pl.col("pattern").str.contains(_WHOLE_TAG)
    return pl.concat(
        [rules.patterns(TieKind.PHRASE), rules.patterns(TieKind.HASHTAG).filter(broken)]
    )


def _whole_tags(rules: Rules) -> pl.DataFrame:
    return rules.patterns(TieKind.HASHTAG).filter(pl.col("pattern").str.contains(_WHOLE_TAG))


def _mentioned(activities: pl.DataFrame, rules: Rules) -> Iterator[pl.DataFrame]:
    patterns = rules.patterns(TieKind.MENTION)
    if patterns.height:
        yield tags.claimed(tags.mentions_in(activities), patterns)


def _in_fields(activities: pl.DataFrame, rules: Rules) -> Iterator[pl.DataFrame]:
    for field, kind in _FIELDS.items():
        yield fields.claimed_by(fields.spread(activities, field), rules.patterns(kind))
    yield fields.named_in_the_log(fields.spread(activities, "measure_hint"), rules)
    yield fields.of_account_or_type(activities, rules)


def _unknown(
    activities: pl.DataFrame,
    carried: pl.DataFrame,
    announced: pl.DataFrame | None,
    rules: Rules,
) -> pl.DataFrame:
    """Campaigns, labels and measures that are named and that the version does not have."""
    hints = fields.spread(activities, "measure_hint")
    named = [
        _unheard(fields.spread(activities, field), rules, kind) for field, kind in _FIELDS.items()
    ]
    return pl.concat(
        [
            _unknown_measures(hints, announced, rules),
            _unheard(carried, rules, TieKind.CAMPAIGN),
            *named,
        ]
    )


def _unheard(values: pl.DataFrame, rules: Rules, kind: TieKind) -> pl.DataFrame:
    """Values that no tie of the version names, whatever narrows those ties."""
    strange = values.join(rules.patterns(kind), left_on="name", right_on="pattern", how="anti")
    return _told(strange, kind.value)


def _unknown_measures(
    hints: pl.DataFrame, announced: pl.DataFrame | None, rules: Rules
) -> pl.DataFrame:
    names = list(measure_names(rules.strategy))
    named = _told(hints.filter(~pl.col("name").is_in(names)), "measure")
    if announced is None:
        return named
    lines = rules.claims.filter(pl.col("kind") == "plan")["pattern"]
    strange = announced.filter(~pl.col("line").cast(pl.String).is_in(lines.implode()))
    return pl.concat([named, _told(strange.rename({"measure": "written"}), "measure")])


def _told(values: pl.DataFrame, what: str) -> pl.DataFrame:
    return values.select("row", pl.lit(what).alias("what"), cut(pl.col("written")).alias("written"))
