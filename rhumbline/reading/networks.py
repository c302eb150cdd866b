"""Networks as tools spell them, and the ids that stand in the addresses of their posts."""

import re
from typing import Final

import polars as pl

from models.platforms import IDS_BY_NAME, PLATFORMS, IdClock, Platform
from rhumbline.reading.ids import moment_of_id

# Where each network's own id stands in the address of a post.
ID_IN_LINK: Final[dict[str, str]] = {
    each.id: each.id_in_link for each in PLATFORMS.values() if each.id_in_link
}
# How the ids of a network hold the moment they were given.
ID_CLOCKS: Final[dict[str, IdClock]] = {
    each.id: each.id_clock for each in PLATFORMS.values() if each.id_clock
}

_ANY_TOP_LEVEL: Final = r"[a-z]{2,}(?:\.[a-z]{2})?"  # what `*` in a host stands for: com, co.uk


def _pattern_of_sources(platform: Platform) -> str:
    """What a source of the platform looks like, as a regular expression.

    A host stands for those below it too: m.facebook.com and l.facebook.com are facebook.com.
    """
    hosts = (*platform.hosts, *platform.shorteners, *platform.apps)
    at = "|".join(re.escape(host).replace(r"\*", _ANY_TOP_LEVEL) for host in hosts)
    names = (platform.id, platform.name.lower(), *platform.aliases)
    called = "|".join(
        re.escape(name).replace(r"\ ", "[ _-]").replace(r"\-", "[ _-]") for name in names
    )
    return rf"^(?:(?:.*\.)?(?:{at})|{called})$"


_SOURCES: Final[dict[str, str]] = {
    each.id: _pattern_of_sources(each) for each in PLATFORMS.values() if each.hosts
}


def platform_named(name: pl.Expr) -> pl.Expr:
    """The platform id of a network as a tool spells it; an unknown one's own name in id form."""
    plain = name.str.strip_chars().str.to_lowercase()
    slug = plain.str.replace_all(r"[^\p{L}\p{N}]+", "-").str.strip_chars("-")
    folded = plain.str.replace_all(r"[\s_-]+", " ")
    return folded.replace_strict(dict(IDS_BY_NAME), default=slug, return_dtype=pl.String)


def platform_of_source(source: pl.Expr) -> pl.Expr:
    """The platform that a visit came from, by its lower-case host or utm_source.

    Null for search engines and all other sites.
    """
    return pl.coalesce(
        pl.when(source.str.contains(pattern)).then(pl.lit(network))
        for network, pattern in _SOURCES.items()
    )


def id_in_link(platform: pl.Expr, link: pl.Expr) -> pl.Expr:
    """The network's id of a post, where its address holds it."""
    return pl.coalesce(
        pl.when(platform == network).then(link.str.extract(pattern))
        for network, pattern in ID_IN_LINK.items()
    )


def moment_in_id(platform: pl.Expr, native_id: pl.Expr) -> pl.Expr:
    """The UTC moment that a platform's ids hold; null where they hold none."""
    return pl.coalesce(
        pl.when(platform == network).then(moment_of_id(native_id, clock))
        for network, clock in ID_CLOCKS.items()
    )
