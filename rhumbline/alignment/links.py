"""Links in texts: found as platforms find them, and followed where links.csv says where they lead."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import polars as pl

from models.platforms import PLATFORMS
from rhumbline.alignment.addresses import SCHEMA, UTM, addresses
from rhumbline.alignment.folding import UNSPACED

_GENERAL_SHORTENERS: Final = (
    "bit.ly", "tinyurl.com", "goo.gl", "is.gd", "dlvr.it", "hubs.ly", "rb.gy", "cutt.ly", "t.ly",
    "wp.me", "trib.al", "j.mp", "amzn.to", "spr.ly", "shorturl.at", "tiny.cc", "ift.tt", "v.gd",
    "bitly.com", "tiny.one", "shorturl.com", "lnk.to", "soo.gd", "s.id",
)  # fmt: skip
SHORTENERS: Final = frozenset(
    (*_GENERAL_SHORTENERS, *(host for each in PLATFORMS.values() for host in each.shorteners))
)
FOUND: Final = {"row": pl.UInt32(), "link": pl.String()}
_HOPS: Final = 8  # a shortened link may lead to another one; a circle of them leads nowhere

# Links end at a space, at what encloses them, and before a script that is written without spaces.
_ENDS: Final = rf"\s<>\"“”„«»‹›…、。「」『』【】（）！？：；，\p{{Katakana}}{UNSPACED}"
_EXPLICIT: Final = (
    rf"(?i:https?://|www\.)[^\s<>\"“”„«»…、。「」（）\p{{Hiragana}}/?#]+(?:[/?#][^{_ENDS}]*)?"
)
_WORDS: Final = rf"[\p{{L}}\p{{N}}--[\p{{Katakana}}{UNSPACED}]]"
_BARE: Final = rf"@?{_WORDS}[{_WORDS}._-]*\.\p{{L}}{{2,}}(?::\d+)?/[^{_ENDS}]*"
_LINK: Final = f"{_EXPLICIT}|{_BARE}"
_USUAL: Final = r"^https?://[A-Za-z0-9.-]+/[A-Za-z0-9/_-]*$"
_ANOTHER: Final = r"([,;|>\])])(https?://)"
_PUNCTUATION: Final = r"[.,;:!?'’*~|\]}&]+$"


def links_in(texts: pl.DataFrame, hosts: Iterable[str] = ()) -> pl.DataFrame:
    """Every link of the texts (`row`, `text`), once per text, as `row` and `link` as written.

    A link without a scheme counts where a path follows its host (bit.ly/abc), or where its host is
    one of `hosts`, the ones somebody named. An e-mail address is none.
    """
    said = texts.filter(pl.col("text").is_not_null())
    found = pl.concat([_with_path(said), _alone(said, hosts)])
    return found.unique(["row", "link"], maintain_order=True)


def _with_path(texts: pl.DataFrame) -> pl.DataFrame:
    words = (
        texts.select("row", word=pl.col("text").str.extract_all(r"[^\s/]+/\S*"))
        .filter(pl.col("word").list.len() > 0)
        .explode("word")
    )
    usual = pl.col("word").str.contains(_USUAL)
    others = words.filter(~usual)
    read = _links_of(others["word"])
    return pl.concat(
        [words.filter(usual).rename({"word": "link"}), others.join(read, on="word").drop("word")]
    )


def _links_of(words: pl.Series) -> pl.DataFrame:
    """The links in each distinct word: several where only punctuation divides them."""
    distinct = words.unique().alias("word").to_frame()
    divided = pl.col("word").str.replace_all(_ANOTHER, "$1 $2")
    links = distinct.with_columns(link=divided.str.extract_all(_LINK)).explode("link")
    trimmed = _trimmed(pl.col("link"))
    return links.filter(~pl.col("link").str.starts_with("@")).with_columns(link=trimmed)


def _trimmed(link: pl.Expr) -> pl.Expr:
    """The link without the punctuation of its sentence; a bracket belongs to it if it opens there."""
    for _ in range(3):
        link = link.str.replace(_PUNCTUATION, "")
        opened = link.str.count_matches("(", literal=True)
        closed = link.str.count_matches(")", literal=True)
        link = pl.when(closed > opened).then(link.str.replace(r"\)$", "")).otherwise(link)
    return link.str.replace(_PUNCTUATION, "")


def _alone(texts: pl.DataFrame, hosts: Iterable[str]) -> pl.DataFrame:
    """Hosts that stand without a path: those that were named, and whatever begins with `www.`."""
    named = "|".join(re.escape(host) for host in sorted(set(hosts), key=len, reverse=True))
    any_www = r"www\.[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}"
    either = f"(?:www\\.)?(?:{named})|{any_www}" if named else any_www
    unspaced = rf"[\p{{Katakana}}{UNSPACED}]"
    host = rf"(?i)(?:^|[^\w@./-]|{unspaced})({either})"
    words = (
        texts.filter(pl.col("text").str.contains(rf"(?i)www\.{'|' if named else ''}{named}"))
        .select("row", word=pl.col("text").str.extract_all(r"\S+"))
        .explode("word")
        .filter(~pl.col("word").str.contains("/", literal=True))
    )
    standing = rf"{host}\.?(?:$|[?#]|[^\w.-]|{unspaced})"
    query = rf"{host}([?#][^{_ENDS}]*)"
    found = words.with_columns(
        link=pl.concat_str(
            pl.col("word").str.extract(standing), pl.col("word").str.extract(query, 2).fill_null("")
        )
    )
    return found.filter(pl.col("link").is_not_null()).select(
        "row", _trimmed(pl.col("link")).alias("link")
    )


@dataclass(frozen=True)
class ShortLinks:
    """Where shortened links lead, as links.csv has it: `key` of the short one to its `target`."""

    targets: pl.DataFrame

    @classmethod
    def of(cls, links: pl.DataFrame) -> "ShortLinks":
        """From rows of `short` and `target`; the first row of a short link counts."""
        read = addresses(links["short"]).select("link", "key")
        rows = links.join(read, left_on="short", right_on="link", maintain_order="left")
        first = rows.unique("key", keep="first", maintain_order=True).select("key", "target")
        return cls(_followed(first))


def _followed(targets: pl.DataFrame) -> pl.DataFrame:
    """Targets that are themselves short links, replaced by where those lead."""
    keys = addresses(targets["target"]).select("link", next="key")
    onward = targets.rename({"key": "next", "target": "beyond"})
    for _ in range(_HOPS):
        step = targets.join(keys, left_on="target", right_on="link", how="left").join(
            onward, on="next", how="left"
        )
        if step["beyond"].is_null().all():
            break
        targets = step.select("key", target=pl.coalesce("beyond", "target"))
    return targets


def followed(links: pl.Series, short: ShortLinks) -> pl.DataFrame:
    """Per distinct link the places it names: itself and, where links.csv knows it, its target.

    Columns are those of `addresses`, `evidence` (the link, and where it leads) and `is_shortened`:
    a shortener's link that nobody resolved. utm parameters are those of where it leads.
    """
    own = addresses(links)
    led = own.select("link", "key").join(short.targets, on="key", how="inner").drop("key")
    there = led.join(addresses(led["target"]).rename({"link": "target"}), on="target").with_columns(
        evidence=pl.format("{} → {}", "link", "target"), is_shortened=pl.lit(value=False)
    )
    resolved = pl.col("link").is_in(led["link"].implode())
    here = own.with_columns(
        evidence=pl.col("link"),
        is_shortened=pl.col("host").is_in(sorted(SHORTENERS)) & ~resolved,
        **{f"utm_{n}": pl.when(~resolved).then(f"utm_{n}") for n in UTM},
    )
    columns = [*SCHEMA, "evidence", "is_shortened"]
    return pl.concat([here.select(columns), there.select(columns)])
