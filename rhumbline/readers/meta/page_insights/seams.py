"""Rows of two exports that were glued together by position: their figures stand under others' names."""

import re
from typing import Final

import polars as pl

from rhumbline.reading.cells import normalise_header
from rhumbline.reading.numbers import parse_numbers
from rhumbline.reading.table import Header

_BY_KIND: Final = re.compile(r"(?i) by (?:action )?type\b|_by_[a-z_]*type")
_SEAM: Final = (
    "From line {} on rows have more cells than the header: two exports were put together. Their "
    "figures by kind are left unknown; export them again, or keep each in its own file."
)
_SHIFTED: Final = (
    "Rows that say what cannot be, such as more people than stories: {}. Their columns may be "
    "shifted."
)
_SHARE: Final = 0.1  # of the rows, from which on it is no fault of a few
_PEOPLE, _STORIES = "lifetime talking about this (post)", "lifetime post stories"
_AT_MOST: Final = (
    ("lifetime post total reach", "lifetime post total impressions"),
    ("lifetime post consumptions by type - link clicks", "lifetime post consumptions"),
    *(
        (f"{_PEOPLE} by action type - {kind}", f"{_STORIES} by action type - {kind}")
        for kind in ("like", "comment", "share")
    ),
)


def leave_out_shifted_cells(
    cells: pl.DataFrame, header: Header
) -> tuple[pl.DataFrame, frozenset[str]]:
    """The cells without those that do not stand under their own names, and a remark on them.

    Facebook adds a column for each kind of action that any post had. Where rows of two exports were
    glued together, those of one have more cells than the header: what such a row says from the
    first of these columns on is unknown.
    """
    wide = header.sheet.cells.lines_wider_than(len(header.columns))
    is_wide = cells["_line"].is_in(list(wide))
    first = next((i for i, c in enumerate(header.columns) if _BY_KIND.search(c.header)), None)
    is_glued = is_wide.any() and not is_wide[1:].all()  # the first row may be the descriptions
    if first is None or not is_glued:
        return cells, frozenset()
    doubtful = [c for c in _cell_names(cells) if int(c[1:]) >= first]
    known = cells.with_columns(
        pl.when(~pl.lit(is_wide)).then(pl.col(name)).alias(name) for name in doubtful
    )
    line = int(cells.filter(is_wide)["_line"][0])
    return known, frozenset({_SEAM.format(line)})


def _cell_names(cells: pl.DataFrame) -> list[str]:
    return [c for c in cells.columns if c.startswith("c") and c[1:].isdigit()]


def remark_on_impossible(cells: pl.DataFrame, header: Header) -> frozenset[str]:
    """A remark where many rows say what cannot be: more people than stories, more parts than the whole."""
    at = {normalise_header(column.header): f"c{i}" for i, column in enumerate(header.columns)}
    pairs = [(at[less], at[more]) for less, more in _AT_MOST if less in at and more in at]
    if not pairs or cells.is_empty():
        return frozenset()
    number = {name: parse_numbers(cells[name])[0] for pair in pairs for name in pair}
    broken = pl.DataFrame(
        [(number[less] > number[more]).fill_null(value=False).alias(less) for less, more in pairs]
    ).select(pl.any_horizontal(pl.all()).alias("broken"))["broken"]
    share = broken.sum() / cells.height
    return frozenset({_SHIFTED.format(broken.sum())}) if share > _SHARE else frozenset()
