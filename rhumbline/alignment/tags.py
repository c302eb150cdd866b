"""Hashtags and mentions in texts: whole ones only, as the platforms themselves would link them."""

from typing import Final

import polars as pl

from models.platforms import PLATFORMS
from rhumbline.alignment.folding import cut, folded

FOUND: Final = {"row": pl.UInt32(), "written": pl.String(), "folded": pl.String()}

# A sign is looked for with all that leads up to it; what stands right before decides whether it
# begins anything: `&#39;` is an apostrophe, `page#top` a place on a page, `info@site` an address.
_TAG: Final = r"[\w&/]?[#＃﹟][\w·・･]+"
_MENTION: Final = r"[\w@&/]?[@＠﹫][\w.·-]+(?:[@＠﹫][\w.-]+)?"
_WIDE: Final = {"#": ("＃", "﹟"), "@": ("＠", "﹫")}

# What handles are made of, with the platforms where they are; elsewhere letters, digits, dots and
# hyphens.
_HANDLES: Final[dict[str, list[str]]] = {
    pattern: [each.id for each in PLATFORMS.values() if each.handle == pattern]
    for pattern in dict.fromkeys(each.handle for each in PLATFORMS.values() if each.handle)
}
_ELSEWHERE: Final = r"^@[\w.-]+(?:@[\w.-]+)?"


def hashtags_in(texts: pl.DataFrame) -> pl.DataFrame:
    """Every hashtag of the texts (`row`, `text`): as `written`, and `folded` as tags compare.

    Tags that are written without a space between them are tags of their own.
    """
    return _marked(texts, "#", _TAG)


def mentions_in(texts: pl.DataFrame) -> pl.DataFrame:
    """Every mention in the texts (`row`, `platform`, `text`): as `written`, and `folded`.

    Where a handle ends is a matter of the platform: `@riverside.garden` mentions riverside on X
    and riverside.garden on Instagram.
    """
    found = _marked(texts, "@", _MENTION).join(texts.select("row", "platform"), on="row")
    handle = pl.col("folded").str.extract(_ELSEWHERE, 0)
    for pattern, platforms in _HANDLES.items():
        is_there = pl.col("platform").is_in(platforms)
        handle = pl.when(is_there).then(_handle(pattern)).otherwise(handle)
    whole = found.with_columns(folded=handle.str.strip_chars_end(".-·"))
    signs = pl.col("folded").str.len_chars()
    return whole.filter(signs > 1).select("row", pl.col("written").str.head(signs), "folded")


def _handle(pattern: str) -> pl.Expr:
    """The handle where it is one: `@ana@mastodon.example` and `@anaïs` do not mention ana."""
    end = pl.col("folded").str.replace(pattern, "")
    goes_on = end.str.contains(r"^(?:@|[\p{Latin}--[a-z]])")
    return pl.when(~goes_on).then(pl.col("folded").str.extract(pattern, 0))


def _marked(texts: pl.DataFrame, sign: str, pattern: str) -> pl.DataFrame:
    """What a sign begins, with a full-width one in its place where it is written so.

    Full-width signs are rare, and looking for both is slow.
    """
    said = texts.select("row", "text").drop_nulls()
    wide = said.select(
        pl.any_horizontal(pl.col("text").str.contains(w, literal=True) for w in _WIDE[sign])
    ).to_series()
    signs = (sign, *_WIDE[sign])
    words = pl.concat([_words(said.filter(~wide), sign), _words(said.filter(wide), "".join(signs))])
    found = words.with_columns(written=pl.col("word").str.extract_all(pattern)).explode("written")
    begun = found.filter(pl.any_horizontal(pl.col("written").str.starts_with(s) for s in signs))
    distinct = begun.select(pl.col("written").unique())
    read = distinct.with_columns(folded=folded(pl.col("written")))
    return begun.join(read, on="written").select("row", "written", "folded")


def _words(texts: pl.DataFrame, signs: str) -> pl.DataFrame:
    return (
        texts.select("row", word=pl.col("text").str.extract_all(rf"[^\s{signs}]*[{signs}]\S*"))
        .filter(pl.col("word").list.len() > 0)
        .explode("word")
    )


def claimed(found: pl.DataFrame, patterns: pl.DataFrame) -> pl.DataFrame:
    """`row`, `claim` and `evidence` of the tags or mentions that ties (`claim`, `pattern`) name."""
    met = found.join(patterns, left_on="folded", right_on="pattern")
    return met.select("row", "claim", cut(pl.col("written")).alias("evidence"))
