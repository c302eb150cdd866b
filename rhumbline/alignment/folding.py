"""Texts as ties compare them: NFKC, lower case and single spaces, at a cost that plain texts do not pay."""

from typing import Final

import polars as pl

EVIDENCE_LENGTH: Final = 200

# Scripts written without spaces between words: each of their signs may begin or end a word.
UNSPACED: Final = r"\p{Han}\p{Hiragana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"

# Signs that NFKC leaves as they are wherever they stand. Most texts hold no other, and normalising
# costs ten times what looking does.
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
# What folding changes, but for the case of ASCII letters and the number of spaces.
CHANGING: Final = rf"[[^{_STABLE}][\p{{Changes_When_Lowercased}}--[A-Z]]]"


def folded(text: pl.Expr) -> pl.Expr:
    """Text as ties compare it, the same as models.strategy.plain: for short or few texts."""
    lowered = text.str.normalize("NFKC").str.to_lowercase()
    return lowered.str.replace_all(r"\s+", " ").str.strip_chars()


def cut(text: pl.Expr) -> pl.Expr:
    """Evidence as it is stored: at most 200 characters, an ellipsis where more was written."""
    return (
        pl.when(text.str.len_chars() > EVIDENCE_LENGTH)
        .then(pl.concat_str(text.str.slice(0, EVIDENCE_LENGTH - 1), pl.lit("…")))
        .otherwise(text)
    )


def haystacks(texts: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Texts (`row`, `text`) to look for phrases in, ignoring the case of ASCII letters.

    First those that are searched as they are written, since folding would change no more than that
    case, as `row` and `haystack`; then all others with `text` as well, their `haystack` folded.
    """
    texts = texts.filter(pl.col("text").is_not_null())
    text = pl.col("text")
    is_spaced = text.str.contains("  ", literal=True) | text.str.contains(r"[\t-\r]")
    is_ascii = text.str.len_bytes() == text.str.len_chars()
    flags = texts.select(is_spaced=is_spaced, is_ascii=is_ascii)
    as_written = flags["is_ascii"] & ~flags["is_spaced"]
    others = texts.filter(~as_written)
    changes = others.select(is_spaced | text.str.contains(CHANGING)).to_series()
    as_written_too = others.filter(~changes)
    return (
        pl.concat([texts.filter(as_written), as_written_too]).select("row", haystack="text"),
        _with_folded(others.filter(changes)),
    )


def _with_folded(texts: pl.DataFrame) -> pl.DataFrame:
    """The texts with what is searched; normalising costs ten times as much as lower-casing."""
    unstable = texts.select(pl.col("text").str.contains(UNSTABLE)).to_series()
    lowered = pl.col("text").str.to_lowercase().str.replace_all(r"\s+", " ")
    return pl.concat(
        [
            texts.filter(~unstable).with_columns(haystack=lowered),
            texts.filter(unstable).with_columns(haystack=folded(pl.col("text"))),
        ]
    )
