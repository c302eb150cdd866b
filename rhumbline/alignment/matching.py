"""Everything that claims an activity: the hits of all ties at once, and the names no tie knows."""

from dataclasses import dataclass
from typing import Final

import polars as pl

from models.strategy import TieKind
from rhumbline.alignment import fields, link_claims, tags
from rhumbline.alignment.folding import cut
from rhumbline.alignment.links import ShortLinks, followed, links_in
from rhumbline.alignment.narrowing import narrowed
from rhumbline.alignment.phrases import phrases_in
from rhumbline.alignment.plan import plan_hits, planned
from rhumbline.alignment.rules import Rules, measure_names

UNKNOWN: Final = {"row": pl.UInt32(), "what": pl.String(), "written": pl.String()}

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
    links = links_in(activities, rules.named_hosts)
    places = followed(links["link"], short)
    hashtags = tags.hashtags_in(activities)
    hints = fields.spread(activities, "measure_hint")
    announced = planned(activities, places, links, plan) if plan.height else None
    campaigns, labels = (fields.spread(activities, name) for name in ("campaign", "labels"))
    hits = [
        link_claims.on_rows(link_claims.claimed_by_address(places, rules), links),
        link_claims.on_rows(link_claims.claimed_by_utm(places, rules), links),
        fields.claimed_by(campaigns, rules.patterns(TieKind.CAMPAIGN)),
        fields.claimed_by(labels, rules.patterns(TieKind.LABEL)),
        fields.named_in_the_log(hints, rules),
        fields.of_account_or_type(activities, rules),
        *_in_texts(activities, hashtags, rules),
    ]
    if announced is not None:
        hits.append(plan_hits(announced, rules.claims))
    kept, left_out = narrowed(pl.concat(hits), activities, rules)
    carried = link_claims.campaigns_of(places, rules)
    unknown = pl.concat(
        [
            _unknown_measures(hints, announced, rules),
            _unheard(_carried(links, carried), rules, TieKind.CAMPAIGN),
            _unheard(campaigns, rules, TieKind.CAMPAIGN),
            _unheard(labels, rules, TieKind.LABEL),
        ]
    )
    return Met(kept, left_out, unknown, links, places, hashtags)


def _in_texts(activities: pl.DataFrame, hashtags: pl.DataFrame, rules: Rules) -> list[pl.DataFrame]:
    tagged = rules.patterns(TieKind.HASHTAG)
    is_whole = pl.col("pattern").str.contains(_WHOLE_TAG)
    mentioned = rules.patterns(TieKind.MENTION)
    # Platforms end `#Seed-Swap` at the hyphen; who ties by it means those words.
    phrases = pl.concat([rules.patterns(TieKind.PHRASE), tagged.filter(~is_whole)])
    hits = [
        phrases_in(activities, phrases),
        tags.claimed(hashtags, tagged.filter(is_whole)),
    ]
    if mentioned.height:
        hits.append(tags.claimed(tags.mentions_in(activities), mentioned))
    return hits


def _carried(links: pl.DataFrame, campaigns: pl.DataFrame) -> pl.DataFrame:
    return links.join(campaigns, on="link").select("row", written="name", name="name")


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
