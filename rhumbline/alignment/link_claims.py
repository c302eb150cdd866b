"""What links claim: link ties by address, utm and campaign ties by parameters on the organisation's hosts."""

import re
from collections.abc import Iterator
from typing import Final

import polars as pl

from models.strategy import TieKind
from rhumbline.alignment.addresses import UTM
from rhumbline.alignment.folding import cut
from rhumbline.alignment.rules import Rules

CLAIMED: Final = {"claim": pl.UInt32(), "link": pl.String(), "evidence": pl.String()}


def claimed_by_address(places: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """`claim`, `link` and `evidence` of the places (see `followed`) that link ties name."""
    ties = rules.patterns(TieKind.LINK)
    exact = ties.filter(~pl.col("pattern").str.contains("*", literal=True))
    found = [
        places.join(exact.rename({"pattern": form}), on=form).select(list(CLAIMED))
        for form in ("address", "anchored")
    ]
    found += [
        _matching(places, claim, pattern) for claim, pattern in ties.iter_rows() if "*" in pattern
    ]
    return pl.concat([pl.DataFrame(schema=CLAIMED), *found])


def _matching(places: pl.DataFrame, claim: int, pattern: str) -> pl.DataFrame:
    form = "anchored" if "#" in pattern else "address"
    host = re.split("[/?#]", pattern, maxsplit=1)[0]
    asked = places.filter(pl.col("host") == host) if "*" not in host else places
    return asked.filter(pl.col(form).str.contains(_regex(pattern))).select(
        pl.lit(claim, pl.UInt32).alias("claim"), "link", "evidence"
    )


def _regex(pattern: str) -> str:
    """A pattern as a regular expression; `menu/*` is everything below menu, and menu itself."""
    below = pattern.endswith("/*")
    parts = pattern.removesuffix("/*").split("*") if below else pattern.split("*")
    return "(?s)^" + ".*".join(map(pl.escape_regex, parts)) + ("(?:[/?#].*)?$" if below else "$")


def is_own(rules: Rules) -> pl.Expr:
    """Whether a place is on a host of the organisation's, or nobody said which hosts are."""
    hosts = rules.own_hosts
    host = pl.col("host").str.replace(r":\d+$", "")
    if not hosts:
        return pl.lit(value=True)
    wild = [h for h in hosts if "*" in h]
    fixed = host.is_in([h for h in hosts if "*" not in h])
    return pl.any_horizontal(fixed, *(host.str.contains(_regex(h)) for h in wild))


def claimed_by_utm(places: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """`claim`, `link` and `evidence` of the places whose utm parameters ties name."""
    tagged = places.filter(is_own(rules) & pl.any_horizontal(pl.col(_UTM).is_not_null()))
    campaigns = tagged.join(
        rules.patterns(TieKind.CAMPAIGN), left_on="utm_campaign", right_on="pattern"
    ).select(list(CLAIMED))
    others = [
        tagged.filter(*(pl.col(f"utm_{name}") == value for name, value in parts.items())).select(
            pl.lit(claim, pl.UInt32).alias("claim"), "link", "evidence"
        )
        for claim, parts in _utm_ties(rules)
    ]
    return pl.concat([campaigns, *others])


_UTM: Final = [f"utm_{name}" for name in UTM]


def _utm_ties(rules: Rules) -> Iterator[tuple[int, dict[str, str]]]:
    """Claims are numbered as the ties are."""
    for claim, tie in enumerate(rules.strategy.ties):
        if tie.kind is TieKind.UTM and tie.utm:
            yield claim, tie.utm.parts


def campaigns_of(places: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """`link` and `name` of the campaigns that links to the organisation's hosts carry."""
    tagged = places.filter(is_own(rules) & pl.col("utm_campaign").is_not_null())
    return tagged.select("link", pl.col("utm_campaign").alias("name"))


def on_rows(claimed: pl.DataFrame, links: pl.DataFrame) -> pl.DataFrame:
    """`row`, `claim` and `evidence`: what is claimed by link, for every text that holds the link."""
    met = links.join(claimed, on="link")
    return met.select("row", "claim", cut(pl.col("evidence")).alias("evidence"))


def on_rows_named(campaigns: pl.DataFrame, links: pl.DataFrame) -> pl.DataFrame:
    """`row`, `written` and `name` of the campaigns (see `campaigns_of`) that texts link with."""
    return links.join(campaigns, on="link").select("row", written="name", name="name")
