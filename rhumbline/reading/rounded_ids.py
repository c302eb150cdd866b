"""Numeric ids that a spreadsheet or a program may have rounded: kept, recovered from a link, or null."""

from typing import Final

import polars as pl

_SPREADSHEET_DIGITS: Final = 15  # a spreadsheet turns every later digit of a number into 0
_FLOAT_LIMIT: Final = 2**53  # above it a float no longer holds every whole number
_FLOAT_BITS: Final = 52
_ZEROS_AT_END: Final = "[1-9]0{6,}$"  # one id in a million, or 1.01E+14 written out
_ZEROS_BY_CHANCE: Final = 4  # zeros at the ends of ids, together, that chance does not explain
_BITS_BY_CHANCE: Final = 20  # the same for bits
_DIGITS_TO_COMPARE: Final = 3  # a rounded id with fewer would agree with too many links

_PLAIN: Final = r"^(?:\d+_)?(\d{1,19})$"  # 886092916972770, or 1234_886092916972770
_DECIMAL: Final = r"^(\d{1,19})[.,]0+$"
_POWER: Final = r"^(\d(?:[.,]\d+)?)[eE]\+?(\d{1,2})$"


def recover_ids(cells: pl.Series, linked: pl.Series) -> pl.Series:
    """Numeric ids as text; a rounded one becomes `linked` where that rounds to it, else null.

    Kept are 17935189202838003, 1234_886092916972770 (its last number), 886092916972770.00 (fifteen
    digits) and 1213499430137061.0 (a program's float). Rounded are 1213499430137060.00, 6.49E+17,
    1,12238E+15, ids that end in six zeros, and all long ids of a column in which each of them ends
    in the zeros, or is a multiple of the power of two, that rounding leaves.
    """
    ids = _read_spellings(cells).with_columns(linked.alias("linked"))
    column_is_rounded = _are_all_rounded(ids.filter(pl.col("spelling") != "power")["digits"])
    return ids.select(
        pl.when(_is_exact(column_is_rounded))
        .then("digits")
        .when(_rounds_to_digits(pl.col("linked")))
        .then("linked")
        .alias(cells.name)
    ).to_series()


def _read_spellings(cells: pl.Series) -> pl.DataFrame:
    """Each cell's `digits`, its `spelling`, and how many `significant` digits a power has.

    Spellings are plain, decimal (123.00), float (123.0) and power (1.23E+17); null for no number.
    """
    return (
        pl.DataFrame({"cell": cells.str.strip_chars(" '=\"")})
        .select(
            "cell",
            plain=pl.col("cell").str.extract(_PLAIN),
            decimal=pl.col("cell").str.extract(_DECIMAL),
            mantissa=pl.col("cell").str.extract(_POWER, 1).str.replace("[.,]", ""),
            exponent=pl.col("cell").str.extract(_POWER, 2).cast(pl.UInt32, strict=False),
        )
        .select(
            digits=pl.coalesce("plain", "decimal", _digits_of_power()),
            spelling=pl.when(pl.col("plain").is_not_null())
            .then(pl.lit("plain"))
            .when(pl.col("decimal").is_not_null() & pl.col("cell").str.ends_with(".0"))
            .then(pl.lit("float"))
            .when(pl.col("decimal").is_not_null())
            .then(pl.lit("decimal"))
            .when(pl.col("mantissa").is_not_null())
            .then(pl.lit("power")),
            significant=pl.col("mantissa").str.len_chars(),
        )
    )


def _digits_of_power() -> pl.Expr:
    """The whole number that 6.49E+17 stands for, null where it has a fraction."""
    mantissa = pl.col("mantissa").str.strip_chars_end("0")
    length = pl.col("exponent") + 1
    return pl.when(mantissa.str.len_chars() <= length).then(mantissa.str.pad_end(length, "0"))


def _is_exact(column_is_rounded: bool) -> pl.Expr:
    """Whether `digits` are surely those that the platform gave."""
    digits, spelling = pl.col("digits"), pl.col("spelling")
    fits_spreadsheet = digits.str.len_chars() <= _SPREADSHEET_DIGITS
    fits_float = digits.cast(pl.Int64, strict=False) < _FLOAT_LIMIT
    column_is_exact = pl.lit(not column_is_rounded)
    is_padded = digits.str.contains(_ZEROS_AT_END)
    exact_decimal = fits_spreadsheet & ~digits.str.ends_with("00000")
    exact_float = fits_float & column_is_exact & ~is_padded
    # A power drops zeros at its end, so one digit less is still all of them.
    shows_all_digits = pl.col("significant") >= _SPREADSHEET_DIGITS - 1
    return (
        pl.when(spelling == "plain")
        .then(~is_padded & (fits_spreadsheet | column_is_exact))
        .when(spelling == "decimal")
        .then(exact_decimal)
        .when(spelling == "float")
        .then(exact_decimal | exact_float)
        .when(spelling == "power")
        .then(fits_spreadsheet & shows_all_digits & ~_rounds_to_digits(pl.col("linked")))
    )


def _rounds_to_digits(linked: pl.Expr) -> pl.Expr:
    """Whether `linked` differs from `digits` in nothing but the places where those have zeros."""
    digits = pl.col("digits")
    zeros = digits.str.extract("(0*)$")
    unit = pl.concat_str(pl.lit("1"), zeros).cast(pl.Int64, strict=False)
    distance = linked.cast(pl.Int64, strict=False) - digits.cast(pl.Int64, strict=False)
    digits_kept = digits.str.len_chars() - zeros.str.len_chars()
    return ((distance.abs() < unit) & (digits_kept >= _DIGITS_TO_COMPARE)).fill_null(value=False)


def _are_all_rounded(ids: pl.Series) -> bool:
    """Whether every long id ends as rounding leaves it, in more places than chance explains."""
    return _all_end_in_zeros(ids) or _all_are_floats(ids)


def _all_end_in_zeros(ids: pl.Series) -> bool:
    """Whether a spreadsheet held the ids: all after the fifteenth digit is 0."""
    long_ids = ids.filter(ids.str.len_chars() > _SPREADSHEET_DIGITS)
    lost_digits = long_ids.str.len_chars().cast(pl.Int64) - _SPREADSHEET_DIGITS
    zeros = long_ids.str.extract("(0*)$").str.len_chars().cast(pl.Int64)
    return int(lost_digits.sum()) >= _ZEROS_BY_CHANCE and bool((zeros >= lost_digits).all())


def _all_are_floats(ids: pl.Series) -> bool:
    """Whether a program held the ids as floats: the larger a float, the more last bits are 0."""
    numbers = ids.cast(pl.Int64, strict=False).drop_nulls()
    long_ids = pl.DataFrame({"id": numbers.filter(numbers > _FLOAT_LIMIT)}).with_columns(
        lost_bits=pl.col("id").cast(pl.Float64).log(2).floor().cast(pl.Int64) - _FLOAT_BITS
    )
    exact = long_ids.filter(pl.col("id") % pl.lit(2, pl.Int64).pow("lost_bits") != 0)
    return exact.is_empty() and int(long_ids["lost_bits"].sum()) >= _BITS_BY_CHANCE
