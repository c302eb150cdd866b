"""Cells made comparable: headers without case and invisible marks, and the spellings of missing."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

import polars as pl

# Soft hyphens, joiners, byte-order marks, and the marks that turn the direction of writing.
INVISIBLE: Final = dict.fromkeys(
    [0xAD, 0x61C, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A), 0xFEFF]
)  # fmt: skip
# How exports and programs write that a figure is not known.
MISSING: Final = frozenset(
    {"", "-", "--", "–", "—", "n/a", "#n/a", "nan", "undefined", "null", "none", "<na>"}
)

_REPEAT: Final = re.compile(r"(?<=\D)\.\d{1,2}$")
_SPACES: Final = re.compile(r"\s+")


@lru_cache(maxsize=8192)
def normalise_header(header: str) -> str:
    """A header without case, accents' composition, invisible marks, doubled spaces or a final colon.

    Programs head a second column Views as Views.1, which becomes views as well.
    """
    visible = unicodedata.normalize("NFKC", header).translate(INVISIBLE)
    name = _REPEAT.sub("", _SPACES.sub(" ", visible).strip())
    return name.removesuffix(":").strip().casefold()


def map_headers(names: Mapping[str, str], *, underscored: bool = False) -> dict[str, str]:
    """Normalised header → our field, from our fields and all their names, set off by | or line breaks.

    `underscored` adds each name with _ for its spaces, as programs re-save it.
    """
    mapped = {
        normalise_header(name): ours
        for ours, spellings in names.items()
        for name in spellings.replace("\n", "|").split("|")
        if name.strip()
    }
    return (
        {n.replace(" ", "_"): ours for n, ours in mapped.items()} | mapped
        if underscored
        else mapped
    )


def known_cell(cell: pl.Expr, *, is_figure: bool = False) -> pl.Expr:
    """A cell without outer spaces, null where it is empty or, of a figure, a spelling of missing."""
    text = cell.str.strip_chars()
    is_missing = text.str.to_lowercase().is_in(list(MISSING)) if is_figure else text == ""
    return pl.when(~is_missing).then(text)
