"""Rows of JSON exports: every entry becomes a row, or a reason why it cannot."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final, TypeVar

import polars as pl

from rhumbline.reading.batch import REJECTED_ROW, SCHEMAS, Kind

Entry = TypeVar("Entry")
Row = Mapping[str, object]

POST_COLUMNS: Final = (
    *("line", "native_id", "account", "type", "published_at", "published_zone"),
    *("published_precision", "permalink", "text"),
)


class UnreadableEntry(Exception):
    """An entry that cannot become a row; its text is the reason that the user is told."""


def read_entries(
    entries: Iterable[tuple[int, Entry]],
    read: Callable[[Entry], Row],
    metrics: Iterable[str] = (),
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Posts from numbered entries, and line and reason of those for which `read` raises UnreadableEntry.

    JSON has no lines, so `line` is an entry's number. The posts have POST_COLUMNS and `metrics`.
    """
    rows, rejected = [], []
    for line, entry in entries:
        try:
            rows.append({"line": line, **read(entry)})
        except UnreadableEntry as error:
            rejected.append({"line": line, "sheet": "", "reason": str(error)})
    schema = {name: SCHEMAS[Kind.POSTS][name] for name in (*POST_COLUMNS, *metrics)}
    return pl.DataFrame(rows, schema=schema), pl.DataFrame(rejected, schema=REJECTED_ROW)
