"""Links in texts, and where links.csv says that shortened ones lead."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import polars as pl

from models.platforms import PLATFORMS
from rhumbline.alignment.addresses import ADDRESS, UTM, read_addresses
from rhumbline.alignment.normalised_text import UNSPACED

_GENERAL_SHORTENERS: Final = (
    "bit.ly", "tinyurl.com", "goo.gl", "is.gd", "dlvr.it", "hubs.ly", "rb.gy", "cutt.ly", "t.ly",
    "wp.me", "trib.al", "j.mp", "amzn.to", "spr.ly", "shorturl.at", "tiny.cc", "ift.tt", "v.gd",
    "bitly.com", "tiny.one", "shorturl.com", "lnk.to", "soo.gd", "s.id",
)  # fmt: skip
SHORTENERS: Final = frozenset(
    (
        *_GENERAL_SHORTENERS,
        *(host for platform in PLATFORMS.values() for host in platform.shorteners),
    )
)
_MOST_HOPS: Final = 8  # a shortened link may lead to another one, and some lead in a circle

# Links end at a space, at what encloses them, and before a script that is written without spaces.
_ENDS: Final = rf"\s<>\"“”„«»‹›…、。「」『』【】（）！？：；，\p{{Katakana}}{UNSPACED}"
_EXPLICIT: Final = (
    rf"(?i:https?://|www\.)[^\s<>\"“”„«»…、。「」（）\p{{Hiragana}}/?#]+(?:[/?#][^{_ENDS}]*)?"
)
_WORD_SIGNS: Final = rf"[\p{{L}}\p{{N}}--[\p{{Katakana}}{UNSPACED}]]"
_BARE: Final = rf"@?{_WORD_SIGNS}[{_WORD_SIGNS}._-]*\.\p{{L}}{{2,}}(?::\d+)?/[^{_ENDS}]*"
_LINK: Final = f"{_EXPLICIT}|{_BARE}"
_USUAL: Final = r"^https?://[A-Za-z0-9.-]+/[A-Za-z0-9/_-]*$"
_NEXT_LINK: Final = r"([,;|>\])])(https?://)"
_PUNCTUATION: Final = r"[.,;:!?'’*~|\]}&]+$"


def find_links(texts: pl.DataFrame, hosts: Iterable[str] = ()) -> pl.DataFrame:
    """Every link of the texts (`row`, `text`) as written: `row` and `link` (categorical), once per text.

    A link without a scheme counts where a path follows its host (bit.ly/abc), or where its host is
    one of `hosts`. An e-mail address is no link.
    """
    texts = texts.select("row", "text").drop_nulls()
    links = pl.concat([_links_with_path(texts), _links_without_path(texts, hosts)])
    number = pl.col("link").to_physical()
    key = pl.col("row").cast(pl.UInt64) * 2**32 + number
    return links.filter(key.is_first_distinct())


def _links_with_path(texts: pl.DataFrame) -> pl.DataFrame:
    words = (
        texts.select("row", word=pl.col("text").str.extract_all(r"[^\s/]+/\S*"))
        .filter(pl.col("word").list.len() > 0)
        .explode("word")
        .with_columns(pl.col("word").cast(pl.Categorical))
    )
    distinct = words["word"].unique()
    links = _links_in_words(distinct.cast(pl.String)).with_columns(
        pl.col("word", "link").cast(pl.Categorical)
    )
    return words.join(links, on="word", maintain_order="left").select("row", "link")


def _links_in_words(words: pl.Series) -> pl.DataFrame:
    """The links in each distinct word: several where only punctuation divides them."""
    is_usual = words.str.contains(_USUAL)
    usual = words.filter(is_usual).to_frame("word").with_columns(link="word")
    divided = pl.col("word").str.replace_all(_NEXT_LINK, "$1 $2")
    others = words.filter(~is_usual).to_frame("word")
    links = others.with_columns(link=divided.str.extract_all(_LINK)).explode("link")
    trimmed = _trimmed(pl.col("link"))
    without_handles = links.filter(~pl.col("link").str.starts_with("@"))
    return pl.concat([usual, without_handles.with_columns(link=trimmed)])


def _trimmed(link: pl.Expr) -> pl.Expr:
    """The link without the punctuation of its sentence; a bracket belongs to it if it opens there."""
    for _ in range(3):
        link = link.str.replace(_PUNCTUATION, "")
        opened = link.str.count_matches("(", literal=True)
        closed = link.str.count_matches(")", literal=True)
        link = pl.when(closed > opened).then(link.str.replace(r"\)$", "")).otherwise(link)
    return link.str.replace(_PUNCTUATION, "")


def _links_without_path(texts: pl.DataFrame, hosts: Iterable[str]) -> pl.DataFrame:
    """Hosts that stand without a path: `hosts`, and whatever begins with `www.`."""
    named = "|".join(re.escape(host) for host in sorted(set(hosts), key=len, reverse=True))
    any_www = r"www\.[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}"
    either = f"(?:www\\.)?(?:{named})|{any_www}" if named else any_www
    unspaced = rf"[\p{{Katakana}}{UNSPACED}]"
    host = rf"(?i)(?:^|[^\w@./-]|{unspaced})({either})"
    sought = rf"www\.{'|' if named else ''}{named}"
    words = (
        texts.filter(pl.col("text").str.contains(f"(?i){sought}"))
        .select("row", word=pl.col("text").str.extract_all(rf"(?i)\S*(?:{sought})\S*"))
        .explode("word")
        .filter(~pl.col("word").str.contains("/", literal=True))
    )
    standing = rf"{host}\.?(?:$|[?#]|[^\w.-]|{unspaced})"
    query = rf"{host}([?#][^{_ENDS}]*)"
    links = words.with_columns(
        link=pl.concat_str(
            pl.col("word").str.extract(standing), pl.col("word").str.extract(query, 2).fill_null("")
        )
    )
    return links.filter(pl.col("link").is_not_null()).select(
        "row", _trimmed(pl.col("link")).cast(pl.Categorical).alias("link")
    )


@dataclass(frozen=True)
class ShortLinks:
    """Where shortened links lead, as links.csv says."""

    targets: pl.DataFrame  # key of the short link, target
    addresses: pl.DataFrame  # target, and what it compares as, see `read_addresses`

    @classmethod
    def of(cls, links: pl.DataFrame) -> "ShortLinks":
        """From rows of `short` and `target`; the first row of a short link counts."""
        keys = read_addresses(links["short"]).select("link", "key")
        rows = links.join(keys, left_on="short", right_on="link", maintain_order="left")
        first = rows.unique("key", keep="first", maintain_order=True).select("key", "target")
        targets = _follow_targets(first)
        return cls(targets, read_addresses(targets["target"]).rename({"link": "target"}))


def _follow_targets(targets: pl.DataFrame) -> pl.DataFrame:
    """The targets that are short links themselves, replaced by where those lead."""
    keys = read_addresses(targets["target"]).select("link", next="key")
    onward = targets.rename({"key": "next", "target": "beyond"})
    for _ in range(_MOST_HOPS):
        step = targets.join(keys, left_on="target", right_on="link", how="left").join(
            onward, on="next", how="left"
        )
        if step["beyond"].is_null().all():
            break
        targets = step.select("key", target=pl.coalesce("beyond", "target"))
    return targets


def resolve_links(links: pl.Series, short: ShortLinks) -> pl.DataFrame:
    """Per distinct link the places it names: itself and, where links.csv knows it, its target.

    Columns are those of `read_addresses`, `evidence` (the link, and where it leads) and
    `is_shortened` (a shortener's link that links.csv does not know). utm parameters are those of
    where a link leads. `link` has the type that `links` has.
    """
    own = read_addresses(links.unique().cast(pl.String))
    known = own.select("link", "key").join(short.targets, on="key", how="inner").drop("key")
    there = known.join(short.addresses, on="target").with_columns(
        evidence=pl.format("{} → {}", "link", "target"), is_shortened=pl.lit(value=False)
    )
    is_known = pl.col("link").is_in(known["link"].implode())
    here = own.with_columns(
        evidence=pl.col("link"),
        is_shortened=pl.col("host").is_in(sorted(SHORTENERS)) & ~is_known,
        **{f"utm_{name}": pl.when(~is_known).then(f"utm_{name}") for name in UTM},
    )
    columns = [*ADDRESS, "evidence", "is_shortened"]
    places = pl.concat([here.select(columns), there.select(columns)])
    return places.with_columns(pl.col("link").cast(links.dtype))
