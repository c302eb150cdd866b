"""Networks as tools spell them, and the ids they gave, taken from an address where a cell lost them."""

import re
from typing import Final

import polars as pl

from models.platforms import IDS_BY_NAME, PLATFORMS, IdClock, Platform
from rhumbline.reading.ids import moment_of_id

# Where each network's own id stands in the address of a post.
ID_IN_LINK: Final[dict[str, str]] = {
    each.id: each.id_in_link for each in PLATFORMS.values() if each.id_in_link
}  # How the ids of a network hold the moment they were given.
ID_CLOCKS: Final[dict[str, IdClock]] = {
    each.id: each.id_clock for each in PLATFORMS.values() if each.id_clock
}

_ANY_TOP_LEVEL: Final = r"[a-z]{2,}(?:\.[a-z]{2})?"  # what `*` in a host stands for: com, co.uk
_EXACT: Final = 15  # digits that spreadsheets keep of a number
_ZEROS: Final = "[1-9]0{6,}$"  # a chance in a million, or what 1.01E+14 was before
_BY_CHANCE: Final = 20  # even numbers in a row that are none
_POWER: Final = r"^(\d(?:[.,]\d+)?)[eE]\+?(\d{1,2})$"


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


def whole_ids(cells: pl.Series, linked: pl.Series) -> pl.Series:
    """Numeric ids as text; one that a spreadsheet rounded is `linked` where that agrees, else null.

    Whole are 17935189202838003, 1234_886092916972770 (its last number) and 886092916972770.00
    (spreadsheets keep fifteen digits); rounded are 1213499430137060.00, 6.49E+17 and 1,12238E+15,
    ids that end in six zeros, and plain ids in a column whose long ones all end in the zeros, or
    are all multiples of the powers of two, that rounding leaves.
    """
    cell = cells.str.strip_chars(" '=\"")
    mantissa = cell.str.extract(_POWER, 1).str.replace("[.,]", "")
    power = cell.str.extract(_POWER, 2).cast(pl.UInt32, strict=False)
    found = pl.DataFrame(
        {
            "linked": linked,
            "plain": cell.str.extract(r"^(?:\d+_)?(\d{1,19})$"),
            "number": cell.str.extract(r"^(\d{1,19})[.,]0+$"),
            "float": cell.str.contains(r"\.0$"),  # as programs write them
            "mantissa": mantissa,
            "power": power,
        }
    ).with_columns(
        said=pl.coalesce(
            "plain", "number", pl.col("mantissa").str.pad_end(pl.col("power") + 1, "0")
        )
    )
    all_rounded = pl.lit(_all_rounded(found["plain"].fill_null(found["number"])))
    exact = (
        pl.when(pl.col("plain").is_not_null())
        .then(
            ~pl.col("plain").str.contains(_ZEROS)
            & (~all_rounded | (pl.col("plain").str.len_chars() <= _EXACT))
        )
        .when(pl.col("number").is_not_null())
        .then(
            (
                (pl.col("number").str.len_chars() <= _EXACT)
                & ~pl.col("number").str.ends_with("00000")
            )
            | (
                pl.col("float")
                & ~pl.col("number").str.contains(_ZEROS)
                & ~all_rounded
                & (pl.col("number").cast(pl.Int64, strict=False) < 2**53)
            )
        )
        .otherwise(
            (pl.col("power") < _EXACT)
            & (pl.col("mantissa").str.len_chars() >= _EXACT - 1)
            & ~_agrees()
        )
    )
    return found.select(
        pl.when(exact).then("said").otherwise(pl.when(_agrees()).then("linked")).alias(cells.name)
    ).to_series()


def _all_rounded(plain: pl.Series) -> bool:
    """Whether every long id has what rounding leaves, in more places than chance allows."""
    return _all_decimally_rounded(plain) or _all_floats(plain)


def _all_floats(plain: pl.Series) -> bool:
    """Whether a program held the ids as floats: those above 2**53 are multiples of powers of two."""
    long = plain.cast(pl.Int64, strict=False).drop_nulls()
    long = long.filter(long > 2**53)
    told = pl.DataFrame({"id": long}).with_columns(
        lost=pl.col("id").cast(pl.Float64).log(2).floor().cast(pl.Int64) - 52
    )
    left = told.filter(pl.col("id") % pl.lit(2, pl.Int64).pow("lost") != 0)
    return left.is_empty() and int(told["lost"].sum()) >= _BY_CHANCE


def _all_decimally_rounded(plain: pl.Series) -> bool:
    """Whether every id too long for a spreadsheet ends in zeros."""
    long = plain.filter(plain.str.len_chars() > _EXACT)
    lost = long.str.len_chars().cast(pl.Int64) - _EXACT
    zeros = long.str.extract("(0*)$").str.len_chars().cast(pl.Int64)
    return int(lost.sum()) >= 4 and bool((zeros >= lost).all())


def _agrees() -> pl.Expr:
    """Whether the linked id, rounded as `said` is, gives `said`; three digits at least must be kept."""
    zeros = pl.col("said").str.extract("(0*)$")
    step = pl.concat_str(pl.lit("1"), zeros).cast(pl.Int64, strict=False)
    apart = pl.col("linked").cast(pl.Int64, strict=False) - pl.col("said").cast(
        pl.Int64, strict=False
    )
    kept = pl.col("said").str.len_chars() - zeros.str.len_chars()
    return ((apart.abs() < step) & (kept >= 3)).fill_null(value=False)


def moment_in_id(platform: pl.Expr, native_id: pl.Expr) -> pl.Expr:
    """The UTC moment that a platform's ids hold; null where they hold none."""
    return pl.coalesce(
        pl.when(platform == network).then(moment_of_id(native_id, clock))
        for network, clock in ID_CLOCKS.items()
    )
