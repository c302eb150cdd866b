"""Numbers in every spelling that exports use."""

from typing import Final

import polars as pl

from rhumbline.reading.cells import INVISIBLE

LARGEST: Final = 10**15
"""More than any platform counts; what is larger is a mistake, and would overflow once added up."""

_DECIMAL_COMMA: Final = r"^-?(?:\d+,(?:\d{1,2}|\d{4,})|(?:0|\d{4,}),\d+|\d{1,3}(?:\.\d{3})+,\d+)$"


# The digits of Arabic and Persian, their separators, the minus sign, and marks of direction.
_FOREIGN: Final = {
    **{chr(0x660 + n): str(n) for n in range(10)},
    **{chr(0x6F0 + n): str(n) for n in range(10)},
    "٫": ".", "٬": "", "٪": "%", "−": "-",
    **dict.fromkeys(map(chr, INVISIBLE), ""),
}  # fmt: skip


def parse_numbers(cells: pl.Series, *, decimal_comma: bool = False) -> tuple[pl.Series, pl.Series]:
    """Cells as Float64, and which of them are text that is no number.

    Reads 12, -3, 104.0, 1e3, 12,400 and 1.234.567 (grouped), 3,5 (decimal comma), 2.35% (as 2.35),
    spaces and apostrophes as grouping, and the digits of Arabic and Persian. 37,864 is a decimal
    where another cell of the column can be nothing else, or where that is known of the file. A
    month name, a date or a word is no number, nor is 1.2K, which is rounded, nor what is larger than
    `LARGEST`.
    """
    if cells.dtype.is_numeric():
        return cells.cast(pl.Float64), pl.repeat(False, cells.len(), eager=True)
    values = cells.cast(pl.Float64, strict=False)
    unread = cells.is_not_null() & values.is_null()
    if unread.any():
        parsed = pl.Series(
            values=_parse_grouped(cells.filter(unread), decimal_comma), dtype=pl.Float64
        )
        values = values.scatter(unread.arg_true(), parsed)
        unread = cells.is_not_null() & values.is_null()
    return values, unread | (values.abs() > LARGEST).fill_null(False)  # NaN is larger than any


def has_decimal_commas(cells: pl.Series) -> bool:
    """Whether a cell can be read with a decimal comma alone: 3,06, 0,125 or 1.240,5, not 1,240."""
    return bool(cells.str.contains(_DECIMAL_COMMA).any())


def _parse_grouped(cells: pl.Series, decimal_comma: bool) -> pl.Series:
    """Text with separators, percent signs or foreign digits as Float64, null where it is no number."""
    plain = (
        cells.str.replace_many(_FOREIGN)
        .str.replace_all(r"[\s\u00a0\u202f'’]", "")
        .str.strip_suffix("%")
    )
    frame = plain.to_frame("n")
    n = pl.col("n")
    is_decimal = decimal_comma or has_decimal_commas(plain)
    point_groups = n.str.contains(r"^-?\d{1,3}(\.\d{3})+(,\d+)?$") & n.str.contains(r"\..*[.,]")
    comma_groups = n.str.contains(r"^-?\d{1,3}(,\d{3})+(\.\d+)?$")
    if is_decimal:
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
