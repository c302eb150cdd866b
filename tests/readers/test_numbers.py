"""Numbers in every spelling that exports and spreadsheets have, and those that are none."""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhumbline.ingest.inspect import inspect
from rhumbline.reading.cells import normalise_header
from rhumbline.reading.numbers import has_decimal_commas, parse_numbers


def read(*cells: str, decimal_comma: bool = False) -> list[float | None]:
    values, bad = parse_numbers(pl.Series([*cells], dtype=pl.String), decimal_comma=decimal_comma)
    assert (values.is_null() == bad).all()
    return values.to_list()


@pytest.mark.parametrize(
    ("cell", "value"),
    [("1,234", 1234), ("1 234", 1234), ("1\u202f234", 1234), ("1\u00a0234", 1234), ("1’234", 1234),
     ("1'234", 1234), ("1.234.567", 1234567), ("1,234,567.5", 1234567.5), ("1.234,5", 1234.5),
     ("12 %", 12), ("12\u00a0%", 12), ("٪١٢", None), ("١٢٣٤", 1234), ("۱۲٫۵", 12.5), ("۱٬۲۳۴", 1234),
     ("−5", -5), ("+7", 7), ("\u200e12\u200f", 12), ("1.2K", None), ("3.апр", None), ("0:00:12", None),
     ("1h 2m", None), ("#NAME?", None), ("1e999", None)],
)  # fmt: skip
def test_a_number_in_many_spellings(cell: str, value: float | None) -> None:
    values, bad = parse_numbers(pl.Series([cell]))
    assert (None if bad[0] else values[0]) == value


def test_a_comma_is_decimal_where_one_of_the_column_can_be_nothing_else() -> None:
    assert read("37,864", "354,6762") == [37.864, 354.6762]
    assert read("37,864", "1.354,676") == [37.864, 1354.676]
    assert read("37,864", "1,354,676") == [37864, 1354676]
    assert read("37,864") == [37864]
    assert read("37,864", decimal_comma=True) == [37.864]


@given(st.lists(st.integers(0, 10**9), min_size=1))
def test_grouped_counts_have_no_decimal_comma(counts: list[int]) -> None:
    cells = [f"{count:,}" for count in counts]
    assert not has_decimal_commas(pl.Series(cells))
    assert read(*cells) == counts


def test_hours_with_three_decimals_are_told_from_thousands_by_the_other_columns(
    tmp_path: Path,
) -> None:
    """German Excel writes 37,864 hours as an Englishman writes thirty-eight thousand."""
    header = (
        "Content;Video title;Video publish time;Views;Watch time (hours);"
        "Impressions click-through rate (%)\n"
    )
    file = tmp_path / "Table data.csv"
    file.write_text(header + "Sx0ytsHc1kk;Soup on Sunday;25. Mrz 23;120;37,864;4,59\n", "utf-8")
    assert inspect(file)["metrics"]["watch_seconds"] == pytest.approx(37.864 * 3600)


@pytest.mark.parametrize(
    "header",
    ["Post ID", "POST ID", "\ufeffPost\u00a0ID ", "\u200fPost ID\u200e", "Post  ID:", "Po\u00adst ID",
     "Post ID.1"],
)  # fmt: skip
def test_a_header_is_the_same_however_it_is_dressed(header: str) -> None:
    assert normalise_header(header) == "post id"
