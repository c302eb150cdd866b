"""Hits of links: link ties match by address, utm and campaign ties by parameters on own hosts."""

import re
from collections.abc import Iterator
from typing import Final

import polars as pl

from models.strategy import TieKind
from rhumbline.alignment.addresses import UTM
from rhumbline.alignment.normalised_text import shortened
from rhumbline.alignment.rules import Rules

_LINK_HIT: Final = ("claim", "link", "evidence")
_UTM: Final = [f"utm_{name}" for name in UTM]


def match_link_ties(places: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """`claim`, `link` and `evidence` of the places (see `resolve_links`) that link ties name."""
    ties = rules.patterns(TieKind.LINK)
    is_wild = pl.col("pattern").str.contains("*", literal=True)
    exact = ties.filter(~is_wild)
    hits = [
        places.join(exact.rename({"pattern": form}), on=form).select(_LINK_HIT)
        for form in ("address", "anchored")
    ]
    wild = ties.filter(is_wild).iter_rows()
    return pl.concat([*hits, *(_match_wild(places, claim, pattern) for claim, pattern in wild)])


def _match_wild(places: pl.DataFrame, claim: int, pattern: str) -> pl.DataFrame:
    form = "anchored" if "#" in pattern else "address"
    host = re.split("[/?#]", pattern, maxsplit=1)[0]
    candidates = places.filter(pl.col("host") == host) if "*" not in host else places
    return candidates.filter(pl.col(form).str.contains(_regex(pattern))).select(
        pl.lit(claim, pl.UInt32).alias("claim"), "link", "evidence"
    )


def _regex(pattern: str) -> str:
    """A pattern as a regular expression; `menu/*` is everything below menu, and menu itself."""
    below = pattern.endswith("/*")
    parts = pattern.removesuffix("/*").split("*") if below else pattern.split("*")
    return "(?s)^" + ".*".join(map(pl.escape_regex, parts)) + ("(?:[/?#].*)?$" if below else "$")


def is_own(rules: Rules) -> pl.Expr:
    """Whether a place is on a host of the organisation; true of all where no host is known as its own."""
    hosts = rules.own_hosts
    host = pl.col("host").str.replace(r":\d+$", "")
    if not hosts:
        return pl.lit(value=True)
    wild = [name for name in hosts if "*" in name]
    fixed = host.is_in([name for name in hosts if "*" not in name])
    return pl.any_horizontal(fixed, *(host.str.contains(_regex(name)) for name in wild))


def match_utm_ties(places: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """`claim`, `link` and `evidence` of the places that utm and campaign ties name by parameters."""
    tagged = places.filter(is_own(rules) & pl.any_horizontal(pl.col(_UTM).is_not_null()))
    campaigns = tagged.join(
        rules.patterns(TieKind.CAMPAIGN), left_on="utm_campaign", right_on="pattern"
    ).select(_LINK_HIT)
    others = [
        tagged.filter(*(pl.col(f"utm_{name}") == value for name, value in parts.items())).select(
            pl.lit(claim, pl.UInt32).alias("claim"), "link", "evidence"
        )
        for claim, parts in _utm_ties(rules)
    ]
    return pl.concat([campaigns, *others])


def _utm_ties(rules: Rules) -> Iterator[tuple[int, dict[str, str]]]:
    """The claim and the parameters of each utm tie; claims have the numbers of their ties."""
    for claim, tie in enumerate(rules.strategy.ties):
        if tie.kind is TieKind.UTM and tie.utm:
            yield claim, tie.utm.parts


def own_campaigns(places: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """`link`, `written` and `name` of the campaigns in links to the organisation's hosts."""
    tagged = places.filter(is_own(rules) & pl.col("utm_campaign").is_not_null())
    return tagged.select("link", written="utm_campaign", name="utm_campaign")


def hits_of_links(link_hits: pl.DataFrame, links: pl.DataFrame) -> pl.DataFrame:
    """HIT rows: those of each link, for every text (`row`, `link`) that holds the link."""
    evidence = link_hits.with_columns(shortened(pl.col("evidence")))
    return links.join(evidence, on="link").select("row", "claim", "evidence")
