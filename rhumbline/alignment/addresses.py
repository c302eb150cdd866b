"""Links in the form that ties compare: decoded, in lower case, without scheme and tracking parameters."""

from collections.abc import Callable
from contextlib import suppress
from typing import Final
from urllib.parse import unquote

import polars as pl

from models.platforms import CLICK_PARAMETERS
from rhumbline.alignment.normalised_text import normalised

UTM: Final = ("campaign", "source", "medium", "content")
ADDRESS: Final = {
    "link": pl.String(),
    "key": pl.String(),
    "host": pl.String(),
    "address": pl.String(),
    "anchored": pl.String(),
    **{f"utm_{name}": pl.String() for name in UTM},
}

_LONGEST_FIRST: Final = "|".join(sorted(CLICK_PARAMETERS, key=len, reverse=True))
_TRACKING: Final = rf"(?i)[?&](?:utm_[^=&]*|{_LONGEST_FIRST})(?:=[^&]*)?"
_PLAIN: Final = r"^https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[A-Za-z0-9/_-]*)?$"
_PARTS: Final = (
    r"^(?i:(?:[a-z][a-z0-9+.-]*:)?//)?(?:[^/?#@]*@)?(?<host>[^/?#]*)(?<path>[^?#]*)"
    r"(?:\?(?<query>[^#]*))?(?:#(?<fragment>.*))?$"
)


def read_addresses(links: pl.Series) -> pl.DataFrame:
    """The parts of each distinct link that ties compare, as rows of ADDRESS.

    `key` is the link without what a browser ignores, its case kept. Link ties compare with `host`
    and `address`, and with `anchored`, which is the address with its fragment and null where there
    is none. utm and campaign ties compare with `utm_campaign`, `utm_source`, `utm_medium` and
    `utm_content`.
    """
    distinct = links.drop_nulls().unique().alias("link").to_frame()
    plain = pl.col("link").str.contains(_PLAIN)
    return pl.concat(
        [_read_plain_links(distinct.filter(plain)), _read_links(distinct.filter(~plain))]
    )


def _read_plain_links(links: pl.DataFrame) -> pl.DataFrame:
    """Most links: a host, and a path without anything to decode. This saves them the long way."""
    return (
        links.with_columns(
            key=pl.col("link")
            .str.replace("^https?://", "")
            .str.strip_prefix("www.")
            .str.strip_chars_end("/")
        )
        .with_columns(
            host=pl.col("key").str.extract(r"^([^/]*)"), address=pl.col("key").str.to_lowercase()
        )
        .with_columns(pl.lit(None, dtype).alias(name) for name, dtype in list(ADDRESS.items())[4:])
        .select(list(ADDRESS))
    )


def _read_links(links: pl.DataFrame) -> pl.DataFrame:
    written = pl.col("link").str.replace_many({"&amp;": "&", "&#38;": "&", "&#x26;": "&"})
    parts = links.with_columns(written=written.str.strip_chars()).with_columns(
        pl.col("written").str.extract_groups(_PARTS).struct.unnest()
    )
    host = (
        normalised(pl.col("host"))
        .str.replace(r":(?:80|443)$", "")
        .str.strip_chars_end(".")
        .str.strip_prefix("www.")
    )
    path = pl.col("path").str.strip_chars_end("/")
    tracked = pl.concat_str(pl.lit("&"), pl.col("query"))  # so that each parameter follows a mark
    query = tracked.str.replace_all(_TRACKING, "").str.strip_chars("&")
    addressed = parts.with_columns(
        host=_mapped(host, "xn--", _unicode_host),
        path=path,
        rest=_after("?", query),
        whole=_after("?", pl.col("query")),
        anchor=_after("#", pl.col("fragment").str.replace_all(_TRACKING, "")),
    ).with_columns(
        key=pl.concat_str("host", "path", "whole"),
        address=_decoded(pl.concat_str("host", "path", "rest")),
    )
    return addressed.with_columns(
        anchored=pl.when(pl.col("anchor") != "").then(
            pl.concat_str("address", _decoded(pl.col("anchor")))
        ),
        **{f"utm_{name}": _parameter(f"utm_{name}") for name in UTM},
    ).select(list(ADDRESS))


def _after(mark: str, part: pl.Expr) -> pl.Expr:
    """The part with its mark, or nothing where there is none."""
    return (
        pl.when(part.fill_null("") != "")
        .then(pl.concat_str(pl.lit(mark), part))
        .otherwise(pl.lit(""))
    )


def _parameter(name: str) -> pl.Expr:
    """A parameter of the query or, as some sites write them, of the fragment."""
    value = pl.col("written").str.extract(rf"(?i)[?&#]{name}=([^&#]*)")
    spaced = normalised(_mapped(value.str.replace_all("+", " ", literal=True), "%", unquote))
    return pl.when(spaced != "").then(spaced)


def _decoded(part: pl.Expr) -> pl.Expr:
    return normalised(_mapped(part, "%", unquote))


def _mapped(part: pl.Expr, sign: str, change: Callable[[str], str]) -> pl.Expr:
    """The part, changed where it holds a sign; `change` is called once per distinct text."""

    def change_parts(parts: pl.Series) -> pl.Series:
        holds_sign = parts.str.contains(sign, literal=True).fill_null(value=False)
        old = parts.filter(holds_sign).unique()
        if old.is_empty():
            return parts
        return parts.replace(old, pl.Series([change(part) for part in old], dtype=pl.String))

    return part.map_batches(change_parts, return_dtype=pl.String)


def _unicode_host(host: str) -> str:
    """`xn--grten-gra.example` as people read it, `gärten.example`."""
    return ".".join(_unicode_label(label) for label in host.split("."))


def _unicode_label(label: str) -> str:
    if label.startswith("xn--"):
        with suppress(UnicodeError):
            return label[4:].encode("ascii").decode("punycode")
    return label


def read_link_patterns(links: pl.Series) -> pl.DataFrame:
    """Link patterns as `link` and `pattern`, in the form of the addresses they are compared with.

    A pattern that names a fragment compares with `anchored`, all others with `address`.
    """
    return read_addresses(links).select("link", pl.coalesce("anchored", "address").alias("pattern"))
