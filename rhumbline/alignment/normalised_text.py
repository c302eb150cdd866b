"""Texts in the form that ties compare: NFKC, lower case, and one space where several stand."""

from typing import Final, NamedTuple

import polars as pl

EVIDENCE_LENGTH: Final = 200

# Scripts written without spaces between words: each of their characters may begin or end a word.
UNSPACED: Final = r"\p{Han}\p{Hiragana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"

# Characters that NFKC leaves as they are wherever they stand. Most texts hold no others, and
# normalising costs ten times as much as searching.
_STABLE: Final = (
    r"\x00-\x7f\u{a1}-\u{a7}\u{a9}\u{ab}-\u{ae}\u{b0}\u{b1}\u{b6}\u{b7}\u{bb}\u{bf}-\u{131}"
    r"\u{134}-\u{13e}\u{141}-\u{148}\u{14a}-\u{17e}\u{391}-\u{3a1}\u{3a3}-\u{3ce}\u{400}-\u{482}"
    r"\u{48a}-\u{52f}\u{5d0}-\u{5ea}\u{620}-\u{64a}\u{660}-\u{669}\u{200b}-\u{200d}\u{2010}"
    r"\u{2012}-\u{2016}\u{2018}-\u{2023}\u{2030}-\u{2032}\u{2039}\u{203a}\u{20a9}-\u{20bf}"
    r"\u{2190}-\u{21ff}\u{2500}-\u{27bf}\u{3001}-\u{3029}\u{3041}-\u{3096}\u{30a1}-\u{30fe}"
    r"\u{4e00}-\u{9fff}\u{ac00}-\u{d7a3}\u{fe0f}\u{1f1e6}-\u{1f1ff}\u{1f300}-\u{1f64f}"
    r"\u{1f680}-\u{1f6ff}\u{1f900}-\u{1f9ff}\u{1fa70}-\u{1faff}"
)
UNSTABLE: Final = f"[^{_STABLE}]"
# Characters that normalising changes, other than ASCII capitals and spaces.
CHANGING: Final = rf"[[^{_STABLE}][\p{{Changes_When_Lowercased}}--[A-Z]]]"


def normalised(text: pl.Expr) -> pl.Expr:
    """Text as ties compare it, the same as models.strategy.plain; meant for short or few texts."""
    lowered = text.str.normalize("NFKC").str.to_lowercase()
    return lowered.str.replace_all(r"\s+", " ").str.strip_chars()


def shortened(text: pl.Expr) -> pl.Expr:
    """Evidence as it is stored: at most 200 characters, the last an ellipsis where more was written."""
    return (
        pl.when(text.str.len_chars() > EVIDENCE_LENGTH)
        .then(pl.concat_str(text.str.slice(0, EVIDENCE_LENGTH - 1), pl.lit("…")))
        .otherwise(text)
    )


def is_ascii(text: pl.Expr) -> pl.Expr:
    """Whether a text holds ASCII characters alone."""
    return text.str.len_bytes() == text.str.len_chars()


class SearchTexts(NamedTuple):
    """Texts to search without regard to the case of ASCII letters; each row is in one of the two."""

    as_written: (
        pl.DataFrame
    )  # row, haystack: normalising would change only the case of ASCII letters
    normalised: pl.DataFrame  # row, text as written, haystack: the text normalised


def search_texts(texts: pl.DataFrame) -> SearchTexts:
    """Divide texts (`row`, `text`) into those that can be searched as written and all others."""
    texts = texts.filter(pl.col("text").is_not_null())
    text = pl.col("text")
    is_spaced = text.str.contains("  ", literal=True) | text.str.contains(r"[\t-\r]")
    flags = texts.select(is_spaced=is_spaced, is_ascii=is_ascii(text))
    is_plain = flags["is_ascii"] & ~flags["is_spaced"]
    others = texts.filter(~is_plain)
    changes = others.select(is_spaced | text.str.contains(CHANGING)).to_series()
    as_written = pl.concat([texts.filter(is_plain), others.filter(~changes)])
    return SearchTexts(
        as_written.select("row", haystack="text"), _with_haystack(others.filter(changes))
    )


def _with_haystack(texts: pl.DataFrame) -> pl.DataFrame:
    """The texts with `haystack`; only those that NFKC may change are put through it."""
    is_unstable = texts.select(pl.col("text").str.contains(UNSTABLE)).to_series()
    lowered = pl.col("text").str.to_lowercase().str.replace_all(r"\s+", " ")
    return pl.concat(
        [
            texts.filter(~is_unstable).with_columns(haystack=lowered),
            texts.filter(is_unstable).with_columns(haystack=normalised(pl.col("text"))),
        ]
    )
