"""What a cell says: headers made comparable, numbers in every spelling, dates, and times from ids."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

import polars as pl

# Soft hyphens, joiners, byte-order marks, and the marks that turn the direction of writing.
_INVISIBLE: Final = dict.fromkeys(
    [0xAD, 0x61C, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A), 0xFEFF]
)  # fmt: skip
_COUNTED: Final = re.compile(
    r"(?<=\D)\.\d{1,2}$"
)  # how programs tell a second Views from the first
_SPACES: Final = re.compile(r"\s+")
_DECIMAL_COMMA: Final = r"^-?(?:\d+,(?:\d{1,2}|\d{4,})|(?:0|\d{4,}),\d+|\d{1,3}(?:\.\d{3})+,\d+)$"
# The digits of Arabic and Persian, their separators, the minus sign, and marks of direction.
_FOREIGN: Final = {
    **{chr(0x660 + n): str(n) for n in range(10)},
    **{chr(0x6F0 + n): str(n) for n in range(10)},
    "٫": ".", "٬": "", "٪": "%", "−": "-",
    **dict.fromkeys(map(chr, _INVISIBLE), ""),
}  # fmt: skip
X_EPOCH_MS: Final = 1_288_834_974_657
LINKEDIN_FIRST_TIMED: Final = 4_000_000_000_000_000_000  # shorter ids counted the shares
INSTAGRAM_EPOCH_MS: Final = 1_314_220_021_721


@lru_cache(maxsize=8192)
def normalised(header: str) -> str:
    """A header without case, accents' composition, invisible marks, doubled spaces or a final colon.

    The Views.1 that a program makes of a second column Views is Views again.
    """
    plain = unicodedata.normalize("NFKC", header).translate(_INVISIBLE)
    told = _COUNTED.sub("", _SPACES.sub(" ", plain).strip())
    return told.removesuffix(":").strip().casefold()


def headings(names: Mapping[str, str]) -> dict[str, str]:
    """Normalised header → our field, from our fields and all their names, set off by | or line breaks."""
    return {
        normalised(name): ours
        for ours, spelled in names.items()
        for name in spelled.replace("\n", "|").split("|")
        if name.strip()
    }


def numbers(cells: pl.Series, *, decimal_comma: bool = False) -> tuple[pl.Series, pl.Series]:
    """Cells as Float64, and which of them are text that is no number.

    Reads 12, -3, 104.0, 1e3, 12,400 and 1.234.567 (grouped), 3,5 (decimal comma), 2.35% (as 2.35),
    spaces and apostrophes as grouping, and the digits of Arabic and Persian. 37,864 is a decimal
    where another cell of the column can be nothing else, or where that is known of the file. A
    month name, a date or a word is no number, nor is 1.2K, which is rounded.
    """
    if cells.dtype.is_numeric():
        return cells.cast(pl.Float64), pl.repeat(False, cells.len(), eager=True)
    values = cells.cast(pl.Float64, strict=False)
    unread = cells.is_not_null() & values.is_null()
    if unread.any():
        slow = pl.Series(values=_spelled(cells.filter(unread), decimal_comma), dtype=pl.Float64)
        values = values.scatter(unread.arg_true(), slow)
        unread = cells.is_not_null() & values.is_null()
    infinite = values.is_infinite().fill_null(False) | values.is_nan().fill_null(False)
    return values, unread | infinite


def has_decimal_commas(cells: pl.Series) -> bool:
    """Whether a cell can be read with a decimal comma alone: 3,06, 0,125 or 1.240,5, not 1,240."""
    return bool(cells.str.contains(_DECIMAL_COMMA).any())


def _spelled(cells: pl.Series, decimal_comma: bool) -> pl.Series:
    plain = (
        cells.str.replace_many(_FOREIGN)
        .str.replace_all(r"[\s\u00a0\u202f'’]", "")
        .str.strip_suffix("%")
    )
    frame = plain.to_frame("n")
    n = pl.col("n")
    known = decimal_comma or has_decimal_commas(plain)
    point_groups = n.str.contains(r"^-?\d{1,3}(\.\d{3})+(,\d+)?$") & n.str.contains(r"\..*[.,]")
    comma_groups = n.str.contains(r"^-?\d{1,3}(,\d{3})+(\.\d+)?$")
    if known:
        comma_groups &= ~n.str.contains(r"^-?\d+,\d+$")
    comma_decimal = n.str.contains(r"^-?\d+,\d+$")
    read = (
        pl.when(comma_groups)
        .then(n.str.replace_all(",", "", literal=True))
        .when(point_groups)
        .then(n.str.replace_all(".", "", literal=True).str.replace(",", "."))
        .when(comma_decimal)
        .then(n.str.replace(",", "."))
        .otherwise(n)
    )
    return frame.select(read.cast(pl.Float64, strict=False)).to_series()


def moment_of_x_id(native_id: pl.Expr) -> pl.Expr:
    """The UTC moment in an X post id: `(id >> 22) + 1288834974657` ms; null before the ids had it."""
    number = native_id.cast(pl.Int64, strict=False)
    ms = number // (1 << 22) + X_EPOCH_MS
    return pl.when(number > 30_000_000_000).then(_from_ms(ms))


def moment_of_linkedin_id(native_id: pl.Expr) -> pl.Expr:
    """The UTC moment in a LinkedIn activity, share or ugcPost id: `id >> 22` ms; null before 2011."""
    number = native_id.cast(pl.Int64, strict=False)
    return _from_ms(pl.when(number > LINKEDIN_FIRST_TIMED).then(number // (1 << 22)))


def moment_of_tiktok_id(native_id: pl.Expr) -> pl.Expr:
    """The UTC moment in a TikTok video id: `id >> 32` seconds."""
    return _from_ms(native_id.cast(pl.Int64, strict=False) // (1 << 32) * 1000)


def _from_ms(ms: pl.Expr) -> pl.Expr:
    return pl.from_epoch(ms, time_unit="ms").dt.cast_time_unit("us").dt.replace_time_zone("UTC")


def in_utc(naive: pl.Expr, zone: str) -> pl.Expr:
    """A local time as UTC; the hour that a clock change repeats is its first, the skipped one null."""
    local = naive.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
    return local.dt.convert_time_zone("UTC").dt.cast_time_unit("us")
