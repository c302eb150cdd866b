"""All that matches an activity: the hits of every tie, and names that no tie knows."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import polars as pl

from models.strategy import TieKind
from rhumbline.alignment import fields, link_claims, tags
from rhumbline.alignment.links import ShortLinks, find_links, resolve_links
from rhumbline.alignment.normalised_text import shortened
from rhumbline.alignment.phrases import find_phrases
from rhumbline.alignment.plan import find_announced, match_plan_lines
from rhumbline.alignment.rules import Rules, measure_names
from rhumbline.alignment.tie_limits import apply_limits

_FIELDS: Final = {"campaign": TieKind.CAMPAIGN, "labels": TieKind.LABEL}


@dataclass(frozen=True)
class Matches:
    """What matches some activities, and what their texts refer to."""

    hits: pl.DataFrame  # HIT
    excluded: pl.DataFrame  # hits that the limits of their ties exclude, see `apply_limits`
    unknown: pl.DataFrame  # row, what (campaign, label or measure), written
    links: pl.DataFrame  # row, link
    places: pl.DataFrame  # what the links compare as, see `resolve_links`
    hashtags: pl.DataFrame  # row, written, name


def find_matches(
    activities: pl.DataFrame, rules: Rules, plan: pl.DataFrame, short: ShortLinks
) -> Matches:
    """Everything of a strategy version that matches the activities, strong or weak.

    `activities` has `row` (counting from 0), `platform`, `account`, `type` (normalised), `day`,
    `text`, `permalink`, `campaign`, `labels` and `measure_hint`.
    """
    texts = activities.select("row", "text")
    with ThreadPoolExecutor(1) as pool:  # phrases take as long as all the rest together
        phrase_hits = pool.submit(find_phrases, texts, rules.phrase_book)
        links = find_links(texts, rules.named_hosts)
        places = resolve_links(links["link"], short)
        signed_texts = tags.SignedTexts.of(texts)
        hashtags = tags.find_hashtags(signed_texts)
        announced = find_announced(activities, places, links, plan) if plan.height else None
        values = {
            name: fields.field_values(activities, name) for name in (*_FIELDS, "measure_hint")
        }
        hits = [
            link_claims.hits_of_links(link_claims.match_link_ties(places, rules), links),
            link_claims.hits_of_links(link_claims.match_utm_ties(places, rules), links),
            tags.match_names(hashtags, rules.hashtags),
            _match_mentions(signed_texts, activities["platform"], rules),
            *_match_fields(values, activities, rules),
            *([match_plan_lines(announced, rules.claims)] if announced is not None else []),
            phrase_hits.result(),
        ]
    allowed, excluded = apply_limits(pl.concat(hits), activities, rules)
    campaigns = links.join(link_claims.own_campaigns(places, rules), on="link").drop("link")
    unknown = pl.concat(
        [
            _unknown_measures(values["measure_hint"], announced, rules),
            _unknown_names(campaigns, rules, TieKind.CAMPAIGN),
            *(_unknown_names(values[name], rules, kind) for name, kind in _FIELDS.items()),
        ]
    )
    return Matches(allowed, excluded, unknown, links, places, hashtags)


def _match_mentions(texts: tags.SignedTexts, platforms: pl.Series, rules: Rules) -> pl.DataFrame:
    patterns = rules.patterns(TieKind.MENTION)
    if patterns.is_empty():
        return pl.DataFrame(schema=fields.HIT)
    return tags.match_names(tags.find_mentions(texts, platforms), patterns)


def _match_fields(
    values: dict[str, pl.DataFrame], activities: pl.DataFrame, rules: Rules
) -> list[pl.DataFrame]:
    return [
        *(
            fields.match_values(values[name], rules.patterns(kind))
            for name, kind in _FIELDS.items()
        ),
        fields.match_log_measures(values["measure_hint"], rules),
        fields.match_account_and_type_ties(activities, rules),
    ]


def _unknown_names(values: pl.DataFrame, rules: Rules, kind: TieKind) -> pl.DataFrame:
    """The values that no tie of the version names, whatever the limits of its ties."""
    unknown = values.join(rules.patterns(kind), left_on="name", right_on="pattern", how="anti")
    return _unknown(unknown, kind.value)


def _unknown_measures(
    hints: pl.DataFrame, announced: pl.DataFrame | None, rules: Rules
) -> pl.DataFrame:
    """The measures that the activity log and the plan name and that the version does not have."""
    names = list(measure_names(rules.strategy))
    in_log = _unknown(hints.filter(~pl.col("name").is_in(names)), "measure")
    if announced is None:
        return in_log
    lines = rules.claims.filter(pl.col("kind") == "plan")["pattern"]
    in_plan = announced.filter(~pl.col("line").cast(pl.String).is_in(lines.implode()))
    return pl.concat([in_log, _unknown(in_plan.rename({"measure": "written"}), "measure")])


def _unknown(values: pl.DataFrame, what: str) -> pl.DataFrame:
    written = shortened(pl.col("written")).alias("written")
    return values.select("row", pl.lit(what).alias("what"), written)
