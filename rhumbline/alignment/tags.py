"""Hashtags and mentions in texts, read as the platforms read them: whole ones only."""

from typing import Final, NamedTuple

import polars as pl

from models.platforms import PLATFORMS
from rhumbline.alignment.normalised_text import is_ascii, normalised, shortened

# A sign is matched with what leads up to it, because what stands before it decides whether it
# begins a tag: `&#39;` is an apostrophe, `page#top` a place on a page, `info@site` an address.
_TAG: Final = r"[\w&/]?[#＃﹟][\w·・･]+"
_MENTION: Final = r"[\w@&/]?[@＠﹫][\w.·-]+(?:[@＠﹫][\w.-]+)?"
_HASHES: Final = "#＃﹟"
_ATS: Final = "@＠﹫"
_WIDE_SIGNS: Final = "＃﹟＠﹫"

# For each pattern of handles the platforms that use it. On all other platforms handles are made of
# letters, digits, dots and hyphens.
_HANDLES: Final[dict[str, list[str]]] = {
    pattern: [platform.id for platform in PLATFORMS.values() if platform.handle == pattern]
    for pattern in dict.fromkeys(
        platform.handle for platform in PLATFORMS.values() if platform.handle
    )
}
_OTHER_HANDLE: Final = r"^@[\w.-]+(?:@[\w.-]+)?"


class SignedTexts(NamedTuple):
    """Texts that may hold tags and mentions: looking for full-width signs is slow, and few hold one."""

    narrow: pl.DataFrame  # row, text: no full-width sign
    wide: pl.DataFrame  # row, text: `＃`, `﹟`, `＠` or `﹫` is in it

    @classmethod
    def of(cls, texts: pl.DataFrame) -> "SignedTexts":
        """Divide texts (`row`, `text`); null ones are left out."""
        texts = texts.select("row", "text").drop_nulls()
        text = texts["text"]
        others = texts.select((~is_ascii(pl.col("text"))).arg_true()).to_series()
        wide = others.filter(text.gather(others).str.contains(f"[{_WIDE_SIGNS}]"))
        is_wide = pl.repeat(False, len(text), dtype=pl.Boolean, eager=True).scatter(wide, True)
        return cls(texts.filter(~is_wide), texts[wide])


def find_hashtags(texts: SignedTexts) -> pl.DataFrame:
    """Every hashtag of the texts, as `row`, `written` and `name`, both categorical.

    `name` is the tag as ties compare it. Tags without a space between them count one by one.
    """
    return _find_signed(texts, _HASHES, _TAG)


def find_mentions(texts: SignedTexts, platforms: pl.Series) -> pl.DataFrame:
    """Every mention in the texts, as `row`, `written` and `name`, both categorical.

    `platforms` has the platform of each row. It decides where a handle ends: `@riverside.garden`
    mentions riverside on X and riverside.garden on Instagram.
    """
    signed = _find_signed(texts, _ATS, _MENTION)
    platform = platforms.gather(signed["row"]).alias("platform")
    distinct = signed.with_columns(platform).select("written", "name", "platform").unique()
    handles = distinct.with_columns(handle=_handle()).select(
        "written",
        "platform",
        name=pl.col("handle").cast(pl.Categorical),
        begins=pl.col("written").cast(pl.String).str.head(pl.col("handle").str.len_chars()),
    )
    whole = handles.filter(pl.col("begins").str.len_chars() > 1)
    return (
        signed.select("row", "written")
        .with_columns(platform)
        .join(whole, on=["written", "platform"], nulls_equal=True)
        .select("row", pl.col("begins").cast(pl.Categorical).alias("written"), "name")
    )


def _handle() -> pl.Expr:
    """The handle at the beginning of `name`, by the rules of `platform`; null where there is none."""
    name = pl.col("name").cast(pl.String)
    handle = name.str.extract(_OTHER_HANDLE, 0)
    for pattern, platforms in _HANDLES.items():
        is_there = pl.col("platform").is_in(platforms)
        handle = pl.when(is_there).then(_whole_handle(name, pattern)).otherwise(handle)
    return handle.str.strip_chars_end(".-·")


def _whole_handle(name: pl.Expr, pattern: str) -> pl.Expr:
    """The handle where it is whole: `@ana@mastodon.example` and `@anaïs` do not mention ana."""
    rest = name.str.replace(pattern, "")
    goes_on = rest.str.contains(r"^(?:@|[\p{Latin}--[a-z]])")
    return pl.when(~goes_on).then(name.str.extract(pattern, 0))


def _find_signed(texts: SignedTexts, signs: str, pattern: str) -> pl.DataFrame:
    """What begins with one of the signs, as `row`, `written` and `name`; the first sign is the narrow one."""
    words = pl.concat([_words(texts.narrow, signs[0]), _words(texts.wide, signs)])
    matches = words.with_columns(written=pl.col("word").str.extract_all(pattern)).explode("written")
    begins = pl.any_horizontal(pl.col("written").str.starts_with(sign) for sign in signs)
    signed = matches.filter(begins).select("row", pl.col("written").cast(pl.Categorical))
    names = signed.select(pl.col("written").unique()).with_columns(
        name=normalised(pl.col("written").cast(pl.String)).cast(pl.Categorical)
    )
    return signed.join(names, on="written", maintain_order="left")


def _words(texts: pl.DataFrame, signs: str) -> pl.DataFrame:
    """`row` and `word`: what stands between spaces and holds one of the signs."""
    return (
        texts.select("row", word=pl.col("text").str.extract_all(rf"[^\s{signs}]*[{signs}]\S*"))
        .filter(pl.col("word").list.len() > 0)
        .explode("word")
    )


def match_names(named: pl.DataFrame, patterns: pl.DataFrame) -> pl.DataFrame:
    """HIT rows of the hashtags or mentions that ties (`claim`, `pattern`) name."""
    names = patterns.with_columns(pl.col("pattern").cast(pl.Categorical))
    hits = named.join(names, left_on="name", right_on="pattern")
    return hits.select("row", "claim", evidence=shortened(pl.col("written").cast(pl.String)))
