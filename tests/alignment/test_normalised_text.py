"""Texts are normalised as the strategy's own words are, and those searched as written need not be."""

import re
import sys
import unicodedata
from itertools import islice
from typing import Final

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from models.strategy import plain
from rhumbline.alignment.normalised_text import (
    CHANGING,
    UNSTABLE,
    normalised,
    search_texts,
    shortened,
)

# Python splits at four controls of the days of punched cards that Unicode does not call spaces.
_SEPARATORS: Final = re.compile("[\x1c-\x1f]")


@given(st.lists(st.text(max_size=20)))
def test_texts_are_normalised_as_the_words_of_the_strategy(texts: list[str]) -> None:
    written = [_SEPARATORS.sub("", text) for text in texts]
    frame = pl.DataFrame({"text": written}, schema={"text": pl.String})
    assert frame.select(normalised(pl.col("text"))).to_series().to_list() == [
        plain(t) for t in written
    ]


@given(st.lists(st.text(max_size=20)))
def test_searched_texts_are_normalised_except_for_the_case_of_ascii(texts: list[str]) -> None:
    written = [_SEPARATORS.sub("", text) for text in texts]
    rows = pl.DataFrame(
        {"row": range(len(written)), "text": written}, schema={"row": pl.UInt32, "text": pl.String}
    )
    searched = pl.concat([part.select("row", "haystack") for part in search_texts(rows)]).sort(
        "row"
    )
    assert searched["row"].to_list() == list(range(len(written)))
    for text, haystack in zip(written, searched["haystack"], strict=True):
        assert " ".join(haystack.lower().split()) == plain(text)


def test_texts_searched_as_they_are_hold_nothing_but_ascii_to_lower() -> None:
    signs = pl.Series(
        [chr(code) for code in range(0x80, sys.maxunicode + 1) if not 0xD800 <= code < 0xE000]
    )
    unchanged = signs.filter(~signs.str.contains(CHANGING))
    assert len(unchanged) > 30_000
    assert unchanged.str.to_lowercase().equals(unchanged)
    assert not unchanged.str.contains(UNSTABLE).any()


def test_signs_taken_for_stable_are_so_beside_any_other() -> None:
    assigned = [
        chr(code)
        for code in range(sys.maxunicode + 1)
        if unicodedata.category(chr(code)) not in ("Cs", "Cn")
    ]
    series = pl.Series(assigned)
    stable = series.filter(~series.str.contains(UNSTABLE)).to_list()
    assert len(stable) > 30_000
    decomposed = [unicodedata.decomposition(sign).split() for sign in assigned]
    composing = {parts[1] for parts in decomposed if len(parts) == 2 and parts[0][0] != "<"}
    for sign in stable:
        assert unicodedata.normalize("NFKC", sign) == sign
        assert unicodedata.combining(sign) == 0
        assert f"{ord(sign):04X}" not in composing
        assert sign in " \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f" or not sign.isspace()
    jamo = range(0x1161, 0x11FF)
    assert not [code for code in islice(jamo, len(jamo)) if chr(code) in stable]


def test_long_evidence_is_shortened() -> None:
    frame = pl.DataFrame({"text": ["a" * 200, "ä" * 201]})
    short, long = frame.select(shortened(pl.col("text"))).to_series().to_list()
    assert short == "a" * 200
    assert long == "ä" * 199 + "…"
